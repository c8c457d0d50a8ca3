/* frame.c - what is around each page: top bar, warnings, the bar of buttons, the foot strip; and
 * how its body scrolls or gives room to the input panel. */
#include "aloud_strip.h"
#include "panel_view.h"
#include "parts.h"

enum {
    ID_FRAME = UI_ID(PAGES, 0),
    ID_BACK,
    ID_HOME,
    ID_SCALE,
    ID_EMERGENCY,
};

/* A line across the screen, below the top bar, as high as its text. */
static void banner_cut(struct page *page, struct rect *rest, enum theme_color ground,
                       enum theme_color ink, struct text text)
{
    int pad = px(page, 12), width = rest->w - 2 * page->theme->margin;
    int height = ui_text_height(page->ui, width, STYLE_SMALL_BOLD, text) + 2 * pad;
    struct rect band = cut_top(rest, height);

    draw_fill(page->ui->list, band, page->theme->color[ground]);
    ui_text(page->ui, inset_xy(band, page->theme->margin, pad), STYLE_SMALL_BOLD, ink, text);
}

/* How old the content is must be plain before anybody reads it. */
static void banners_cut(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    int64_t days = (model->now_s - model->site.checked_s) / CIVIL_DAY_S;

    if (model->site.freshness == FRESH_DAYS) {
        struct text text = FILL(page, model->doubtful ? TX_STALE_DAYS_AT_LEAST : TX_STALE_DAYS,
                                NUMBER(page, days));
        banner_cut(page, rest, COLOR_AMBER_TINT, COLOR_AMBER, text);
    }
    if (model->site.freshness == FRESH_WEEKS) {
        struct text text = FILL(page, model->doubtful ? TX_STALE_WEEKS_AT_LEAST : TX_STALE_WEEKS,
                                NUMBER(page, days), model->site.office_phone);
        banner_cut(page, rest, COLOR_RED_TINT, COLOR_RED_TEXT, text);
    }
    if (model->site.disk_full) {
        banner_cut(page, rest, COLOR_AMBER_TINT, COLOR_AMBER, word(TX_DISK_FULL));
    }
}

/* ---- the foot strip: always whole, on two lines or more where one is too short ---- */

struct strip {
    struct text left, right, phone;
};

static struct strip strip_of(struct page *page)
{
    const struct model *model = page->model;
    const struct model_site *site = &model->site;
    struct strip strip = {word(TX_STRIP_NOTHING), word(TX_STRIP_PHONE_PLAIN),
                          word(TX_STRIP_PHONE_UNKNOWN)};

    if (site->has_content && site->issued_s > 0) {
        strip.left =
            FILL(page, TX_STRIP_ISSUED,
                 word_moment(page->arena, site->issued_s, model->offset_min, model->today));
    }
    if (site->supervision_office.size > 0) {
        strip.right = FILL(page, TX_STRIP_PHONE, site->supervision_office);
    }
    if (site->supervision_phone.size > 0) {
        strip.phone = site->supervision_phone;
    }
    return strip;
}

static size_t strip_spans(struct page *page, const struct strip *strip, struct text_span spans[2])
{
    spans[0] = ui_span(page->ui, STYLE_NOTE, COLOR_MUTED, strip->right);
    spans[1] = ui_span(page->ui, STYLE_NOTE_BOLD, COLOR_INK, FILL(page, TX_BESIDE, strip->phone));
    return 2;
}

/* Pixels that it needs beyond the usual: 0 unless names are very long. */
static int strip_more(struct page *page, const struct strip *strip)
{
    struct text_span spans[2];
    int width = page->theme->width_px - 2 * page->theme->margin;
    int natural = ui_text_width(page->ui, STYLE_NOTE, strip->left) +
                  ui_text_width(page->ui, STYLE_NOTE, strip->right) +
                  ui_text_width(page->ui, STYLE_NOTE_BOLD, strip->phone);

    if (natural < width * 8 / 5) { /* ui_strip wraps into two lines */
        return 0;
    }
    int height = ui_text_height(page->ui, width, STYLE_NOTE, strip->left) +
                 ui_rich_height(page->ui, width, spans, strip_spans(page, strip, spans)) +
                 2 * px(page, 8) - page->theme->strip_h;
    return height > 0 ? height : 0;
}

