#include "models.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "file.h"
#include "image.h"
#include "utf8.h"
#include "words.h"

#define T(literal) text_of(literal)
#define DAY(y, m, d) civil_day_of_ymd(y, m, d)

const char *const model_places[] = {
    "home",
    "board",
    "item/disclosure/2026-10/05/1",
    "ledger/disclosure/2026-10/05/1",
    "compare/disclosure/2026-10/05/1",
    "changes/2026-11",
    "archive/2026/2026-11",
    "meetings",
    "meeting/meeting/2026-11-26-1",
    "meeting/meeting/2026-09-20-1",
    "duty",
    "building",
    "building/5号楼",
    "organisation",
    "regulations",
    "regulation/regulation/disclosure",
    "notices",
    "notice/service/residence",
    "notice/notice/ramp",
    "picture/picture/abcdefghijklmnopabcdefghijklmnop",
    "mailbox",
    "write",
    "contact",
    "review",
    "receipt/730518462902",
    "lookup",
    "answers",
    "search",
    "take/item/disclosure/2026-10/05/1",
    "take/meeting/meeting/2026-11-26-1",
    "lost",
    "emergency",
    "attract",
    "cleaning",
    "staff-pin",
    "staff",
    "staff-book/visit",
    "staff-book/asset",
    "staff-entry/visit/1",
    "staff-letters",
    "staff-letter/00112233445566778899",
    "staff-due",
    "staff-panel",
    "staff-clock",
};
const size_t model_place_count = sizeof model_places / sizeof model_places[0];

/* ---- common ---- */

static int64_t at(int year, int month, int day, int hour, int minute)
{
    return civil_midnight(DAY(year, month, day), MODELS_OFFSET_MIN) + hour * 3600 + minute * 60;
}

static void fields_init(struct model *model)
{
    struct draft *draft = &model->draft;
    struct model_staff *staff = &model->staff;

    draft->category = -1;
    textfield_init(&draft->text, draft->text_buffer, sizeof draft->text_buffer);
    draft->text.multiline = true;
    draft->text.chars_max = MODEL_LETTER_CHARS_MAX;
    draft->text.undo = &draft->text_undo;
    draft->writing = &draft->text;
    panel_init(&draft->panel);
    textfield_init(&draft->name, draft->name_buffer, sizeof draft->name_buffer);
    textfield_init(&draft->phone, draft->phone_buffer, sizeof draft->phone_buffer);
    textfield_init(&model->search.query, model->search.query_buffer,
                   sizeof model->search.query_buffer);
    textfield_init(&model->lookup, model->lookup_buffer, RECEIPT_DIGITS);
    model->lookup.digits_only = true;
    textfield_init(&staff->secret, staff->secret_buffer, sizeof staff->secret_buffer);
    staff->secret.secret = true;
    for (int i = 0; i < BOOKS; i++) {
        entry_form_wipe(&staff->forms[i]);
    }
    textfield_init(&staff->answer, staff->answer_buffer, sizeof staff->answer_buffer);
    staff->answer.multiline = true;
    textfield_init(&staff->clock, staff->clock_buffer, sizeof staff->clock_buffer - 1);
    staff->clock.digits_only = true;
    staff->person = staff->letter = staff->entry = -1;
}

static struct model *model_new(struct arena *arena, const char *place)
{
    struct model *model = ARENA_NEW(arena, struct model);

    assert_non_null(model);
    assert_ok(place_parse(text_of(place), &model->place));
    model->now_s = at(2026, 11, 25, 10, 24);
    model->offset_min = MODELS_OFFSET_MIN;
    model->today = DAY(2026, 11, 25);
    model->idle_left_ms = -1;
    fields_init(model);
    return model;
}

struct model *model_empty(struct arena *arena, const char *place)
{
    struct model *model = model_new(arena, place);

    model->site.fingerprint = T("k7d2m4xq9f3tn8wa");
    model->site.kiosk_id = T("4f2a9c01d7e86b35");
    model->site.offer = T("NP1:WUTONGLI:4F2A9C01D7E86B35:"
                          "MZXW6YTBOI4DCMRTGQ2TMNZYHEYGCYTDMRSWM2BAJBUW63TPOQ2A:K7D2M4XQ9F3TN8WA");
    model->site.enrolled = true;
    model->site.idle_s = 90;
    model->item.state = ITEM_MISSING;
    model->receipt.state = LETTER_UNKNOWN;
    memcpy(model->receipt.digits, "730518462902", RECEIPT_DIGITS);
    return model;
}

/* ---- a good day ---- */

static void site_fill(struct model_site *site)
{
    static const enum period_kind often[ITEM_COUNT + 1] = {
        PERIOD_NONE, PERIOD_TERM,  PERIOD_TERM, PERIOD_YEAR, PERIOD_QUARTER, PERIOD_MONTH,
        PERIOD_YEAR, PERIOD_MONTH, PERIOD_YEAR, PERIOD_YEAR, PERIOD_NONE};

    *site = (struct model_site){
        .enrolled = true,
        .has_content = true,
        .name = T("梧桐里社区居委会"),
        .supervision_office = T("街道民政科"),
        .supervision_phone = T("555-0100"),
        .office_phone = T("555-0101"),
        .office_hours = T("周一到周五 08:30 到 17:30，周六、周日有人值班"),
        .fingerprint = T("k7d2m4xq9f3tn8wa"),
        .kiosk_id = T("4f2a9c01d7e86b35"),
        .reply_days = 5,
        .letters_keep_days = 730,
        .idle_s = 90,
        .disclosure_day = 10,
        .term_first_year = 2024,
        .term_years = 3,
        .freshness = FRESH_OK,
        .issued_s = at(2026, 11, 24, 8, 5),
        .checked_s = at(2026, 11, 25, 10, 20),
        .seq = 1207,
    };
    memcpy(site->often, often, sizeof often);
}

static struct board_row row(unsigned item, enum board_state state, struct period period,
                            int32_t due, int32_t published)
{
    return (struct board_row){.item = item,
                              .state = state,
                              .period = period,
                              .due_day = due,
                              .published_day = published,
                              .next_due_day = DAY(2026, 12, 10),
                              .parts = 1};
}

static void records_fill(struct arena *arena, struct model_board *board)
{
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        struct board_row *line = &board->rows[i];
        char period[PERIOD_BYTES];
        if (line->state != BOARD_PUBLISHED && line->state != BOARD_UNSIGNED) {
            continue;
        }
        struct published *record = ARENA_NEW(arena, struct published);
        assert_non_null(record);
        record->item = line->item;
        record->key = arena_printf(arena, "disclosure/%s/%02u/1",
                                   period_format(line->period, period), line->item);
        line->record = record;
    }
}

