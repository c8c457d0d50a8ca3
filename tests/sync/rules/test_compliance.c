/* The compass: everything the documents ask, due and overdue, per person, and Monday's agenda. Each
 * obligation is brought about by itself, on both sides of its day. */
#include <stdlib.h>

#include "cases.h"

#include "compliance.h"

enum { LIST_MAX = OBLIGATIONS_MAX };

/* What is known, and what came of it. */
struct scene {
    struct arena *arena;
    struct policy policy;
    struct rule_set rules;
    struct compliance_facts facts;
    struct obligation list[LIST_MAX];
    size_t count;
};

static struct scene scene_of(struct arena *arena)
{
    struct scene scene = {.arena = arena, .policy = policy_of(arena, "2026-01-05", "2026-11")};
    scene.policy.responsible = text_of("蒋丽");
    scene.policy.supervision_phone = text_of("555-0100");
    return scene;
}

static void look(struct scene *scene, const char *today, bool doubtful)
{
    struct board_moment at = {.now_s = moment(today) + 9 * 3600, .doubtful = doubtful};
    assert_ok(rule_set_init(&scene->policy, &scene->rules));
    assert_ok(compliance_list(&scene->facts, &scene->rules, at, scene->arena, scene->list, LIST_MAX,
                              &scene->count));
}

static const struct obligation *find(const struct scene *scene, enum obligation_kind kind)
{
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->list[i].kind == kind) {
            return &scene->list[i];
        }
    }
    return NULL;
}

/* The state of the obligation of a kind on a day; -1: there is none. */
static int state_on(struct scene *scene, const char *today, enum obligation_kind kind)
{
    look(scene, today, false);
    const struct obligation *obligation = find(scene, kind);
    return obligation ? (int)obligation->state : -1;
}

enum { ABSENT = -1 };

static void what_is_not_known_asks_for_nothing(void **state)
{
    struct scene scene = scene_of(*state);
    look(&scene, "2026-11-05", false);
    for (size_t i = 0; i < scene.count; i++) {
        assert_int_equal(scene.list[i].kind, OBLIGATION_DISCLOSE); /* the board is always known */
        assert_int_equal(scene.list[i].state, OBLIGATION_AHEAD);
        assert_day(scene.list[i].due_on, "2026-11-10");
        assert_text(scene.list[i].who, "蒋丽"); /* G9 */
    }
    assert_int_equal(scene.count, 2); /* items 5 and 7 (G6) */
}

static void the_board_asks_for_periods_and_signatures(void **state)
{
    struct scene scene = scene_of(*state);
    struct published facts[] = {{.kind = PUBLISHED_ANNOUNCE,
                                 .item = 5,
                                 .part = 1,
                                 .period = period("2026-10"),
                                 .key = text_of("disclosure/2026-10/05/1")},
                                {.kind = PUBLISHED_DISCLOSURE,
                                 .item = 7,
                                 .part = 1,
                                 .period = period("2026-10"),
                                 .key = text_of("disclosure/2026-10/07/1"),
                                 .opens_at_s = moment("2026-11-10")}};
    scene.facts.published = facts;
    scene.facts.published_count = 1;
    look(&scene, "2026-11-10", false);
    const struct obligation *sign = find(&scene, OBLIGATION_SIGN);
    assert_int_equal(sign->state, OBLIGATION_TODAY);
    assert_int_equal(sign->item, 5);
    assert_string_equal(sign->article, "居务公开制度第十一条");
    assert_text(sign->key, "disclosure/2026-10/05/1");
    look(&scene, "2026-11-25", false);
    assert_int_equal(scene.list[0].state, OBLIGATION_OVERDUE);
    assert_int_equal(scene.list[0].days, 15);
    const struct obligation *late = find(&scene, OBLIGATION_DISCLOSE);
    assert_int_equal(late->item, 7);
    assert_int_equal(late->state, OBLIGATION_OVERDUE);
    assert_text(late->what, "公开第 7 项低保、帮困卡条件和享受人员名单（2026-10）");
    scene.facts.published_count = 2;
    look(&scene, "2026-11-25", false);
    late = find(&scene, OBLIGATION_DISCLOSE);
    assert_int_equal(late->state, OBLIGATION_AHEAD); /* only December's are left */
    assert_day(late->due_on, "2026-12-10");
    look(&scene, "2026-11-25", true); /* a doubtful clock accuses nobody */
    assert_int_equal(compliance_count(scene.list, scene.count).overdue, 0);
}

