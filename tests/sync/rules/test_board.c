/* The ten rows on a given day: what is due, there, late, unsigned, withdrawn (G5 to G12). */
#include "view.h"

static struct board_row row_at(const struct view *view, unsigned item, const char *now)
{
    struct board_row rows[ITEM_COUNT];
    struct board_moment at = {.now_s = moment(now)};
    board_rows(board_of(view), at, (struct period){0}, rows);
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        assert_int_equal(rows[i].item, i + 1);
    }
    return rows[item - 1];
}

static void a_missing_item_is_pending_on_its_day_and_overdue_from_the_day_after(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row row;
    (void)state;
    put(&view, 7, "2026-09", "2026-10-10 00:00");

    row = row_at(&view, 7, "2026-11-09 23:59"); /* October's is not due yet */
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_period(row.period, "2026-09");
    row = row_at(&view, 7, "2026-11-10 00:00");
    assert_int_equal(row.state, BOARD_PENDING);
    assert_period(row.period, "2026-10");
    assert_day(row.due_day, "2026-11-10");
    assert_int_equal(row.overdue_days, 0);
    assert_null(row.record);
    row = row_at(&view, 7, "2026-11-10 23:59");
    assert_int_equal(row.state, BOARD_PENDING);
    row = row_at(&view, 7, "2026-11-11 00:00");
    assert_int_equal(row.state, BOARD_OVERDUE);
    assert_int_equal(row.overdue_days, 1);
    row = row_at(&view, 7, "2026-11-25 10:24");
    assert_int_equal(row.overdue_days, 15);
    assert_day(row.next_due_day, "2026-12-10");
    assert_int_equal(row.archive_year, 0);
    assert_day(row.published_day, "");
}

static void days_turn_over_at_the_communitys_midnight(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row rows[ITEM_COUNT];
    int64_t utc_evening = 0;
    (void)state;
    /* 16:00 UTC on the 10th is 00:00 on the 11th in China. */
    assert_ok(civil_parse_time(text_of("2026-11-10T15:59:59Z"), 0, &utc_evening));
    board_rows(board_of(&view), (struct board_moment){.now_s = utc_evening}, (struct period){0},
               rows);
    assert_int_equal(rows[4].state, BOARD_PENDING);
    board_rows(board_of(&view), (struct board_moment){.now_s = utc_evening + 1}, (struct period){0},
               rows);
    assert_int_equal(rows[4].state, BOARD_OVERDUE);
}

static void an_embargoed_record_stays_shut_until_its_moment(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row row;
    (void)state;
    put(&view, 5, "2026-10", "2026-11-10 00:00");
    row = row_at(&view, 5, "2026-11-09 23:59");
    assert_int_equal(row.state, BOARD_OVERDUE); /* September's, which nobody put there */
    assert_period(row.period, "2026-09");
    row = row_at(&view, 5, "2026-11-10 00:00");
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_period(row.period, "2026-10");
    assert_int_equal(row.late_days, 0);
    assert_int_equal(row.archive_year, 2026);
    assert_true(row.is_new);
    assert_text(row.record->key, "2026-10");

    view.at[0].opens_at_s = moment("2026-11-12 00:00");
    row = row_at(&view, 5, "2026-11-10 12:00");
    assert_int_equal(row.state, BOARD_PENDING);
    assert_null(row.record); /* what is shut is not led to */
    row = row_at(&view, 5, "2026-11-11 12:00");
    assert_int_equal(row.state, BOARD_OVERDUE);
    row = row_at(&view, 5, "2026-11-12 00:00");
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_int_equal(row.late_days, 2);
}

static void an_item_signed_late_says_by_how_many_days(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row row;
    (void)state;
    put(&view, 4, "2026-Q3", "2026-10-15 14:20");
    row = row_at(&view, 4, "2026-11-25 10:24");
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_int_equal(row.late_days, 5);
    assert_int_equal(row.overdue_days, 0);
    assert_day(row.published_day, "2026-10-15");
    assert_false(row.is_new); /* the 10th of November has passed since */
    assert_true(row_at(&view, 4, "2026-11-09 12:00").is_new);
}