static void board_fill(struct arena *arena, struct model_board *board)
{
    struct period term = {PERIOD_TERM, 0, 1}, year = {PERIOD_YEAR, 2026, 0};
    struct period last = {PERIOD_YEAR, 2025, 0}, quarter = {PERIOD_QUARTER, 2026, 3};
    struct period october = {PERIOD_MONTH, 2026, 10};
    int32_t january = DAY(2026, 1, 10), tenth = DAY(2026, 11, 10);

    board->year = 2026;
    board->month = 11;
    board->is_current = true;
    board->rows[0] = row(1, BOARD_PUBLISHED, term, DAY(2024, 6, 10), DAY(2024, 6, 10));
    board->rows[1] = row(2, BOARD_PUBLISHED, term, DAY(2024, 6, 10), DAY(2024, 6, 10));
    board->rows[1].parts = 4;
    board->rows[2] = row(3, BOARD_PUBLISHED, year, january, january);
    board->rows[3] = row(4, BOARD_PUBLISHED, quarter, DAY(2026, 10, 10), DAY(2026, 10, 15));
    board->rows[3].late_days = 5;
    board->rows[4] = row(5, BOARD_PUBLISHED, october, tenth, tenth);
    board->rows[4].is_new = true;
    board->rows[5] = row(6, BOARD_PUBLISHED, year, january, january);
    board->rows[6] = row(7, BOARD_OVERDUE, october, tenth, 0);
    board->rows[6].overdue_days = 15;
    board->rows[7] = row(8, BOARD_PUBLISHED, year, january, january);
    board->rows[8] = row(9, BOARD_PUBLISHED, last, january, january);
    board->rows[9] = row(10, BOARD_UNSIGNED, october, tenth, 0);
    board->titles[9] = T("停车费用途");
    board->counts = board_count(board->rows);
    board->others[0] = row(ITEM_PRESS, BOARD_PUBLISHED, quarter, 0, DAY(2026, 10, 20));
    board->others[1] = row(ITEM_ASSIST, BOARD_PUBLISHED, october, 0, DAY(2026, 11, 12));
    board->others[1].is_new = true;
    board->other_titles[0] = T("物业费、停车费收支（三季度）");
    board->other_titles[1] = T("自来水管改造工期");
    board->issue = 30;
    memcpy(board->check_code, "K7D2-M4XQ", sizeof board->check_code);
    board->next_day = DAY(2026, 12, 10);
    board->days_left = 15;
    for (int i = 0; i < 20; i++) {
        int month = 2026 * 12 + 10 - i;
        board->months[i].year = month / 12;
        board->months[i].month = month % 12 + 1;
    }
    board->month_count = 20;
    records_fill(arena, board);
}

static const struct {
    int month, day;
    const char *item, *category, *handler;
    int64_t income, spending;
} ledger[] = {
    {10, 9, "街道拨付工作经费", "拨款", "李敏", 1200000, 0},
    {10, 12, "楼道灯具更换", "灯具更换", "王秀兰", 0, 238000},
    {10, 16, "公开栏印刷", "印刷、办公", "李敏", 0, 48600},
    {10, 17, "重阳节敬老活动", "敬老活动", "周琴", 0, 315080},
    {10, 21, "绿化补种", "绿化补种", "王秀兰", 0, 270000},
    {10, 28, "办公用品", "印刷、办公", "李敏", 0, 60000},
};

static void ledger_fill(struct arena *arena, struct model_item *item)
{
    static const struct {
        const char *category;
        int64_t sum;
        unsigned percent;
    } shares[] = {{"敬老活动", 315080, 34},
                  {"绿化补种", 270000, 29},
                  {"灯具更换", 238000, 25},
                  {"印刷、办公", 108600, 12}};
    size_t count = sizeof ledger / sizeof ledger[0];

    item->has_ledger = true;
    item->rows = ARENA_ARRAY(arena, struct ledger_row, count);
    assert_non_null(item->rows);
    item->row_count = count;
    for (size_t i = 0; i < count; i++) {
        item->rows[i] = (struct ledger_row){.date = DAY(2026, ledger[i].month, ledger[i].day),
                                            .item = T(ledger[i].item),
                                            .category = T(ledger[i].category),
                                            .handler = T(ledger[i].handler),
                                            .approver = T("陈立"),
                                            .income = ledger[i].income,
                                            .spending = ledger[i].spending};
    }
    item->opening = 1824050;
    item->income = 1200000;
    item->spending = 931680;
    item->closing = 2092370;
    item->share_count = 4;
    for (size_t i = 0; i < 4; i++) {
        item->shares[i].category = T(shares[i].category);
        item->shares[i].sum = shares[i].sum;
        item->shares[i].percent = shares[i].percent;
    }
}

static void blocks_fill(struct arena *arena, struct blocks *blocks, const char *markdown)
{
    assert_ok(markdown_parse(text_of(markdown), arena, blocks));
}

static struct model_thread *threads_make(struct arena *arena)
{
    struct model_thread *threads = ARENA_ARRAY(arena, struct model_thread, 2);
    struct thread_entry *entries = ARENA_ARRAY(arena, struct thread_entry, 3);

    assert_non_null(threads);
    assert_non_null(entries);
    entries[0] =
        (struct thread_entry){DAY(2026, 11, 11), T("resident"), T("灯具为什么比去年贵？"), T("")};
    entries[1] = (struct thread_entry){DAY(2026, 11, 13), T("committee"),
                                       T("今年换的是感应灯，每盏贵12元，能用五年。"), T("陈立")};
    entries[2] = (struct thread_entry){DAY(2026, 11, 23), T("representative"),
                                       T("绿化补种在哪几栋楼前面？"), T("")};
    threads[0] = (struct model_thread){.key = T("thread/2026-11-11-1"),
                                       .about = T("disclosure/2026-10/05/1"),
                                       .item = 5,
                                       .answered = true,
                                       .entries = entries,
                                       .entry_count = 2};
    threads[1] = (struct model_thread){.key = T("thread/2026-11-23-1"),
                                       .about = T("disclosure/2026-10/05/1"),
                                       .item = 5,
                                       .promised_on = DAY(2026, 12, 2),
                                       .entries = entries + 2,
                                       .entry_count = 1};
    return threads;
}

static void beside_fill(struct arena *arena, struct model_item *item)
{
    item->forms_known = true;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        item->forms[i] = (struct form_tick){.form = (enum form)i,
                                            .done = i != FORM_ASSEMBLY,
                                            .by_kiosk = i == FORM_MEDIA,
                                            .on = i != FORM_ASSEMBLY ? DAY(2026, 11, 10) : 0};
    }
    item->thread_count = 2;
    item->threads = threads_make(arena);
}

static void item_fill(struct arena *arena, struct model *model)
{
    struct model_item *item = &model->item;

    item->state = ITEM_SHOWN;
    item->row = model->board.rows[4];
    item->key = T("disclosure/2026-10/05/1");
    item->title = word_item(5);
    item->period = T("2026-10");
    item->handler = T("李敏等");
    item->approver = T("陈立（主任）");
    item->leader = T("赵国强");
    item->leader_signed_s = at(2026, 11, 6, 15, 30);
    item->opens_s = at(2026, 11, 10, 0, 0);
    item->part_count = 1;
    ledger_fill(arena, item);
    item->before_key = T("disclosure/2026-09/05/1");
    item->carries = true;
    beside_fill(arena, item);
}

static void compare_fill(struct model *model)
{
    static const struct {
        const char *category;
        int64_t sum, before;
    } rows[] = {{"敬老活动", 315080, 60000},
                {"绿化补种", 270000, 0},
                {"灯具更换", 238000, 410000},
                {"印刷、办公", 108600, 108600}};
    static const int64_t course[] = {512300, 488000, 903000, 610050, 455000, 720000,
                                     530000, 498000, 802200, 578600, 931680};
    struct model_compare *compare = &model->compare;

    compare->key = T("disclosure/2026-10/05/1");
    compare->before_key = T("disclosure/2026-09/05/1");
    compare->period = (struct period){PERIOD_MONTH, 2026, 10};
    compare->before = (struct period){PERIOD_MONTH, 2026, 9};
    compare->opening = compare->closing_before = 1824050;
    compare->income = 1200000;
    compare->spending = 931680;
    compare->closing = 2092370;
    compare->opening_before = 1202650;
    compare->income_before = 1200000;
    compare->spending_before = 578600;
    compare->carries = true;
    compare->row_count = sizeof rows / sizeof rows[0];
    for (size_t i = 0; i < compare->row_count; i++) {
        compare->rows[i].category = T(rows[i].category);
        compare->rows[i].sum = rows[i].sum;
        compare->rows[i].before = rows[i].before;
    }
    compare->course_count = sizeof course / sizeof course[0];
    for (size_t i = 0; i < compare->course_count; i++) {
        int month = 2025 * 12 + 11 + (int)i;
        compare->course[i].period = (struct period){PERIOD_MONTH, month / 12, month % 12 + 1};
        compare->course[i].spending = course[i];
        compare->course[i].income = 1200000;
    }
}