static void the_screen_does_not_replace_the_board(void **state)
{
    struct scene scene = scene_of(*state);
    struct published fact = {.kind = PUBLISHED_DISCLOSURE,
                             .item = 5,
                             .part = 1,
                             .period = period("2026-10"),
                             .opens_at_s = moment("2026-11-10"),
                             .key = text_of("disclosure/2026-10/05/1")};
    struct forms forms[] = {{.key = text_of("disclosure/2026-09/05/1"), .board = day("2026-10-10")},
                            {.key = text_of("disclosure/2026-10/05/1")}};
    scene.facts.published = &fact;
    scene.facts.published_count = 1;
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_FORMS), ABSENT); /* not known */
    scene.facts.forms = forms;
    scene.facts.form_count = 2;
    assert_int_equal(state_on(&scene, "2026-11-10", OBLIGATION_FORMS), OBLIGATION_TODAY); /* G7 */
    assert_int_equal(state_on(&scene, "2026-11-11", OBLIGATION_FORMS), OBLIGATION_OVERDUE);
    assert_text(find(&scene, OBLIGATION_FORMS)->what, "第 5 项（2026-10）还要贴上公开栏");
    forms[1].board = day("2026-11-10");
    assert_int_equal(state_on(&scene, "2026-11-11", OBLIGATION_FORMS), ABSENT);
}

static void the_street_offices_telephone_must_hang_there(void **state)
{
    struct scene scene = scene_of(*state);
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_PHONE), ABSENT);
    scene.policy.supervision_phone = text_of(" ");
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_PHONE), OBLIGATION_AMISS); /* G10 */
}

static void rolls_are_looked_through(void **state)
{
    struct scene scene = scene_of(*state);
    struct member rows[] = {
        {.name = text_of("顾明远"), .post = text_of("主任"), .duties = text_of("全面")}};
    struct member group[] = {{.name = text_of("赵一"), .post = text_of("组长")},
                             {.name = text_of("顾明远")}};
    struct roll committee = {.body = text_of("committee")},
                supervision = {.body = text_of("supervision")};
    struct people people = {.committee = &committee, .supervision = &supervision};
    committee.rows.at = rows;
    committee.rows.count = 1;
    supervision.rows.at = group;
    supervision.rows.count = 2;
    scene.policy.responsible = text_of("顾明远");
    scene.facts.people = &people;
    look(&scene, "2026-11-25", false);
    const struct obligation *few = find(&scene, OBLIGATION_PEOPLE);
    assert_text(few->what, "监督小组现在 2 人，应为 5 至 7 人");
    assert_text(few->who, "顾明远"); /* the director */
    assert_int_equal(find(&scene, OBLIGATION_SUPERVISION)->state, OBLIGATION_AMISS); /* G10 */
    group[1].name = text_of("钱二");
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_SUPERVISION), ABSENT);
}

static void a_terms_end_is_prepared(void **state)
{
    struct scene scene = scene_of(*state);
    assert_int_equal(state_on(&scene, "2028-10-03", OBLIGATION_TERM), ABSENT);
    assert_int_equal(state_on(&scene, "2028-10-04", OBLIGATION_TERM),
                     OBLIGATION_AHEAD);                              /* 3 months */
    assert_day(find(&scene, OBLIGATION_TERM)->due_on, "2029-01-04"); /* R9 */
    assert_int_equal(state_on(&scene, "2029-01-05", OBLIGATION_TERM),
                     ABSENT); /* the next one runs */
}

/* ---- meetings ---- */

