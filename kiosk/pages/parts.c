/* parts.c - see parts.h: the pieces that a body is made of. */
#include "parts.h"

#include "ui_image.h"

int px(const struct page *page, int reference_px)
{
    return theme_px(page->theme, reference_px);
}

int tx(const struct page *page, int reference_px)
{
    return theme_text_px(page->theme, reference_px);
}

void want(struct page *page, enum intent_kind kind, int64_t value)
{
    page->intent = (struct intent){.kind = kind, .value = value};
}

void go(struct page *page, enum page_id id, struct text arg)
{
    page->intent = (struct intent){.kind = INTENT_GO, .place = place_of(id, arg)};
}

void space(struct rect *rest, int size)
{
    (void)cut_top(rest, size);
}

/* ---- pieces ---- */

int card_width(const struct page *page, struct rect rest)
{
    return rest.w - 2 * page->theme->pad;
}

struct rect card_cut(struct page *page, struct rect *rest, int inner_h, enum ui_tone tone)
{
    struct rect card = cut_top(rest, inner_h + 2 * page->theme->pad);

    space(rest, page->theme->gap);
    (void)ui_card(page->ui, card, tone);
    return inset(card, page->theme->pad);
}

static enum theme_color tone_ink(enum ui_tone tone)
{
    static const enum theme_color ink[] = {[TONE_PLAIN] = COLOR_INK,
                                           [TONE_RED] = COLOR_RED_TEXT,
                                           [TONE_JADE] = COLOR_JADE,
                                           [TONE_AMBER] = COLOR_AMBER,
                                           [TONE_BLUE] = COLOR_BLUE};

    return ink[tone];
}

void note_card(struct page *page, struct rect *rest, enum ui_tone tone, struct text title,
               struct text text)
{
    int width = card_width(page, *rest), gap = title.size && text.size ? px(page, 8) : 0;
    int title_h = title.size ? ui_text_height(page->ui, width, STYLE_BOLD, title) : 0;
    int text_h = text.size ? ui_text_height(page->ui, width, STYLE_BODY, text) : 0;
    struct rect inside = card_cut(page, rest, title_h + gap + text_h, tone);

    if (title.size) {
        ui_text(page->ui, inside, STYLE_BOLD, tone_ink(tone), title);
    }
    space(&inside, title_h + gap);
    if (text.size) {
        ui_text(page->ui, inside, STYLE_BODY, tone == TONE_PLAIN ? COLOR_INK : tone_ink(tone),
                text);
    }
}

void section(struct page *page, struct rect *rest, struct text text)
{
    space(rest, px(page, 14));
    ui_paragraph(page->ui, rest, STYLE_SECTION, COLOR_INK, text);
    space(rest, px(page, 8));
}

void tags_cut(struct page *page, struct rect *rest, const struct tag_word *tags, size_t count)
{
    int gap = px(page, 16), height = page->theme->tag_h;
    struct rect line = cut_top(rest, height);
    int right = line.x + line.w;

    for (size_t i = 0; i < count; i++) {
        if (tags[i].text.size == 0) {
            continue;
        }
        int width = ui_tag_width(page->ui, tags[i].text);
        if (width > rest->w) { /* longer than a line: a card of its own */
            struct rect box = {rest->x, line.y, rest->w, 0};
            box.h = ui_text_height(page->ui, rest->w - 2 * gap, STYLE_NOTE, tags[i].text) + gap;
            ui_tag(page->ui, box, tags[i].tone, tags[i].text);
            rest->y = line.y + box.h + gap;
            line = cut_top(rest, height);
            continue;
        }
        if (width > right - line.x && line.x > rest->x) {
            space(rest, gap / 2);
            line = cut_top(rest, height);
        }
        struct rect tag = {line.x, line.y, width, height};
        ui_tag(page->ui, tag, tags[i].tone, tags[i].text);
        line.x += width + gap;
    }
    space(rest, px(page, 18));
}

bool row_cut(struct page *page, struct rect *rest, int id, const struct ui_row *row)
{
    int height = ui_row_height(page->ui, rest->w, row);
    struct rect rect = cut_top(rest, height);

    space(rest, page->theme->gap_s);
    return ui_is_visible(page->ui, rect) && ui_row(page->ui, id, rect, row);
}

static int label_width(const struct page *page, int width)
{
    int label = tx(page, 200);

    return label < width / 3 ? label : width / 3;
}

int pair_height(struct page *page, int width, struct text label, struct text value)
{
    int label_w = label_width(page, width);
    int label_h = ui_text_height(page->ui, label_w - px(page, 10), STYLE_BODY, label);
    int value_h = ui_text_height(page->ui, width - label_w, STYLE_BODY, value);

    return (label_h > value_h ? label_h : value_h) + px(page, 6);
}

