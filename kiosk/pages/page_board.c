/* page_board.c - the month's board: ten rows, each with its state, on one screen. */
#include "aloud_strip.h"
#include "parts.h"

enum {
    ID_OLDER = UI_ID(PAGE_BOARD, 0),
    ID_NEWER,
    ID_ARCHIVE,
    ID_CHANGES,
    ID_WRITE,
    ID_SCROLL,
    ID_MONTH, /* and the months after it */
    ID_ROW = ID_MONTH + 16,
    ID_OTHER = ID_ROW + 16,
    MONTHS_SHOWN = 4,
    OTHERS = 2,
    EXTRAS = 4,
    TITLE_CHARS_MIN = 6,
};

/* ---- the months ---- */

static void go_month(struct page *page, size_t index)
{
    const struct model_board *board = &page->model->board;

    go(page, PAGE_BOARD, month_arg(page, board->months[index].year, board->months[index].month));
}

/* The first (newest) month of the window: where the shown month stands, moved by the arrows. */
static size_t window_start(struct page *page, size_t shown)
{
    const struct model_board *board = &page->model->board;
    size_t at = 0, last = board->month_count > shown ? board->month_count - shown : 0;
    int start;

    for (size_t i = 0; i < board->month_count; i++) {
        if (board->months[i].year == board->year && board->months[i].month == board->month) {
            at = i;
        }
    }
    start = (int)(at / shown * shown) + page->state->group * (int)shown;
    if (start > (int)last) {
        page->state->group = start > (int)(last + shown) ? 0 : page->state->group;
        start = (int)last;
    }
    return start < 0 ? 0 : (size_t)start;
}

/* Beside the newest months the older volumes; beside older months the way back. */
static void last_button(struct page *page, struct rect rect, bool newer)
{
    if (newer && ui_button(page->ui, ID_NEWER, rect, word(TX_NEWER), BUTTON_PLAIN)) {
        page->state->group--;
    }
    if (!newer && ui_button(page->ui, ID_ARCHIVE, rect, word(TX_ARCHIVE), BUTTON_PLAIN)) {
        go(page, PAGE_ARCHIVE, text_of(""));
    }
}