static void clocks_of_meetings_are_listed(void **state)
{
    struct scene scene = scene_of(*state);
    struct meeting hearing = {.type = text_of("hearing"),
                              .title = text_of("电梯听证会"),
                              .received = day("2026-11-12"),
                              .date = day("2026-11-26"),
                              .due = 41};
    struct meeting_fact fact = {text_of("meeting/2026-11-26-lift"), &hearing};
    scene.facts.meetings = &fact;
    scene.facts.meeting_count = 1;
    assert_int_equal(state_on(&scene, "2026-11-18", OBLIGATION_STAGE), OBLIGATION_AHEAD);
    assert_int_equal(state_on(&scene, "2026-11-19", OBLIGATION_STAGE), OBLIGATION_TODAY);
    assert_int_equal(state_on(&scene, "2026-11-20", OBLIGATION_STAGE), OBLIGATION_OVERDUE);
    const struct obligation *stage = find(&scene, OBLIGATION_STAGE);
    assert_text(stage->what, "电梯听证会：定好时间、地点、人员，发出通知");
    assert_string_equal(stage->article, "听证会制度第八条");
    assert_text(stage->key, "meeting/2026-11-26-lift");
    hearing.notified = day("2026-11-19");
    hearing.present = 27;
    hearing.agreed = 20;
    hearing.result = text_of("同意");
    hearing.minutes = true;
    hearing.copied = day("2026-11-30");
    assert_int_equal(state_on(&scene, "2026-12-03", OBLIGATION_STAGE), OBLIGATION_TODAY);
    assert_int_equal(state_on(&scene, "2026-12-04", OBLIGATION_STAGE), OBLIGATION_OVERDUE);
    hearing.published = day("2026-12-03");
    assert_int_equal(state_on(&scene, "2026-12-04", OBLIGATION_STAGE), ABSENT);
    hearing.minutes = false; /* T8: full minutes */
    assert_int_equal(state_on(&scene, "2026-12-04", OBLIGATION_STAGE), OBLIGATION_AMISS);
    assert_int_equal(state_on(&scene, "2027-03-04", OBLIGATION_STAGE), ABSENT); /* let it rest */
}

/* G10: the fifteen days run beside the other stages of an assembly that is planned already. */
static void a_planned_assembly_still_has_its_fifteen_days(void **state)
{
    struct scene scene = scene_of(*state);
    struct meeting meeting = {.type = text_of("assembly"),
                              .title = text_of("居民会议"),
                              .date = day("2026-12-27"),
                              .notified = day("2026-12-11"),
                              .proposed = day("2026-12-10"),
                              .proposer = text_of("supervision")};
    struct meeting_fact fact = {text_of("meeting/1"), &meeting};
    size_t found = 0;
    scene.facts.meetings = &fact;
    scene.facts.meeting_count = 1;
    look(&scene, "2026-12-20", false);
    for (size_t i = 0; i < scene.count; i++) {
        const struct obligation *o = &scene.list[i];
        found += o->kind == OBLIGATION_STAGE && o->due_on == day("2026-12-25") &&
                 strcmp(o->article, "居务公开制度第十条") == 0;
    }
    assert_int_equal(found, 1);
    look(&scene, "2026-12-26", false);
    assert_int_equal(find(&scene, OBLIGATION_STAGE)->state, OBLIGATION_OVERDUE);
}

static void each_half_year_has_its_assembly(void **state)
{
    struct scene scene = scene_of(*state);
    struct meeting meeting = {.type = text_of("assembly"),
                              .title = text_of("居民代表会议"),
                              .date = day("2026-12-28"),
                              .notified = day("2026-12-20")};
    struct meeting_fact fact = {text_of("meeting/1"), &meeting};
    scene.facts.meetings = &fact;
    assert_int_equal(state_on(&scene, "2026-11-26", OBLIGATION_HALF_YEAR), ABSENT);
    assert_int_equal(state_on(&scene, "2026-11-27", OBLIGATION_HALF_YEAR),
                     OBLIGATION_AHEAD);                                   /* red */
    assert_day(find(&scene, OBLIGATION_HALF_YEAR)->due_on, "2026-12-31"); /* R12, W5 */
    scene.facts.meeting_count = 1;                                        /* planned */
    assert_int_equal(state_on(&scene, "2026-11-27", OBLIGATION_HALF_YEAR), ABSENT);
    scene.facts.meeting_count = 0;
    scene.policy.first_board = text_of("2026-07");
    assert_int_equal(state_on(&scene, "2027-01-01", OBLIGATION_HALF_YEAR), OBLIGATION_OVERDUE);
}