static void changes_fill(struct model *model)
{
    struct model_changes *changes = &model->changes;

    changes->year = 2026;
    changes->month = 11;
    changes->count = ITEM_COUNT;
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        changes->items[i].row = model->board.rows[i];
    }
    changes->items[4].kind = CHANGE_NEW_PERIOD;
    changes->items[4].key = T("disclosure/2026-10/05/1");
    changes->items[4].has_sums = true;
    changes->items[4].spending = 931680;
    changes->items[4].spending_before = 578600;
    changes->items[6].kind = CHANGE_MISSING;
    changes->items[8].kind = CHANGE_CORRECTED;
    changes->items[8].altered = 2;
    changes->items[8].added = 1;
    changes->items[9].kind = CHANGE_MISSING;
}

static void archive_fill(struct arena *arena, struct model *model)
{
    static const struct {
        unsigned item;
        struct period period;
        int day;
        const char *title;
        bool corrected, nil;
        unsigned late;
    } items[] = {
        {4, {PERIOD_QUARTER, 2026, 3}, 15, "三季度决议落实情况", false, false, 5},
        {5, {PERIOD_MONTH, 2026, 10}, 10, "社区工作经费收支", true, false, 0},
        {7, {PERIOD_MONTH, 2026, 10}, 10, "低保、帮困卡条件和名单", false, true, 0},
        {12, {PERIOD_MONTH, 2026, 10}, 12, "自来水管改造工期", false, false, 0},
    };
    struct model_archive *archive = &model->archive;
    size_t count = sizeof items / sizeof items[0];

    archive->year = archive->month_year = 2026;
    archive->month = 11;
    archive->keep_until = DAY(2032, 12, 31);
    archive->year_count = 3;
    for (int i = 0; i < 3; i++) {
        archive->years[i].year = 2026 - i;
        archive->years[i].count = 31 + (unsigned)i;
    }
    archive->month_count = 11;
    for (int i = 0; i < 11; i++) {
        archive->months[i].year = 2026;
        archive->months[i].month = i + 1;
        archive->months[i].count = 3 + (unsigned)i % 4;
    }
    archive->items = ARENA_ARRAY(arena, struct model_volume_item, count);
    assert_non_null(archive->items);
    archive->item_count = count;
    for (size_t i = 0; i < count; i++) {
        archive->items[i].row = row(items[i].item, BOARD_PUBLISHED, items[i].period,
                                    DAY(2026, 11, 10), DAY(2026, 11, items[i].day));
        archive->items[i].row.corrected = items[i].corrected;
        archive->items[i].row.nil = items[i].nil;
        archive->items[i].row.late_days = items[i].late;
        archive->items[i].title = T(items[i].title);
        archive->items[i].key = T("disclosure/2026-10/05/1");
    }
}

static void meeting_fill(struct arena *arena, struct model *model)
{
    struct model_meeting *meeting = &model->meeting;
    struct text *topics = ARENA_ARRAY(arena, struct text, 3);

    assert_non_null(topics);
    topics[0] = T("电梯装在哪里，施工时怎么出行");
    topics[1] = T("费用怎么分摊");
    topics[2] = T("底层住户怎么补偿");
    meeting->key = T("meeting/2026-11-26-1");
    meeting->record = (struct meeting){.type = T("hearing"),
                                       .title = T("3号楼加装电梯听证会"),
                                       .received = DAY(2026, 11, 12),
                                       .notified = DAY(2026, 11, 18),
                                       .date = DAY(2026, 11, 26),
                                       .time = T("19:00"),
                                       .place = T("1号楼居民活动室"),
                                       .convener = T("居委会 组长 陈立"),
                                       .due = 41,
                                       .present = 27,
                                       .topics = {topics, 3}};
    meeting->stage_count = meeting_stages(&meeting->record, model->today, false, meeting->stages);
}

/* An assembly that is over: what it resolved, one of it changed by a later one. */
static void assembly_fill(struct arena *arena, struct model *model)
{
    struct model_meeting *meeting = &model->meeting;
    struct agenda_row *agenda = ARENA_ARRAY(arena, struct agenda_row, 2);
    struct resolution *records = ARENA_ARRAY(arena, struct resolution, 3);
    struct step *steps = ARENA_ARRAY(arena, struct step, 2);

    assert_true(agenda && records && steps);
    agenda[0] = (struct agenda_row){T("听取上半年工作报告"), 4, 58};
    agenda[1] = (struct agenda_row){T("公共收益先修围墙还是先装路灯"), 3, 49};
    steps[0] = (struct step){DAY(2026, 10, 8), T("选定三家施工单位报价")};
    steps[1] = (struct step){DAY(2026, 11, 2), T("签订合同，开始施工")};
    records[0] = (struct resolution){.number = 1,
                                     .text = T("用公共收益先装路灯，不超过4.5万元。"),
                                     .adopted = DAY(2026, 9, 20),
                                     .responsible = T("吴建平"),
                                     .due = DAY(2026, 12, 15),
                                     .steps = {steps, 2}};
    records[1] = (struct resolution){.number = 2,
                                     .text = T("每季度公布一次停车费收支。"),
                                     .adopted = DAY(2026, 9, 20),
                                     .responsible = T("李敏"),
                                     .done = DAY(2026, 10, 10)};
    records[2] = (struct resolution){.number = 3,
                                     .text = T("小区东门晚上十点关门。"),
                                     .adopted = DAY(2026, 9, 20),
                                     .superseded_by = T("meeting/2026-11-12-1"),
                                     .superseded_on = DAY(2026, 11, 12)};
    meeting->record = (struct meeting){.type = T("assembly"),
                                       .title = T("下半年居民代表会议"),
                                       .notified = DAY(2026, 9, 15),
                                       .date = DAY(2026, 9, 20),
                                       .time = T("09:30"),
                                       .place = T("社区礼堂"),
                                       .convener = T("居委会"),
                                       .due = 81,
                                       .ex_officio = 9,
                                       .present = 62,
                                       .agreed = 58,
                                       .form = T("representatives"),
                                       .agenda = {agenda, 2}};
    meeting->stage_count = meeting_stages(&meeting->record, model->today, false, meeting->stages);
    meeting->resolutions = ARENA_ARRAY(arena, struct model_resolution, 3);
    assert_non_null(meeting->resolutions);
    meeting->resolution_count = 3;
    for (size_t i = 0; i < 3; i++) {
        meeting->resolutions[i] =
            (struct model_resolution){T("resolution/2026-09-20-1/01"), &records[i],
                                      resolution_state_of(&records[i], model->today, false)};
    }
}

