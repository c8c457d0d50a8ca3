/* Meetings as cases: what residents read stays decided, what concerns parties stays here. */
#include <string.h>

#include "due_print.h"
#include "office_desk.h"

static const char assembly[] =
    "---\nkind: meeting\ntype: assembly\ntitle: 上半年居民代表会议\nnotified: 2026-06-10\n"
    "date: 2026-06-18\nform: 居民代表\ndue: 41\nex_officio: 3\npresent: 30\nagreed: 28\n"
    "agenda:\n- 5 讨论年度计划；同意 28\n- 听取工作报告\n---\n内容。\n\n## 结果\n\n通过。\n";
#define ASSEMBLY "meeting/2026-06-18-assembly"

static void publish_all(struct desk *desk)
{
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, NULL), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_SUPERVISION, NULL), &desk->why);
    assert_ok_why(desk_publish(desk), &desk->why);
}

static void print(struct desk *desk, const char *key, const char *date)
{
    int32_t day;
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    assert_ok(civil_parse_date(text_of(date), &day));
    assert_ok_why(meeting_print(&desk->site, text_of(key), day, true, out, &desk->why), &desk->why);
    fclose(out);
    arena_reset(&desk->site.scratch);
}

static void an_agenda_has_powers_and_votes(void **state)
{
    struct desk *desk = *state;
    struct meeting m;
    desk_file(desk, "assembly.md", assembly);
    assert_ok_why(desk_import(desk, "assembly.md"), &desk->why);
    desk_record(desk, ASSEMBLY, &m);
    assert_text(m.form, "representatives");
    assert_int_equal(m.agenda.count, 2);
    assert_int_equal(m.agenda.at[0].power, 5);
    assert_text(m.agenda.at[0].text, "讨论年度计划");
    assert_int_equal(m.agenda.at[0].agreed, 28);
    assert_int_equal(m.agenda.at[1].power, 0);
}

static void stages_and_quorum_are_printed(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "assembly.md", assembly);
    assert_ok(desk_import(desk, "assembly.md"));
    print(desk, ASSEMBLY, "2026-06-20");
    assert_reported(desk, "{\"name\":\"notice\"");
    assert_reported(desk,
                    "\"due_on\":\"2026-06-15\",\"done_on\":\"2026-06-10\",\"state\":\"done\"");
    assert_reported(desk, "\"quorum\":{\"applies\":true,\"due\":41,\"ex_officio\":3,"
                          "\"present\":30,\"needed\":21,\"reached\":true,\"agreed\":28,"
                          "\"agreed_needed\":16,\"carried\":true}");
}

static void what_was_decided_cannot_be_imported_away(void **state)
{
    struct desk *desk = *state;
    char changed[sizeof assembly];
    memcpy(changed, assembly, sizeof assembly);
    desk_file(desk, "assembly.md", assembly);
    assert_ok(desk_import(desk, "assembly.md"));
    publish_all(desk);
    char *votes = strstr(changed, "agreed: 28");
    assert_non_null(votes);
    memcpy(votes, "agreed: 29", strlen("agreed: 29"));
    desk_file(desk, "assembly.md", changed);
    assert_err(ERR_INVALID, desk_import(desk, "assembly.md"));
}

static void the_committees_own_meetings_are_never_published(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "monday.md",
              "---\nkind: meeting\ntype: staff\ntitle: 工作例会\ndate: 2026-11-02\n---\n记录。\n");
    assert_ok_why(desk_import(desk, "monday.md"), &desk->why);
    assert_reported(desk, "只留在居委会");
    assert_false(desk_has(desk, SITE_DRAFTS, "meeting/2026-11-02-monday"));
    print(desk, "meeting/2026-11-02-monday", "2026-11-03");
    assert_reported(desk, "\"type\":\"staff\"");
}

static void a_mediation_shows_that_it_takes_place_and_no_more(void **state)
{
    static const char mediation[] =
        "---\nkind: meeting\ntype: mediation\ntitle: 协调会\ndate: 2026-11-04\nmatter: 5-7\n"
        "notified: 2026-11-02\nparties:\n- 甲某某\n- 乙某某\ntopics:\n- "
        "漏水\n---\n甲某某家漏水。\n";
    struct desk *desk = *state;
    struct meeting m;
    desk_file(desk, "leak.md", mediation);
    assert_ok_why(desk_import(desk, "leak.md"), &desk->why);
    desk_record(desk, "meeting/2026-11-04-leak", &m);
    assert_int_equal(m.text.size, 0);
    assert_int_equal(m.topics.count, 0);
    assert_true(desk_has(desk, SITE_KEPT, "mediation/meeting/2026-11-04-leak"));
    publish_all(desk);
    desk_file(desk, "leak2.md",
              "---\nkind: meeting\ntype: mediation\ntitle: 甲某某家协调会\ndate: 2026-11-05\n"
              "parties:\n- 甲某某\n---\n");
    assert_err(ERR_INVALID, desk_import(desk, "leak2.md"));
}