void pair_cut(struct page *page, struct rect *rest, struct text label, struct text value)
{
    struct rect line = cut_top(rest, pair_height(page, rest->w, label, value));
    int label_w = label_width(page, line.w);

    ui_text(page->ui, (struct rect){line.x, line.y, label_w - px(page, 10), line.h}, STYLE_BODY,
            COLOR_MUTED, label);
    ui_text(page->ui, (struct rect){line.x + label_w, line.y, line.w - label_w, line.h}, STYLE_BODY,
            COLOR_INK, value);
}

void check_cut(struct page *page, struct rect *rest, bool good, struct text text)
{
    int side = tx(page, 44), indent = side + px(page, 16);
    int height = ui_text_height(page->ui, rest->w - indent, STYLE_SMALL, text);
    struct rect line = cut_top(rest, height > side ? height : side);
    struct rect left = cut_left(&line, side);

    (void)cut_left(&line, px(page, 16));
    if (good) {
        ui_done_mark(page->ui, (struct rect){left.x, left.y, side, side});
    } else {
        draw_ring(page->ui->list, (struct rect){left.x, left.y, side, side},
                  page->theme->color[COLOR_AMBER_TINT], page->theme->border,
                  page->theme->color[COLOR_AMBER]);
    }
    ui_text(page->ui, centre(line, line.w, height), STYLE_SMALL, good ? COLOR_JADE : COLOR_AMBER,
            text);
    space(rest, px(page, 18));
}

bool wide_button(struct page *page, struct rect *rest, int id, struct text text,
                 enum ui_button_kind kind)
{
    struct rect line = cut_top(rest, page->theme->button_h);

    space(rest, page->theme->gap);
    return ui_is_visible(page->ui, line) && ui_button(page->ui, id, line, text, kind);
}

struct text take_word(const struct page *page)
{
    return word(page->model->print.available ? TX_TAKE_PRINT : TX_TAKE);
}

struct intent take_intent(struct page *page, enum page_id id, struct text arg)
{
    struct text place = arena_printf(page->arena, "%s/%.*s", page_name(id), TEXT_ARG(arg));

    return (struct intent){.kind = INTENT_GO, .place = place_of(PAGE_TAKE, place)};
}

void nothing_cut(struct page *page, struct rect *rest, struct text title, struct text text)
{
    space(rest, page->theme->gap);
    note_card(page, rest, TONE_PLAIN, title, text);
}

struct text fingerprint_word(struct page *page, struct text fingerprint)
{
    char grouped[64];
    size_t size = 0;

    for (size_t i = 0; i < fingerprint.size && size + 2 < sizeof grouped; i++) {
        if (i > 0 && i % 4 == 0) {
            grouped[size++] = ' ';
        }
        char c = fingerprint.data[i];
        grouped[size++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return arena_text(page->arena, (struct text){grouped, size});
}

/* ---- the first start and the desk ---- */

enum { OFFER_SIDE = 340 };

/* Our number, and the whole offer as a code: for an office whose carrier takes nothing. */
void offer_cut(struct page *page, struct rect *rest)
{
    const struct model_site *site = &page->model->site;
    struct text id = FILL(page, TX_FIRST_STEP_3_TEXT, site->kiosk_id);
    struct ui *ui = page->ui;
    int side = px(page, OFFER_SIDE), gap = px(page, 30);
    int width = card_width(page, *rest) - side - gap;
    int height = ui_text_height(ui, width, STYLE_BOLD, word(TX_FIRST_STEP_3)) +
                 ui_text_height(ui, width, STYLE_BODY, id) + px(page, 16) +
                 ui_text_height(ui, width, STYLE_BODY, word(TX_FIRST_STEP_3_SCAN));
    struct rect inside = card_cut(page, rest, height > side ? height : side, TONE_PLAIN);
    struct rect square = cut_right(&inside, side);

    square.h = side;
    (void)cut_right(&inside, gap);
    ui_paragraph(ui, &inside, STYLE_BOLD, COLOR_INK, word(TX_FIRST_STEP_3));
    ui_paragraph(ui, &inside, STYLE_BODY, COLOR_INK, id);
    space(&inside, px(page, 16));
    ui_paragraph(ui, &inside, STYLE_BODY, COLOR_INK, word(TX_FIRST_STEP_3_SCAN));
    draw_round(ui->list, square, page->theme->radius_s, page->theme->color[COLOR_WHITE],
               page->theme->border, page->theme->color[COLOR_LINE]);
    if (ui_qr(ui, inset(square, page->theme->border), text_bytes(site->offer), site->offer)) {
        ui_text(ui, inset(square, px(page, 20)), STYLE_SMALL, COLOR_INK, site->offer);
    }
}
