/* page_meeting.c - one meeting: when and where, what it is about, and how far the rules have been
 * kept. */
#include <string.h>

#include "meeting_after.h"

enum { ID_SCROLL = UI_ID(PAGE_MEETING, 0), ID_WRITE, ID_TAKE, ID_RESOLUTION };

/* "居委会召集", also where the record says 召集 itself. */
static struct text convener_word(struct page *page)
{
    struct text convener = page->model->meeting.record.convener, verb = word(TX_CONVENES);

    if (convener.size == 0 || memmem(convener.data, convener.size, verb.data, verb.size)) {
        return convener;
    }
    return FILL(page, TX_CONVENER, convener);
}

static void when_cut(struct page *page, struct rect *rest)
{
    const struct meeting *meeting = &page->model->meeting.record;
    struct text when = meeting_when(page, meeting->date, meeting->time);
    struct text convener = convener_word(page);
    int width = card_width(page, *rest);
    int convener_w = ui_text_width(page->ui, STYLE_CELL, convener);
    bool beside = convener_w + ui_text_width(page->ui, STYLE_BODY, meeting->place) < width * 9 / 10;
    int when_h = ui_text_height(page->ui, width, STYLE_BOLD, when);
    int place_w = beside ? width - convener_w - px(page, 20) : width;
    int place_h = ui_text_height(page->ui, place_w, STYLE_BODY, meeting->place);
    int convener_h =
        ui_text_height(page->ui, beside ? convener_w + 1 : width, STYLE_CELL, convener);
    int low_h = beside ? (place_h > convener_h ? place_h : convener_h) : place_h + convener_h;
    struct rect inside = card_cut(page, rest, when_h + low_h, TONE_PLAIN);

    ui_paragraph(page->ui, &inside, STYLE_BOLD, COLOR_INK, when);
    if (beside) {
        struct rect right = cut_right(&inside, convener_w + 1);
        ui_label(page->ui, right, STYLE_CELL, COLOR_MUTED, ALIGN_RIGHT, convener);
        ui_text(page->ui, inside, STYLE_BODY, COLOR_INK, meeting->place);
        return;
    }
    ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, meeting->place);
    ui_paragraph(page->ui, &inside, STYLE_CELL, COLOR_MUTED, convener);
}

static void topics_cut(struct page *page, struct rect *rest)
{
    const struct texts *topics = &page->model->meeting.record.topics;
    int indent = tx(page, 46);

    if (agenda_cut(page, rest) || topics->count == 0) {
        return;
    }
    section(page, rest, word(TX_TOPICS));
    for (size_t i = 0; i < topics->count; i++) {
        int height = ui_text_height(page->ui, rest->w - indent, STYLE_BODY, topics->at[i]);
        struct rect line = cut_top(rest, height);
        ui_text(page->ui, cut_left(&line, indent), STYLE_BOLD, COLOR_RED_TEXT, NUMBER(page, i + 1));
        ui_text(page->ui, line, STYLE_BODY, COLOR_INK, topics->at[i]);
    }
}

/* ---- quorum ---- */

static void meter_cut(struct page *page, struct rect *rest, const struct quorum *quorum)
{
    uint64_t max = quorum->due > quorum->present ? quorum->due : quorum->present;
    struct rect bar = cut_top(rest, px(page, 64));
    struct text needed = FILL(page, TX_QUORUM_NEEDED, NUMBER(page, quorum->needed));
    struct text most = NUMBER(page, max);
    int most_w = ui_text_width(page->ui, STYLE_SMALL, most), gap = px(page, 20);
    int width = ui_text_width(page->ui, STYLE_SMALL, needed) + 2;
    int mark = bar.x + (int)(quorum->needed * (uint64_t)bar.w / max);

    ui_meter(page->ui, bar, (int64_t)quorum->present, (int64_t)max, (int64_t)quorum->needed,
             quorum->reached ? TONE_JADE : TONE_AMBER);
    if (width + 2 * most_w + 2 * gap > bar.w) {
        ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, needed);
        return;
    }
    struct rect line = cut_top(rest, ui_line_h(page->ui, STYLE_SMALL));
    ui_label(page->ui, cut_right(&line, most_w + 1), STYLE_SMALL, COLOR_MUTED, ALIGN_RIGHT, most);
    ui_label(page->ui, cut_left(&line, most_w), STYLE_SMALL, COLOR_MUTED, ALIGN_LEFT,
             NUMBER(page, 0));
    line = inset_xy(line, gap, 0);
    int from = mark - width / 2;
    from = from + width > line.x + line.w ? line.x + line.w - width : from;
    from = from < line.x ? line.x : from;
    ui_label(page->ui, (struct rect){from, line.y, width, line.h}, STYLE_SMALL, COLOR_MUTED,
             ALIGN_CENTRE, needed);
}