static void an_announced_item_waits_for_the_supervision_group(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row row;
    (void)state;
    put_announce(&view, 7, "2026-10");
    row = row_at(&view, 7, "2026-11-10 08:00");
    assert_int_equal(row.state, BOARD_UNSIGNED); /* G11 */
    assert_int_equal(row.overdue_days, 0);
    row = row_at(&view, 7, "2026-11-12 08:00");
    assert_int_equal(row.state, BOARD_UNSIGNED);
    assert_int_equal(row.overdue_days, 2);
    assert_non_null(row.record);
    /* Signed, but shut until the 15th: the signature is no longer what is missing. */
    put(&view, 7, "2026-10", "2026-11-15 00:00");
    assert_int_equal(row_at(&view, 7, "2026-11-12 08:00").state, BOARD_OVERDUE);
    /* A correction that waits for its signature leaves what is published on the board. */
    put(&view, 7, "2026-10", "2026-11-10 00:00");
    row = row_at(&view, 7, "2026-11-12 08:00");
    assert_int_equal(row.state, BOARD_PUBLISHED);
}

static void a_withdrawn_item_says_so(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row row;
    struct published *announce;
    (void)state;
    put_withdraw(&view, 7, "2026-10")->signed_s = moment("2026-11-12 09:00");
    row = row_at(&view, 7, "2026-11-14 08:00");
    assert_int_equal(row.state, BOARD_WITHDRAWN);
    assert_text(row.record->reason, "名单有误");
    assert_int_equal(row.overdue_days, 4);
    /* A new version was announced afterwards: it waits. An older announcement does not count. */
    announce = put_announce(&view, 7, "2026-10");
    announce->signed_s = moment("2026-11-13 09:00");
    assert_int_equal(row_at(&view, 7, "2026-11-14 08:00").state, BOARD_UNSIGNED);
    announce->signed_s = moment("2026-11-01 09:00");
    assert_int_equal(row_at(&view, 7, "2026-11-14 08:00").state, BOARD_WITHDRAWN);
    /* Signed again, but shut until tomorrow. */
    put(&view, 7, "2026-10", "2026-11-15 00:00");
    assert_int_equal(row_at(&view, 7, "2026-11-14 08:00").state, BOARD_OVERDUE);
    assert_int_equal(row_at(&view, 7, "2026-11-15 08:00").state, BOARD_PUBLISHED);
}

static void a_doubtful_clock_accuses_nobody_and_opens_nothing_early(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_moment doubtful = {.now_s = moment("2026-11-25 10:00"), .doubtful = true};
    struct board_row rows[ITEM_COUNT];
    (void)state;
    put(&view, 5, "2026-10", "2026-11-26 00:00");
    put_announce(&view, 7, "2026-10");
    board_rows(board_of(&view), doubtful, (struct period){0}, rows);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        assert_int_not_equal(rows[i].state, BOARD_OVERDUE);
        assert_int_equal(rows[i].overdue_days, 0);
    }
    assert_int_equal(rows[4].state, BOARD_PENDING);
    assert_int_equal(rows[6].state, BOARD_UNSIGNED);
}

static void nil_and_corrected_items_are_published_like_any(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct published *fact = put(&view, 7, "2026-10", "2026-11-20 09:00");
    struct board_row row;
    (void)state;
    fact->nil = true;
    row = row_at(&view, 7, "2026-11-21 08:00");
    assert_true(row.nil);
    assert_false(row.corrected);
    assert_int_equal(row.late_days, 10);
    /* 更正: what counts as late is the first version, what is new is the correction. */
    fact->nil = false;
    fact->corrected = true;
    fact->first_opens_at_s = moment("2026-11-10 00:00");
    row = row_at(&view, 7, "2026-11-21 08:00");
    assert_true(row.corrected);
    assert_int_equal(row.late_days, 0);
    assert_day(row.published_day, "2026-11-10");
    assert_true(row.is_new);
}