/* However the draft came in, no key signs a mediation's matter into the open tree. */
static void a_mediations_matter_is_not_signed(void **state)
{
    struct desk *desk = *state;
    struct meeting record = {.type = text_of("mediation"),
                             .title = text_of("协调会"),
                             .text = text_of("甲某某家漏水。")};
    struct import import = {.site = &desk->site, .done = stderr};
    assert_ok(civil_parse_date(text_of("2026-11-04"), &record.date));
    assert_ok(txn_begin_write(desk->site.store, &import.txn));
    assert_ok(site_policy(&desk->site, import.txn, &import.policy, &import.calendar, NULL));
    assert_ok(rule_set_init(&import.policy, &import.rules));
    assert_ok(
        import_put(&import, text_of("meeting/2026-11-04-raw"), KIND_meeting, &record, 0, NULL));
    assert_ok(txn_commit(import.txn));
    assert_err(ERR_INVALID, desk_sign(desk, ROLE_OFFICE, "meeting/2026-11-04-raw"));
    assert_reported(desk, "只由居委会保存");
}

static void the_fourth_mediation_of_one_matter_is_refused(void **state)
{
    struct desk *desk = *state;
    for (int n = 1; n <= 4; n++) {
        char name[16], text[256];
        snprintf(name, sizeof name, "m%d.md", n);
        snprintf(text, sizeof text,
                 "---\nkind: meeting\ntype: mediation\ntitle: 协调会\ndate: 2026-10-%02d\n"
                 "matter: 5-7\n---\n",
                 n);
        desk_file(desk, name, text);
        assert_int_equal(desk_import(desk, name), n <= 3 ? OK : ERR_INVALID);
    }
}

static void a_resolution_is_only_added_to(void **state)
{
    struct desk *desk = *state;
    struct resolution r;
    desk_file(desk, "assembly.md", assembly);
    desk_file(desk, "r.md",
              "---\nkind: resolution\nmeeting: " ASSEMBLY "\nnumber: 1\nresponsible: 何晓梅\n"
              "due: 2026-09-30\n---\n更换楼道灯。\n");
    const char *const names[] = {"assembly.md", "r.md"};
    assert_ok_why(desk_import_files(desk, names, 2), &desk->why);
    publish_all(desk);
    desk_file(desk, "r.md",
              "---\nkind: resolution\nmeeting: " ASSEMBLY "\nnumber: 1\nresponsible: 何晓梅\n"
              "due: 2026-09-30\nsteps:\n- 2026-07-01 已采购\n---\n更换楼道灯。\n");
    assert_ok_why(desk_import(desk, "r.md"), &desk->why);
    desk_record(desk, "resolution/2026-06-18-assembly/01", &r);
    assert_int_equal(r.steps.count, 1);
    assert_int_equal(r.adopted, civil_day_of_ymd(2026, 6, 18));
    publish_all(desk);
    desk_file(desk, "r.md",
              "---\nkind: resolution\nmeeting: " ASSEMBLY "\nnumber: 1\nresponsible: 何晓梅\n"
              "due: 2026-09-30\n---\n更换一半楼道灯。\n");
    assert_err(ERR_INVALID, desk_import(desk, "r.md"));
}

static void a_resolution_of_no_meeting_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "r.md",
              "---\nkind: resolution\nmeeting: meeting/2026-01-01-x\nnumber: 1\n---\n换灯。\n");
    assert_err(ERR_INVALID, desk_import(desk, "r.md"));
    assert_reported(desk, "没有会议");
}

static void a_proposal_is_counted(void **state)
{
    struct desk *desk = *state;
    struct proposal p;
    desk_file(
        desk, "p.md",
        "---\nkind: proposal\non: 2026-11-02\nby: supervision\nmatter: 决定与会议不符\n---\n");
    assert_ok_why(desk_import(desk, "p.md"), &desk->why);
    desk_record(desk, "proposal/2026-11-02-p", &p);
    assert_text(p.by, "supervision");
    desk_file(desk, "q.md",
              "---\nkind: proposal\non: 2026-11-02\nby: nobody\nmatter: 决定与会议不符\n---\n");
    assert_err(ERR_INVALID, desk_import(desk, "q.md"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_agenda_has_powers_and_votes, desk),
        TEST(stages_and_quorum_are_printed, desk),
        TEST(what_was_decided_cannot_be_imported_away, desk),
        TEST(the_committees_own_meetings_are_never_published, desk),
        TEST(a_mediation_shows_that_it_takes_place_and_no_more, desk),
        TEST(a_mediations_matter_is_not_signed, desk),
        TEST(the_fourth_mediation_of_one_matter_is_refused, desk),
        TEST(a_resolution_is_only_added_to, desk),
        TEST(a_resolution_of_no_meeting_is_refused, desk),
        TEST(a_proposal_is_counted, desk),
    };
    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