static void meetings_fill(struct arena *arena, struct model *model)
{
    static const struct {
        const char *key, *title, *place, *time;
        enum meeting_type type;
        int month, day;
    } list[] = {
        {"meeting/2026-12-18-1", "年终综合评议会", "居民活动室", "14:00", MEETING_REVIEW, 12, 18},
        {"meeting/2026-11-30-1", "办公例会", "居委会会议室", "09:00", MEETING_STAFF, 11, 30},
        {"meeting/2026-11-26-1", "3号楼加装电梯听证会", "1号楼居民活动室", "19:00", MEETING_HEARING,
         11, 26},
        {"meeting/2026-11-12-1", "5号楼漏水协调会", "调解室", "15:00", MEETING_MEDIATION, 11, 12},
        {"meeting/2026-09-20-1", "下半年居民代表会议", "社区礼堂", "09:30", MEETING_ASSEMBLY, 9,
         20},
    };
    size_t count = sizeof list / sizeof list[0];

    model->half_year_known = true;
    model->half_year = (struct half_year){.first = DAY(2026, 7, 1),
                                          .last = DAY(2026, 12, 31),
                                          .days_left = 36,
                                          .state = HALF_YEAR_HELD,
                                          .held_on = DAY(2026, 9, 20)};
    model->meetings.at = ARENA_ARRAY(arena, struct model_list_item, count);
    assert_non_null(model->meetings.at);
    model->meetings.count = count;
    for (size_t i = 0; i < count; i++) {
        model->meetings.at[i] =
            (struct model_list_item){.key = T(list[i].key),
                                     .title = T(list[i].title),
                                     .second = T(list[i].place),
                                     .time = T(list[i].time),
                                     .type = list[i].type,
                                     .date = DAY(2026, list[i].month, list[i].day)};
    }
}

static void answers_fill(struct arena *arena, struct model *model)
{
    model->answers.at = threads_make(arena);
    model->answers.count = 2;
    model->answers.month = (struct mailbox){.month = T("2026-10"),
                                            .received = 14,
                                            .retracted = 1,
                                            .answered = 12,
                                            .in_time = 12,
                                            .late = 1,
                                            .as_of = DAY(2026, 11, 10)};
}

static void people_fill(struct arena *arena, struct model *model)
{
    static const struct {
        const char *name, *post, *duties, *phone;
    } committee[] = {{"陈立", "主任", "全面工作、居务公开、公章", "555-0101"},
                     {"李敏", "副主任", "财务、低保、民政", "555-0102"},
                     {"王秀兰", "委员", "调解、治安", "555-0123"},
                     {"周琴", "委员", "文体、老龄、妇女", "555-0125"},
                     {"吴建平", "委员", "环境、绿化、物业联系", "555-0124"}};
    static const struct {
        const char *name, *post, *group;
    } supervision[] = {{"赵国强", "组长", "第二居民小组代表"},
                       {"孙梅", "组员", "第一居民小组代表"},
                       {"何春生", "组员", "第三居民小组代表"},
                       {"欧阳静", "组员", "第五居民小组代表"},
                       {"马小龙", "组员", "社区民警"}};
    static const struct {
        const char *name, *group;
    } representatives[] = {{"孙梅", "第一居民小组"},   {"钱守礼", "第一居民小组"},
                           {"赵国强", "第二居民小组"}, {"何春生", "第三居民小组"},
                           {"古丽娜", "第三居民小组"}, {"欧阳静", "第五居民小组"}};
    struct member *members = ARENA_ARRAY(arena, struct member, 16);
    struct model_organisation *model_of = &model->organisation;

    assert_non_null(members);
    for (size_t i = 0; i < 5; i++) {
        members[i] = (struct member){.name = T(committee[i].name),
                                     .post = T(committee[i].post),
                                     .duties = T(committee[i].duties),
                                     .phone = T(committee[i].phone)};
        members[5 + i] = (struct member){.name = T(supervision[i].name),
                                         .post = T(supervision[i].post),
                                         .group = T(supervision[i].group)};
    }
    for (size_t i = 0; i < 6; i++) {
        members[10 + i] = (struct member){.name = T(representatives[i].name),
                                          .group = T(representatives[i].group)};
    }
    *model_of = (struct model_organisation){
        .known = true,
        .committee = {.at = members, .count = 5},
        .supervision = {.at = members + 5, .count = 5},
        .representatives = {.at = members + 10, .count = 6, .vacant = 2},
        .term_first = DAY(2024, 6, 1),
        .term_last = DAY(2027, 5, 31),
        .responsible = T("陈立")};
}

/* Twelve buildings, and the zone of the fifth. */
static void building_fill(struct arena *arena, struct model *model)
{
    struct model_building *building = &model->building;
    struct text *names = ARENA_ARRAY(arena, struct text, 12);
    struct text *groups = ARENA_ARRAY(arena, struct text, 1);
    struct zone *zone = ARENA_NEW(arena, struct zone);

    assert_true(names && zone && groups);
    for (int i = 0; i < 12; i++) {
        names[i] = arena_printf(arena, "%d号楼", i + 1);
    }
    groups[0] = T("第三居民小组");
    *zone = (struct zone){.name = T("梧桐里北片"),
                          .person = T("周琴"),
                          .phone = T("555-0125"),
                          .deputy = T("吴建平"),
                          .place = T("居民接待室"),
                          .buildings = {names + 4, 3},
                          .groups = {groups, 1}};
    building->names = names;
    building->count = 12;
    building->chosen = text_of(model->place.page == PAGE_BUILDING ? model->place.arg : "");
    if (building->chosen.size > 0) {
        building->zone = zone;
        building->representatives = model->organisation.representatives.at + 3;
        building->representative_count = 2;
    }
}

static void duty_fill(struct arena *arena, struct model *model)
{
    static const char *const people[] = {"李敏", "周琴", "陈立", "王秀兰", "孙梅", "周琴"};
    struct duty_row *rows = ARENA_ARRAY(arena, struct duty_row, 8);

    assert_non_null(rows);
    rows[0] = (struct duty_row){DAY(2026, 11, 25), 510,           1050,           T("王秀兰"),
                                T("接待"),         T("555-0123"), T("居民接待室")};
    rows[1] = (struct duty_row){DAY(2026, 11, 25), 1050,          1200,           T("吴建平"),
                                T("晚间值班"),     T("555-0124"), T("居委会门厅")};
    for (int i = 0; i < 6; i++) {
        rows[2 + i] = (struct duty_row){DAY(2026, 11, 26 + i % 5),
                                        510,
                                        1050,
                                        T(people[i]),
                                        T("接待"),
                                        T("555-0125"),
                                        T("居民接待室")};
    }
    model->duty = (struct model_duty){rows, 2, rows + 2, 6, true};
}

/* A fictitious regulation of the usual shape: chapters, articles, clauses, stars that are stars. */
static const char regulation_text[] =
    "梧桐里社区居务公开办法（样本）\n"
    "\n"
    "第一章 总则\n"
    "\n"
    "第一条 为了让居民看得见、看得懂居委会做的事，按照社区的实际情况，定这个办法。\n"
    "第二条 凡是和居民利益有关的事，都要公开；公开要及时，内容要真实、完整、清楚。\n"
    "\n"
    "第二章 公开什么\n"
    "\n"
    "第三条 下列事项必须公开：\n"
    "（一）任期内要做的事；\n"
    "（二）各人的分工和值班――包括周六、周日；\n"
    "（三）经费的收入和支出，每一笔都有经手人和审批人；\n"
    "（四）居民会议定下的事和办得怎么样。\n"
    "第四条 二〇**年以前的旧账，按当时的办法整理，**不**另外公布。\n"
    "1、旧账由会计保管。\n"
    "2、居民可以凭证件查看。\n"
    "\n"
    "第三章 怎么公开\n"
    "\n"
    "第五条 每个月10日是公开日。公开栏、会议、上墙和书面材料同时采用，相互不能代替。\n"
    "第六条 公开前由居务监督小组审核，组长逐项签字。没有签字的，不得公开。\n"
    "第七条 居民有意见的，可以当面说、打电话或者写信。居委会收到以后要及时研究，给出答复。\n"
    "\n"
    "第四章 附则\n"
    "\n"
    "第八条 本办法由居委会解释。\n"
    "第九条 本办法从居民会议通过之日起施行。\n";

