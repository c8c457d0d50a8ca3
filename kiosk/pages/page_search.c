/* page_search.c - search over everything published: what is typed above, what was found below. */
#include "parts.h"

enum {
    ID_QUERY = UI_ID(PAGE_SEARCH, 0),
    ID_CLEAR,
    ID_SCROLL,
    ID_OFTEN,               /* and the words after it */
    ID_HIT = ID_OFTEN + 16, /* and the hits after it */
    ID_WRITE = UI_ID(PAGE_SEARCH, 1024),
    ID_PANEL = UI_ID(PAGE_SEARCH, 1040), /* and what the input panel needs */
    TAB_WRITE = 0,                       /* the panel is there */
    TAB_READ = 1,                        /* its room is for the hits */
    OFTEN = TX_SEARCH_OFTEN_8 - TX_SEARCH_OFTEN_1 + 1,
};

/* ---- the query ---- */

static void ask(struct page *page, struct text query)
{
    textfield_set(&page->model->search.query, query);
    page->state->tab = query.size > 0 ? TAB_READ : TAB_WRITE;
}

/* Whoever changed the query - keys, the panel, an engine's answer between two frames - it is asked
 * anew. */
static void notice_change(struct page *page)
{
    int now = (int)(content_hash(1, textfield_text(&page->model->search.query)) & INT32_MAX);

    if (page->intent.kind == INTENT_NONE && page->state->group != now) {
        page->state->group = now;
        ui_scroll_to(&page->state->scroll, 0);
        want(page, INTENT_SEARCH, 0);
    }
}

static void query_cut(struct page *page, struct rect *body)
{
    struct textfield *query = &page->model->search.query;
    const struct ui_field look = {.hint = word(TX_SEARCH_HINT),
                                  .hint_short = word(TX_SEARCH_HINT_SHORT)};
    bool low = page->theme->reach_y > 0 && page->state->tab == TAB_WRITE;
    struct rect line = low ? cut_bottom(body, page->theme->field_h + px(page, 14))
                           : cut_top(body, page->theme->field_h);
    struct text clear = word(TX_SEARCH_CLEAR);

    if (page->ui->focus == 0) {
        ui_focus(page->ui, ID_QUERY); /* a keyboard writes at once */
    }
    if (query->size > 0) {
        if (ui_button(page->ui, ID_CLEAR, cut_right(&line, ui_button_width(page->ui, clear)), clear,
                      BUTTON_PLAIN)) {
            ask(page, text_of(""));
        }
        (void)cut_right(&line, page->theme->gap);
    }
    if (ui_textfield(page->ui, ID_QUERY, line, &look, query) == FIELD_ENTER) {
        page->state->tab = TAB_READ;
    }
    if (!low) {
        space(body, px(page, 14));
    }
}

/* Words that many look for: a tap instead of writing. */
static void often_cut(struct page *page, struct rect *rest)
{
    int columns = page->theme->scale == SCALE_STANDARD ? 4 : 2, gap = page->theme->gap;
    int rows = (OFTEN + columns - 1) / columns, height = tx(page, 110);

    section(page, rest, word(TX_SEARCH_OFTEN));
    struct rect whole = cut_top(rest, rows * height + (rows - 1) * gap);
    for (int i = 0; i < OFTEN; i++) {
        struct text text = word((enum word)(TX_SEARCH_OFTEN_1 + i));
        struct rect row = split_rows(whole, rows, i / columns, gap);
        if (ui_button(page->ui, ID_OFTEN + i, split_columns(row, columns, i % columns, gap), text,
                      BUTTON_PLAIN)) {
            ask(page, text);
        }
    }
    space(rest, gap);
}

/* ---- hits ---- */

static struct tag_word kind_tag(enum hit_kind kind)
{
    static const struct {
        enum ui_tone tone;
        enum word word;
    } tags[HIT_KINDS] = {
        [HIT_ITEM] = {TONE_JADE, TX_HIT_ITEM},
        [HIT_MEETING] = {TONE_BLUE, TX_HIT_MEETING},
        [HIT_REGULATION] = {TONE_PLAIN, TX_HIT_REGULATION},
        [HIT_NOTICE] = {TONE_AMBER, TX_HIT_NOTICE},
        [HIT_SERVICE] = {TONE_AMBER, TX_HIT_SERVICE},
        [HIT_ANSWER] = {TONE_JADE, TX_HIT_ANSWER},
        [HIT_PEOPLE] = {TONE_BLUE, TX_HIT_PEOPLE},
    };

    return (struct tag_word){tags[kind].tone, word(tags[kind].word)};
}

/* The excerpt with what was looked for in red. */
static size_t excerpt_spans(struct page *page, const struct model_hit *hit,
                            struct text_span spans[3])
{
    size_t from = hit->at < hit->excerpt.size ? hit->at : hit->excerpt.size;
    size_t to = hit->size < hit->excerpt.size - from ? from + hit->size : hit->excerpt.size;

