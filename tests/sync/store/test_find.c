/* The index is always in step with the view, and the best hit comes first. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find.h"
#include "hash.h"

enum { MAP_BYTES = 256 * 1024 * 1024, ARENA_BYTES = 8 * 1024 * 1024, HITS_MAX = 20 };

struct fixture {
    char folder[TEMP_PATH_BYTES_MAX];
    struct content *content;
    struct arena arena;
    uint64_t seq;
    struct find_hit hits[HITS_MAX];
    size_t count;
    bool more;
};

static int find_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct complaint why = {""};

    assert_non_null(f);
    assert_ok(seal_start());
    assert_ok(arena_init(&f->arena, ARENA_BYTES));
    temp_folder_make(f->folder);
    assert_ok_why(content_open(f->folder, STORE_WRITE, MAP_BYTES, &f->content, &why), &why);
    *state = f;
    return 0;
}

static int find_teardown(void **state)
{
    struct fixture *f = *state;

    content_close(f->content);
    folder_remove(f->folder);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static void show_record(struct fixture *f, const char *key, enum kind kind, const void *record)
{
    struct complaint why = {""};
    struct bytes object;
    struct content_change change = {
        .key = text_of(key), .ver = ++f->seq, .entry = bytes_of_text("entry")};
    struct content_state state = {
        .seq = f->seq, .head = bytes_of_text("h"), .root = bytes_of_text("r")};

    assert_ok_why(record_encode(kind, record, &f->arena, &object, &why), &why);
    struct hash hash = hash_of(object);
    assert_ok(content_stage(f->content, &hash, object));
    assert_ok_why(content_flip(f->content, &change, &hash, 1, &state, &why), &why);
    arena_reset(&f->arena);
}

static void show_notice(struct fixture *f, const char *key, const char *title, const char *text,
                        int32_t date)
{
    const struct notice notice = {.title = text_of(title), .text = text_of(text), .date = date};

    show_record(f, key, KIND_notice, &notice);
}

static void find(struct fixture *f, const char *query)
{
    assert_ok(content_find(f->content, text_of(query), 0, 0, &f->arena, f->hits, HITS_MAX,
                           &f->count, &f->more));
}

static void a_new_kiosk_finds_nothing(void **state)
{
    struct fixture *f = *state;

    find(f, "低保");
    assert_int_equal(f->count, 0);
    assert_false(f->more);
}

static void what_is_published_is_found_by_its_text(void **state)
{
    struct fixture *f = *state;

    show_notice(f, "notice/a", "停水通知", "本周四检修水管,\n请提前储水。", 20000);
    find(f, "jianxiu");
    assert_int_equal(f->count, 1);
    assert_text(f->hits[0].key, "notice/a");
    assert_text(f->hits[0].title, "停水通知");
    assert_text(f->hits[0].excerpt, "本周四检修水管, 请提前储水。");
    assert_text(text_slice(f->hits[0].excerpt, f->hits[0].at, f->hits[0].at + f->hits[0].size),
                "检修");
    assert_int_equal(f->hits[0].kind, KIND_notice);
    assert_int_equal(f->hits[0].day, 20000);
    assert_false(f->hits[0].in_title);
}

static void a_picture_is_found_by_its_words_and_not_by_its_name(void **state)
{
    struct fixture *f = *state;

    show_notice(f, "notice/a", "修好了",
                "请看![三号楼的斜坡](picture/abcdefghijklmnopabcdefghijklmnop)，慢走。", 20000);
    find(f, "斜坡");
    assert_int_equal(f->count, 1);
    assert_text(f->hits[0].excerpt, "请看三号楼的斜坡，慢走。");
    find(f, "ijkl");
    assert_int_equal(f->count, 0);
}

static void a_ledger_is_found_by_its_lines(void **state)
{
    struct fixture *f = *state;
    struct ledger_row rows[] = {{.date = 20000,
                                 .item = text_of("楼道灯具更换"),
                                 .category = text_of("维修"),
                                 .handler = text_of("郑某"),
                                 .approver = text_of("顾某"),
                                 .spending = 248000}};
    const struct disclosure disclosure = {.item = 5,
                                          .part = 1,
                                          .period = text_of("2026-10"),
                                          .title = text_of("十月收支"),
                                          .has_ledger = true,
                                          .rows = {rows, 1}};

    show_record(f, "disclosure/2026-10/05/1", KIND_disclosure, &disclosure);
    find(f, "ldd");
    assert_int_equal(f->count, 1);
    assert_text(f->hits[0].excerpt, "楼道灯具更换");
    assert_int_equal(f->hits[0].day, civil_day_of_ymd(2026, 10, 1));
}

static void titles_come_first_then_the_newest(void **state)
{
    struct fixture *f = *state;

    show_notice(f, "notice/old", "通知", "电梯加装进展一", 19000);
    show_notice(f, "notice/new", "通知", "电梯加装进展二", 20000);
    show_notice(f, "notice/title", "电梯加装", "说明", 10);
    find(f, "电梯");
    assert_int_equal(f->count, 3);
    assert_text(f->hits[0].key, "notice/title");
    assert_true(f->hits[0].in_title);
    assert_text(f->hits[1].key, "notice/new");
    assert_text(f->hits[2].key, "notice/old");
}

static void all_terms_must_stand_in_the_record(void **state)
{
    struct fixture *f = *state;

    show_notice(f, "notice/a", "停水", "周四检修", 1);
    show_notice(f, "notice/b", "停电", "周四检修", 1);
    find(f, "停水 周四");
    assert_int_equal(f->count, 1);
    assert_text(f->hits[0].key, "notice/a");
}

static void a_new_version_takes_the_old_words_away(void **state)
{
    struct fixture *f = *state;

    show_notice(f, "notice/a", "停水通知", "周四检修", 1);
    show_notice(f, "notice/a", "停电通知", "周五检修", 1);
    find(f, "停水");
    assert_int_equal(f->count, 0);
    find(f, "停电");
    assert_int_equal(f->count, 1);
}

static void a_withdrawn_record_is_found_as_withdrawn(void **state)
{
    struct fixture *f = *state;
    const struct withdraw withdraw = {.of_kind = KIND_notice,
                                      .key = text_of("notice/a"),
                                      .title = text_of("停水通知"),
                                      .reason = text_of("检修改期"),
                                      .on = 20001};

    show_notice(f, "notice/a", "停水通知", "周四检修", 1);
    show_record(f, "notice/a", KIND_withdraw, &withdraw);
    find(f, "停水");
    assert_int_equal(f->count, 1);
    assert_int_equal(f->hits[0].kind, KIND_withdraw);
    find(f, "周四");
    assert_int_equal(f->count, 0);
}

static void staff_kiosks_and_sealed_answers_are_not_searched(void **state)
{
    struct fixture *f = *state;
    const struct person person = {.id = text_of("gu"),
                                  .name = text_of("顾明远"),
                                  .role = text_of("director"),
                                  .activation_salt = bytes_of("0123456789abcdef", 16),
                                  .activation_hash =
                                      bytes_of("0123456789abcdef0123456789abcdef", 32)};

    show_record(f, "person/gu", KIND_person, &person);
    find(f, "顾明远");
    assert_int_equal(f->count, 0);
}

static void a_snapshot_replaces_the_index_with_the_view(void **state)
{
    struct fixture *f = *state;
    const struct content_state nothing = {
        .seq = 9, .head = bytes_of_text("h"), .root = bytes_of_text("r")};
    struct complaint why = {""};

    show_notice(f, "notice/a", "停水通知", "周四检修", 1);
    assert_ok_why(content_flip_whole(f->content, NULL, NULL, 0, &nothing, &why), &why);
    find(f, "停水");
    assert_int_equal(f->count, 0);
}

static void more_hits_than_fit_are_told_and_reached(void **state)
{
    struct fixture *f = *state;
    char key[32];

    for (int i = 0; i < HITS_MAX + 5; i++) {
        snprintf(key, sizeof key, "notice/n%02d", i);
        show_notice(f, key, "停水通知", "检修", 1);
    }
    find(f, "停水");
    assert_int_equal(f->count, HITS_MAX);
    assert_true(f->more);
    assert_ok(content_find(f->content, text_of("停水"), 0, HITS_MAX, &f->arena, f->hits, HITS_MAX,
                           &f->count, &f->more));
    assert_int_equal(f->count, 5);
    assert_text(f->hits[0].key, "notice/n20");
    assert_false(f->more);
}

static void kinds_can_be_chosen(void **state)
{
    struct fixture *f = *state;

    show_notice(f, "notice/a", "停水通知", "检修", 1);
    assert_ok(content_find(f->content, text_of("停水"), 1ULL << KIND_meeting, 0, &f->arena, f->hits,
                           HITS_MAX, &f->count, &f->more));
    assert_int_equal(f->count, 0);
}

static void an_empty_query_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_err(ERR_INVALID, content_find(f->content, text_of(" 。"), 0, 0, &f->arena, f->hits,
                                         HITS_MAX, &f->count, &f->more));
    assert_int_equal(f->count, 0);
}

static void a_long_text_is_found_at_its_end(void **state)
{
    struct fixture *f = *state;
    enum { LINES = 900 };
    static char text[LINES * 60 + 200];
    size_t size = 0;

    for (int i = 0; i < LINES; i++) {
        size +=
            (size_t)snprintf(text + size, sizeof text - size, "第%d条 居民应当爱护公共设施\n", i);
    }
    snprintf(text + size, sizeof text - size, "附则 自公布之日起施行");
    const struct regulation regulation = {.title = text_of("公约"), .text = text_of(text)};
    show_record(f, "regulation/1", KIND_regulation, &regulation);
    find(f, "gbzr");
    assert_int_equal(f->count, 1);
    assert_true(strstr(f->hits[0].excerpt.data, "公布之日") != NULL);
}

/* A store as schema 1 wrote it: rows of version, object's hash and entry; no index. */
static void write_old_store(struct fixture *f, const struct notice *notice)
{
    static const char *const tables[] = {"meta", "entries", "history", "objects", "refs"};
    const struct store_options options = {.folder = f->folder,
                                          .mode = STORE_WRITE,
                                          .map_bytes = MAP_BYTES,
                                          .tables = tables,
                                          .table_count = 5,
                                          .schema = 1,
                                          .plain_tables = 1U << 3};
    uint8_t row[8 + HASH_BYTES + 5] = {0, 0, 0, 0, 0, 0, 0, 1};
    struct complaint why = {""};
    struct store *store;
    struct bytes object;
    struct txn *txn;

    assert_ok(notice_encode(notice, &f->arena, &object, &why));
    struct hash hash = hash_of(object);
    memcpy(row + 8, hash.b, HASH_BYTES);
    static const uint8_t entry[5] = {'e', 'n', 't', 'r', 'y'};
    memcpy(row + 8 + HASH_BYTES, entry, sizeof entry);
    assert_ok_why(store_open(&options, &store, &why), &why);
    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_put(txn, 1, bytes_of_text("notice/a"), bytes_of(row, sizeof row)));
    assert_ok(txn_put(txn, 1, bytes_of_text("notice/b"), bytes_of(row, sizeof row)));
    assert_ok(txn_put(txn, 3, bytes_of(hash.b, HASH_BYTES), object));
    assert_ok(txn_commit(txn));
    store_close(store);
}