static void regulation_fill(struct arena *arena, struct model_regulation *regulation, int repeats)
{
    static const char *const marks[] = {"第一章", "第二章", "第三章", "第四章"};
    struct buffer out = buffer_begin(arena);
    struct bytes bytes;

    for (int i = 0; i < repeats; i++) {
        buffer_add_text(&out, T(regulation_text));
    }
    assert_ok(buffer_end(&out, &bytes));
    regulation->key = T("regulation/disclosure");
    regulation->title = T("梧桐里社区居务公开办法（样本）");
    regulation->text = bytes_text(bytes);
    regulation->toc = ARENA_ARRAY(arena, struct toc_entry, 1000);
    assert_non_null(regulation->toc);
    for (size_t from = 0; from < bytes.size && regulation->toc_count < 1000;) {
        struct text rest = text_slice(regulation->text, from, bytes.size), line;
        assert_true(text_split(&rest, '\n', &line));
        bool chapter = false;
        for (size_t i = 0; i < 4; i++) {
            chapter |= text_starts(line, marks[i]);
        }
        if (chapter || (text_starts(line, "第") && line.size > 0)) {
            size_t head = chapter ? line.size : utf8_offset(line, 3); /* 第一条 */
            regulation->toc[regulation->toc_count++] =
                (struct toc_entry){chapter ? 1 : 2, text_slice(line, 0, head), from};
        }
        from += line.size + 1;
    }
}

static void lists_fill(struct arena *arena, struct model *model)
{
    static const char *const regulations[][2] = {
        {"regulation/work", "居委会职责和工作制度"},
        {"regulation/assembly", "居民会议和居民代表会议制度"},
        {"regulation/hearing", "听证会、协调会、评议会制度"},
        {"regulation/disclosure", "梧桐里社区居务公开办法（样本）"}};
    static const char *const notices[][2] = {{"notice/water", "11月28日停水通知"},
                                             {"notice/vaccine", "老年人流感疫苗接种通知"}};
    static const char *const services[][3] = {
        {"service/residence", "开居住证明", "工作日 08:30 到 17:00"},
        {"service/lowincome", "申请最低生活保障", "工作日上午"},
        {"service/elder", "办理老年人优待证", "周二、周四下午"}};

    model->regulations.at = ARENA_ARRAY(arena, struct model_list_item, 4);
    model->notices.at = ARENA_ARRAY(arena, struct model_list_item, 2);
    model->services.at = ARENA_ARRAY(arena, struct model_list_item, 3);
    model->regulations.count = 4;
    model->notices.count = 2;
    model->services.count = 3;
    for (size_t i = 0; i < 4; i++) {
        model->regulations.at[i] =
            (struct model_list_item){.key = T(regulations[i][0]), .title = T(regulations[i][1])};
    }
    for (size_t i = 0; i < 2; i++) {
        model->notices.at[i] = (struct model_list_item){.key = T(notices[i][0]),
                                                        .title = T(notices[i][1]),
                                                        .date = DAY(2026, 11, 24 - (int)i * 6)};
    }
    for (size_t i = 0; i < 3; i++) {
        model->services.at[i] = (struct model_list_item){
            .key = T(services[i][0]), .title = T(services[i][1]), .second = T(services[i][2])};
    }
}

static void notice_fill(struct arena *arena, struct model_notice *notice)
{
    *notice = (struct model_notice){.key = T("service/residence"),
                                    .title = T("开居住证明"),
                                    .hours = T("工作日 08:30 到 17:00"),
                                    .place = T("居民接待室"),
                                    .phone = T("555-0123"),
                                    .is_service = true};
    blocks_fill(
        arena, &notice->text,
        "## 要带什么\n\n- 本人身份证\n- 房产证或**租房合同**\n- 户口不在本区的，带居住证\n\n"
        "## 怎么办\n\n1. 到接待室登记\n2. 工作人员核对材料\n3. 主任审批，当场盖章\n\n"
        "## 收费\n\n| 项目 | 收费 | 时间 |\n|---|---|---|\n| 居住证明 | 不收费 | 当场 |\n"
        "| 补办 | 不收费 | 两个工作日 |\n\n有不清楚的，请打电话问**值班人员**。\n");
}

#define RAMP "picture/abcdefghijklmnopabcdefghijklmnop"

/* A notice with a picture that is here and one that is not. */
static void ramp_fill(struct arena *arena, struct model *model)
{
    struct model_picture *pictures = ARENA_ARRAY(arena, struct model_picture, 1);
    struct complaint why;

    assert_non_null(pictures);
    pictures[0] = (struct model_picture){
        .key = T(RAMP), .id = 7, .words = T("斜坡在3号楼门口右边，两边有红色扶手")};
    assert_ok_why(file_read(SAMPLE_FOLDER "/ramp.png", 100000, arena, &pictures[0].file, &why),
                  &why);
    model->pictures = pictures;
    model->picture_count = 1;
    model->notice = (struct model_notice){
        .key = T("notice/ramp"), .title = T("3号楼门口的斜坡修好了"), .date = DAY(2026, 11, 20)};
    blocks_fill(arena, &model->notice.text,
                "推轮椅、婴儿车可以从右边上，坡上有扶手。\n\n"
                "![斜坡在3号楼门口右边，两边有红色扶手](" RAMP ")\n\n"
                "雨雪天请慢走。\n\n![去斜坡的路线图](picture/ponmlkjihgfedcbaponmlkjihgfedcba)\n");
}

static void search_fill(struct arena *arena, struct model *model)
{
    static const struct {
        enum hit_kind kind;
        const char *place, *title, *before, *match, *after;
    } hits[] = {
        {HIT_MEETING, "meeting/meeting/2026-11-26-1", "3号楼加装电梯听证会", "", "电梯",
         "装在哪里，施工时怎么出行"},
        {HIT_ITEM, "item/disclosure/2026-Q3/04/1", "三季度决议落实情况", "……3号楼加装", "电梯",
         "的方案，已请设计单位测量"},
        {HIT_NOTICE, "notice/notice/water", "11月28日停水通知", "……停水时", "电梯",
         "照常运行，请提前存水"},
        {HIT_ANSWER, "answers", "公开的答复", "……底层住户对装", "电梯", "的补偿怎么算？"},
    };
    struct model_search *search = &model->search;
    size_t count = sizeof hits / sizeof hits[0];

    textfield_set(&search->query, T("电梯"));
    search->asked = true;
    search->hits = ARENA_ARRAY(arena, struct model_hit, MODEL_HITS_MAX);
    assert_non_null(search->hits);
    search->count = count;
    for (size_t i = 0; i < count; i++) {
        struct model_hit *hit = &search->hits[i];
        hit->kind = hits[i].kind;
        assert_ok(place_parse(T(hits[i].place), &hit->place));
        hit->title = T(hits[i].title);
        hit->excerpt = arena_printf(arena, "%s%s%s", hits[i].before, hits[i].match, hits[i].after);
        hit->at = strlen(hits[i].before);
        hit->size = strlen(hits[i].match);
    }
}