static void the_year_ends_with_a_review_and_a_report(void **state)
{
    struct scene scene = scene_of(*state);
    struct meeting meetings[] = {{.type = text_of("review"),
                                  .title = text_of("年终评议"),
                                  .date = day("2026-12-28"),
                                  .notified = day("2026-12-14")},
                                 {.type = text_of("assembly"),
                                  .title = text_of("会"),
                                  .date = day("2026-12-05"),
                                  .supervision_report = true}};
    struct meeting_fact facts[] = {{text_of("meeting/1"), &meetings[0]},
                                   {text_of("meeting/2"), &meetings[1]}};
    scene.facts.meetings = facts;
    assert_int_equal(state_on(&scene, "2026-11-30", OBLIGATION_REVIEW), ABSENT);
    assert_int_equal(state_on(&scene, "2026-12-01", OBLIGATION_REVIEW), OBLIGATION_AHEAD); /* T16 */
    assert_int_equal(state_on(&scene, "2026-12-20", OBLIGATION_REPORT), OBLIGATION_AHEAD); /* G10 */
    assert_int_equal(state_on(&scene, "2027-01-01", OBLIGATION_REVIEW), OBLIGATION_OVERDUE);
    scene.facts.meeting_count = 2;
    assert_int_equal(state_on(&scene, "2026-12-01", OBLIGATION_REVIEW), ABSENT);
    assert_int_equal(state_on(&scene, "2026-12-20", OBLIGATION_REPORT), ABSENT);
    assert_int_equal(state_on(&scene, "2027-01-01", OBLIGATION_REVIEW), ABSENT);
}

static void proposals_and_resolutions_are_followed(void **state)
{
    struct scene scene = scene_of(*state);
    struct proposal proposal = {
        .on = day("2026-11-20"), .by = text_of("supervision"), .matter = text_of("停车收费")};
    struct resolution resolution = {.meeting = text_of("meeting/1"),
                                    .number = 1,
                                    .text = text_of("装路灯"),
                                    .adopted = day("2026-11-01"),
                                    .responsible = text_of("沈芳"),
                                    .due = day("2026-12-05")};
    struct meeting_fact nothing = {text_of(""), NULL};
    struct proposal_fact proposals = {text_of("proposal/1"), &proposal};
    struct resolution_fact resolutions = {text_of("resolution/1/01"), &resolution};
    scene.facts.meetings = &nothing;
    scene.facts.proposals = &proposals;
    scene.facts.proposal_count = 1;
    scene.facts.resolutions = &resolutions;
    scene.facts.resolution_count = 1;
    assert_int_equal(state_on(&scene, "2026-12-05", OBLIGATION_CONVENE),
                     OBLIGATION_TODAY); /* G10 */
    assert_int_equal(state_on(&scene, "2026-12-06", OBLIGATION_CONVENE), OBLIGATION_OVERDUE);
    assert_int_equal(find(&scene, OBLIGATION_RESOLUTION)->state, OBLIGATION_OVERDUE); /* R14 */
    assert_text(find(&scene, OBLIGATION_RESOLUTION)->who, "沈芳");
    resolution.done = day("2026-12-04");
    assert_int_equal(state_on(&scene, "2026-12-06", OBLIGATION_RESOLUTION), ABSENT);
    resolution.done = 0;
    resolution.due = 0;
    assert_int_equal(state_on(&scene, "2026-12-06", OBLIGATION_RESOLUTION), OBLIGATION_AMISS);
    proposal.by = text_of("residents"); /* R12: enough of them, and no day named */
    proposal.count = 200;
    proposal.base = 1000;
    assert_int_equal(state_on(&scene, "2026-12-06", OBLIGATION_CONVENE), OBLIGATION_AMISS);
    proposal.count = 199;
    assert_int_equal(state_on(&scene, "2026-12-06", OBLIGATION_CONVENE), ABSENT);
}