static void months_draw(struct page *page, struct rect line)
{
    const struct model_board *board = &page->model->board;
    bool few = page->theme->scale == SCALE_XLARGE || page->theme->landscape;
    size_t shown = few ? MONTHS_SHOWN - 1 : MONTHS_SHOWN;
    int gap = page->theme->gap, parts = (int)shown + 2;
    size_t start = window_start(page, shown);
    bool older = start + shown<board->month_count, newer = start> 0;

    if (ui_button(page->ui, ID_OLDER, split_columns(line, parts, 0, gap), word(TX_OLDER),
                  older ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        page->state->group++;
    }
    for (size_t i = 0; i < shown && start + i < board->month_count; i++) {
        size_t index = start + i;
        bool here =
            board->months[index].year == board->year && board->months[index].month == board->month;
        struct rect rect =
            split_columns(line, parts, (int)(shown - i), gap); /* newest at the right */
        if (ui_button(page->ui, ID_MONTH + (int)i, rect,
                      month_word(page, board->months[index].year, board->months[index].month),
                      here ? BUTTON_MAIN : BUTTON_PLAIN)) {
            go_month(page, index);
        }
    }
    last_button(page, split_columns(line, parts, parts - 1, gap), newer);
}

/* ---- the counts ---- */

static struct tag_word count_tag(struct page *page, enum ui_tone tone, enum word state,
                                 unsigned count)
{
    struct tag_word tag = {tone, text_of("")};

    if (count > 0) {
        tag.text = FILL(page, TX_STATE_COUNT, word(state), NUMBER(page, count));
    }
    return tag;
}

static void counts_cut(struct page *page, struct rect *rest)
{
    const struct board_counts *counts = &page->model->board.counts;
    const struct tag_word tags[] = {
        count_tag(page, TONE_JADE, TX_STATE_PUBLISHED, counts->published),
        count_tag(page, TONE_BLUE, TX_STATE_PENDING, counts->pending),
        count_tag(page, TONE_RED, TX_STATE_OVERDUE_PLAIN, counts->overdue),
        count_tag(page, TONE_AMBER, TX_STATE_UNSIGNED, counts->unsigned_),
        count_tag(page, TONE_RED, TX_STATE_WITHDRAWN, counts->withdrawn),
        count_tag(page, TONE_PLAIN, TX_STATE_NOT_DUE, counts->not_due),
    };

    tags_cut(page, rest, tags, sizeof tags / sizeof tags[0]);
}

/* ---- the rows ---- */

/* How much a row says below its title: the less room, the less. What goes is on the item's page. */
enum detail { DETAIL_ALL, DETAIL_BRIEF /* not how often */, DETAIL_LEAST /* no title either */ };

/* Item 10 may hold several parts: how many of them are not there yet. */
static struct text parts_word(struct page *page, const struct board_row *row)
{
    const struct board_counts *ten = &page->model->board.ten;
    unsigned open = ten->overdue + ten->unsigned_ + ten->pending + ten->withdrawn;

    if (row->item == ITEM_COUNT && open > 0) {
        return FILL(page, TX_PARTS_OPEN, NUMBER(page, row->parts), NUMBER(page, open));
    }
    return FILL(page, TX_PARTS, NUMBER(page, row->parts));
}

static struct text row_second(struct page *page, const struct board_row *row, struct text title,
                              enum detail detail)
{
    const struct model_board *board = &page->model->board;
    enum period_kind often = page->model->site.often[row->item];
    struct text parts[4] = {{0}};
    bool brief = detail != DETAIL_ALL;
    size_t count = 0;

    if (!brief || (detail == DETAIL_LEAST && row->item == ITEM_COUNT)) {
        parts[count++] = often_word(often);
    }
    if (row->parts > 1) {
        parts[count++] = parts_word(page, row);
    } else if (row->item == ITEM_COUNT && detail != DETAIL_LEAST) {
        parts[count++] = title;
    } else {
        parts[count++] = period_word(page, row->period, board->year);
    }
    switch (row->state) {
    case BOARD_PUBLISHED:
        if (row->late_days > 0 || row->is_new) {
            parts[count++] = FILL(page, TX_PUBLISHED_ON, due_day_word(page, row->published_day));
        }
        break;
    case BOARD_UNSIGNED:
    case BOARD_WITHDRAWN:
    case BOARD_OVERDUE:
        if (row->item != ITEM_COUNT || (row->overdue_days > 0 && !brief)) {
            parts[count++] = FILL(page, TX_DUE_ON, due_day_word(page, row->due_day));
        }
        break;
    case BOARD_NOT_DUE:
        parts[count++] = word(row->next_due_day > 0 ? TX_SEE_PAPER_BOARD : TX_NOT_ASKED_TEXT);
        break;
    case BOARD_PENDING:
    default:
        break;
    }
    return word_join(page->arena, parts, count);
}

/* What is told besides the state: 新, 更正, 本月无此项, 名单已到期; the first `max`. */
static size_t extra_tags(const struct board_row *row, struct tag_word *tags, size_t max)
{
    const struct {
        bool is;
        struct tag_word tag;
    } all[EXTRAS] = {
        {row->is_new, {TONE_BLUE, word(TX_NEW)}},
        {row->corrected, {TONE_AMBER, word(TX_CORRECTED)}},
        {row->nil, {TONE_PLAIN, word(TX_NIL)}},
        {row->expired, {TONE_PLAIN, word(TX_EXPIRED)}},
    };
    size_t count = 0;

    for (size_t i = 0; i < EXTRAS && count < max; i++) {
        if (all[i].is) {
            tags[count++] = all[i].tag;
        }
    }
    return count;
}

/* How a row is told: the less room, the more of its tags become words of the second line. */
enum tell { TELL_TAGS, TELL_STATE, TELL_WORDS, TELLS };

static struct ui_row row_of(struct page *page, size_t index, enum tell tell, enum detail detail)
{
    const struct board_row *row = &page->model->board.rows[index];
    struct tag_word state = state_word(page, row), extras[EXTRAS];
    size_t extra_count = extra_tags(row, extras, tell == TELL_TAGS ? UI_TAGS_MAX - 1 : EXTRAS);
    struct ui_row out = {.number = word_numeral(row->item), .title = item_word(page, row->item)};
    struct text words[EXTRAS + 2] = {{0}};
    size_t count = 0;

    if (tell == TELL_WORDS) {
        words[count++] = state.text;
    }
    for (size_t i = 0; i < extra_count; i++) {
        if (tell == TELL_TAGS) {
            out.tags[out.tag_count].tone = extras[i].tone;
            out.tags[out.tag_count++].text = extras[i].text;
        } else {
            words[count++] = extras[i].text;
        }
    }
    if (tell != TELL_WORDS) {
        out.tags[out.tag_count].tone = state.tone;
        out.tags[out.tag_count++].text = state.text;
    }
    words[count++] = row_second(page, row, page->model->board.titles[index], detail);
    out.second = word_join(page->arena, words, count);
    if (row->state == BOARD_OVERDUE || row->state == BOARD_WITHDRAWN) {
        out.tone = TONE_RED;
    } else if (row->state == BOARD_UNSIGNED) {
        out.tone = TONE_AMBER;
    }
    out.dead = row->state == BOARD_NOT_DUE;
    return out;
}

/* Do the tags leave room for a title that can be read? */
static bool tags_fit(struct page *page, int width, const struct ui_row *row)
{
    int room = width - tx(page, 130) - px(page, 54);

    for (size_t i = 0; i < row->tag_count; i++) {
        room -= ui_tag_width(page->ui, row->tags[i].text) + page->theme->gap_s;
    }
    return room >= TITLE_CHARS_MIN * page->theme->style[STYLE_BOLD].size_px;
}

/* Ten rows shall be seen at once: a row that would need another line says less, if that helps. */
static struct ui_row fitting_row(struct page *page, size_t index, int width)
{
    enum tell tell = TELL_TAGS;
    struct ui_row best = row_of(page, index, tell, DETAIL_ALL);

    while (tell + 1 < TELLS && !tags_fit(page, width, &best)) {
        tell++;
        best = row_of(page, index, tell, DETAIL_ALL);
    }
    int height = ui_row_height(page->ui, width, &best);
    for (int detail = DETAIL_BRIEF; detail <= DETAIL_LEAST && height > page->theme->row_h;
         detail++) {
        struct ui_row less = row_of(page, index, tell, (enum detail)detail);
        int less_h = ui_row_height(page->ui, width, &less);
        best = less_h < height ? less : best;
        height = less_h < height ? less_h : height;
    }
    return best;
}

/* Rows in one column, or in two where the screen is wide: one to five, then six to ten. */
static void rows_cut(struct page *page, struct rect *rest)
{
    int columns = page->theme->landscape ? 2 : 1;
    size_t per_column = ITEM_COUNT / (size_t)columns;
    int lowest = rest->y;

    for (int c = 0; c < columns; c++) {
        struct rect column = split_columns(*rest, columns, c, page->theme->gap);
        for (size_t i = (size_t)c * per_column; i < ((size_t)c + 1) * per_column; i++) {
            struct ui_row row = fitting_row(page, i, column.w);
            if (row_cut(page, &column, ID_ROW + (int)i, &row)) {
                go(page, PAGE_ITEM, row_key(page, &page->model->board.rows[i]));
            }
        }
        lowest = column.y > lowest ? column.y : lowest;
    }
    space(rest, lowest - rest->y);
}

/* ---- below the rows ---- */

static struct text code_word(struct page *page)
{
    const struct model_board *board = &page->model->board;

    if (board->code_differs) {
        return FILL(page, TX_CODE_DIFFERS, NUMBER(page, board->issue));
    }
    return FILL(page, TX_CHECK_CODE, NUMBER(page, board->issue), text_of(board->check_code));
}

/* "下次公开日 12月10日，还有15天 · 第1207号 · 校验码 K7D2 M4XQ" */
static void issue_cut(struct page *page, struct rect *rest)
{
    const struct model_board *board = &page->model->board;
    struct text parts[2] = {{0}};

    if (board->is_current) {
        parts[0] = next_disclosure_word(page);
    }
    if (board->issue > 0 && (board->check_code[0] || board->code_differs)) {
        parts[1] = code_word(page);
    }
    struct text line = word_join(page->arena, parts, 2);
    if (line.size > 0) {
        space(rest, ui_text_aligned(page->ui, *rest, STYLE_NOTE, COLOR_MUTED, ALIGN_CENTRE, line));
    }
}

/* G13: what others disclose and the committee presses for or helps with; not its own. */
static void others_cut(struct page *page, struct rect *rest)
{
    const struct model_board *board = &page->model->board;
    bool any = false;

    for (size_t i = 0; i < OTHERS; i++) {
        const struct board_row *row = &board->others[i];
        if (row->item == 0) {
            continue;
        }
        if (!any) {
            section(page, rest, word(TX_OTHERS_TITLE));
            ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_OTHERS_TEXT));
            space(rest, page->theme->gap_s);
            any = true;
        }
        struct tag_word state = state_word(page, row);
        struct ui_row line = {.title = item_word(page, row->item), .tag_count = 1};
        struct text parts[3] = {
            board->other_titles[i], row->parts > 1 ? parts_word(page, row) : text_of(""),
            row->published_day > 0
                ? FILL(page, TX_PUBLISHED_ON, due_day_word(page, row->published_day))
                : text_of("")};
        line.second = word_join(page->arena, parts, 3);
        line.tags[0].tone = state.tone;
        line.tags[0].text = state.text;
        if (row_cut(page, rest, ID_OTHER + (int)i, &line)) {
            go(page, PAGE_ITEM, row_key(page, row));
        }
    }
}