static void a_list_of_persons_expires_without_becoming_overdue(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    (void)state;
    put(&view, 7, "2026-10", "2026-11-10 00:00")->until = day("2026-11-20");
    assert_false(row_at(&view, 7, "2026-11-20 23:59").expired);
    assert_true(row_at(&view, 7, "2026-11-21 00:00").expired);
    assert_int_equal(row_at(&view, 7, "2026-11-21 00:00").state, BOARD_PUBLISHED);
}

static void a_new_kiosk_accuses_nobody_of_what_was_before_it(void **state)
{
    struct view view = view_of("2024-09-16", "2026-11");
    struct board_row row;
    (void)state;
    row = row_at(&view, 5, "2026-11-09 12:00");
    assert_int_equal(row.state, BOARD_NOT_DUE);
    assert_int_equal(row.period.kind, PERIOD_NONE);
    assert_day(row.due_day, "");
    assert_day(row.next_due_day, "2026-11-10");
    row = row_at(&view, 3, "2026-12-24 12:00"); /* fell due in January */
    assert_int_equal(row.state, BOARD_NOT_DUE);
    assert_day(row.next_due_day, "2027-01-10");
    /* This year's goals were put there for reading: the row leads to them and stays "not due". */
    put(&view, 3, "2026", "2026-11-02 09:00");
    row = row_at(&view, 3, "2026-12-24 12:00");
    assert_int_equal(row.state, BOARD_NOT_DUE);
    assert_non_null(row.record);
    row = board_row_of(board_of(&view), (struct board_moment){.now_s = moment("2026-12-24 12:00")},
                       &view.at[0]);
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_int_equal(row.late_days, 0);
}

static void january_publishes_into_the_year_before(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    (void)state;
    put(&view, 5, "2026-12", "2027-01-10 00:00");
    put(&view, 3, "2027", "2027-01-10 00:00");
    put(&view, 9, "2026", "2027-01-10 00:00");
    put(&view, 4, "2026-Q4", "2027-02-01 09:00");
    assert_int_equal(row_at(&view, 5, "2027-02-02 08:00").archive_year, 2026); /* G12 */
    assert_int_equal(row_at(&view, 3, "2027-02-02 08:00").archive_year, 2027);
    assert_int_equal(row_at(&view, 9, "2027-02-02 08:00").archive_year, 2026);
    assert_int_equal(row_at(&view, 4, "2027-02-02 08:00").archive_year, 2027);
}

static void item_10_reports_its_worst_part(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row row, parts[8];
    struct board_moment at = {.now_s = moment("2026-11-25 10:00")};
    (void)state;
    row = row_at(&view, 10, "2026-11-25 10:00");
    assert_int_equal(row.state, BOARD_NOT_DUE); /* nobody asked for anything */
    assert_int_equal(row.parts, 0);
    assert_day(row.next_due_day, "");

    put(&view, 10, "2026-10", "2026-11-10 00:00");
    assert_int_equal(row_at(&view, 10, "2026-11-25 10:00").state, BOARD_PUBLISHED);
    put_announce(&view, 10, "2026-Q3")->part = 2;
    put(&view, 10, "2026-09", "2026-10-10 00:00"); /* part 1 a month earlier */
    put_announce(&view, 10, "2026")->part = 3;     /* due next January */
    row = row_at(&view, 10, "2026-11-25 10:00");
    assert_int_equal(row.state, BOARD_UNSIGNED);
    assert_period(row.period, "2026-Q3");
    assert_day(row.due_day, "2026-10-10");
    assert_int_equal(row.parts, 2);
    assert_int_equal(board_parts(board_of(&view), at, (struct period){0}, 10, parts, 8), 2);
    assert_period(parts[0].period, "2026-10");
    assert_int_equal(parts[0].state, BOARD_PUBLISHED);
    assert_int_equal(parts[1].state, BOARD_UNSIGNED);
    put_withdraw(&view, 10, "2026-10")->part = 4;
    view.at[1].kind = PUBLISHED_DISCLOSURE;
    view.at[1].opens_at_s = moment("2026-10-10 00:00");
    assert_int_equal(row_at(&view, 10, "2026-11-25 10:00").state, BOARD_WITHDRAWN);
}