    spans[0] = ui_span(page->ui, STYLE_SMALL, COLOR_MUTED, text_slice(hit->excerpt, 0, from));
    spans[1] =
        ui_span(page->ui, STYLE_SMALL_BOLD, COLOR_RED_TEXT, text_slice(hit->excerpt, from, to));
    spans[2] = ui_span(page->ui, STYLE_SMALL, COLOR_MUTED,
                       text_slice(hit->excerpt, to, hit->excerpt.size));
    return 3;
}

static void hit_cut(struct page *page, struct rect *rest, size_t index)
{
    const struct model_hit *hit = &page->model->search.hits[index];
    struct tag_word tag = kind_tag(hit->kind);
    int pad = px(page, 24), tag_w = ui_tag_width(page->ui, tag.text) + page->theme->gap_s;
    int width = rest->w - 2 * pad;
    struct text_span spans[3];
    size_t count = excerpt_spans(page, hit, spans);
    int title_h = ui_text_height(page->ui, width - tag_w, STYLE_BOLD, hit->title);
    int height = title_h + ui_rich_height(page->ui, width, spans, count) + 2 * px(page, 14);
    height = height < page->theme->row_h ? page->theme->row_h : height;
    struct rect card = cut_top(rest, height);
    bool pressed = false;

    space(rest, page->theme->gap_s);
    if (!ui_is_visible(page->ui, card)) {
        return;
    }
    if (ui_touch(page->ui, ID_HIT + (int)index, card, &pressed)) {
        page->intent = (struct intent){.kind = INTENT_GO, .place = hit->place};
    }
    draw_round(page->ui->list, card, page->theme->radius_s,
               page->theme->color[pressed ? COLOR_PRESSED : COLOR_CARD], page->theme->border,
               page->theme->color[COLOR_LINE]);
    struct rect inside = inset_xy(card, pad, px(page, 14));
    struct rect line = cut_top(&inside, title_h), mark = line;
    mark.h = ui_line_h(page->ui, STYLE_BOLD);
    ui_tag_right(page->ui, &mark, tag.tone, tag.text);
    line.w -= tag_w;
    ui_text(page->ui, line, STYLE_BOLD, COLOR_INK, hit->title);
    ui_rich(page->ui, inside, ALIGN_LEFT, spans, count);
}

static void count_cut(struct page *page, struct rect *rest)
{
    const struct model_search *search = &page->model->search;

    if (search->asked) {
        ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED,
                     FILL(page, search->more ? TX_SEARCH_MORE : TX_SEARCH_FOUND,
                          NUMBER(page, search->count)));
        space(rest, px(page, 10));
    }
}

static void hits_cut(struct page *page, struct rect *rest)
{
    const struct model_search *search = &page->model->search;

    if (!search->asked) {
        often_cut(page, rest);
        return;
    }
    if (search->count == 0) {
        struct text query = text_trim(textfield_text(&search->query));
        nothing_cut(page, rest, FILL(page, TX_SEARCH_NOTHING, query), word(TX_SEARCH_NOTHING_TEXT));
        often_cut(page, rest);
        return;
    }
    count_cut(page, rest);
    for (size_t i = 0; i < search->count; i++) {
        hit_cut(page, rest, i);
    }
}

/* Either the panel writes, or the hits have its room. */
static void write_button(struct page *page, struct rect bar)
{
    bool writing = page->state->tab == TAB_WRITE;
    struct bar_button turn = {ID_WRITE,
                              word(writing ? TX_SEARCH_READ : TX_SEARCH_WRITE),
                              BUTTON_MAIN,
                              true,
                              {.kind = INTENT_NONE, .value = 1}};

    bar_usual(page, bar, &turn, 1);
    if (page->intent.kind == INTENT_NONE && page->intent.value == 1) {
        page->intent.value = 0;
        page->state->tab = writing ? TAB_READ : TAB_WRITE;
    }
}

void page_search_frame(struct page *page)
{
    struct head head = {.title = word(TX_SEARCH_TITLE), .controls = page->state->tab != TAB_WRITE};
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;

    if (page->state->tab == TAB_WRITE) {
        struct rect panel = panel_cut(page, &body, frame.bar);
        panel_draw(page, ID_PANEL, panel, &page->model->search.query);
    }
    space(&body, px(page, 20));
    query_cut(page, &body);
    if (page->theme->reach_y > 0 && page->state->tab == TAB_WRITE) {
        count_cut(page, &body); /* hits would be out of reach above the keys */
    } else {
        struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
        hits_cut(page, &rest);
        scroll_close(page, rest, body, &page->state->scroll);
    }
    write_button(page, frame.bar);
    notice_change(page);
}