static void a_store_of_the_first_schema_gets_its_index_at_opening(void **state)
{
    struct fixture *f = *state;
    const struct notice notice = {.title = text_of("停水通知"), .text = text_of("周四检修")};
    struct complaint why = {""};

    content_close(f->content);
    f->content = NULL;
    folder_remove(f->folder);
    write_old_store(f, &notice);
    assert_ok_why(content_open(f->folder, STORE_WRITE, MAP_BYTES, &f->content, &why), &why);
    find(f, "tstz");
    assert_int_equal(f->count, 2);
    assert_text(f->hits[1].key, "notice/b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_kiosk_finds_nothing, find),
        TEST(what_is_published_is_found_by_its_text, find),
        TEST(a_picture_is_found_by_its_words_and_not_by_its_name, find),
        TEST(a_ledger_is_found_by_its_lines, find),
        TEST(titles_come_first_then_the_newest, find),
        TEST(all_terms_must_stand_in_the_record, find),
        TEST(a_new_version_takes_the_old_words_away, find),
        TEST(a_withdrawn_record_is_found_as_withdrawn, find),
        TEST(staff_kiosks_and_sealed_answers_are_not_searched, find),
        TEST(a_snapshot_replaces_the_index_with_the_view, find),
        TEST(more_hits_than_fit_are_told_and_reached, find),
        TEST(kinds_can_be_chosen, find),
        TEST(an_empty_query_is_refused, find),
        TEST(a_long_text_is_found_at_its_end, find),
        TEST(a_store_of_the_first_schema_gets_its_index_at_opening, find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