static void quorum_cut(struct page *page, struct rect *rest)
{
    const struct meeting *meeting = &page->model->meeting.record;
    struct quorum quorum = meeting_quorum(meeting);
    bool ahead = meeting->date >= page->model->today;

    if (!quorum.applies || quorum.due == 0) {
        return;
    }
    section(page, rest, word(TX_QUORUM_TITLE));
    struct text due =
        FILL(page, TX_QUORUM_DUE, NUMBER(page, quorum.due), NUMBER(page, quorum.needed));
    struct text present =
        FILL(page, ahead ? TX_QUORUM_COMING : TX_QUORUM_PRESENT, NUMBER(page, quorum.present));
    int due_w = ui_text_width(page->ui, STYLE_BODY, due);
    int present_w = ui_text_width(page->ui, STYLE_BOLD, present);
    enum theme_color ink = quorum.reached ? COLOR_JADE : COLOR_AMBER;
    if (due_w + present_w + px(page, 30) <= rest->w) {
        struct rect line = cut_top(rest, ui_line_h(page->ui, STYLE_BODY));
        ui_label(page->ui, cut_right(&line, present_w + 2), STYLE_BOLD, ink, ALIGN_RIGHT, present);
        ui_label(page->ui, line, STYLE_BODY, COLOR_INK, ALIGN_LEFT, due);
    } else {
        ui_paragraph(page->ui, rest, STYLE_BODY, COLOR_INK, due);
        ui_paragraph(page->ui, rest, STYLE_BOLD, ink, present);
    }
    struct text form[2] = {text_of(meeting_form_name(quorum.form)), {0}};
    if (quorum.ex_officio > 0) {
        form[1] = FILL(page, TX_QUORUM_EX_OFFICIO, NUMBER(page, quorum.ex_officio));
    }
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word_join(page->arena, form, 2));
    meter_cut(page, rest, &quorum);
    if (quorum.agreed > 0) {
        ui_paragraph(page->ui, rest, STYLE_BODY, quorum.carried ? COLOR_JADE : COLOR_AMBER,
                     FILL(page, quorum.carried ? TX_CARRIED : TX_NOT_CARRIED,
                          NUMBER(page, quorum.agreed), NUMBER(page, quorum.agreed_needed)));
    }
}

/* ---- stages ---- */

static struct text meet_word(enum meeting_type type)
{
    static const enum word words[] = {
        [MEETING_UNKNOWN] = TX_STAGE_MEET,         [MEETING_ASSEMBLY] = TX_STAGE_MEET_ASSEMBLY,
        [MEETING_HEARING] = TX_STAGE_MEET_HEARING, [MEETING_MEDIATION] = TX_STAGE_MEET_MEDIATION,
        [MEETING_REVIEW] = TX_STAGE_MEET_REVIEW,   [MEETING_STAFF] = TX_STAGE_MEET,
        [MEETING_JOINT] = TX_STAGE_MEET,           [MEETING_STUDY] = TX_STAGE_MEET};

    return word(words[type]);
}