static void parts_of_other_items_share_their_period(void **state)
{
    struct view view = view_of("2024-09-10", "2024-09");
    struct board_row row;
    (void)state;
    put(&view, 2, "term-1", "2024-09-10 00:00");
    put(&view, 2, "term-1", "2024-09-12 09:00")->part = 2;
    put_withdraw(&view, 2, "term-1")->part = 3; /* a slip of the import */
    row = row_at(&view, 2, "2026-11-25 10:00");
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_int_equal(row.parts, 3);
    assert_int_equal(row.late_days, 2); /* the latest of them */
    put_announce(&view, 2, "term-1")->part = 4;
    assert_int_equal(row_at(&view, 2, "2026-11-25 10:00").state, BOARD_UNSIGNED);
}

static void a_past_board_shows_its_own_periods_in_todays_state(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_moment at = {.now_s = moment("2026-11-25 10:00")};
    struct board_row rows[ITEM_COUNT];
    (void)state;
    put(&view, 5, "2026-08", "2026-11-20 09:00");
    board_rows(board_of(&view), at, period("2026-09"), rows);
    assert_period(rows[4].period, "2026-08");
    assert_int_equal(rows[4].state, BOARD_PUBLISHED); /* by now */
    assert_int_equal(rows[4].late_days, 71);
    assert_period(rows[3].period, "2026-Q2");
    assert_int_equal(rows[6].state, BOARD_OVERDUE);
    assert_int_equal(rows[6].overdue_days, 76); /* still missing: counted to today */
    assert_day(rows[6].next_due_day, "2026-12-10");

    board_rows(board_of(&view), at, period("2026-12"), rows);
    assert_period(rows[4].period, "2026-10"); /* December's board does not hang yet */
    board_rows(board_of(&view), at, period("2024-08"), rows);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        assert_int_equal(rows[i].state, BOARD_NOT_DUE);
    }
}

static void the_hero_counts_add_up_to_ten(void **state)
{
    struct view view = view_of("2024-09-10", "2024-09");
    struct board_row rows[ITEM_COUNT];
    struct board_counts counts;
    (void)state;
    put(&view, 1, "term-1", "2024-09-10 00:00");
    put(&view, 5, "2026-10", "2026-11-10 00:00");
    put_announce(&view, 10, "2026-10");
    put_withdraw(&view, 4, "2026-Q3");
    board_rows(board_of(&view), (struct board_moment){.now_s = moment("2026-11-10 10:00")},
               (struct period){0}, rows);
    counts = board_count(rows);
    assert_int_equal(counts.published, 2);
    assert_int_equal(counts.unsigned_, 1);
    assert_int_equal(counts.withdrawn, 1);
    assert_int_equal(counts.pending, 1); /* item 7, due today */
    assert_int_equal(counts.overdue, 5); /* 2, 3, 6, 8, 9 */
    assert_int_equal(counts.not_due, 0);
}

