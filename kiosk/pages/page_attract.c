/* page_attract.c - for those who walk by while nobody uses the kiosk: one slide a minute, changing
 * with the clock, so that nothing is drawn in between. A touch anywhere leads to the home page.
 *
 * The office's slides stand among our own: the next meeting, what is newly disclosed, who is on
 * duty, and the next disclosure day. */
#include "parts.h"
#include "ui_image.h"

enum {
    ID_SCREEN = UI_ID(PAGE_ATTRACT, 0),
    OWN_SLIDES = 4,
    SHIFT_PX = 24, /* from one slide to the next: no edge stands still for hours */
    SHIFTS = 4,
};

struct slide_words {
    struct tag_word tag;
    struct text title, text, foot;
    struct text picture; /* a key, "" none: it stands above the words */
};

static bool meeting_slide(struct page *page, struct slide_words *slide)
{
    const struct model_meeting *next = &page->model->meeting;

    if (next->key.size == 0 || next->hidden) {
        return false;
    }
    *slide = (struct slide_words){{TONE_BLUE, meeting_word(meeting_type_of(next->record.type))},
                                  next->record.title,
                                  meeting_when(page, next->record.date, next->record.time),
                                  next->record.place,
                                  text_of("")};
    return true;
}

/* New or corrected since the last disclosure day. */
static bool news_slide(struct page *page, struct slide_words *slide)
{
    const struct model_board *board = &page->model->board;
    struct text list = text_of("");
    size_t count = 0;

    for (size_t i = 0; i < ITEM_COUNT; i++) {
        const struct board_row *row = &board->rows[i];
        if (row->state == BOARD_PUBLISHED && row->is_new) {
            struct text line =
                FILL(page, TX_ITEM_TITLE, word_numeral(row->item), item_word(page, row->item));
            list = count++ > 0 ? FILL(page, TX_TWO_LINES, list, line) : line;
        }
    }
    if (count == 0) {
        return false;
    }
    *slide = (struct slide_words){{TONE_JADE, word(TX_BOARD_TITLE)},
                                  FILL(page, TX_SLIDE_NEWS, NUMBER(page, count)),
                                  list,
                                  word(TX_SLIDE_TOUCH),
                                  text_of("")};
    return true;
}

static bool duty_slide(struct page *page, struct slide_words *slide)
{
    const struct model_duty *duty = &page->model->duty;

    if (duty->today_count == 0) {
        return false;
    }
    const struct duty_row *row = &duty->today[0];
    struct text parts[2] = {span_word(page, row->from_min, row->to_min), row->place};
    *slide = (struct slide_words){{TONE_JADE, word(TX_DUTY_TODAY)},
                                  row->person,
                                  row->phone,
                                  word_join(page->arena, parts, 2),
                                  text_of("")};
    return true;
}

static bool day_slide(struct page *page, struct slide_words *slide)
{
    const struct model_board *board = &page->model->board;

    if (page->model->doubtful || board->next_day == 0) {
        return false;
    }
    *slide = (struct slide_words){
        {TONE_RED, FILL(page, TX_EVERY_MONTH, NUMBER(page, page->model->site.disclosure_day))},
        board->days_left == 0 ? word(TX_DISCLOSURE_TODAY)
                              : FILL(page, TX_SLIDE_DAYS, NUMBER(page, board->days_left)),
        next_disclosure_word(page),
        word(TX_SLIDE_TOUCH),
        text_of("")};
    return true;
}

static size_t slides_of(struct page *page, struct slide_words *slides)
{
    static bool (*const own[OWN_SLIDES])(struct page *, struct slide_words *) = {
        meeting_slide, news_slide, duty_slide, day_slide};
    const struct model_attract *attract = &page->model->attract;
    size_t count = 0;

    for (size_t i = 0; i < OWN_SLIDES; i++) {
        count += own[i](page, &slides[count]) ? 1 : 0;
    }
    for (size_t i = 0; i < attract->count; i++) {
        slides[count++] = (struct slide_words){{TONE_AMBER, word(TX_NOTICE)},
                                               attract->at[i].title,
                                               attract->at[i].text,
                                               word(TX_SLIDE_TOUCH),
                                               attract->at[i].picture};
    }
    return count;
}

/* Sizes in reference pixels, read while walking by: as large as the screen lets them be. */
struct slide_look {
    int title, text, foot;
};