/* Months and counts: below each other, or side by side where the screen is wide. */
static void head_cut(struct page *page, struct rect *rest)
{
    int months_h = tx(page, 88) < page->theme->touch_min ? page->theme->touch_min : tx(page, 88);

    if (!page->theme->landscape) {
        months_draw(page, cut_top(rest, months_h));
        space(rest, px(page, 8));
        counts_cut(page, rest);
        return;
    }
    struct rect left = *rest;
    struct rect right = cut_right(&left, rest->w * 47 / 100);
    (void)cut_right(&left, page->theme->gap);
    months_draw(page, cut_top(&left, months_h));
    space(&right, (months_h - page->theme->tag_h) / 2);
    counts_cut(page, &right);
    int low = left.y + page->theme->gap_s;
    space(rest, (right.y > low ? right.y : low) - rest->y);
}

void page_board_frame(struct page *page)
{
    const struct model_board *board = &page->model->board;
    struct head head = {.title = word(TX_BOARD_TITLE), .controls = true};

    if (board->month > 0) {
        head.beside = word_year_month(page->arena, board->year, board->month);
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;
    if (!page->model->site.has_content) {
        nothing_cut(page, &body, word(TX_NOTHING_YET), word(TX_NOTHING_YET_TEXT));
    } else {
        struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
        space(&rest, px(page, 6));
        head_cut(page, &rest);
        rows_cut(page, &rest);
        issue_cut(page, &rest);
        others_cut(page, &rest);
        scroll_close(page, rest, body, &page->state->scroll);
    }
    struct bar_button middle[BAR_MIDDLE_MAX];
    bool read = aloud_bar_button(page, &middle[2]);
    bool brief = read && !page->theme->landscape;
    middle[0] = (struct bar_button){
        ID_CHANGES, word(brief ? TX_CHANGES_BRIEF : TX_CHANGES), BUTTON_PLAIN, false, {0}};
    middle[0].intent = (struct intent){
        .kind = INTENT_GO,
        .place = place_of(PAGE_CHANGES, month_arg(page, board->year, board->month))};
    middle[1] = (struct bar_button){
        ID_WRITE, word(brief ? TX_WRITE_TITLE : TX_WRITE_OPINION), BUTTON_PLAIN, true, {0}};
    middle[1].intent =
        (struct intent){.kind = INTENT_GO, .place = place_of(PAGE_WRITE, text_of(""))};
    bar_usual(page, frame.bar, middle, board->month > 0 ? (read ? 3 : 2) : 0);
}