static void mondays_months_and_studies_come_round(void **state)
{
    struct scene scene = scene_of(*state);
    struct meeting meetings[] = {
        {.type = text_of("staff"), .title = text_of("例会"), .date = day("2026-11-23")},
        {.type = text_of("joint"), .title = text_of("联席"), .date = day("2026-11-20")}};
    struct study study = {.date = day("2026-11-18")};
    struct book_fact book = {.kind = KIND_study, .record = &study};
    struct books books = {&book, 1, 480};
    struct meeting_fact facts[] = {{text_of("meeting/1"), &meetings[0]},
                                   {text_of("meeting/2"), &meetings[1]}};
    scene.facts.meetings = facts;
    scene.facts.meeting_count = 2;
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_STAFF), ABSENT); /* W3 */
    assert_int_equal(state_on(&scene, "2026-11-30", OBLIGATION_STAFF), OBLIGATION_TODAY);
    assert_int_equal(state_on(&scene, "2026-12-01", OBLIGATION_STAFF), OBLIGATION_OVERDUE);
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_JOINT), ABSENT);
    assert_int_equal(state_on(&scene, "2026-12-18", OBLIGATION_JOINT), OBLIGATION_AHEAD);
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_STUDY), OBLIGATION_AHEAD); /* W6 */
    assert_day(find(&scene, OBLIGATION_STUDY)->due_on, "2026-11-30");
    assert_int_equal(state_on(&scene, "2026-12-01", OBLIGATION_STUDY), OBLIGATION_OVERDUE);
    scene.facts.books = &books; /* the register knows of it */
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_STUDY), ABSENT);
    scene.policy.days.at = &(struct day_range){.from = day("2026-11-30")}; /* a holiday Monday */
    scene.policy.days.count = 1;
    look(&scene, "2026-11-30", false);
    assert_day(find(&scene, OBLIGATION_STAFF)->due_on, "2026-12-01");
}

/* ---- the books ---- */

static void empty_weekends_are_seen_ahead(void **state)
{
    struct scene scene = scene_of(*state);
    struct duty_row rows[] = {
        {.date = day("2026-11-28"), .to_min = 1020, .person = text_of("李敏")},
        {.date = day("2026-11-22"), .to_min = 1020, .person = text_of("陈立")}};
    struct duty month = {.month = text_of("2026-11")};
    struct books books = {NULL, 0, 480};
    month.rows.at = rows;
    month.rows.count = 2;
    scene.facts.duty = &month;
    scene.facts.duty_count = 1;
    look(&scene, "2026-11-25", false);
    const struct obligation *gap = find(&scene, OBLIGATION_ROSTER);
    assert_day(gap->due_on, "2026-11-29"); /* W1: the Sunday */
    assert_text(gap->what, "2026-11-29（休息日）没有人值班，请排班");
    assert_null(find(&scene, OBLIGATION_SHIFT)); /* the log is not open here */
    scene.facts.books = &books;
    look(&scene, "2026-11-25", false);
    assert_text(find(&scene, OBLIGATION_SHIFT)->who, "陈立");
    assert_int_equal(find(&scene, OBLIGATION_SHIFT)->state, OBLIGATION_OVERDUE);
}

static void the_books_leave_work_to_be_done(void **state)
{
    struct scene scene = scene_of(*state);
    struct zone zone = {
        .name = text_of("第一责任区"), .person = text_of("沈芳"), .weekly_target = 2};
    struct home_visit visit = {.at = moment("2026-11-24 10:00"),
                               .person = text_of("沈芳"),
                               .household = text_of("王家"),
                               .opinion = text_of("灯坏了")};
    struct liaison call = {.date = day("2026-11-01"),
                           .organisation = text_of("小学"),
                           .person = text_of("蒋丽"),
                           .next = day("2026-11-24")};
    struct visit visitor = {.at = moment("2026-11-20 10:00"),
                            .reason = text_of("低保"),
                            .host = text_of("蒋丽"),
                            .follow_on = day("2026-11-26")};
    struct asset chairs = {.date = day("2026-11-02"),
                           .change = text_of("bought"),
                           .item = text_of("椅子"),
                           .quantity = 10};
    struct asset count = {.date = day("2026-12-10"),
                          .change = text_of("counted"),
                          .item = text_of("椅子"),
                          .quantity = 9};
    struct book_fact facts[] = {{KIND_home_visit, {0}, &visit},
                                {KIND_liaison, {0}, &call},
                                {KIND_visit, {0}, &visitor},
                                {KIND_asset, {0}, &chairs},
                                {KIND_asset, {0}, &count}};
    struct books books = {facts, 4, 480};
    scene.facts.zones = &zone;
    scene.facts.zone_count = 1;
    scene.facts.books = &books;
    look(&scene, "2026-11-25", false);
    const struct obligation *visits = find(&scene, OBLIGATION_VISITS); /* W2 */
    assert_text(visits->what, "走访第一责任区：本周 1 户，应 2 户");
    assert_day(visits->due_on, "2026-11-29");
    assert_int_equal(find(&scene, OBLIGATION_PASS_ON)->state, OBLIGATION_AMISS);
    assert_int_equal(find(&scene, OBLIGATION_LIAISON)->state, OBLIGATION_OVERDUE); /* W8 */
    assert_int_equal(find(&scene, OBLIGATION_FOLLOW_UP)->state, OBLIGATION_AHEAD);
    assert_null(
        strstr(find(&scene, OBLIGATION_FOLLOW_UP)->what.data, "低保")); /* not what it says */
    assert_null(find(&scene, OBLIGATION_STOCKTAKE));
    assert_int_equal(state_on(&scene, "2026-12-01", OBLIGATION_STOCKTAKE),
                     OBLIGATION_AHEAD); /* W9 */
    assert_int_equal(state_on(&scene, "2027-01-01", OBLIGATION_STOCKTAKE), OBLIGATION_OVERDUE);
    books.count = 5;
    assert_int_equal(state_on(&scene, "2027-01-01", OBLIGATION_STOCKTAKE), OBLIGATION_AMISS);
    assert_text(find(&scene, OBLIGATION_STOCKTAKE)->what,
                "2026 年清点有 1 种物品帐物不符，请查明更正");
}

