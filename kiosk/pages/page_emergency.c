/* page_emergency.c - what everybody has to know now: the whole screen, letters of a twelfth of its
 * height. */
#include "emergency.h"

#include "parts.h"

enum {
    ID_SCROLL = UI_ID(PAGE_EMERGENCY, 0),
    ID_SEEN,
    TITLE_SHARE = 12, /* the title's letters, of the screen's height */
    TEXT_SHARE = 26,
};

/* A text of a size of its own; `rect` NULL: only its height. */
static int large_text(struct page *page, int width, const struct rect *rect, int size_px,
                      uint8_t face, enum theme_color color, struct text text)
{
    struct text_span span = ui_span(page->ui, STYLE_HERO, color, text);

    span.size_px = size_px < TEXT_SIZE_PX_MAX ? size_px : TEXT_SIZE_PX_MAX;
    span.face = face;
    if (text.size == 0) {
        return 0;
    }
    return rect ? ui_rich(page->ui, *rect, ALIGN_LEFT, &span, 1)
                : ui_rich_height(page->ui, width, &span, 1);
}

static void large_cut(struct page *page, struct rect *rest, int size_px, uint8_t face,
                      enum theme_color color, struct text text)
{
    space(rest, large_text(page, rest->w, rest, size_px, face, color, text));
}

static struct text where_word(struct page *page, enum word label, struct text value)
{
    return value.size > 0 ? FILL(page, TX_TAKE_PAIR, word(label), value) : text_of("");
}

static void emergency_text(struct page *page, struct rect *rest)
{
    const struct model_emergency *emergency = &page->model->emergency;
    int height = page->theme->height_px, text_px = height / TEXT_SHARE;
    enum theme_color ink = emergency->over ? COLOR_INK : COLOR_ON_RED;
    int least = page->theme->style[STYLE_BOLD].size_px;

    text_px = text_px < least ? least : text_px;
    space(rest, px(page, 30));
    large_cut(page, rest, text_px, FACE_SANS_BOLD, ink,
              word(emergency->over ? TX_EMERGENCY_OVER : TX_EMERGENCY));
    large_cut(page, rest, height / TITLE_SHARE, FACE_SANS_BOLD, ink, emergency->title);
    space(rest, px(page, 20));
    large_cut(page, rest, text_px, FACE_SANS, ink, emergency->text);
    space(rest, px(page, 20));
    large_cut(page, rest, text_px, FACE_SANS_BOLD, ink,
              where_word(page, TX_EMERGENCY_PLACE, emergency->place));
    large_cut(page, rest, text_px, FACE_SANS_BOLD, ink,
              where_word(page, TX_PHONE, emergency->phone));
    large_cut(page, rest, page->theme->style[STYLE_BODY].size_px, FACE_SANS, ink,
              FILL(page, TX_EMERGENCY_SINCE, page->model->site.name,
                   due_day_word(page, emergency->date)));
    space(rest, px(page, 30));
}

bool emergency_draw(struct page *page)
{
    const struct model_emergency *emergency = &page->model->emergency;
    struct head head = {.title = page->model->site.name};
    struct ui_frame frame = frame_open(page, &head);
    int foot = frame.body.y + frame.body.h; /* what can be read aloud has a strip below */
    struct rect ground = {0, frame.top.h, page->theme->width_px, foot - frame.top.h};

    draw_fill(page->ui->list, ground,
              page->theme->color[emergency->over ? COLOR_JADE_TINT : COLOR_RED]);
    struct rect body = inset_xy(ground, page->theme->margin, 0);
    struct rect rest = ui_scroll_begin(page->ui, ID_SCROLL, body, &page->state->scroll,
                                       emergency->over ? COLOR_JADE_TINT : COLOR_RED);
    emergency_text(page, &rest);
    scroll_close(page, rest, body, &page->state->scroll);
    const struct bar_button seen = {
        ID_SEEN, word(TX_EMERGENCY_SEEN), BUTTON_PLAIN, true, {.kind = INTENT_NONE, .value = 1}};
    bar_draw(page, frame.bar, &seen, 1);
    bool was_seen = page->intent.kind == INTENT_NONE && page->intent.value == 1;
    page->intent.value = was_seen ? 0 : page->intent.value;
    return was_seen;
}

void page_emergency_frame(struct page *page)
{
    struct head head = {.title = word(TX_EMERGENCY)};

    if (page->model->emergency.key.size > 0) {
        if (emergency_draw(page)) {
            want(page, INTENT_HOME, 0);
        }
        return;
    }
    struct ui_frame frame = frame_open(page, &head);
    nothing_cut(page, &frame.body, word(TX_EMERGENCY_NONE), text_of(""));
    bar_usual(page, frame.bar, NULL, 0);
}
