/* The office's own reading of a text becomes a record, and whoever signs the text signs it. */
#include <string.h>

#include "office_desk.h"

#include "blob_key.h"
#include "file.h"
#include "hash.h"

static struct bytes tone(struct desk *desk)
{
    struct bytes file;

    assert_ok_why(file_read(TONE, 100000, &desk->site.scratch, &file, &desk->why), &desk->why);
    return file;
}

static void put_tone(struct desk *desk, const char *name, char key[BLOB_KEY_BYTES])
{
    struct bytes file = tone(desk);
    const struct hash hash = hash_of(file);

    temp_file(desk->folder, name, file);
    blob_key("recording", &hash, key);
}

#define NOTICE "---\nkind: notice\ntitle: 停水\nrecording: 停水.opus\n---\n明天停水。\n"

static void a_recording_is_imported_with_the_text_that_names_it(void **state)
{
    struct desk *desk = *state;
    char key[BLOB_KEY_BYTES];
    struct recording recording;
    struct notice notice;

    put_tone(desk, "停水.opus", key);
    desk_file(desk, "a.md", NOTICE);
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_reported(desk, "请先从头到尾听一遍");
    desk_record(desk, "notice/a", &notice);
    assert_text(notice.recording, key);
    assert_text(notice.text, "明天停水。");
    desk_record(desk, key, &recording);
    assert_true(bytes_equal(recording.file, tone(desk)));
    assert_int_equal(recording.seconds, 1);
    assert_ok_why(desk_import(desk, "a.md"), &desk->why); /* the same again */
    assert_int_equal(desk_entry(desk, key).version, 1);
}

static void what_is_disclosed_names_it_under_both_signatures(void **state)
{
    struct desk *desk = *state;
    char key[BLOB_KEY_BYTES];
    struct disclosure record;

    put_tone(desk, "经费.opus", key);
    desk_file(
        desk, "05.md",
        "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\nrecording: 经费.opus\n---\n见附表。\n");
    assert_ok_why(desk_import(desk, "05.md"), &desk->why);
    desk_record(desk, "disclosure/2026-10/05/1", &record);
    assert_text(record.recording, key);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_publish(desk));
    assert_true(
        desk_has(desk, SITE_PUBLISHED, key)); /* nobody plays it: the text is not there yet */
    assert_false(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/05/1"));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok(desk_publish(desk));
    assert_true(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/05/1"));
}

static void what_cannot_be_a_recording_is_refused_with_its_line(void **state)
{
    struct desk *desk = *state;
    char key[BLOB_KEY_BYTES];

    put_tone(desk, "名单.opus", key);
    desk_refuses(desk, NOTICE, "第 4 行");
    desk_refuses(desk, NOTICE, "没有录音");
    desk_refuses(desk, "---\nkind: notice\ntitle: 停水\nrecording: ../x.opus\n---\n明天。\n",
                 "同一个文件夹");
    desk_refuses(desk,
                 "---\nkind: notice\ntitle: 停水\nrecording: "
                 "recording/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n---\n明天。\n",
                 "这里没有录音");
    desk_refuses(desk,
                 "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\nuntil: 2026-12-31\n"
                 "recording: 名单.opus\n---\n张*芳\n",
                 "不会跟着撤下");
    desk_refuses(desk,
                 "---\nkind: meeting\ntype: mediation\ntitle: 协调\ndate: 2026-11-20\n"
                 "recording: 名单.opus\n---\n",
                 "不带录音");
    temp_file(desk->folder, "停水.opus", bytes_of_text("RIFF"));
    desk_refuses(desk, NOTICE, "不是 Opus");
}

static void who_withdraws_the_text_hears_that_its_recording_stays(void **state)
{
    struct desk *desk = *state;
    char key[BLOB_KEY_BYTES];

    put_tone(desk, "停水.opus", key);
    desk_file(desk, "a.md", NOTICE);
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    desk_file(desk, "silent.md", "---\nkind: notice\ntitle: 停电\n---\n明天停电。\n");
    assert_ok_why(desk_import(desk, "silent.md"), &desk->why);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok_why(desk_publish(desk), &desk->why);
    assert_ok_why(desk_withdraw(desk, "notice/silent", "有误"), &desk->why);
    assert_null(strstr(desk->report, "录音"));
    assert_ok_why(desk_withdraw(desk, "notice/a", "有误"), &desk->why);
    assert_reported(desk, key);
    assert_reported(desk, "它的录音还在网上");
    assert_ok_why(desk_withdraw(desk, key, "有误"), &desk->why); /* as it says */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_recording_is_imported_with_the_text_that_names_it, desk),
        TEST(what_is_disclosed_names_it_under_both_signatures, desk),
        TEST(what_cannot_be_a_recording_is_refused_with_its_line, desk),
        TEST(who_withdraws_the_text_hears_that_its_recording_stays, desk),
    };
    return cmocka_run_group_tests_name("import_recording", tests, NULL, NULL);
}
