/* sentences.c - what the pages say of items, periods, days and meetings, always in the same words.
 */
#include "ledger.h"
#include "parts.h"

struct text item_word(struct page *page, unsigned item)
{
    struct text years = word_numeral((unsigned)page->model->site.term_years);

    return item == 1 && years.size > 0 ? FILL(page, TX_ITEM_1_YEARS, years) : word_item(item);
}

struct text often_word(enum period_kind kind)
{
    static const enum word words[] = {[PERIOD_NONE] = TX_OFTEN_ASKED,
                                      [PERIOD_MONTH] = TX_OFTEN_MONTH,
                                      [PERIOD_QUARTER] = TX_OFTEN_QUARTER,
                                      [PERIOD_YEAR] = TX_OFTEN_YEAR,
                                      [PERIOD_TERM] = TX_OFTEN_TERM};

    return word(words[kind]);
}

/* The years in which a term and the one after it begin. */
static void term_years_of(const struct model_site *site, struct period term, int *first, int *next)
{
    if (site->calendar) {
        *first = civil_date_of(period_begins(site->calendar, term)).year;
        *next = civil_date_of(period_ends(site->calendar, term) + 1).year;
        return;
    }
    *first = site->term_first_year + (term.number - 1) * site->term_years;
    *next = *first + site->term_years;
}

struct text period_word(struct page *page, struct period period, int year)
{
    const struct model_site *site = &page->model->site;
    int first, next;

    switch (period.kind) {
    case PERIOD_MONTH:
        return period.year == year ? FILL(page, TX_MONTH, NUMBER(page, period.number))
                                   : word_year_month(page->arena, period.year, period.number);
    case PERIOD_QUARTER:
        return period.year == year ? FILL(page, TX_QUARTER, word_numeral((unsigned)period.number))
                                   : FILL(page, TX_QUARTER_OF_YEAR, NUMBER(page, period.year),
                                          word_numeral((unsigned)period.number));
    case PERIOD_YEAR:
        return FILL(page, TX_YEAR, NUMBER(page, period.year));
    case PERIOD_TERM:
        term_years_of(site, period, &first, &next);
        return FILL(page, TX_TERM, NUMBER(page, first), NUMBER(page, next));
    case PERIOD_NONE:
    default:
        return text_of("");
    }
}

struct text due_day_word(struct page *page, int32_t day)
{
    return day == 0 ? text_of("") : word_day(page->arena, day, page->model->today);
}

struct tag_word state_word(struct page *page, const struct board_row *row)
{
    switch (row->state) {
    case BOARD_PUBLISHED:
        if (row->late_days > 0) {
            return (struct tag_word){TONE_JADE,
                                     FILL(page, TX_STATE_LATE, NUMBER(page, row->late_days))};
        }
        return (struct tag_word){TONE_JADE, word(TX_STATE_PUBLISHED)};
    case BOARD_PENDING:
        return (struct tag_word){TONE_BLUE, word(TX_STATE_PENDING)};
    case BOARD_UNSIGNED:
        return (struct tag_word){TONE_AMBER, word(TX_STATE_UNSIGNED)};
    case BOARD_OVERDUE:
        return (struct tag_word){TONE_RED,
                                 FILL(page, TX_STATE_OVERDUE, NUMBER(page, row->overdue_days))};
    case BOARD_WITHDRAWN:
        return (struct tag_word){TONE_RED, word(TX_STATE_WITHDRAWN)};
    case BOARD_NOT_DUE:
    default:
        return (struct tag_word){
            TONE_PLAIN, word(row->next_due_day > 0 ? TX_STATE_NOT_DUE : TX_STATE_NOT_ASKED)};
    }
}

struct text meeting_word(enum meeting_type type)
{
    static const enum word words[] = {
        [MEETING_UNKNOWN] = TX_MEETING_OTHER,   [MEETING_ASSEMBLY] = TX_MEETING_ASSEMBLY,
        [MEETING_HEARING] = TX_MEETING_HEARING, [MEETING_MEDIATION] = TX_MEETING_MEDIATION,
        [MEETING_REVIEW] = TX_MEETING_REVIEW,   [MEETING_STAFF] = TX_MEETING_STAFF,
        [MEETING_JOINT] = TX_MEETING_JOINT,     [MEETING_STUDY] = TX_MEETING_STUDY};

    return word(words[type]);
}

struct text span_word(struct page *page, uint64_t from_min, uint64_t to_min)
{
    return FILL(page, TX_FROM_TO, word_clock(page->arena, (int)from_min),
                word_clock(page->arena, (int)to_min));
}

struct text meeting_when(struct page *page, int32_t date, struct text time)
{
    struct text when = word_day_week(page->arena, date, page->model->today);
    struct text near =
        page->model->doubtful ? text_of("") : word_near_day(date, page->model->today);

    if (near.size > 0) {
        when = FILL(page, TX_DAY_WEEK, near, when);
    }
    return time.size > 0 ? FILL(page, TX_DAY_WEEK, when, time) : when;
}

struct text sum_word(struct page *page, int64_t fen)
{
    char text[FEN_BYTES];

    return arena_text(page->arena, text_of(fen_format(fen, text)));
}

struct text next_disclosure_word(struct page *page)
{
    const struct model_board *board = &page->model->board;

    if (page->model->doubtful || board->next_day == 0) {
        return word(TX_CLOCK_DOUBTFUL);
    }
    if (board->days_left == 0) {
        return word(TX_DISCLOSURE_TODAY);
    }
    return FILL(page, TX_NEXT_DISCLOSURE, word_day(page->arena, board->next_day, 0),
                NUMBER(page, board->days_left));
}

struct text month_arg(struct page *page, int year, int month)
{
    return arena_printf(page->arena, "%04d-%02d", year, month);
}

struct text month_word(struct page *page, int year, int month)
{
    return year == civil_date_of(page->model->today).year
               ? FILL(page, TX_MONTH, NUMBER(page, month))
               : word_year_month(page->arena, year, month);
}

struct text row_key(struct page *page, const struct board_row *row)
{
    char period[PERIOD_BYTES];

    if (row->record && row->record->key.size > 0) {
        return row->record->key;
    }
    return arena_printf(page->arena, "disclosure/%s/%02u/1", period_format(row->period, period),
                        row->item);
}