static void strip_draw(struct page *page, struct rect rect, const struct strip *strip)
{
    struct text_span spans[2];

    if (rect.h <= page->theme->strip_h) {
        ui_strip(page->ui, rect, strip->left, strip->right, strip->phone);
        return;
    }
    draw_fill(page->ui->list, rect, page->theme->color[COLOR_SAND]);
    ui_rule(page->ui, rect);
    struct rect inside = inset_xy(rect, page->theme->margin, px(page, 8));
    ui_paragraph(page->ui, &inside, STYLE_NOTE, COLOR_MUTED, strip->left);
    ui_rich(page->ui, inside, ALIGN_LEFT, spans, strip_spans(page, strip, spans));
}

/* An emergency stands above every page; a touch brings it whole. */
static void emergency_cut(struct page *page, struct rect *rest)
{
    const struct model_emergency *emergency = &page->model->emergency;
    enum page_id here = page->model->place.page;
    int width = rest->w - 2 * page->theme->margin, pad = px(page, 12);

    if (emergency->key.size == 0 || here == PAGE_EMERGENCY || here == PAGE_CLEANING) {
        return;
    }
    if (here == PAGE_HOME && page->state->tab == 0) {
        return; /* it has the screen to itself */
    }
    struct text text =
        FILL(page, emergency->over ? TX_EMERGENCY_OVER_BAND : TX_EMERGENCY_BAND, emergency->title);
    int height = ui_text_height(page->ui, width, STYLE_SMALL_BOLD, text) + 2 * pad;
    height = height < page->theme->touch_min ? page->theme->touch_min : height;
    struct rect band = page->theme->reach_y > 0 ? cut_bottom(rest, height) : cut_top(rest, height);
    draw_fill(page->ui->list, band,
              page->theme->color[emergency->over ? COLOR_JADE_TINT : COLOR_RED]);
    ui_label(page->ui, inset_xy(band, page->theme->margin, pad), STYLE_SMALL_BOLD,
             emergency->over ? COLOR_JADE : COLOR_ON_RED, ALIGN_LEFT, text);
    if (ui_touch(page->ui, ID_EMERGENCY, band, NULL)) {
        go(page, PAGE_EMERGENCY, text_of(""));
    }
}

static void message_cut(struct page *page, struct rect *body)
{
    struct text message = page->model->message;
    int pad = px(page, 16);

    if (message.size == 0) {
        return;
    }
    int height = ui_text_height(page->ui, body->w - 2 * pad, STYLE_SMALL_BOLD, message) + 2 * pad;
    struct rect card = cut_bottom(body, height);
    (void)cut_bottom(body, px(page, 12));
    draw_round(page->ui->list, card, page->theme->radius_s, page->theme->color[COLOR_AMBER_TINT],
               page->theme->border, page->theme->color[COLOR_AMBER_LINE]);
    ui_text(page->ui, inset(card, pad), STYLE_SMALL_BOLD, COLOR_AMBER, message);
}

/* With low reach, controls begin further down; what is above says where one is, in large letters.
 */
static void reach_cut(struct page *page, struct rect *body, const struct head *head)
{
    int down = page->theme->reach_y - body->y;

    if (!head->controls || page->theme->reach_y == 0 || down <= 0) {
        return;
    }
    struct rect calm = cut_top(body, down);
    struct rect title = calm;
    int height = ui_text_height(page->ui, calm.w, STYLE_HERO, head->title) +
                 ui_text_height(page->ui, calm.w, STYLE_BODY, word(TX_LOW_REACH_HINT));
    space(&title, (calm.h - height) / 2);
    ui_paragraph(page->ui, &title, STYLE_HERO, COLOR_INK, head->title);
    ui_paragraph(page->ui, &title, STYLE_BODY, COLOR_MUTED, word(TX_LOW_REACH_HINT));
}