static void a_records_own_page_tells_its_own_period(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_moment at = {.now_s = moment("2026-11-25 10:00")};
    struct published *fact = put(&view, 5, "2026-08", "2026-09-12 09:00");
    struct board_row row;
    (void)state;
    row = board_row_of(board_of(&view), at, fact);
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_int_equal(row.late_days, 2);
    fact = put(&view, 3, "2027", "2027-01-10 00:00"); /* signed early, shut */
    row = board_row_of(board_of(&view), at, fact);
    assert_int_equal(row.state, BOARD_NOT_DUE);
    fact = put(&view, ITEM_PRESS, "2026-06", "2026-11-01 09:00"); /* G13 has no clock */
    row = board_row_of(board_of(&view), at, fact);
    assert_int_equal(row.state, BOARD_PUBLISHED);
    assert_int_equal(row.late_days, 0);
    assert_day(row.next_due_day, "");
}

static void readiness_warns_from_the_8th(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct readiness ready;
    (void)state;
    put(&view, 5, "2026-12", "2027-01-10 00:00"); /* signed, shut, there */
    put_announce(&view, 3, "2027");
    put_announce(&view, 10, "2026-12")->part = 2;
    put_withdraw(&view, 9, "2026");
    board_readiness(board_of(&view), day("2027-01-07"), &ready);
    assert_day(ready.day, "2027-01-10");
    assert_int_equal(ready.days_left, 3);
    assert_false(ready.warn);
    board_readiness(board_of(&view), day("2027-01-08"), &ready);
    assert_true(ready.warn);
    assert_int_equal(ready.count, 8); /* 3 4 5 6 7 8 9 10 */
    assert_int_equal(ready.missing, 7);
    assert_int_equal(ready.lines[0].item, 3);
    assert_int_equal(ready.lines[0].state, READY_UNSIGNED);
    assert_int_equal(ready.lines[1].state, READY_MISSING);
    assert_period(ready.lines[1].period, "2026-Q4");
    assert_int_equal(ready.lines[2].state, READY);
    assert_int_equal(ready.lines[6].state, READY_WITHDRAWN);
    assert_int_equal(ready.lines[7].item, 10);
    assert_int_equal(ready.lines[7].part, 2);
    assert_int_equal(ready.lines[7].state, READY_UNSIGNED);
    board_readiness(board_of(&view), day("2027-01-10"), &ready);
    assert_int_equal(ready.days_left, 0);
    assert_true(ready.warn);
}

static void readiness_is_calm_when_everything_is_there(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct readiness ready;
    (void)state;
    put(&view, 5, "2026-10", "2026-11-10 00:00");
    put(&view, 7, "2026-10", "2026-11-10 00:00");
    board_readiness(board_of(&view), day("2026-11-09"), &ready);
    assert_int_equal(ready.count, 2);
    assert_int_equal(ready.missing, 0);
    assert_false(ready.warn);
}

static void assert_change(const struct view *view, const char *now, const char *month,
                          unsigned item, enum board_change_kind kind, const char *before)
{
    struct board_change changes[ITEM_COUNT];
    struct period asked = month ? period(month) : (struct period){0};
    board_changes(board_of(view), (struct board_moment){.now_s = moment(now)}, asked, changes);
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        assert_int_equal(changes[i].item, i + 1);
    }
    assert_int_equal(changes[item - 1].kind, kind);
    if (before) {
        assert_non_null(changes[item - 1].before);
        assert_text(changes[item - 1].before->key, before);
    } else {
        assert_null(changes[item - 1].before);
    }
}