static void walk_by_fill(struct model *model)
{
    model->attract.count = 1;
    model->attract.at[0].title = T("周六上午义诊");
    model->attract.at[0].text = T("11月28日 9点到11点，居民活动室，量血压、测血糖");
    model->cleaning_left_ms = 42000;
    if (model->place.page == PAGE_EMERGENCY) {
        model->emergency =
            (struct model_emergency){.key = T("emergency/2026-11-25-1"),
                                     .title = T("台风今晚登陆"),
                                     .text = T("请关好门窗，收回阳台上的花盆。\n今晚8点以后不要出门"
                                               "。\n住一楼的请把贵重物品搬高。"),
                                     .phone = T("555-0119"),
                                     .place = T("社区礼堂，24小时开门"),
                                     .date = DAY(2026, 11, 25)};
    }
}

static void draft_fill(struct model *model)
{
    struct draft *draft = &model->draft;

    draft->category = draft->panel.category = 1;
    textfield_set(&draft->text,
                  T("三号楼门口的路灯坏了一个星期，晚上老人下楼看不见台阶。请尽快找人来修。"));
    textfield_set(&draft->name, T("张建国"));
    model->receipt = (struct model_receipt){.just_submitted = true,
                                            .state = LETTER_KEPT,
                                            .can_retract = true,
                                            .submitted_s = at(2026, 11, 25, 10, 29),
                                            .promised_by = DAY(2026, 12, 2)};
    memcpy(model->receipt.digits, "730518462902", RECEIPT_DIGITS);
    textfield_set(&model->lookup, T("7305184"));
}

static void compliance_fill(struct arena *arena, struct model_compliance *compliance)
{
    static const struct obligation list[] = {
        {OBLIGATION_DISCLOSE,
         OBLIGATION_OVERDUE,
         20767,
         15,
         {0},
         {0},
         "居务公开制度第八条",
         {0},
         7},
        {OBLIGATION_RESOLUTION,
         OBLIGATION_OVERDUE,
         20772,
         10,
         {0},
         {0},
         "居民会议制度第十四条",
         {0},
         0},
        {OBLIGATION_PEOPLE, OBLIGATION_AMISS, 0, 0, {0}, {0}, "居务公开制度第十条", {0}, 0},
        {OBLIGATION_STAGE, OBLIGATION_TODAY, 20782, 0, {0}, {0}, "听证会制度第八条", {0}, 0},
        {OBLIGATION_OPINION, OBLIGATION_AHEAD, 20789, 7, {0}, {0}, "居务公开制度第十一条", {0}, 0},
        {OBLIGATION_ROSTER, OBLIGATION_AHEAD, 20791, 9, {0}, {0}, "工作制度第一项", {0}, 0},
    };
    static const char *const words[][2] = {
        {"李敏", "公开10月低保、帮困卡条件和名单"}, {"吴建平", "落实决议：用公共收益先装路灯"},
        {"", "监督小组现在4人，应为5至7人"},        {"王秀兰", "3号楼加装电梯听证会：听取居民意见"},
        {"陈立", "答复对经费收支的意见"},           {"陈立", "12月5日（星期六）没有人值班"},
    };
    size_t count = sizeof list / sizeof list[0];

    compliance->at = ARENA_ARRAY(arena, struct obligation, count);
    compliance->agenda = ARENA_ARRAY(arena, struct agenda_line, count);
    assert_true(compliance->at && compliance->agenda);
    for (size_t i = 0; i < count; i++) {
        compliance->at[i] = list[i];
        compliance->at[i].who = T(words[i][0]);
        compliance->at[i].what = T(words[i][1]);
    }
    compliance->known = true;
    compliance->count = count;
    compliance->counts = compliance_count(compliance->at, count);
    compliance->agenda_count =
        compliance_agenda(compliance->at, count, DAY(2026, 11, 25), compliance->agenda, count);
    compliance->load_count =
        compliance_by_person(compliance->at, count, compliance->loads, MODEL_LOADS_MAX);
}

/* Today's visitors; the oldest was written down wrong and corrected. */
static void visits_fill(struct arena *arena, struct model_staff *staff)
{
    static const char *const visits[][2] = {{"快递柜放在哪里", "单位来访"},
                                            {"楼上漏水", "转有关部门"},
                                            {"问低保复核", "当场办结"},
                                            {"问低保", ""}};
    struct visit *records = ARENA_ARRAY(arena, struct visit, 4);

    assert_non_null(records);
    staff->entry_count = 4;
    for (int i = 0; i < 4; i++) {
        int64_t at_s = at(2026, 11, 25, 10, 5) - (int64_t)i * 27 * 60;
        records[i] = (struct visit){.at = at_s,
                                    .reason = T(visits[i][0]),
                                    .host = T("王秀兰"),
                                    .follow_up = T(visits[i][1])};
        staff->entries[i] = (struct model_entry){.at_s = at_s, .record = &records[i]};
    }
    records[1].name = T("张*国");
    records[1].address = T("3号楼502");
    records[1].phone = T("555-0142");
    records[1].text = T("卫生间顶上滴水，找过楼上两次，都没有人在家。");
    records[1].follow_on = DAY(2026, 11, 26);
    staff->entries[2].corrects = true;
    staff->entries[3].corrected = true;
}

static void assets_fill(struct arena *arena, struct model_staff *staff)
{
    struct asset *records = ARENA_ARRAY(arena, struct asset, 2);

    assert_non_null(records);
    staff->entry_count = 2;
    records[0] = (struct asset){.date = DAY(2026, 11, 18),
                                .change = T("bought"),
                                .item = T("折叠椅"),
                                .unit = T("把"),
                                .quantity = 20,
                                .value = 156000,
                                .keeper = T("陈立")};
    records[1] = (struct asset){.date = DAY(2026, 3, 4),
                                .change = T("scrapped"),
                                .item = T("电风扇"),
                                .quantity = 2,
                                .keeper = T("陈立")};
    for (int i = 0; i < 2; i++) {
        staff->entries[i] = (struct model_entry){
            .at_s = civil_midnight(records[i].date, MODELS_OFFSET_MIN), .record = &records[i]};
    }
}

static void books_fill(struct arena *arena, struct model *model)
{
    static const unsigned counts[BOOKS] = {3, 0, 5, 12, 2, 1, 0};
    struct model_staff *staff = &model->staff;
    const struct entry_form_start start = {model->now_s, MODELS_OFFSET_MIN, T("王秀兰")};
    const struct visit typed = {.at = model->now_s,
                                .reason = T("开居住证明"),
                                .name = T("张建国"),
                                .address = T("3号楼502"),
                                .text = T("孙子入学，要居住证明一份"),
                                .host = T("王秀兰")};

    for (int i = 0; i < BOOKS; i++) {
        entry_form_begin(&staff->forms[i], (enum book)i, &start);
        staff->books[i].count = counts[i];
    }
    entry_form_fill(&staff->forms[BOOK_visit], &typed, MODELS_OFFSET_MIN);
    staff->entries = ARENA_ARRAY(arena, struct model_entry, MODEL_ENTRIES_MAX);
    assert_non_null(staff->entries);
    bool asset = strcmp(model->place.arg, "asset") == 0;
    staff->entries_of = asset ? BOOK_asset : BOOK_visit;
    staff->entries_from = asset ? DAY(2026, 1, 1) : DAY(2026, 11, 25);
    if (asset) {
        assets_fill(arena, staff);
    } else {
        visits_fill(arena, staff);
    }
    staff->entry = model->place.page == PAGE_STAFF_ENTRY ? 1 : -1;
}