static struct text_span sized(struct page *page, uint8_t face, int reference_px,
                              enum theme_color color, struct text text)
{
    struct text_span span = ui_span(page->ui, STYLE_BODY, color, text);

    span.face = face;
    span.size_px = tx(page, reference_px);
    return span;
}

static void slide_spans(struct page *page, const struct slide_words *slide,
                        const struct slide_look *look, struct text_span spans[3])
{
    spans[0] = sized(page, FACE_SERIF_BOLD, look->title, COLOR_INK, slide->title);
    spans[1] = sized(page, FACE_SANS_BOLD, look->text, COLOR_RED_TEXT, slide->text);
    spans[2] = sized(page, FACE_SANS, look->foot, COLOR_MUTED, slide->foot);
}

static int slide_height(struct page *page, int width, const struct text_span spans[3])
{
    int height = page->theme->tag_h + 3 * px(page, 44);

    for (int i = 0; i < 3; i++) {
        height += spans[i].text.size > 0 ? ui_rich_height(page->ui, width, &spans[i], 1) : 0;
    }
    return height;
}

/* The slide's picture, cut from the top: what the words leave, at most two thirds. */
static void slide_picture(struct page *page, struct rect *body, const struct slide_words *slide)
{
    const struct model_picture *picture = picture_named(page, slide->picture);
    int w, h;

    if (!picture || picture->file.size == 0) {
        return;
    }
    const struct ui_image image = {picture->id, picture->file, picture->words};
    if (ui_image_fit(page->ui, &image, body->w, body->h * 2 / 3, &w, &h)) {
        return;
    }
    struct rect room = cut_top(body, h + page->theme->gap);
    ui_image(page->ui, (struct rect){room.x + (room.w - w) / 2, room.y, w, h}, &image);
}

static void slide_draw(struct page *page, struct rect body, const struct slide_words *slide,
                       int64_t minute)
{
    static const struct slide_look looks[] = {
        {124, 72, 48}, {96, 60, 44}, {64, 44, 36}, {40, 34, 30}, {34, 30, 30}};
    enum { LOOKS = sizeof looks / sizeof looks[0] };
    slide_picture(page, &body, slide);
    int pad = px(page, 60), width = body.w - 2 * pad;
    int room = body.h - 2 * pad - px(page, SHIFT_PX * SHIFTS);
    struct text_span spans[3];
    size_t at = 0;

    slide_spans(page, slide, &looks[at], spans);
    while (at + 1 < LOOKS && slide_height(page, width, spans) > room) {
        slide_spans(page, slide, &looks[++at], spans);
    }
    int height = slide_height(page, width, spans), least = room * 6 / 10;
    int shift = (int)(minute % SHIFTS) * px(page, SHIFT_PX) - px(page, SHIFT_PX * SHIFTS / 2);
    struct rect card = centre(body, body.w, (height > least ? height : least) + 2 * pad);

    card.y += shift;
    (void)ui_card(page->ui, card, TONE_PLAIN);
    struct rect rest = centre(inset(card, pad), width, height);
    struct rect line = cut_top(&rest, page->theme->tag_h);
    int tag_w = ui_tag_width(page->ui, slide->tag.text);
    line.w = tag_w < line.w ? tag_w : line.w;
    ui_tag(page->ui, line, slide->tag.tone, slide->tag.text);
    for (int i = 0; i < 3; i++) {
        space(&rest, px(page, 44));
        if (spans[i].text.size > 0) {
            space(&rest, ui_rich(page->ui, rest, ALIGN_LEFT, &spans[i], 1));
        }
    }
}

void page_attract_frame(struct page *page)
{
    struct slide_words slides[OWN_SLIDES + MODEL_SLIDES_MAX];
    size_t count = slides_of(page, slides);
    int64_t minute = page->model->now_s / 60;
    struct head head = {.title = page->model->site.name};
    struct ui_frame frame = frame_open(page, &head);
    struct rect screen = {0, 0, page->theme->width_px, page->theme->height_px};

    if (count > 0) {
        slide_draw(page, frame.body, &slides[(size_t)minute % count], minute);
    }
    struct rect room = ui_bar(page->ui, frame.bar);
    ui_label(page->ui, room, STYLE_BUTTON_BOLD, COLOR_RED_TEXT, ALIGN_CENTRE,
             word(TX_ATTRACT_TOUCH));
    if (ui_touch(page->ui, ID_SCREEN, screen, NULL)) {
        want(page, INTENT_HOME, 0);
    }
}