static void what_changed_since_last_month_is_told_item_by_item(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct published *fact;
    (void)state;
    put(&view, 5, "2026-09", "2026-10-10 00:00");
    put(&view, 5, "2026-10", "2026-11-10 00:00");
    put(&view, 4, "2026-Q3", "2026-11-15 14:20"); /* came late, in November's month */
    put(&view, 7, "2026-10", "2026-11-10 00:00"); /* the first ever */
    put(&view, 9, "2025", "2026-01-10 00:00");
    put(&view, 6, "2025", "2026-01-05 00:00");
    fact = put(&view, 6, "2026", "2026-11-12 09:00");
    fact->corrected = true;
    fact->first_opens_at_s = moment("2026-01-10 00:00");
    fact = put_withdraw(&view, 3, "2026");
    fact->signed_s = moment("2026-11-13 09:00");
    fact = put_withdraw(&view, 8, "2026");
    fact->signed_s = moment("2026-09-13 09:00");

    static const char *const now = "2026-11-25 10:00";
    assert_change(&view, now, NULL, 5, CHANGE_NEW_PERIOD, "2026-09");
    assert_change(&view, now, NULL, 4, CHANGE_LATE, NULL);
    assert_change(&view, now, NULL, 7, CHANGE_FIRST, NULL);
    assert_change(&view, now, NULL, 9, CHANGE_NONE, NULL);
    assert_change(&view, now, NULL, 6, CHANGE_CORRECTED, NULL);
    assert_change(&view, now, NULL, 3, CHANGE_WITHDRAWN, NULL);
    assert_change(&view, now, NULL, 8, CHANGE_NONE, NULL); /* old news */
    assert_change(&view, now, NULL, 10, CHANGE_NONE, NULL);
    assert_change(&view, "2026-12-10 00:00", NULL, 5, CHANGE_MISSING, NULL); /* November's */
    assert_change(&view, "2026-12-10 00:00", NULL, 6, CHANGE_NONE, NULL);
    assert_change(&view, "2026-12-10 00:00", NULL, 4, CHANGE_NONE, NULL);
    assert_change(&view, "2026-12-11 00:00", "2026-11", 5, CHANGE_NEW_PERIOD, "2026-09");
    assert_change(&view, "2026-12-11 00:00", "2026-10", 5, CHANGE_FIRST, NULL);
}

static void the_record_before_is_of_the_same_item_and_part(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_moment at = {.now_s = moment("2027-01-20 10:00")};
    (void)state;
    put(&view, 5, "2026-12", "2027-01-10 00:00");
    put(&view, 5, "2026-11", "2026-12-10 00:00")->part = 2;
    put(&view, 5, "2026-12", "2027-01-10 00:00")->part = 2;
    put(&view, 1, "term-1", "2024-10-10 00:00");
    put(&view, 4, "2026-Q4", "2027-01-10 00:00");
    put(&view, 4, "2026-Q3", "2027-02-10 00:00"); /* not open yet */
    const struct board *board = board_of(&view);
    assert_null(board_before(board, at, &view.at[0]));
    assert_ptr_equal(board_before(board, at, &view.at[2]), &view.at[1]);
    assert_null(board_before(board, at, &view.at[3]));
    assert_null(board_before(board, at, &view.at[4]));
}

static void the_two_of_article_13_have_rows_of_their_own(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct board_row rows[OTHER_COUNT];
    struct board_moment at = {.now_s = moment("2026-11-25 10:00")};
    (void)state;
    board_other_rows(board_of(&view), at, (struct period){0}, rows);
    assert_int_equal(rows[0].item, ITEM_PRESS);
    assert_int_equal(rows[1].item, ITEM_ASSIST);
    assert_int_equal(rows[0].state, BOARD_NOT_DUE);
    put(&view, ITEM_PRESS, "2026-08", "2026-09-03 09:00");
    put(&view, ITEM_PRESS, "2026-10", "2026-11-20 09:00");
    put(&view, ITEM_PRESS, "2026-11", "2026-12-01 09:00"); /* ahead */
    put_announce(&view, ITEM_ASSIST, "2026-10");
    board_other_rows(board_of(&view), at, (struct period){0}, rows);
    assert_int_equal(rows[0].state, BOARD_PUBLISHED);
    assert_text(rows[0].record->key, "2026-10");
    assert_int_equal(rows[0].parts, 2);
    assert_int_equal(rows[0].late_days + rows[0].overdue_days, 0);
    assert_true(rows[0].is_new);
    assert_int_equal(rows[0].archive_year, 2026);
    assert_int_equal(rows[1].state, BOARD_UNSIGNED);
    board_other_rows(board_of(&view), at, period("2026-10"), rows); /* until 10 November */
    assert_text(rows[0].record->key, "2026-08");
}