static int top_room(struct page *page, const struct ui_top *top)
{
    int clock = ui_text_width(page->ui, STYLE_CLOCK, top->big);
    int under = ui_text_width(page->ui, STYLE_SMALL, top->under);
    int room = page->theme->width_px - 2 * page->theme->margin - (clock > under ? clock : under) -
               2 * page->theme->gap;

    return room > 1 ? room : 1;
}

/* What stands beside the title goes when there is no room for it: each page says it below too. */
static struct text fitting_beside(struct page *page, const struct ui_top *top)
{
    int room =
        top_room(page, top) - page->theme->gap - ui_text_width(page->ui, STYLE_TITLE, top->title);

    return ui_text_width(page->ui, STYLE_BODY, top->beside) * 3 / 4 > room ? text_of("")
                                                                           : top->beside;
}

/* The title shrinks to 3/4 and then wraps: the bar is as high as its lines. */
static int top_height(struct page *page, const struct ui_top *top)
{
    int size = page->theme->style[STYLE_TITLE].size_px * 3 / 4;
    int width = ui_text_width(page->ui, STYLE_TITLE, top->title) * 3 / 4;
    int room = top_room(page, top) - size; /* a line may break an em early */
    int lines = 1 + width / (room > 1 ? room : 1);
    int height = lines * size * 13 / 10 + 2 * px(page, 10);

    return height > page->theme->top_h ? height : page->theme->top_h;
}

static struct ui_top top_of(struct page *page, const struct head *head)
{
    const struct model *model = page->model;
    struct ui_top top = {.title = head->title, .beside = head->beside, .under = head->under};

    if (model->doubtful) {
        top.big = word(TX_CLOCK_DOUBTFUL);
        top.under = top.under.size > 0 ? top.under : word(TX_CLOCK_DOUBTFUL_UNDER);
    } else {
        top.big = word_time(page->arena, model->now_s, model->offset_min);
        if (top.under.size == 0) {
            top.under = word_day_week(page->arena, model->today, 0);
        }
    }
    top.beside = fitting_beside(page, &top);
    return top;
}

struct ui_frame frame_open(struct page *page, const struct head *head)
{
    struct ui_frame frame = ui_frame_cut(page->ui, true);
    struct ui_top top = top_of(page, head);
    struct strip strip = strip_of(page);
    int more = strip_more(page, &strip);

    frame.top.h = top_height(page, &top); /* low reach is ours: see reach_cut */
    frame.strip.y -= more;
    frame.strip.h += more;
    frame.bar.y -= more;
    struct rect whole = {0, frame.top.h, page->theme->width_px, frame.bar.y - frame.top.h};
    struct theme tall = *page->theme;
    tall.top_h = frame.top.h; /* ui_top_bar keeps to the lowest top_h pixels of what it is given */
    page->ui->theme = &tall;
    ui_top_bar(page->ui, frame.top, &top);
    page->ui->theme = page->theme;
    strip_draw(page, frame.strip, &strip);

    emergency_cut(page, &whole);
    banners_cut(page, &whole);
    int margin = head->narrow_margin ? page->theme->margin * 6 / 7 : page->theme->margin;
    frame.body = inset_xy(whole, margin, 0);
    reach_cut(page, &frame.body, head);
    message_cut(page, &frame.body);
    aloud_strip_cut(page, &frame.body);
    return frame;
}

static int button_width(struct page *page, const struct bar_button *button)
{
    int width = ui_button_width(page->ui, button->text);

    return width < page->theme->touch_min ? page->theme->touch_min : width;
}