static struct text stage_text(enum stage_name name, enum meeting_type type)
{
    static const enum word words[] = {
        [STAGE_REQUEST] = TX_STAGE_REQUEST,     [STAGE_NOTICE] = TX_STAGE_NOTICE,
        [STAGE_OPINIONS] = TX_STAGE_OPINIONS,   [STAGE_REPORTS] = TX_STAGE_REPORTS,
        [STAGE_MEET] = TX_STAGE_MEET,           [STAGE_RESOLVE] = TX_STAGE_RESOLVE,
        [STAGE_AGREEMENT] = TX_STAGE_AGREEMENT, [STAGE_GRADE] = TX_STAGE_GRADE,
        [STAGE_PUBLISH] = TX_STAGE_PUBLISH,     [STAGE_FEEDBACK] = TX_STAGE_FEEDBACK,
        [STAGE_COPY] = TX_STAGE_COPY,           [STAGE_CARRY_OUT] = TX_STAGE_CARRY_OUT,
        [STAGE_PROPOSAL] = TX_STAGE_PROPOSAL,   [STAGE_CONVENE] = TX_STAGE_CONVENE,
        [STAGE_LATER] = TX_STAGE_AFTER_ALL};

    return name == STAGE_MEET ? meet_word(type) : word(words[name]);
}

static struct text stage_right(struct page *page, const struct stage *stage)
{
    const struct meeting *meeting = &page->model->meeting.record;
    struct text done = due_day_word(page, stage->done_on), due = due_day_word(page, stage->due_on);
    struct text near = word_near_day(meeting->date, page->model->today);

    switch (stage->state) {
    case STAGE_DONE:
        return FILL(page, stage->due_on > 0 ? TX_STAGE_IN_TIME : TX_PLAIN_1, done);
    case STAGE_DONE_AMISS:
        return FILL(page, TX_STAGE_AMISS, done);
    case STAGE_UNDER_WAY:
        return stage->from_on > 0 ? FILL(page, TX_STAGE_SINCE, due_day_word(page, stage->from_on))
                                  : word(TX_STAGE_UNDER_WAY);
    case STAGE_OVERDUE:
        return FILL(page, TX_STAGE_OVERDUE, due);
    case STAGE_FAILED:
        return word(TX_STAGE_FAILED);
    case STAGE_UNRECORDED:
        return word(TX_STAGE_UNRECORDED);
    case STAGE_CURRENT:
    case STAGE_AHEAD:
    default:
        break;
    }
    if (stage->name == STAGE_MEET) {
        struct text day =
            near.size > 0 && !page->model->doubtful ? near : due_day_word(page, meeting->date);
        return meeting->time.size > 0 ? FILL(page, TX_DAY_WEEK, day, meeting->time) : day;
    }
    return stage->due_on > 0 ? FILL(page, TX_STAGE_BY, due) : word(TX_STAGE_LATER);
}

static enum ui_step step_of(enum stage_state state)
{
    switch (state) {
    case STAGE_DONE:
    case STAGE_DONE_AMISS:
    case STAGE_UNDER_WAY: /* has begun; what is next stands out */
        return STEP_DONE;
    case STAGE_CURRENT:
    case STAGE_OVERDUE:
    case STAGE_FAILED:
        return STEP_NOW;
    case STAGE_AHEAD:
    case STAGE_UNRECORDED:
    default:
        return STEP_LATER;
    }
}

/* "收到书面要求 11月12日 → 应在 11月19日前通知" : the clock that runs for the notice. */
static struct text clock_word(struct page *page)
{
    const struct model_meeting *model = &page->model->meeting;

    for (size_t i = 0; i < model->stage_count; i++) {
        const struct stage *stage = &model->stages[i];
        struct text due = due_day_word(page, stage->due_on);
        if (stage->name != STAGE_NOTICE || stage->due_on == 0) {
            continue;
        }
        if (model->record.received > 0) {
            return FILL(page, TX_CLOCK_RECEIVED, due_day_word(page, model->record.received), due);
        }
        if (stage->from_on > 0) {
            return FILL(page, TX_CLOCK_BETWEEN, due_day_word(page, stage->from_on), due);
        }
        return FILL(page, TX_CLOCK_BY, due);
    }
    return text_of("");
}

/* The line at the right goes below when the letters are large. */
static int stage_height(struct page *page, int width, struct text text, struct text right,
                        bool *below)
{
    int text_w = ui_text_width(page->ui, STYLE_BODY, text) * 85 / 100; /* a label may shrink */
    int right_w = ui_text_width(page->ui, STYLE_SMALL_BOLD, right);
    int mark = tx(page, 70);

    *below = text_w + right_w + mark + px(page, 20) > width;
    if (!*below) {
        return tx(page, 67);
    }
    return tx(page, 60) + ui_text_height(page->ui, width - mark, STYLE_SMALL, right) + px(page, 14);
}