static void letters_and_opinions_wait_for_answers(void **state)
{
    struct scene scene = scene_of(*state);
    struct letter_fact letter = {.id = text_of("0102"), .received_s = moment("2026-11-19 09:00")};
    struct thread_entry entry = {
        .on = day("2026-11-12"), .from = text_of("resident"), .text = text_of("贵")};
    struct thread thread = {
        .about = text_of("disclosure/2026-10/05/1"), .item = 5, .month = text_of("2026-11")};
    struct thread_fact threads = {text_of("thread/2026-11/05/1"), &thread};
    thread.entries.at = &entry;
    thread.entries.count = 1;
    scene.facts.letters = &letter;
    scene.facts.letter_count = 1;
    scene.facts.threads = &threads;
    scene.facts.thread_count = 1;
    look(&scene, "2026-11-25", false);
    const struct obligation *late = find(&scene, OBLIGATION_LETTER);
    assert_int_equal(late->state, OBLIGATION_OVERDUE); /* nobody has read it */
    assert_text(late->what, "看一封新来信");
    assert_int_equal(find(&scene, OBLIGATION_OPINION)->state, OBLIGATION_OVERDUE); /* G11(4) */
    letter.read_s = moment("2026-11-20 09:00");
    look(&scene, "2026-11-25", false);
    assert_int_equal(find(&scene, OBLIGATION_LETTER)->state, OBLIGATION_AHEAD);
    letter.answered_s = moment("2026-11-25 09:00");
    assert_int_equal(state_on(&scene, "2026-11-25", OBLIGATION_LETTER), ABSENT);
}

/* ---- the list as a whole ---- */

static void the_most_urgent_comes_first(void **state)
{
    struct scene scene = scene_of(*state);
    struct letter_fact letters[] = {{.received_s = moment("2026-10-01 09:00")},
                                    {.received_s = moment("2026-11-18 09:00")}};
    struct person_load loads[4];
    scene.policy.supervision_phone = (struct text){0};
    scene.facts.letters = letters;
    scene.facts.letter_count = 2;
    look(&scene, "2026-11-25", false);
    for (size_t i = 1; i < scene.count; i++) {
        const struct obligation *before = &scene.list[i - 1], *now = &scene.list[i];
        if (before->state == now->state) {
            assert_true(before->due_on <= now->due_on);
        }
        assert_false(before->state == OBLIGATION_AHEAD && now->state != OBLIGATION_AHEAD);
        assert_false(before->state != OBLIGATION_OVERDUE && now->state == OBLIGATION_OVERDUE);
    }
    struct compliance_counts counts = compliance_count(scene.list, scene.count);
    assert_int_equal(counts.overdue + counts.today + counts.amiss + counts.ahead, scene.count);
    assert_int_equal(counts.amiss, 1);
    assert_int_equal(counts.today, 1); /* the second letter's answer */
    size_t people = compliance_by_person(scene.list, scene.count, loads, 4);
    assert_int_equal(people, 2); /* the committee and 蒋丽 */
    assert_int_equal(loads[0].overdue + loads[1].overdue, counts.overdue);
    struct obligation few[3];
    size_t count;
    assert_ok(compliance_list(&scene.facts, &scene.rules,
                              (struct board_moment){.now_s = moment("2026-11-25 09:00")},
                              scene.arena, few, 3, &count));
    assert_int_equal(count, 3);
    assert_int_equal(few[0].state, OBLIGATION_OVERDUE);
}