/* Facts in any order give the same board as facts in order. */
static void the_order_of_the_facts_does_not_matter(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    struct dice dice = {.state = 11};
    (void)state;
    struct period month = period("2024-09");
    for (int i = 0; i < 20; i++) {
        char name[PERIOD_BYTES], opens[] = "2026-01-01 00:00";
        struct published *fact =
            put(&view, 5 + (unsigned)(i % 2) * 2, period_format(month, name), opens);
        fact->opens_at_s = civil_midnight(period_ends(&view.calendar, month) + 10, 480);
        fact->key = text_of(i % 2 ? "b" : "a");
        fact->part = 1 + (unsigned)i % 3;
        put(&view, ITEM_COUNT, name, opens)->part = 1 + (unsigned)i % 5;
        month = i % 2 ? period_next(month) : month;
    }
    struct board_row in_order[ITEM_COUNT], shuffled[ITEM_COUNT];
    for (int round = 0; round < 200; round++) {
        struct board_moment at = {.now_s = moment("2024-10-01 00:00") + round * INT64_C(172800)};
        board_rows(board_of(&view), at, (struct period){0}, in_order);
        struct view other = view;
        for (size_t i = other.count - 1; i > 0; i--) {
            size_t j = dice_below(&dice, i + 1);
            struct published swap = other.at[i];
            other.at[i] = other.at[j];
            other.at[j] = swap;
        }
        board_rows(board_of(&other), at, (struct period){0}, shuffled);
        for (size_t i = 0; i < ITEM_COUNT; i++) {
            in_order[i].record = shuffled[i].record = NULL;
            assert_int_equal(in_order[i].state, shuffled[i].state);
            assert_true(period_equal(in_order[i].period, shuffled[i].period));
            assert_int_equal(in_order[i].overdue_days, shuffled[i].overdue_days);
            assert_int_equal(in_order[i].parts, shuffled[i].parts);
            assert_int_equal(in_order[i].part, shuffled[i].part);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_missing_item_is_pending_on_its_day_and_overdue_from_the_day_after),
        TEST_PLAIN(days_turn_over_at_the_communitys_midnight),
        TEST_PLAIN(an_embargoed_record_stays_shut_until_its_moment),
        TEST_PLAIN(an_item_signed_late_says_by_how_many_days),
        TEST_PLAIN(an_announced_item_waits_for_the_supervision_group),
        TEST_PLAIN(a_withdrawn_item_says_so),
        TEST_PLAIN(a_doubtful_clock_accuses_nobody_and_opens_nothing_early),
        TEST_PLAIN(nil_and_corrected_items_are_published_like_any),
        TEST_PLAIN(a_list_of_persons_expires_without_becoming_overdue),
        TEST_PLAIN(a_new_kiosk_accuses_nobody_of_what_was_before_it),
        TEST_PLAIN(january_publishes_into_the_year_before),
        TEST_PLAIN(item_10_reports_its_worst_part),
        TEST_PLAIN(parts_of_other_items_share_their_period),
        TEST_PLAIN(a_past_board_shows_its_own_periods_in_todays_state),
        TEST_PLAIN(the_hero_counts_add_up_to_ten),
        TEST_PLAIN(a_records_own_page_tells_its_own_period),
        TEST_PLAIN(readiness_warns_from_the_8th),
        TEST_PLAIN(readiness_is_calm_when_everything_is_there),
        TEST_PLAIN(what_changed_since_last_month_is_told_item_by_item),
        TEST_PLAIN(the_record_before_is_of_the_same_item_and_part),
        TEST_PLAIN(the_two_of_article_13_have_rows_of_their_own),
        TEST_PLAIN(the_order_of_the_facts_does_not_matter),
    };
    return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
