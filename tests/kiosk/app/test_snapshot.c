/* The snapshot shows what is signed and open, and tells why the rest is not shown. */
#include "site_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "blob_key.h"
#include "hash.h"
#include "picture_key.h"
#include "snapshot_model.h"

/* One kiosk looking at the site: folder, snapshot and model. */
struct view {
    struct site site;
    struct data_folder folder;
    struct snapshot snapshot;
    struct model model;
};

static int view_setup(void **state)
{
    struct view *view = calloc(1, sizeof *view);

    assert_non_null(view);
    site_make(&view->site);
    *state = view;
    return 0;
}

static void view_close(struct view *view)
{
    if (view->folder.device) {
        snapshot_deinit(&view->snapshot);
        data_folder_close(&view->folder);
    }
}

static int view_teardown(void **state)
{
    struct view *view = *state;

    view_close(view);
    site_unmake(&view->site);
    free(view);
    return 0;
}

/* Publishes what was put and looks at a page at a moment. */
static void look(struct view *view, const char *page, const char *time, bool doubtful)
{
    struct complaint why = {""};
    struct clock_verdict clock = {.now_s = at(time), .doubtful = doubtful};

    if (view->site.change_count) {
        view_close(view);
        site_flip(&view->site, view->site.folder, at("2026-11-01 09:00"));
        view->folder.device = NULL;
    }
    if (!view->folder.device) {
        assert_ok_why(data_folder_open(&view->folder, view->site.folder, false, &why), &why);
        assert_ok(snapshot_init(&view->snapshot, &view->folder));
    }
    assert_ok(place_parse(text_of(page), &view->model.place));
    snapshot_load(&view->snapshot, &clock, &view->model);
}

static void put_item(struct view *view, const char *key, uint64_t version,
                     const struct disclosure *record, const char *opens, enum signs signs)
{
    site_put(&view->site, KIND_disclosure, key, version, record, opens ? at(opens) : 0, 0, signs);
}

/* ---- nothing yet ---- */

static void without_content_the_page_says_so(void **state)
{
    struct view *view = *state;

    view->site.change_count = 0;
    look(view, "home", "2026-11-12 10:00", false);
    assert_true(view->model.site.enrolled);
    assert_false(view->model.site.has_content);
    assert_int_equal(view->model.site.freshness, FRESH_NOTHING);
    assert_int_equal(view->model.site.fingerprint.size, FINGERPRINT_CHARS);
}

static void without_a_policy_nothing_is_shown_as_due(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(4, "2026-Q3", "决议执行情况", "已办结。");

    view->site.change_count = 0;
    put_item(view, "disclosure/2026-Q3/04/1", 1, &record, "2026-10-10 00:00", SIGN_BOTH);
    look(view, "board", "2026-11-12 10:00", false);
    assert_false(view->model.site.has_content);
    assert_int_equal(view->model.board.counts.overdue, 0);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_MISSING);
}

/* ---- an item ---- */

static void a_published_item_shows_text_ledger_and_who_signed(void **state)
{
    struct view *view = *state;
    struct disclosure record = ledger_item(&view->site, "2026-10");

    put_item(view, "disclosure/2026-10/05/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    const struct model_item *item = &view->model.item;
    assert_int_equal(item->state, ITEM_SHOWN);
    assert_text(item->title, "工作经费收支");
    assert_text(item->leader, "陈丽华");
    assert_int_equal(item->leader_signed_s, at("2026-11-10 00:00"));
    assert_int_equal(item->row.state, BOARD_PUBLISHED);
    assert_int_equal(item->row_count, 3);
    assert_int_equal(item->closing, 100000 + 500000 - 120050 - 80000);
    assert_int_equal(item->share_count, 2);
    assert_int_equal(item->shares[0].percent + item->shares[1].percent, 100);
    assert_int_equal(item->part_count, 1);
}

static void an_embargo_opens_at_the_minute_and_not_before(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-10/07/1", "2026-11-09 23:59", false);
    assert_int_equal(view->model.item.state, ITEM_NOT_OPEN);
    assert_int_equal(view->model.item.text.count, 0);
    assert_int_equal(view->model.item.title.size, 0);
    assert_int_equal(view->snapshot.changes_s, at("2026-11-10 00:00"));
    look(view, "item/disclosure/2026-10/07/1", "2026-11-10 00:00", false);
    assert_int_equal(view->model.item.state, ITEM_SHOWN);
    assert_int_equal(view->model.item.text.count, 1);
}

static void a_tick_over_the_embargo_asks_for_a_load(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");
    struct clock_verdict before = {.now_s = at("2026-11-09 23:58")};
    struct clock_verdict after = {.now_s = at("2026-11-10 00:00")};

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "board", "2026-11-09 23:57", false);
    assert_int_not_equal(view->model.board.rows[6].state, BOARD_PUBLISHED);
    assert_false(snapshot_tick(&view->snapshot, &before, &view->model));
    assert_true(snapshot_tick(&view->snapshot, &after, &view->model));
}

static void what_is_not_signed_by_both_is_never_shown(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_OFFICE);
    look(view, "item/disclosure/2026-10/07/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_INVALID);
    assert_int_equal(view->model.item.text.count, 0);
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.board.rows[6].state, BOARD_UNSIGNED);
    assert_int_equal(view->model.board.titles[6].size, 0);
}

static void a_strangers_signature_counts_for_nothing(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00",
             SIGN_OFFICE | SIGN_WRONG);
    look(view, "item/disclosure/2026-10/07/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_INVALID);
}

static void an_announced_item_waits_for_the_group_without_content(void **state)
{
    struct view *view = *state;
    const struct announce record = {.key = text_of("disclosure/2026-10/05/1"),
                                    .item = 5,
                                    .part = 1,
                                    .period = text_of("2026-10"),
                                    .title = text_of("工作经费收支")};

    site_put(&view->site, KIND_announce, "announce/disclosure/2026-10/05/1", 1, &record, 0, 0,
             SIGN_OFFICE);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_UNSIGNED);
    assert_text(view->model.item.title, "工作经费收支");
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.board.rows[4].state, BOARD_UNSIGNED);
    assert_int_equal(view->model.board.counts.unsigned_, 1);
}