static void the_mondays_agenda_is_made_of_it(void **state)
{
    struct scene scene = scene_of(*state);
    struct agenda_line lines[LIST_MAX];
    struct letter_fact letter = {.received_s = moment("2026-11-26 09:00")};
    enum agenda_section before = AGENDA_LEFT_OVER;
    scene.policy.supervision_phone = (struct text){0};
    scene.facts.letters = &letter;
    scene.facts.letter_count = 1;
    look(&scene, "2026-11-28", false); /* Saturday: the agenda of Monday, the 30th */
    size_t count = compliance_agenda(scene.list, scene.count, day("2026-11-28"), lines, LIST_MAX);
    assert_int_equal(count, scene.count); /* nothing is lost */
    for (size_t i = 0; i < count; i++) {
        assert_true(lines[i].section >= before);
        before = lines[i].section;
        bool this_week = lines[i].obligation->due_on <= day("2026-12-06");
        if (lines[i].obligation->state == OBLIGATION_AHEAD) {
            assert_int_equal(lines[i].section, this_week ? AGENDA_THIS_WEEK : AGENDA_COMING);
        }
    }
    assert_int_equal(lines[count - 1].section, AGENDA_COMING); /* the 10th of December */
    assert_int_equal(compliance_agenda(scene.list, scene.count, day("2026-11-28"), lines, 2), 2);
    assert_string_equal(agenda_section_name(AGENDA_THIS_WEEK), "本周要办的");
    assert_string_equal(obligation_id(OBLIGATION_HALF_YEAR), "half_year");
    assert_string_equal(obligation_state_id(OBLIGATION_AMISS), "amiss");
    assert_string_equal(obligation_state_name(OBLIGATION_OVERDUE), "逾期");
}

/* Whatever is known: each obligation's state follows from its day, the order holds, and the agenda
 * and the persons' loads are the same list told differently. */
static void what_the_list_says_agrees_with_itself(void **state)
{
    static const char *const types[] = {"hearing", "assembly", "mediation", "review", "staff"};
    struct dice dice = {.state = 5};
    struct scene scene = scene_of(*state);
    struct meeting meetings[20];
    struct meeting_fact meeting_facts[20];
    struct letter_fact letters[20];
    struct resolution resolutions[10];
    struct resolution_fact resolution_facts[10];
    scene.facts = (struct compliance_facts){.meetings = meeting_facts,
                                            .meeting_count = 20,
                                            .letters = letters,
                                            .letter_count = 20,
                                            .resolutions = resolution_facts,
                                            .resolution_count = 10};
    for (int round = 0; round < 60; round++) {
        int32_t first = day("2026-06-01");
        for (size_t i = 0; i < 20; i++) {
            int32_t date = first + (int32_t)dice_below(&dice, 300);
            meetings[i] = (struct meeting){.type = text_of(types[dice_below(&dice, 5)]),
                                           .title = text_of("会"),
                                           .date = date,
                                           .due = 40,
                                           .notified = dice_below(&dice, 2) ? date - 4 : 0,
                                           .present = dice_below(&dice, 41)};
            meeting_facts[i] = (struct meeting_fact){text_of("meeting/1"), &meetings[i]};
            letters[i] = (struct letter_fact){
                .received_s = civil_midnight(first + (int32_t)dice_below(&dice, 300), 480) + 60,
                .grade = (enum letter_grade)dice_below(&dice, 4)};
        }
        for (size_t i = 0; i < 10; i++) {
            resolutions[i] = (struct resolution){
                .text = text_of("办"),
                .adopted = first,
                .due = dice_below(&dice, 2) ? first + (int32_t)dice_below(&dice, 300) : 0};
            resolution_facts[i] =
                (struct resolution_fact){text_of("resolution/1"), &resolutions[i]};
        }
        char date[CIVIL_DATE_BYTES];
        int32_t today = first + (int32_t)dice_below(&dice, 320);
        look(&scene, civil_format_date(today, date), false);
        struct agenda_line lines[LIST_MAX];
        struct person_load loads[8];
        size_t told = 0, people = compliance_by_person(scene.list, scene.count, loads, 8);
        for (size_t i = 0; i < people; i++) {
            told += loads[i].overdue + loads[i].today + loads[i].ahead + loads[i].amiss;
        }
        assert_int_equal(told, scene.count);
        assert_int_equal(compliance_agenda(scene.list, scene.count, today, lines, LIST_MAX),
                         scene.count);
        for (size_t i = 0; i < scene.count; i++) {
            const struct obligation *o = &scene.list[i];
            assert_int_equal(o->state == OBLIGATION_AMISS, o->due_on == 0);
            assert_int_equal(o->state == OBLIGATION_OVERDUE, o->due_on != 0 && o->due_on < today);
            assert_int_equal(o->state == OBLIGATION_TODAY, o->due_on == today);
            assert_true(o->due_on == 0 || (unsigned)abs(o->due_on - today) == o->days);
            assert_true(o->what.size > 0 && strlen(o->article) > 0);
        }
        look(&scene, date, true);
        assert_int_equal(compliance_count(scene.list, scene.count).overdue, 0);
    }
}