/* What is spare goes to those that grow; what lacks is taken from all alike. */
void bar_draw(struct page *page, struct rect bar, const struct bar_button *buttons, size_t count)
{
    struct rect room = ui_bar(page->ui, bar);
    int gap = page->theme->gap, sum = 0, grow = 0;
    int wide = room.w - gap * ((int)count - 1);

    for (size_t i = 0; i < count; i++) {
        sum += button_width(page, &buttons[i]);
        grow += buttons[i].grow ? 1 : 0;
    }
    for (size_t i = 0; i < count; i++) {
        int width = button_width(page, &buttons[i]);
        if (sum > wide) {
            width = (int)((int64_t)width * wide / sum);
        } else if (buttons[i].grow) {
            width += (wide - sum) / grow;
        }
        struct rect rect =
            i + 1 < count ? cut_left(&room, width) : cut_left(&room, grow > 0 ? room.w : width);
        (void)cut_left(&room, gap);
        if (ui_button(page->ui, buttons[i].id, rect, buttons[i].text, buttons[i].kind)) {
            page->intent = buttons[i].intent;
        }
    }
}

struct text scale_word(const struct page *page)
{
    static const enum word next[] = {[SCALE_STANDARD] = TX_SCALE_LARGE,
                                     [SCALE_LARGE] = TX_SCALE_XLARGE,
                                     [SCALE_XLARGE] = TX_SCALE_STANDARD};

    return word(next[page->model->scale]);
}

void bar_usual(struct page *page, struct rect bar, const struct bar_button *middle, size_t count)
{
    struct bar_button buttons[BAR_BUTTONS_MAX];
    size_t n = 0;

    buttons[n++] =
        (struct bar_button){ID_BACK, word(TX_BACK), BUTTON_PLAIN, false, {.kind = INTENT_BACK}};
    buttons[n++] = (struct bar_button){
        ID_HOME, word(TX_HOME), BUTTON_PLAIN, count == 0, {.kind = INTENT_HOME}};
    for (size_t i = 0; i < count; i++) {
        buttons[n++] = middle[i];
    }
    buttons[n++] = (struct bar_button){
        ID_SCALE, scale_word(page), BUTTON_PLAIN, count == 0, {.kind = INTENT_SCALE}};
    bar_draw(page, bar, buttons, n);
}

struct rect panel_cut(struct page *page, struct rect *body, struct rect bar)
{
    const struct theme *theme = page->theme;
    struct rect panel = {0, body->y, theme->width_px, bar.y - body->y};
    int height = panel_view_height(page->ui), most = panel.h * 13 / 20;

    if (theme->landscape) {
        int left = theme->width_px * 2 / 5;
        body->w = left - body->x - theme->gap;
        panel.x = left;
        panel.w = theme->width_px - left;
        return panel;
    }
    height = height < most ? height : most;
    panel.y = bar.y - height;
    panel.h = height;
    body->h = panel.y - body->y;
    return panel;
}

void panel_draw(struct page *page, int first_id, struct rect rect, struct textfield *field)
{
    struct draft *draft = &page->model->draft;

    if (draft->writing != field) {
        panel_wipe(&draft->panel);
        draft->writing = field;
    }
    panel_view_draw(page->ui, first_id, rect, &draft->panel, field);
}

struct rect scroll_open(struct page *page, int id, struct rect view, struct ui_scroll *scroll)
{
    return ui_scroll_begin(page->ui, id, view, scroll, COLOR_PAPER);
}

void scroll_close(struct page *page, struct rect rest, struct rect view, struct ui_scroll *scroll)
{
    int margin = page->theme->width_px - view.x - view.w, width = px(page, 10);

    ui_scroll_end(page->ui, rest);
    aloud_follow(page, view, scroll);
    if (margin > width + 2) {
        struct rect mark = {view.x + view.w + (margin - width) / 2, view.y, width, view.h};
        ui_scroll_mark(page->ui, mark, scroll);
    }
}