static void a_withdrawn_item_tells_its_reason(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(4, "2026-Q3", "决议执行情况", "已办结。");
    const struct withdraw withdraw = {.of_kind = KIND_disclosure,
                                      .key = text_of("disclosure/2026-Q3/04/1"),
                                      .title = text_of("决议执行情况"),
                                      .reason = text_of("表中数字有误，重新核对"),
                                      .on = on("2026-11-02"),
                                      .item = 4,
                                      .period = text_of("2026-Q3")};

    put_item(view, "disclosure/2026-Q3/04/1", 1, &record, "2026-10-10 00:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-01 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_SHOWN);
    site_put(&view->site, KIND_withdraw, "disclosure/2026-Q3/04/1", 2, &withdraw,
             at("2026-11-02 10:00"), 0, SIGN_BOTH);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_WITHDRAWN);
    assert_text(view->model.item.withdrawn_reason, "表中数字有误，重新核对");
    assert_int_equal(view->model.item.text.count, 0);
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.board.rows[3].state, BOARD_WITHDRAWN);
}

static void why_something_was_taken_back_goes_through_the_gate(void **state)
{
    struct view *view = *state;
    const struct withdraw withdraw = {.of_kind = KIND_disclosure,
                                      .key = text_of("disclosure/2026-Q3/04/1"),
                                      .title = text_of("决议执行情况"),
                                      .reason = text_of("写了张某的手机 138 0000 1234"),
                                      .on = on("2026-11-02"),
                                      .item = 4,
                                      .period = text_of("2026-Q3")};

    site_put(&view->site, KIND_withdraw, "disclosure/2026-Q3/04/1", 1, &withdraw,
             at("2026-11-02 10:00"), 0, SIGN_BOTH);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_WITHDRAWN);
    assert_text(view->model.item.title, "决议执行情况");
    assert_int_equal(view->model.item.withdrawn_reason.size, 0);
}

static void a_corrected_item_links_the_version_before(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(4, "2026-Q3", "决议执行情况", "三件。");

    put_item(view, "disclosure/2026-Q3/04/1", 1, &record, "2026-10-10 00:00", SIGN_BOTH);
    struct hash first = view->site.objects[view->site.change_count - 1];
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-01 10:00", false);
    record.text = text_of("四件。");
    record.corrects = first;
    record.corrected_on = on("2026-11-05");
    record.correction = text_of("件数写错");
    put_item(view, "disclosure/2026-Q3/04/1", 2, &record, "2026-11-05 09:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-12 10:00", false);
    const struct model_item *item = &view->model.item;
    assert_int_equal(item->state, ITEM_SHOWN);
    assert_true(item->corrected);
    assert_text(item->text.at[0].text, "四件。");
    assert_text(item->correction, "件数写错");
    assert_text(item->older_key, "disclosure/2026-Q3/04/1-v1");
    assert_int_equal(item->row.late_days, 0); /* the first version was in time */
    assert_int_equal(item->newer_key.size, 0);
    look(view, "item/disclosure/2026-Q3/04/1-v1", "2026-11-12 10:00", false);
    assert_int_equal(item->state, ITEM_SHOWN);
    assert_text(item->text.at[0].text, "三件。");
    assert_text(item->newer_key, "disclosure/2026-Q3/04/1");
}

static void until_a_new_version_opens_the_old_one_is_shown(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(4, "2026-Q3", "决议执行情况", "三件。");

    put_item(view, "disclosure/2026-Q3/04/1", 1, &record, "2026-10-10 00:00", SIGN_BOTH);
    look(view, "board", "2026-11-01 10:00", false);
    record.text = text_of("四件。");
    put_item(view, "disclosure/2026-Q3/04/1", 2, &record, "2026-11-20 00:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-12 10:00", false);
    assert_text(view->model.item.text.at[0].text, "三件。");
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.board.rows[3].state, BOARD_PUBLISHED);
    look(view, "item/disclosure/2026-Q3/04/1", "2026-11-20 10:00", false);
    assert_text(view->model.item.text.at[0].text, "四件。");
}

static void a_flipped_bit_is_told_and_not_shown(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表一、附表二。");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "home", "2026-11-12 10:00", false);
    view_close(view);
    view->folder.device = NULL;
    site_spoil_object(&view->site, "disclosure/2026-10/07/1");
    look(view, "item/disclosure/2026-10/07/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_INVALID);
    assert_int_equal(view->model.item.text.count, 0);
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.board.rows[6].state, BOARD_UNSIGNED);
}

static void a_list_of_persons_past_its_day_is_hidden(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保名单", "张＊芳");

    record.until = on("2026-11-20");
    site_put(&view->site, KIND_disclosure, "disclosure/2026-10/07/1", 1, &record,
             at("2026-11-10 00:00"), at("2026-11-21 00:00"), SIGN_BOTH);
    look(view, "item/disclosure/2026-10/07/1", "2026-11-20 23:59", false);
    assert_int_equal(view->model.item.state, ITEM_SHOWN);
    look(view, "item/disclosure/2026-10/07/1", "2026-11-21 00:00", false);
    assert_int_equal(view->model.item.state, ITEM_HIDDEN);
    assert_true(view->model.item.row.expired);
    assert_int_equal(view->model.item.text.count, 0);
}

static void a_personal_number_keeps_an_item_from_being_shown(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保名单", "电话 13812345678");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-10/07/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_HIDDEN);
    assert_int_equal(view->model.item.text.count, 0);
    assert_int_equal(view->model.item.title.size, 0);
}

static void a_missing_item_still_knows_what_it_is(void **state)
{
    struct view *view = *state;

    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.state, ITEM_MISSING);
    assert_int_equal(view->model.item.row.item, 5);
    assert_int_equal(view->model.item.row.period.number, 10);
}