static void a_full_list_keeps_the_most_urgent(void **state)
{
    static struct letter_fact letters[2 * OBLIGATIONS_MAX];
    struct scene scene = scene_of(*state);
    for (size_t i = 0; i < 2 * OBLIGATIONS_MAX; i++) { /* the oldest come last */
        letters[i].received_s = moment("2026-11-20 09:00") - (int64_t)i * 24 * 3600;
        letters[i].read_s = letters[i].received_s;
    }
    scene.facts.letters = letters;
    scene.facts.letter_count = 2 * OBLIGATIONS_MAX;
    look(&scene, "2026-11-25", false);
    assert_int_equal(scene.count, OBLIGATIONS_MAX);
    for (size_t i = 0; i < scene.count; i++) {
        assert_int_equal(scene.list[i].state, OBLIGATION_OVERDUE);
    }
    int32_t oldest = civil_day_at(letters[2 * OBLIGATIONS_MAX - 1].received_s, 480);
    assert_in_range(scene.list[0].due_on, oldest, oldest + 10);
}

static void a_small_arena_is_told_of(void **state)
{
    struct scene scene = scene_of(*state);
    uint8_t block[sizeof(struct obligation) * 400 + 64];
    struct arena small;
    struct obligation one[1];
    size_t count = 77;
    assert_ok(rule_set_init(&scene.policy, &scene.rules));
    for (size_t size = 0; size <= sizeof block; size += sizeof block / 2) {
        arena_init_over(&small, block, size);
        assert_err(ERR_NOMEM,
                   compliance_list(&scene.facts, &scene.rules,
                                   (struct board_moment){.now_s = moment("2026-11-25 09:00")},
                                   &small, one, 1, &count));
        assert_int_equal(count, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_known_asks_for_nothing, test_arena),
        TEST(the_board_asks_for_periods_and_signatures, test_arena),
        TEST(the_screen_does_not_replace_the_board, test_arena),
        TEST(the_street_offices_telephone_must_hang_there, test_arena),
        TEST(rolls_are_looked_through, test_arena),
        TEST(a_terms_end_is_prepared, test_arena),
        TEST(clocks_of_meetings_are_listed, test_arena),
        TEST(a_planned_assembly_still_has_its_fifteen_days, test_arena),
        TEST(each_half_year_has_its_assembly, test_arena),
        TEST(the_year_ends_with_a_review_and_a_report, test_arena),
        TEST(proposals_and_resolutions_are_followed, test_arena),
        TEST(mondays_months_and_studies_come_round, test_arena),
        TEST(empty_weekends_are_seen_ahead, test_arena),
        TEST(the_books_leave_work_to_be_done, test_arena),
        TEST(letters_and_opinions_wait_for_answers, test_arena),
        TEST(the_most_urgent_comes_first, test_arena),
        TEST(the_mondays_agenda_is_made_of_it, test_arena),
        TEST(what_the_list_says_agrees_with_itself, test_arena),
        TEST(a_full_list_keeps_the_most_urgent, test_arena),
        TEST(a_small_arena_is_told_of, test_arena),
    };
    return cmocka_run_group_tests_name("compliance", tests, NULL, NULL);
}