static void staff_fill(struct arena *arena, struct model *model)
{
    static const char *const people[][3] = {
        {"chen", "陈立", "主任"}, {"wang", "王秀兰", "staff"}, {"li", "李敏", "工作人员"}};
    struct model_staff *staff = &model->staff;

    staff->people_count = 3;
    for (size_t i = 0; i < 3; i++) {
        staff->people[i].id = T(people[i][0]);
        staff->people[i].name = T(people[i][1]);
        staff->people[i].role = T(people[i][2]);
        staff->people[i].active = i < 2;
    }
    staff->person = 1;
    staff->in = true;
    staff->name = T("王秀兰");
    textfield_set(&staff->secret, T("123"));
    staff->readiness = (struct readiness){
        .day = DAY(2026, 12, 10), .days_left = 15, .missing = 2, .warn = false, .count = 3};
    staff->readiness.lines[0] =
        (struct readiness_line){5, 1, {PERIOD_MONTH, 2026, 11}, READY_UNSIGNED, NULL};
    staff->readiness.lines[1] =
        (struct readiness_line){7, 1, {PERIOD_MONTH, 2026, 11}, READY_MISSING, NULL};
    staff->readiness.lines[2] =
        (struct readiness_line){4, 1, {PERIOD_QUARTER, 2026, 3}, READY, NULL};
    staff->waiting = 3;
    compliance_fill(arena, &staff->compliance);
    books_fill(arena, model);
    staff->vault_open = true;
    staff->letters = ARENA_ARRAY(arena, struct model_staff_letter, 2);
    assert_non_null(staff->letters);
    staff->letter_count = 2;
    staff->letter = 0;
    staff->letters[0] = (struct model_staff_letter){
        .id = "00112233445566778899",
        .category = T("公共设施"),
        .text = T("三号楼门口的路灯坏了一个星期，晚上老人下楼看不见台阶。请尽快找人来修。"),
        .name = T("张建国"),
        .at_s = at(2026, 11, 25, 9, 50)};
    staff->letters[1] =
        (struct model_staff_letter){.id = "99887766554433221100",
                                    .category = T("居务公开"),
                                    .text = T("请公开停车费的收支情况。"),
                                    .answer = T("停车费收支正在由监督小组审核，签字后公开。"),
                                    .at_s = at(2026, 11, 23, 16, 2),
                                    .answered = true};
    textfield_set(&staff->answer, T("已经报修，电工明天上午来换。"));
    textfield_set(&staff->clock, T("20261125"));
}

struct model *model_full(struct arena *arena, const char *place)
{
    struct model *model = model_new(arena, place);

    site_fill(&model->site);
    board_fill(arena, &model->board);
    item_fill(arena, model);
    compare_fill(model);
    changes_fill(model);
    archive_fill(arena, model);
    meetings_fill(arena, model);
    meeting_fill(arena, model);
    if (strcmp(place, "meeting/meeting/2026-09-20-1") == 0) {
        model->meeting.key = T("meeting/2026-09-20-1");
        assembly_fill(arena, model);
    }
    people_fill(arena, model);
    building_fill(arena, model);
    answers_fill(arena, model);
    duty_fill(arena, model);
    lists_fill(arena, model);
    regulation_fill(arena, &model->regulation, 3);
    notice_fill(arena, &model->notice);
    if (strstr(place, "notice/ramp") || strncmp(place, "picture/", 8) == 0) {
        ramp_fill(arena, model);
    }
    search_fill(arena, model);
    walk_by_fill(model);
    draft_fill(model);
    staff_fill(arena, model);
    return model;
}

/* ---- a bad day ---- */

/* `part` again and again, up to `bytes`. */
static struct text endless(struct arena *arena, const char *part, size_t bytes)
{
    struct buffer out = buffer_begin(arena);
    struct bytes got;

    while (buffer_size(&out) + strlen(part) <= bytes) {
        buffer_add_text(&out, text_of(part));
    }
    assert_ok(buffer_end(&out, &got));
    return bytes_text(got);
}

static void hostile_item(struct arena *arena, struct model *model)
{
    struct model_item *item = &model->item;

    item->title = endless(arena, "很长很长的名字", 240);
    item->row.nil = item->row.corrected = item->row.is_new = item->row.expired = false;
    item->row.late_days = 4000000000u;
    item->corrected = true;
    item->corrected_on = DAY(2026, 11, 20);
    item->correction = endless(arena, "写错了", 600);
    item->older_key = T("disclosure/2026-10/05/1");
    item->handler = item->approver = item->leader = endless(arena, "诸葛亮", 60);
    item->row_count = 2000;
    item->rows = ARENA_ARRAY(arena, struct ledger_row, item->row_count);
    assert_non_null(item->rows);
    for (size_t i = 0; i < item->row_count; i++) {
        item->rows[i] = (struct ledger_row){.date = DAY(2026, 10, 1),
                                            .item = endless(arena, "楼道灯具更换", 240),
                                            .category = T("灯"),
                                            .handler = endless(arena, "欧阳", 60),
                                            .approver = endless(arena, "WWWW", 60),
                                            .spending = 99999999999999};
        if (i >= 3) { /* the texts are the same: no need for room of their own */
            item->rows[i] = item->rows[i % 3];
        }
    }
    item->opening = item->closing = -99999999999999;
    item->share_count = 12;
    for (size_t i = 0; i < 12; i++) {
        item->shares[i].category = endless(arena, "其他各种支出", 60);
        item->shares[i].sum = 99999999999999;
        item->shares[i].percent = 8;
    }
    struct text long_text = endless(arena, "没有标点的一段话**粗**", 60000);
    assert_ok(markdown_parse(long_text, arena, &item->text));
    item->part_count = 20;
    for (size_t i = 0; i < 20; i++) {
        item->part_keys[i] = endless(arena, "disclosure/2026-10/05/1/", 120);
        item->part_titles[i] = endless(arena, "第某份文件", 240);
    }
}

static void hostile_lists(struct arena *arena, struct model *model)
{
    struct model_list *lists[] = {&model->meetings, &model->regulations, &model->notices,
                                  &model->services};

    for (size_t l = 0; l < 4; l++) {
        lists[l]->count = MODEL_LIST_MAX;
        lists[l]->at = ARENA_ARRAY(arena, struct model_list_item, MODEL_LIST_MAX);
        assert_non_null(lists[l]->at);
        for (size_t i = 0; i < MODEL_LIST_MAX; i++) {
            lists[l]->at[i] = (struct model_list_item){.key = endless(arena, "meeting/1/", 120),
                                                       .title = endless(arena, "会议", 240),
                                                       .second = endless(arena, "地点", 240),
                                                       .time = T("19:00"),
                                                       .type = MEETING_MEDIATION,
                                                       .date = DAY(2026, 11, 25)};
        }
    }
    for (size_t i = 0; i < model->duty.today_count; i++) {
        model->duty.today[i].person = endless(arena, "尼古拉·", 60);
        model->duty.today[i].phone = endless(arena, "555-0123 ", 40);
        model->duty.today[i].place = endless(arena, "很远的地方", 120);
    }
    struct text *topics = ARENA_ARRAY(arena, struct text, 30);
    assert_non_null(topics);
    for (size_t i = 0; i < 30; i++) {
        topics[i] = endless(arena, "要谈的事", 600);
    }
    model->meeting.record.topics = (struct texts){topics, 30};
    model->meeting.record.title = endless(arena, "听证", 240);
    model->meeting.record.due = model->meeting.record.present = 1000000;
    model->meeting.record.place = endless(arena, "abcdefgh", 240);
    model->meeting.record.convener = endless(arena, "召集", 120);
}