static void another_kind_under_an_items_key_is_not_an_item(void **state)
{
    struct view *view = *state;
    const struct notice record = {.title = text_of("通知"), .text = text_of("冒充")};

    site_put(&view->site, KIND_notice, "disclosure/2026-10/05/1", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_int_not_equal(view->model.item.state, ITEM_SHOWN);
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_not_equal(view->model.board.rows[4].state, BOARD_PUBLISHED);
}

/* ---- the board ---- */

static void the_board_tells_what_is_late_since_the_first_month(void **state)
{
    struct view *view = *state;
    struct disclosure record = ledger_item(&view->site, "2026-10");

    put_item(view, "disclosure/2026-10/05/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "board", "2026-11-12 10:00", false);
    const struct model_board *board = &view->model.board;
    assert_int_equal(board->month, 11);
    assert_true(board->is_current);
    assert_int_equal(board->rows[4].state, BOARD_PUBLISHED);
    assert_int_equal(board->rows[6].state, BOARD_OVERDUE);
    assert_int_equal(board->rows[6].overdue_days, 2);
    assert_int_equal(board->month_count, 3); /* September, October, November */
    assert_int_equal(board->next_day, on("2026-12-10"));
    look(view, "board/2026-10", "2026-11-12 10:00", false);
    assert_int_equal(board->month, 10);
    assert_false(board->is_current);
}

static void a_doubtful_clock_opens_nothing_and_accuses_nobody(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "board", "2026-11-09 12:00", true);
    assert_true(view->model.doubtful);
    assert_int_equal(view->model.board.rows[6].state, BOARD_PENDING);
    assert_int_equal(view->model.board.counts.overdue, 0);
}

static void signatures_are_checked_once_and_remembered(void **state)
{
    struct view *view = *state;
    struct disclosure record = ledger_item(&view->site, "2026-10");

    put_item(view, "disclosure/2026-10/05/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    look(view, "board", "2026-11-12 10:00", false);
    uint64_t checked = view->snapshot.checked.signatures_checked;
    assert_true(checked > 0);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:01", false);
    look(view, "board", "2026-11-12 10:02", false);
    assert_int_equal(view->snapshot.checked.signatures_checked, checked);
}

static void before_the_tenth_staff_see_what_is_missing(void **state)
{
    struct view *view = *state;

    look(view, "staff", "2026-11-08 10:00", false);
    assert_true(view->model.staff.readiness.warn);
    assert_true(view->model.staff.readiness.missing > 0);
}

/* ---- the rest ---- */

static void meetings_come_newest_first_and_home_knows_the_next(void **state)
{
    struct view *view = *state;
    struct meeting record = {.type = text_of("hearing"),
                             .title = text_of("加装电梯听证会"),
                             .date = on("2026-11-20"),
                             .place = text_of("活动室")};

    site_put(&view->site, KIND_meeting, "meeting/2026-11-20-1", 1, &record, 0, 0, SIGN_OFFICE);
    record.title = text_of("上半年居民会议");
    record.type = text_of("assembly");
    record.date = on("2026-06-20");
    site_put(&view->site, KIND_meeting, "meeting/2026-06-20-1", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "meetings", "2026-11-12 10:00", false);
    assert_int_equal(view->model.meetings.count, 2);
    assert_text(view->model.meetings.at[0].title, "加装电梯听证会");
    assert_int_equal(view->model.meetings.at[0].type, MEETING_HEARING);
    look(view, "home", "2026-11-12 10:00", false);
    assert_text(view->model.meeting.key, "meeting/2026-11-20-1");
    look(view, "meeting/meeting/2026-11-20-1", "2026-11-12 10:00", false);
    assert_true(view->model.meeting.stage_count > 0);
    look(view, "meeting/2026-11-20-1", "2026-11-12 10:00", false); /* as people would type it */
    assert_text(view->model.meeting.key, "meeting/2026-11-20-1");
    look(view, "home", "2026-11-21 10:00", false);
    assert_int_equal(view->model.meeting.key.size, 0);
}

static void search_for(struct view *view, const char *query)
{
    textfield_init(&view->model.search.query, view->model.search.query_buffer,
                   sizeof view->model.search.query_buffer);
    textfield_set(&view->model.search.query, text_of(query));
    look(view, "search", "2026-11-12 10:00", false);
}

/* Whatever the office sent: T9-T13, W3. */
static void parties_and_the_committees_own_meetings_stay_unseen(void **state)
{
    struct view *view = *state;
    struct text topic = text_of("张三与李四的堆物纠纷");
    struct meeting record = {.type = text_of("mediation"),
                             .title = text_of("楼道堆物协调会"),
                             .date = on("2026-11-10"),
                             .topics = {&topic, 1},
                             .text = text_of("张三说不搬。"),
                             .result = text_of("张三三日内搬走。")};
    const struct model_meeting *meeting = &view->model.meeting;

    site_put(&view->site, KIND_meeting, "meeting/2026-11-10-1", 1, &record, 0, 0, SIGN_OFFICE);
    record = (struct meeting){.type = text_of("staff"),
                              .title = text_of("本周例会"),
                              .date = on("2026-11-09"),
                              .text = text_of("布置工作。")};
    site_put(&view->site, KIND_meeting, "meeting/2026-11-09-1", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "meetings", "2026-11-12 10:00", false);
    assert_int_equal(view->model.meetings.count, 1);
    assert_text(view->model.meetings.at[0].title, "楼道堆物协调会");
    look(view, "meeting/2026-11-10-1", "2026-11-12 10:00", false);
    assert_text(meeting->record.title, "楼道堆物协调会");
    assert_true(meeting->stage_count > 0);
    assert_int_equal(meeting->record.topics.count, 0);
    assert_int_equal(meeting->text.count, 0);
    assert_int_equal(meeting->result.count, 0);
    look(view, "meeting/2026-11-09-1", "2026-11-12 10:00", false);
    assert_int_equal(meeting->key.size, 0);
    search_for(view, "张三");
    assert_int_equal(view->model.search.count, 0);
    search_for(view, "例会");
    assert_int_equal(view->model.search.count, 0);
}

static void duty_shows_today_and_the_days_to_come(void **state)
{
    struct view *view = *state;
    struct duty_row rows[2] = {{on("2026-11-12"), 510, 1020, text_of("李秀兰"), text_of("值班"),
                                text_of("555-0124"), text_of("一楼")},
                               {on("2026-11-14"), 540, 960, text_of("王建国"), text_of("值班"),
                                text_of("555-0125"), text_of("一楼")}};
    const struct duty record = {.month = text_of("2026-11"), .rows = {rows, 2}};

    site_put(&view->site, KIND_duty, "duty/2026-11", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "duty", "2026-11-12 10:00", false);
    assert_true(view->model.duty.known);
    assert_int_equal(view->model.duty.today_count, 1);
    assert_text(view->model.duty.today[0].person, "李秀兰");
    assert_int_equal(view->model.duty.coming_count, 1);
    look(view, "duty", "2026-12-01 10:00", false);
    assert_false(view->model.duty.known);
}

static void a_regulation_opens_by_either_form_of_its_key(void **state)
{
    struct view *view = *state;
    const struct regulation record = {.title = text_of("居务公开制度"),
                                      .text = text_of("第一条 **原文**不变。\n")};

    site_put(&view->site, KIND_regulation, "regulation/disclosure", 1, &record, 0, 0, SIGN_BOTH);
    look(view, "regulations", "2026-11-12 10:00", false);
    assert_int_equal(view->model.regulations.count, 1);
    look(view, "regulation/disclosure", "2026-11-12 10:00", false);
    assert_text(view->model.regulation.text, "第一条 **原文**不变。\n");
    look(view, "regulation/regulation/disclosure", "2026-11-12 10:00", false);
    assert_text(view->model.regulation.title, "居务公开制度");
}

static void a_notice_leaves_after_its_last_day(void **state)
{
    struct view *view = *state;
    const struct notice record = {.title = text_of("停水通知"),
                                  .text = text_of("周三上午停水。"),
                                  .date = on("2026-11-10"),
                                  .until = on("2026-11-12")};

    site_put(&view->site, KIND_notice, "notice/water", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "notices", "2026-11-12 23:00", false);
    assert_int_equal(view->model.notices.count, 1);
    look(view, "notices", "2026-11-13 00:00", false);
    assert_int_equal(view->model.notices.count, 0);
    look(view, "notice/notice/water", "2026-11-13 00:00", false);
    assert_int_equal(view->model.notice.key.size, 0);
}

static void old_content_is_dated_and_then_warned_of(void **state)
{
    struct view *view = *state;

    look(view, "home", "2026-11-03 10:00", false);
    assert_int_equal(view->model.site.freshness, FRESH_OK);
    look(view, "home", "2026-11-06 10:00", false);
    assert_int_equal(view->model.site.freshness, FRESH_DAYS);
    look(view, "home", "2026-12-20 10:00", false);
    assert_int_equal(view->model.site.freshness, FRESH_WEEKS);
    assert_text(view->model.site.supervision_phone, "555-0100");
}

static void content_that_appears_and_changes_is_noticed(void **state)
{
    struct view *view = *state;
    struct disclosure record = ledger_item(&view->site, "2026-10");
    struct data_news news;
    size_t waiting = view->site.change_count;

    view->site.change_count = 0; /* not published yet */
    look(view, "home", "2026-11-12 10:00", false);
    assert_ok(data_folder_refresh(&view->folder, &news));
    assert_false(news.content);
    view->site.change_count = waiting;
    site_flip(&view->site, view->site.folder, at("2026-11-12 10:00"));
    assert_ok(data_folder_refresh(&view->folder, &news));
    assert_true(news.content);
    assert_false(news.root);
    put_item(view, "disclosure/2026-10/05/1", 1, &record, "2026-11-10 00:00", SIGN_BOTH);
    site_flip(&view->site, view->site.folder, at("2026-11-12 10:05"));
    assert_ok(data_folder_refresh(&view->folder, &news));
    assert_true(news.content);
    assert_int_equal(view->folder.state.seq, 2);
}

/* ---- beside each other ---- */

static void put_ledger(struct view *view, const char *period, int64_t opening, const char *opens)
{
    struct disclosure record = ledger_item(&view->site, period);
    struct text key = arena_printf(&view->site.arena, "disclosure/%s/05/1", period);

    record.opening = opening;
    put_item(view, key.data, 1, &record, opens, SIGN_BOTH);
}

static void two_months_of_accounts_stand_beside_each_other(void **state)
{
    struct view *view = *state;
    const struct model_compare *compare = &view->model.compare;
    const int64_t closing = 100000 + 500000 - 120050 - 80000;

    put_ledger(view, "2026-09", 100000, "2026-10-10 00:00");
    put_ledger(view, "2026-10", closing, "2026-11-10 00:00");
    look(view, "compare/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_text(compare->before_key, "disclosure/2026-09/05/1");
    assert_int_equal(compare->closing_before, closing);
    assert_true(compare->carries);
    assert_int_equal(compare->row_count, 2);
    assert_int_equal(compare->rows[0].sum, compare->rows[0].before);
    assert_int_equal(compare->course_count, 2);
    assert_int_equal(compare->course[0].period.number, 9);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_text(view->model.item.before_key, "disclosure/2026-09/05/1");
    assert_true(view->model.item.carries);
}

static void a_balance_that_was_not_carried_over_is_noticed(void **state)
{
    struct view *view = *state;

    put_ledger(view, "2026-09", 100000, "2026-10-10 00:00");
    put_ledger(view, "2026-10", 1, "2026-11-10 00:00");
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_false(view->model.item.carries);
    look(view, "compare/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_false(view->model.compare.carries);
}

static void accounts_that_are_not_open_are_not_compared(void **state)
{
    struct view *view = *state;

    put_ledger(view, "2026-09", 100000, "2026-12-01 00:00");
    put_ledger(view, "2026-10", 1, "2026-11-10 00:00");
    look(view, "compare/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.compare.before_key.size, 0);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.item.before_key.size, 0);
}

static void what_changed_since_the_board_before_is_told(void **state)
{
    struct view *view = *state;
    struct disclosure quarter = plain_item(4, "2026-Q3", "决议执行情况", "已办结。");
    const struct model_changes *changes = &view->model.changes;

    put_ledger(view, "2026-09", 100000, "2026-10-10 00:00");
    put_ledger(view, "2026-10", 100000, "2026-11-10 00:00");
    put_item(view, "disclosure/2026-Q3/04/1", 1, &quarter, "2026-10-10 00:00", SIGN_BOTH);
    look(view, "changes/2026-11", "2026-11-12 10:00", false);
    assert_int_equal(changes->count, ITEM_COUNT);
    assert_int_equal(changes->items[3].kind, CHANGE_NONE);
    assert_int_equal(changes->items[4].kind, CHANGE_NEW_PERIOD);
    assert_true(changes->items[4].has_sums);
    assert_int_equal(changes->items[4].spending, changes->items[4].spending_before);
    assert_int_equal(changes->items[6].kind, CHANGE_MISSING);
}

static void an_item_signed_late_is_a_change_of_the_month_in_which_it_came(void **state)
{
    struct view *view = *state;
    struct disclosure quarter = plain_item(4, "2026-Q3", "决议执行情况", "已办结。");

    put_item(view, "disclosure/2026-Q3/04/1", 1, &quarter, "2026-11-11 09:00", SIGN_BOTH);
    look(view, "changes/2026-11", "2026-11-12 10:00", false);
    assert_int_equal(view->model.changes.items[3].kind, CHANGE_LATE);
}

/* Last month told the same quarter: what changed is what the correction changed. */
static void a_correction_is_compared_with_the_version_it_corrects(void **state)
{
    struct view *view = *state;
    struct disclosure before = plain_item(4, "2026-Q2", "决议执行情况", "上一季。");
    struct disclosure quarter = plain_item(4, "2026-Q3", "决议执行情况", "三件。\n\n都已办结。");
    const struct model_change *change = &view->model.changes.items[3];

    put_item(view, "disclosure/2026-Q2/04/1", 1, &before, "2026-07-10 00:00", SIGN_BOTH);
    put_item(view, "disclosure/2026-Q3/04/1", 1, &quarter, "2026-10-10 00:00", SIGN_BOTH);
    quarter.corrects = view->site.objects[view->site.change_count - 1];
    quarter.text = text_of("四件。\n\n都已办结。");
    quarter.corrected_on = on("2026-11-11");
    quarter.correction = text_of("件数写错");
    put_item(view, "disclosure/2026-Q3/04/1", 2, &quarter, "2026-11-11 09:00", SIGN_BOTH);
    look(view, "changes/2026-11", "2026-11-12 10:00", false);
    assert_int_equal(change->kind, CHANGE_CORRECTED);
    assert_int_equal(change->added, 1);
    assert_int_equal(change->removed, 1);
    assert_int_equal(change->altered, 0);
}

static void a_volume_takes_what_january_tells_of_the_year_before(void **state)
{
    struct view *view = *state;
    struct disclosure quarter = plain_item(4, "2026-Q4", "四季度决议", "已办结。");
    struct disclosure goals = plain_item(3, "2027", "年度目标", "十件实事。");
    const struct model_archive *archive = &view->model.archive;

    put_ledger(view, "2026-10", 100000, "2026-11-10 00:00");
    put_item(view, "disclosure/2026-Q4/04/1", 1, &quarter, "2027-01-10 00:00", SIGN_BOTH);
    put_item(view, "disclosure/2027/03/1", 1, &goals, "2027-01-10 00:00", SIGN_BOTH);
    look(view, "archive/2026/2027-01", "2027-01-12 10:00", false);
    assert_int_equal(archive->year_count, 2);
    assert_int_equal(archive->years[0].year, 2027);
    assert_int_equal(archive->year, 2026);
    assert_int_equal(archive->month_count, 2);
    assert_int_equal(archive->months[0].month, 11);
    assert_int_equal(archive->months[1].year, 2027);
    assert_int_equal(archive->item_count, 1);
    assert_text(archive->items[0].title, "四季度决议");
    look(view, "archive", "2027-01-12 10:00", false); /* the newest */
    assert_int_equal(archive->year, 2027);
    assert_text(archive->items[0].title, "年度目标");
}

static void the_archive_holds_back_what_is_not_signed(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-10 00:00", SIGN_OFFICE);
    look(view, "archive", "2026-11-12 10:00", false);
    assert_int_equal(view->model.archive.item_count, 0);
}

static void the_check_code_changes_with_what_opened_and_not_before(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");
    const struct model_board *board = &view->model.board;
    char empty[ISSUE_CODE_BYTES], open[ISSUE_CODE_BYTES];

    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-12 09:00", SIGN_BOTH);
    look(view, "board", "2026-11-12 08:59", false);
    assert_int_equal(strlen(board->check_code), ISSUE_CODE_BYTES - 1);
    memcpy(empty, board->check_code, sizeof empty);
    look(view, "board", "2026-11-12 09:00", false);
    memcpy(open, board->check_code, sizeof open);
    assert_string_not_equal(open, empty);
    assert_true(board->issue > 0);
    look(view, "board", "2026-11-20 09:00", false);
    assert_string_equal(board->check_code, open);
    look(view, "board/2026-10", "2026-11-20 09:00", false); /* another month has its own */
    assert_string_not_equal(board->check_code, open);
}

static void an_issue_that_the_office_tells_otherwise_is_told(void **state)
{
    struct view *view = *state;
    struct disclosure record = plain_item(7, "2026-10", "低保情况", "见附表。");
    struct issue_row row = {
        .key = text_of("disclosure/2026-10/07/1"), .version = 1, .opens = at("2026-11-12 09:00")};
    struct issue issue = {.month = text_of("2026-11"), .rows = {&row, 1}};

    memset(&row.hash, 7, sizeof row.hash);
    put_item(view, "disclosure/2026-10/07/1", 1, &record, "2026-11-12 09:00", SIGN_BOTH);
    site_put(&view->site, KIND_issue, "issue/2026-11", 1, &issue, 0, 0, SIGN_OFFICE);
    look(view, "board", "2026-11-12 10:00", false);
    assert_true(view->model.board.code_differs);
    assert_string_equal(view->model.board.check_code, "");
}

static void what_others_are_pressed_to_disclose_stands_apart(void **state)
{
    struct view *view = *state;
    struct disclosure press = plain_item(11, "2026-Q3", "物业费收支", "见附表。");

    put_item(view, "disclosure/2026-Q3/11/1", 1, &press, "2026-10-20 09:00", SIGN_BOTH);
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.board.others[0].item, ITEM_PRESS);
    assert_int_equal(view->model.board.others[0].state, BOARD_PUBLISHED);
    assert_text(view->model.board.other_titles[0], "物业费收支");
    assert_int_equal(view->model.board.others[1].item, 0);
}

/* ---- pictures ---- */

static void put_picture(struct view *view, const char *key, const char *file, enum signs signs)
{
    const struct picture record = {.file = bytes_of_text(file), .words = text_of("斜坡")};
    site_put(&view->site, KIND_picture, key, 1, &record, 0, 0, signs);
}

static void a_text_brings_its_pictures_and_only_those_that_are_what_they_say(void **state)
{
    struct view *view = *state;
    char good[PICTURE_KEY_BYTES], unsigned_one[PICTURE_KEY_BYTES], text[512];
    struct hash hash = hash_of(bytes_of_text("pixels"));
    static const char other[] = "picture/abcdefghijklmnopabcdefghijklmnop";

    picture_key(&hash, good);
    hash = hash_of(bytes_of_text("more pixels"));
    picture_key(&hash, unsigned_one);
    snprintf(text, sizeof text,
             "![斜坡](%s)\n\n![斜坡](%s)\n\n![斜坡](%s)\n\n![斜坡](%s)\n\n![斜坡](nowhere.png)\n",
             good, unsigned_one, other, good);
    const struct notice record = {.title = text_of("斜坡修好了"), .text = text_of(text)};
    site_put(&view->site, KIND_notice, "notice/ramp", 1, &record, 0, 0, SIGN_OFFICE);
    put_picture(view, good, "pixels", SIGN_OFFICE);
    put_picture(view, unsigned_one, "more pixels", SIGN_WRONG);
    put_picture(view, other, "other pixels", SIGN_OFFICE); /* under a name that is not its own */
    look(view, "notice/notice/ramp", "2026-11-12 10:00", false);
    assert_int_equal(view->model.picture_count, 3);
    assert_text(view->model.pictures[0].key, good);
    assert_true(bytes_equal(view->model.pictures[0].file, bytes_of_text("pixels")));
    assert_text(view->model.pictures[0].words, "斜坡");
    assert_int_equal(view->model.pictures[1].file.size, 0);
    assert_int_equal(view->model.pictures[2].file.size, 0);
    look(view, "notices", "2026-11-12 10:00", false);
    assert_int_equal(view->model.picture_count, 0);
    snprintf(text, sizeof text, "picture/%s", good);
    look(view, text, "2026-11-12 10:00", false);
    assert_int_equal(view->model.picture_count, 1);
    assert_true(view->model.pictures[0].file.size > 0);
}

/* ---- recordings ---- */

static void a_recording_is_offered_only_where_it_is_what_its_name_says(void **state)
{
    struct view *view = *state;
    char good[BLOB_KEY_BYTES], wrong[BLOB_KEY_BYTES];
    struct hash hash = hash_of(bytes_of_text("sound"));
    struct recording recording = {.file = bytes_of_text("sound"), .seconds = 1};
    struct disclosure item = plain_item(3, "2026-10", "实事工程", "见附表。");
    struct notice notice = {.title = text_of("停水"), .text = text_of("明天停水。")};

    item.recording = text_of(blob_key("recording", &hash, good));
    put_item(view, "disclosure/2026-10/03/1", 1, &item, "2026-11-09 09:00", SIGN_BOTH);
    look(view, "item/disclosure/2026-10/03/1", "2026-11-12 10:00", false);
    assert_int_equal(view->model.recording.size, 0); /* it is not here */
    site_put(&view->site, KIND_recording, good, 1, &recording, 0, 0, SIGN_OFFICE);
    look(view, "item/disclosure/2026-10/03/1", "2026-11-12 10:00", false);
    assert_text(view->model.recording, good);
    hash.b[0] ^= 1;
    notice.recording = text_of(blob_key("recording", &hash, wrong));
    site_put(&view->site, KIND_recording, wrong, 1, &recording, 0, 0, SIGN_OFFICE);
    site_put(&view->site, KIND_notice, "notice/water", 1, &notice, 0, 0, SIGN_OFFICE);
    look(view, "notice/notice/water", "2026-11-12 10:00", false);
    assert_int_equal(view->model.recording.size, 0); /* another's sound under this name */
    look(view, "board", "2026-11-12 10:00", false);
    assert_int_equal(view->model.recording.size, 0);
}

/* ---- people, buildings, what was said ---- */

static void put_roll(struct view *view, const char *body, const struct member *rows, size_t count)
{
    struct roll roll = {.body = text_of(body), .seats = count + 1};
    struct member *own = ARENA_ARRAY(&view->site.arena, struct member, count);

    assert_non_null(own);
    memcpy(own, rows, count * sizeof *own);
    roll.rows.at = own;
    roll.rows.count = count;
    struct text key = arena_printf(&view->site.arena, "roll/%s", body);
    site_put(&view->site, KIND_roll, key.data, 1, &roll, 0, 0, SIGN_BOTH);
}

static void put_zone(struct view *view, const char *key, const char *person, const char *building,
                     const char *other)
{
    struct zone zone = {
        .name = text_of("北片"), .person = text_of(person), .phone = text_of("555-0125")};
    struct text *names = ARENA_ARRAY(&view->site.arena, struct text, 2);
    struct text *groups = ARENA_ARRAY(&view->site.arena, struct text, 1);

    assert_true(names && groups);
    names[0] = text_of(building);
    names[1] = text_of(other);
    groups[0] = text_of("第三居民小组");
    zone.buildings = (struct texts){names, 2};
    zone.groups = (struct texts){groups, 1};
    site_put(&view->site, KIND_zone, key, 1, &zone, 0, 0, SIGN_OFFICE);
}

static void bodies_show_who_is_in_office_today(void **state)
{
    struct view *view = *state;
    const struct member rows[] = {
        {.name = text_of("陈立"), .post = text_of("主任"), .from = on("2024-07-01")},
        {.name = text_of("旧人"), .post = text_of("委员"), .to = on("2025-12-31")}};
    const struct model_organisation *organisation = &view->model.organisation;

    put_roll(view, "committee", rows, 2);
    look(view, "organisation", "2026-11-12 10:00", false);
    assert_true(organisation->known);
    assert_int_equal(organisation->committee.count, 1);
    assert_text(organisation->committee.at[0].name, "陈立");
    assert_int_equal(organisation->committee.vacant, 2); /* three seats */
    assert_int_equal(organisation->term_first, on("2024-07-01"));
    assert_int_equal(organisation->term_last, on("2027-06-30"));
}

static void a_building_leads_to_its_person_and_its_representatives(void **state)
{
    struct view *view = *state;
    const struct member rows[] = {{.name = text_of("何春生"), .group = text_of("第三居民小组")},
                                  {.name = text_of("孙梅"), .group = text_of("第一居民小组")}};
    const struct model_building *building = &view->model.building;

    put_roll(view, "representatives", rows, 2);
    put_zone(view, "zone/north", "周琴", "12号楼", "5号楼");
    put_zone(view, "zone/south", "王秀兰", "2号楼", "1号楼");
    look(view, "building", "2026-11-12 10:00", false);
    assert_int_equal(building->count, 4);
    assert_text(building->names[0], "1号楼"); /* in order of their numbers */
    assert_text(building->names[3], "12号楼");
    assert_null(building->zone);
    look(view, "building/5号楼", "2026-11-12 10:00", false);
    assert_non_null(building->zone);
    assert_text(building->zone->person, "周琴");
    assert_int_equal(building->representative_count, 1);
    assert_text(building->representatives[0].name, "何春生");
    look(view, "building/99号楼", "2026-11-12 10:00", false);
    assert_null(building->zone);
}

static void put_thread(struct view *view, const char *key, const char *about, const char *asked,
                       const char *answer)
{
    struct thread_entry *entries = ARENA_ARRAY(&view->site.arena, struct thread_entry, 2);
    struct thread thread = {
        .about = text_of(about), .item = 5, .month = text_of("2026-11"), .entries = {entries, 1}};

    assert_non_null(entries);
    entries[0] = (struct thread_entry){on("2026-11-11"), text_of("resident"), text_of(asked), {0}};
    if (answer) {
        entries[1] = (struct thread_entry){on("2026-11-13"), text_of("committee"), text_of(answer),
                                           text_of("陈立")};
        thread.entries.count = 2;
    }
    site_put(&view->site, KIND_thread, key, 1, &thread, 0, 0, SIGN_OFFICE);
}

static void an_answer_stands_beside_its_item(void **state)
{
    struct view *view = *state;
    const struct forms forms = {.key = text_of("disclosure/2026-10/05/1"),
                                .board = on("2026-11-10")};
    const struct model_item *item = &view->model.item;

    put_ledger(view, "2026-10", 100000, "2026-11-10 00:00");
    site_put(&view->site, KIND_forms, "forms/disclosure/2026-10/05/1", 1, &forms, 0, 0,
             SIGN_OFFICE);
    put_thread(view, "thread/2026-11/05/1", "disclosure/2026-10/05/1", "灯为什么贵？",
               "换了感应灯。");
    put_thread(view, "thread/2026-11/05/2", "disclosure/2026-10/05/1", "补种在哪里？", NULL);
    put_thread(view, "thread/2026-11/07/1", "disclosure/2026-10/07/1", "名单在哪里？", NULL);
    look(view, "item/disclosure/2026-10/05/1", "2026-11-14 10:00", false);
    assert_true(item->forms_known);
    assert_true(item->forms[0].done);
    assert_false(item->forms[1].done);
    assert_int_equal(item->thread_count, 2);
    assert_false(item->threads[0].answered); /* the newest first */
    assert_true(item->threads[1].answered);
    assert_false(item->threads[0].late);
    look(view, "item/disclosure/2026-10/05/1", "2026-12-14 10:00", false);
    assert_true(item->threads[0].late);
    look(view, "answers", "2026-11-14 10:00", false);
    assert_int_equal(view->model.answers.count, 3);
}

static void a_personal_number_keeps_an_opinion_from_being_shown(void **state)
{
    struct view *view = *state;

    put_thread(view, "thread/2026-11/05/1", "disclosure/2026-10/05/1", "请打13812345678找我",
               "好的。");
    look(view, "answers", "2026-11-14 10:00", false);
    assert_int_equal(view->model.answers.count, 1);
    assert_true(view->model.answers.at[0].hidden);
    assert_int_equal(view->model.answers.at[0].entry_count, 0);
}

static void a_hidden_notice_keeps_its_place_without_its_words(void **state)
{
    struct view *view = *state;
    const struct notice record = {
        .title = text_of("寻物"), .text = text_of("请打13812345678"), .date = on("2026-11-01")};

    site_put(&view->site, KIND_notice, "notice/lost", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "notice/notice/lost", "2026-11-12 10:00", false);
    assert_true(view->model.notice.hidden);
    assert_int_equal(view->model.notice.text.count, 0);
    assert_int_equal(view->model.notice.title.size, 0);
}

static void a_meeting_tells_what_became_of_its_resolutions(void **state)
{
    struct view *view = *state;
    const struct meeting record = {.type = text_of("assembly"),
                                   .title = text_of("居民代表会议"),
                                   .date = on("2026-09-20"),
                                   .due = 81,
                                   .present = 62,
                                   .agreed = 58};
    struct resolution resolution = {.meeting = text_of("meeting/2026-09-20-1"),
                                    .number = 1,
                                    .text = text_of("先装路灯。"),
                                    .adopted = on("2026-09-20"),
                                    .due = on("2026-11-01")};
    const struct model_meeting *meeting = &view->model.meeting;

    site_put(&view->site, KIND_meeting, "meeting/2026-09-20-1", 1, &record, 0, 0, SIGN_OFFICE);
    site_put(&view->site, KIND_resolution, "resolution/2026-09-20-1/01", 1, &resolution, 0, 0,
             SIGN_OFFICE);
    resolution.number = 2;
    resolution.done = on("2026-10-10");
    site_put(&view->site, KIND_resolution, "resolution/2026-09-20-1/02", 1, &resolution, 0, 0,
             SIGN_OFFICE);
    look(view, "meeting/meeting/2026-09-20-1", "2026-11-12 10:00", false);
    assert_int_equal(meeting->resolution_count, 2);
    assert_int_equal(meeting->resolutions[0].record->number, 1);
    assert_int_equal(meeting->resolutions[0].state, RESOLUTION_LATE);
    assert_int_equal(meeting->resolutions[1].state, RESOLUTION_DONE);
}

/* ---- search ---- */

static void what_may_be_shown_is_found_and_nothing_else(void **state)
{
    struct view *view = *state;
    struct disclosure open = plain_item(4, "2026-Q3", "加装电梯的决议", "3号楼先装。");
    struct disclosure ahead = plain_item(3, "2026", "电梯维修计划", "明年办。");
    struct disclosure half = plain_item(8, "2026", "电梯里的宣传画", "贴好了。");
    struct disclosure personal = plain_item(6, "2026", "电梯维修电话", "找13812345678");
    const struct model_search *search = &view->model.search;

    put_item(view, "disclosure/2026-Q3/04/1", 1, &open, "2026-10-10 00:00", SIGN_BOTH);
    put_item(view, "disclosure/2026/03/1", 1, &ahead, "2026-12-10 00:00", SIGN_BOTH);
    put_item(view, "disclosure/2026/08/1", 1, &half, "2026-10-10 00:00", SIGN_OFFICE);
    put_item(view, "disclosure/2026/06/1", 1, &personal, "2026-10-10 00:00", SIGN_BOTH);
    search_for(view, "电梯");
    assert_true(search->asked);
    assert_int_equal(search->count, 1);
    assert_text(search->hits[0].title, "加装电梯的决议");
    assert_int_equal(search->hits[0].place.page, PAGE_ITEM);
    assert_string_equal(search->hits[0].place.arg, "disclosure/2026-Q3/04/1");
    search_for(view, "jzdt"); /* by the first letters of the readings */
    assert_int_equal(search->count, 1);
    search_for(view, "  ");
    assert_false(search->asked);
    assert_int_equal(search->count, 0);
}

/* ---- what is due ---- */

static bool is_due(const struct view *view, enum obligation_kind kind)
{
    const struct model_compliance *compliance = &view->model.staff.compliance;

    for (size_t i = 0; i < compliance->count; i++) {
        if (compliance->at[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void staff_see_what_is_due_and_nothing_that_a_kiosk_cannot_know(void **state)
{
    struct view *view = *state;
    const struct member rows[] = {{.name = text_of("陈立"), .post = text_of("主任")}};
    const struct meeting meeting = {.type = text_of("hearing"),
                                    .title = text_of("电梯听证会"),
                                    .received = on("2026-11-02"),
                                    .date = on("2026-11-20")};

    put_roll(view, "committee", rows, 1);
    site_put(&view->site, KIND_meeting, "meeting/2026-11-20-1", 1, &meeting, 0, 0, SIGN_OFFICE);
    look(view, "staff-due", "2026-11-12 10:00", false);
    assert_true(view->model.staff.compliance.known);
    assert_true(is_due(view, OBLIGATION_DISCLOSE)); /* nothing of November's board is there */
    assert_true(is_due(view, OBLIGATION_STAGE));    /* the hearing was not announced in 7 days */
    assert_true(is_due(view, OBLIGATION_PEOPLE));   /* no supervision group is known */
    assert_false(is_due(view, OBLIGATION_STAFF));
    assert_false(is_due(view, OBLIGATION_STUDY));
    assert_false(is_due(view, OBLIGATION_SHIFT));
    assert_true(view->model.staff.compliance.agenda_count > 0);
    assert_true(view->model.staff.compliance.load_count > 0);
}

static void the_half_year_tells_whether_an_assembly_was_held(void **state)
{
    struct view *view = *state;
    const struct meeting record = {.type = text_of("assembly"),
                                   .title = text_of("居民代表会议"),
                                   .date = on("2026-09-20"),
                                   .due = 81,
                                   .present = 62};

    look(view, "meetings", "2026-11-12 10:00", false);
    assert_true(view->model.half_year_known);
    assert_int_equal(view->model.half_year.held_on, 0);
    site_put(&view->site, KIND_meeting, "meeting/2026-09-20-1", 1, &record, 0, 0, SIGN_OFFICE);
    look(view, "meetings", "2026-11-12 10:00", false);
    assert_int_equal(view->model.half_year.held_on, on("2026-09-20"));
    assert_int_equal(view->model.half_year.last, on("2026-12-31"));
}

/* ---- emergency ---- */

static void put_emergency(struct view *view, const char *key, const char *date, const char *title,
                          bool over)
{
    const struct emergency record = {.title = text_of(title),
                                     .text = text_of("不要出门。"),
                                     .date = on(date),
                                     .until = on("2026-11-13"),
                                     .over = over};

    site_put(&view->site, KIND_emergency, key, 1, &record, 0, 0, SIGN_OFFICE);
}

static void the_newest_emergency_is_on_every_page_until_its_last_day(void **state)
{
    struct view *view = *state;
    const struct model_emergency *emergency = &view->model.emergency;

    put_emergency(view, "emergency/typhoon", "2026-11-11", "台风", false);
    put_emergency(view, "emergency/all-clear", "2026-11-12", "台风过去了", true);
    look(view, "duty", "2026-11-12 10:00", false);
    assert_text(emergency->title, "台风过去了");
    assert_true(emergency->over);
    look(view, "board", "2026-11-13 23:59", false);
    assert_true(emergency->key.size > 0);
    look(view, "board", "2026-11-14 00:00", false);
    assert_int_equal(emergency->key.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_content_the_page_says_so, view),
        TEST(without_a_policy_nothing_is_shown_as_due, view),
        TEST(a_published_item_shows_text_ledger_and_who_signed, view),
        TEST(an_embargo_opens_at_the_minute_and_not_before, view),
        TEST(a_tick_over_the_embargo_asks_for_a_load, view),
        TEST(what_is_not_signed_by_both_is_never_shown, view),
        TEST(a_strangers_signature_counts_for_nothing, view),
        TEST(an_announced_item_waits_for_the_group_without_content, view),
        TEST(a_withdrawn_item_tells_its_reason, view),
        TEST(why_something_was_taken_back_goes_through_the_gate, view),
        TEST(a_corrected_item_links_the_version_before, view),
        TEST(until_a_new_version_opens_the_old_one_is_shown, view),
        TEST(a_flipped_bit_is_told_and_not_shown, view),
        TEST(a_list_of_persons_past_its_day_is_hidden, view),
        TEST(a_personal_number_keeps_an_item_from_being_shown, view),
        TEST(a_missing_item_still_knows_what_it_is, view),
        TEST(another_kind_under_an_items_key_is_not_an_item, view),
        TEST(the_board_tells_what_is_late_since_the_first_month, view),
        TEST(a_doubtful_clock_opens_nothing_and_accuses_nobody, view),
        TEST(signatures_are_checked_once_and_remembered, view),
        TEST(before_the_tenth_staff_see_what_is_missing, view),
        TEST(two_months_of_accounts_stand_beside_each_other, view),
        TEST(a_balance_that_was_not_carried_over_is_noticed, view),
        TEST(accounts_that_are_not_open_are_not_compared, view),
        TEST(what_changed_since_the_board_before_is_told, view),
        TEST(an_item_signed_late_is_a_change_of_the_month_in_which_it_came, view),
        TEST(a_correction_is_compared_with_the_version_it_corrects, view),
        TEST(a_volume_takes_what_january_tells_of_the_year_before, view),
        TEST(the_archive_holds_back_what_is_not_signed, view),
        TEST(the_check_code_changes_with_what_opened_and_not_before, view),
        TEST(an_issue_that_the_office_tells_otherwise_is_told, view),
        TEST(a_recording_is_offered_only_where_it_is_what_its_name_says, view),
        TEST(a_text_brings_its_pictures_and_only_those_that_are_what_they_say, view),
        TEST(what_others_are_pressed_to_disclose_stands_apart, view),
        TEST(bodies_show_who_is_in_office_today, view),
        TEST(a_building_leads_to_its_person_and_its_representatives, view),
        TEST(an_answer_stands_beside_its_item, view),
        TEST(a_personal_number_keeps_an_opinion_from_being_shown, view),
        TEST(a_hidden_notice_keeps_its_place_without_its_words, view),
        TEST(a_meeting_tells_what_became_of_its_resolutions, view),
        TEST(what_may_be_shown_is_found_and_nothing_else, view),
        TEST(staff_see_what_is_due_and_nothing_that_a_kiosk_cannot_know, view),
        TEST(the_half_year_tells_whether_an_assembly_was_held, view),
        TEST(the_newest_emergency_is_on_every_page_until_its_last_day, view),
        TEST(meetings_come_newest_first_and_home_knows_the_next, view),
        TEST(parties_and_the_committees_own_meetings_stay_unseen, view),
        TEST(duty_shows_today_and_the_days_to_come, view),
        TEST(a_regulation_opens_by_either_form_of_its_key, view),
        TEST(a_notice_leaves_after_its_last_day, view),
        TEST(old_content_is_dated_and_then_warned_of, view),
        TEST(content_that_appears_and_changes_is_noticed, view),
    };
    return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