static void stages_cut(struct page *page, struct rect *rest)
{
    const struct model_meeting *model = &page->model->meeting;
    enum meeting_type type = meeting_type_of(model->record.type);
    struct text clock = clock_word(page);
    int width = card_width(page, *rest), pad = px(page, 14), height = 0, clock_h = 0;
    bool below;

    if (model->stage_count == 0) {
        return;
    }
    section(page, rest, word(TX_STAGES_TITLE));
    for (size_t i = 0; i < model->stage_count; i++) {
        height += stage_height(page, width, stage_text(model->stages[i].name, type),
                               stage_right(page, &model->stages[i]), &below);
    }
    if (clock.size > 0) {
        clock_h = ui_text_height(page->ui, width - 2 * pad, STYLE_SMALL, clock) + 2 * pad;
    }
    struct rect inside = card_cut(page, rest, height + clock_h + (clock_h ? pad : 0), TONE_PLAIN);
    if (clock.size > 0) {
        struct rect band = cut_top(&inside, clock_h);
        space(&inside, pad);
        draw_round(page->ui->list, band, px(page, 16), page->theme->color[COLOR_BLUE_TINT],
                   page->theme->palette == PALETTE_CONTRAST ? page->theme->border : 0,
                   page->theme->color[COLOR_BLUE_LINE]);
        ui_text(page->ui, inset(band, pad), STYLE_SMALL, COLOR_BLUE, clock);
    }
    for (size_t i = 0; i < model->stage_count; i++) {
        struct text text = stage_text(model->stages[i].name, type);
        struct text right = stage_right(page, &model->stages[i]);
        struct rect line = cut_top(&inside, stage_height(page, width, text, right, &below));
        ui_step(page->ui, line, step_of(model->stages[i].state), i + 1 == model->stage_count, text,
                below ? right : text_of(""), below ? text_of("") : right);
    }
}

static void result_cut(struct page *page, struct rect *rest)
{
    const struct model_meeting *model = &page->model->meeting;

    if (model->text.count > 0) {
        section(page, rest, word(TX_MEETING_TEXT));
        blocks_cut(page, rest, &model->text, false);
    }
    if (model->result.count > 0) {
        section(page, rest,
                model->record.published > 0
                    ? FILL(page, TX_RESULT_ON, due_day_word(page, model->record.published))
                    : word(TX_RESULT));
        blocks_cut(page, rest, &model->result, false);
    }
}

void page_meeting_frame(struct page *page)
{
    const struct model_meeting *model = &page->model->meeting;
    struct head head = {.title = word(TX_MEETINGS_TITLE)};
    struct bar_button middle[2] = {
        {ID_WRITE, word(TX_GIVE_OPINION), BUTTON_MAIN, true, {.kind = INTENT_GO}},
        {ID_TAKE, take_word(page), BUTTON_PLAIN, false, {.kind = INTENT_NONE}}};
    bool ahead = model->key.size > 0 && !model->hidden && model->record.date >= page->model->today;

    if (model->key.size > 0) {
        head.beside = meeting_word(meeting_type_of(model->record.type));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 20));
    if (model->key.size == 0) {
        nothing_cut(page, &rest, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
    } else if (model->hidden) {
        note_card(page, &rest, TONE_AMBER, word(TX_HIDDEN_TITLE), word(TX_HIDDEN_TEXT));
    } else {
        ui_paragraph(page->ui, &rest, STYLE_DISPLAY, COLOR_INK, model->record.title);
        space(&rest, px(page, 14));
        when_cut(page, &rest);
        outcome_cut(page, &rest);
        topics_cut(page, &rest);
        quorum_cut(page, &rest);
        stages_cut(page, &rest);
        result_cut(page, &rest);
        resolutions_cut(page, &rest, ID_RESOLUTION);
    }
    space(&rest, px(page, 20));
    scroll_close(page, rest, frame.body, &page->state->scroll);
    middle[0].intent.place = place_of(PAGE_WRITE, model->key);
    middle[1].intent = take_intent(page, PAGE_MEETING, model->key);
    bar_usual(page, frame.bar, middle, ahead ? 2 : 1);
}