static void hostile_staff(struct arena *arena, struct model *model)
{
    struct model_staff *staff = &model->staff;

    staff->people_count = MODEL_STAFF_MAX;
    for (size_t i = 0; i < MODEL_STAFF_MAX; i++) {
        staff->people[i].name = endless(arena, "司马相如", 60);
        staff->people[i].role = endless(arena, "role", 32);
    }
    staff->name = endless(arena, "司马相如", 60);
    staff->sync_error = endless(arena, "错误", 240);
    staff->conflicts = staff->waiting = UINT64_MAX / 4;
    for (size_t i = 0; i < staff->compliance.count; i++) {
        staff->compliance.at[i].who = endless(arena, "司马相如", 60);
        staff->compliance.at[i].what = endless(arena, "很长很长的一件事", 400);
        staff->compliance.at[i].days = 4000000000u;
    }
    staff->readiness.warn = true;
    staff->readiness.count = staff->readiness.missing = READINESS_MAX;
    for (size_t i = 0; i < READINESS_MAX; i++) {
        staff->readiness.lines[i] =
            (struct readiness_line){10, 1, {PERIOD_QUARTER, 2026, 3}, READY_MISSING, NULL};
    }
    for (size_t i = 0; i < staff->entry_count && staff->entries_of == BOOK_visit; i++) {
        struct visit *visit = ARENA_NEW(arena, struct visit);
        assert_non_null(visit);
        *visit = (struct visit){.at = model->now_s,
                                .reason = endless(arena, "事由", 240),
                                .name = endless(arena, "名", 60),
                                .address = endless(arena, "楼", 240),
                                .text = endless(arena, "很长的情况", 2000)};
        staff->entries[i].record = visit;
    }
    staff->letters[0].text = endless(arena, "字", 8000);
    staff->letters[0].phone = endless(arena, "5550123", 40);
    staff->letters[0].about = endless(arena, "disclosure/", 120);
    textfield_set(&staff->answer, endless(arena, "答", 7990));
    for (int b = 0; b < BOOKS; b++) {
        for (size_t i = 0; i < staff->forms[b].count; i++) {
            struct textfield *field = &staff->forms[b].fields[i].text;
            if (!field->digits_only) {
                textfield_set(field, endless(arena, "满", field->max > 3 ? field->max - 3 : 0));
            }
        }
    }
}

struct model *model_hostile(struct arena *arena, const char *place)
{
    struct model *model = model_full(arena, place);

    model->site.name = endless(arena, "梧桐里社区", 120);
    model->site.supervision_office = endless(arena, "街道", 120);
    model->site.supervision_phone = endless(arena, "555-0100 ", 40);
    model->site.office_phone = endless(arena, "555-0101 ", 40);
    model->site.office_hours = endless(arena, "每天", 120);
    model->site.freshness = FRESH_WEEKS;
    model->site.checked_s = 0;
    model->site.disk_full = true;
    model->doubtful = true;
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        struct board_row *line = &model->board.rows[i];
        model->board.titles[i] = endless(arena, "没有人见过这么长的标题", 240);
        line->is_new = line->corrected = line->nil = line->expired = true;
        line->late_days = line->overdue_days = 4000000000u;
        line->parts = i % 2 ? 4000000000u : 1;
    }
    hostile_item(arena, model);
    hostile_lists(arena, model);
    hostile_staff(arena, model);
    model->regulation = (struct model_regulation){0};
    regulation_fill(arena, &model->regulation, 100);
    model->emergency = (struct model_emergency){.key = T("emergency/1"),
                                                .title = endless(arena, "非常非常长的紧急", 120),
                                                .text = endless(arena, "要做的事很多。", 4000),
                                                .phone = endless(arena, "555-0119 ", 40),
                                                .place = endless(arena, "很远的地方", 240),
                                                .date = DAY(2026, 11, 25)};
    model->attract.count = MODEL_SLIDES_MAX;
    for (size_t i = 0; i < MODEL_SLIDES_MAX; i++) {
        model->attract.at[i].title = endless(arena, "很长的题目", 120);
        model->attract.at[i].text = endless(arena, "很长的内容", 300);
    }
    model->search.count = MODEL_HITS_MAX;
    model->search.more = true;
    for (size_t i = 0; i < MODEL_HITS_MAX; i++) {
        model->search.hits[i] = (struct model_hit){.kind = (enum hit_kind)(i % HIT_KINDS),
                                                   .title = endless(arena, "很长的题目", 240),
                                                   .excerpt = endless(arena, "前后文字", 300),
                                                   .at = 12,
                                                   .size = 600};
    }
    model->notice.title = endless(arena, "\xf0\xa0\x85\xa4\xf3\xb0\x80\x80", 240);
    model->notice.hours = model->notice.place = endless(arena, "m", 240);
    textfield_set(&model->draft.text, endless(arena, "字", 5990));
    textfield_set(&model->draft.name, endless(arena, "名", 59));
    textfield_set(&model->draft.phone, endless(arena, "5", 39));
    model->receipt.state = LETTER_ANSWERED_HERE;
    model->receipt.retract_asked = true;
    model->receipt.answer = endless(arena, "回复", 8000);
    model->receipt.answer_by = endless(arena, "王", 60);
    model->receipt.answer_s = model->now_s;
    model->message = endless(arena, "没有存好", 200);
    return model;
}

/* ---- bench ---- */

static struct image_store *image_store; /* one for all benches */

static void images_end(void)
{
    image_store_free(image_store);
}

static struct image_store *images(void)
{
    if (!image_store) {
        assert_ok(image_store_new(IMAGE_STORE_BYTES_DEFAULT, &image_store));
        assert_int_equal(atexit(images_end), 0);
    }
    return image_store;
}

void bench_init(struct bench *bench, struct text_engine *text, struct model *model, int width,
                int height, enum theme_scale scale)
{
    struct theme_options options = {.width_px = width, .height_px = height, .scale = scale};

    *bench = (struct bench){.model = model, .now_ms = 1000};
    options.low_reach = model->low_reach;
    options.palette = model->contrast ? PALETTE_CONTRAST : PALETTE_WARM;
    model->scale = scale;
    theme_init(&bench->theme, &options);
    ui_init(&bench->ui, &bench->theme, text);
    bench->ui.images = images();
    input_init(&bench->input);
    input_begin(&bench->input, bench->now_ms);
}

struct intent bench_frame(struct bench *bench)
{
    draw_list_begin(&bench->list, bench->theme.width_px, bench->theme.height_px,
                    bench->theme.color[COLOR_PAPER]);
    ui_begin(&bench->ui, &bench->list, &bench->input);
    struct intent intent =
        page_frame(bench->model->place.page, &bench->state, &bench->ui, bench->model);
    ui_end(&bench->ui);
    assert_ok(draw_list_end(&bench->list));
    bench->now_ms += 16;
    input_begin(&bench->input, bench->now_ms);
    return intent;
}

struct intent bench_settle(struct bench *bench)
{
    (void)bench_frame(bench);
    (void)bench_frame(bench);
    return bench_frame(bench);
}

struct intent bench_tap(struct bench *bench, int x, int y)
{
    input_point(&bench->input, 1, INPUT_DOWN, x, y);
    struct intent intent = bench_frame(bench);
    input_point(&bench->input, 1, INPUT_UP, x, y);
    struct intent up = bench_frame(bench);

    return up.kind != INTENT_NONE ? up : intent;
}

bool bench_says(const struct bench *bench, const char *text)
{
    return memmem(bench->list.text, bench->list.text_size, text, strlen(text)) != NULL;
}
