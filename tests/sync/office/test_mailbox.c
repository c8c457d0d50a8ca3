/* What is promised for letters, what was said of disclosed items, and the everyday books. */
#include <stdlib.h>
#include <string.h>

#include "agenda.h"
#include "book_print.h"
#include "booth.h"
#include "inbox.h"

static FILE *report_open(struct desk *desk)
{
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    desk->why = (struct complaint){0};
    return out;
}

static void report_close(struct desk *desk, FILE *out, enum err err)
{
    fclose(out);
    assert_ok_why(err, &desk->why);
    arena_reset(&desk->site.scratch);
}

static void inbox_report(struct desk *desk)
{
    FILE *out = report_open(desk);
    report_close(desk, out, inbox_print(&desk->site, true, out, &desk->why));
}

static void send(struct post *post, enum kind kind, const void *record, const char *receipt)
{
    assert_int_equal(booth_send(&post->booth, &post->intake, kind, record, receipt, NULL).status,
                     201);
    arena_reset(&post->desk->site.scratch);
}

static void send_letter(struct post *post)
{
    const struct letter letter = {.receipt = text_of(post->receipt),
                                  .category = text_of("意见"),
                                  .text = text_of("三楼路灯不亮"),
                                  .at = post->desk->site.now_s};
    send(post, KIND_letter, &letter, post->receipt);
}

/* 2026-11-08 is a Sunday: five working days end on Friday the 13th. */
static void a_letter_is_promised_an_answer_in_working_days(void **state)
{
    struct post *post = *state;
    send_letter(post);
    inbox_report(post->desk);
    assert_reported(post->desk, "\"answer_by\":\"2026-11-13\",\"late_days\":0");
    assert_reported(post->desk, "\"promise\":{\"state\":\"running\"");
    desk_set_time(post->desk, "2026-11-13 10:00");
    inbox_report(post->desk);
    assert_reported(post->desk, "\"promise\":{\"state\":\"due\"");
    desk_set_time(post->desk, "2026-11-17 10:00");
    inbox_report(post->desk);
    assert_reported(post->desk, "\"promise\":{\"state\":\"late\"");
    assert_reported(post->desk, "\"late_days\":2");
    assert_reported(post->desk, "\"read_late\":true");
}

static void a_complex_matter_takes_longer_and_says_why(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    struct text id;
    send_letter(post);
    id = text_of(booth_hex(1));
    assert_err(ERR_INVALID, inbox_grade(&desk->site, id, LETTER_COMPLEX, text_of(" "), &desk->why));
    assert_ok_why(
        inbox_grade(&desk->site, id, LETTER_COMPLEX, text_of("要请供电公司来看"), &desk->why),
        &desk->why);
    inbox_report(desk);
    assert_reported(desk, "\"grade\":\"complex\"");
    assert_reported(desk, "\"answer_by\":\"2026-11-27\"");
}

static void the_writer_is_told_the_day_and_the_reason(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    struct receipt receipt;
    struct shared_key key;
    struct receipt_loc loc;
    char hex[2 * RECEIPT_LOC_BYTES + 1], name[64];
    send_letter(post);
    assert_ok(inbox_grade(&desk->site, text_of(booth_hex(1)), LETTER_COMPLEX,
                          text_of("要请供电公司来看"), &desk->why));
    assert_ok_why(publish_run(&desk->site, &desk->publisher, PUBLISH_OWN, NULL, &desk->why),
                  &desk->why);
    assert_ok(receipt_key(text_of(post->receipt), desk->site.root.office,
                          desk->site.root.receipt_cost, &key, &loc));
    hex_format(bytes_of(loc.b, sizeof loc.b), hex);
    snprintf(name, sizeof name, "receipt/%s", hex);
    desk_record(desk, name, &receipt);
    assert_int_equal(receipt.grade, LETTER_COMPLEX);
    assert_int_equal(receipt.promised, civil_day_of_ymd(2026, 11, 27));
    assert_text(receipt.note, "要请供电公司来看");
}

static void the_months_figures_count_what_was_answered_in_time(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    struct mailbox month;
    send_letter(post);
    desk_set_time(desk, "2026-11-10 10:00");
    assert_ok_why(letter_answer(&desk->site, text_of(booth_hex(1)), text_of("修好了。"),
                                text_of("何晓梅"), &desk->mailbox, &desk->publisher.office,
                                &desk->why),
                  &desk->why);
    FILE *out = report_open(desk);
    report_close(desk, out,
                 inbox_month(&desk->site, text_of("2026-11"), true, true, out, &desk->why));
    assert_reported(desk, "\"received\":1,\"retracted\":0,\"answered\":1,\"in_time\":1,\"late\":0");
    assert_reported(desk, "\"rate\":100}");
    desk_record(desk, "mailbox/2026-11", &month);
    assert_int_equal(month.answered, 1);
}

static void send_opinion(struct post *post, const char *text)
{
    const struct opinion opinion = {.receipt = text_of(post->receipt),
                                    .about = text_of("disclosure/2026-10/05/1"),
                                    .item = 5,
                                    .month = text_of("2026-11"),
                                    .text = text_of(text),
                                    .at = post->desk->site.now_s};
    send(post, KIND_opinion, &opinion, post->receipt);
}

static enum err answer_opinion(struct post *post, const char *question)
{
    struct desk *desk = post->desk;
    desk->why = (struct complaint){0};
    return opinion_answer(&desk->site, text_of(booth_hex(1)), text_of("包括换电缆。"),
                          text_of("何晓梅"), question, &desk->mailbox, &desk->publisher.office,
                          &desk->why);
}

static void an_opinion_and_its_answer_stand_beside_the_item(void **state)
{
    struct post *post = *state;
    struct thread thread;
    send_opinion(post, "路灯为什么这么贵？");
    assert_true(inbox_is_opinion(&post->desk->site, text_of(booth_hex(1))));
    assert_ok_why(answer_opinion(post, NULL), &post->desk->why);
    desk_record(post->desk, "thread/2026-11/05/1", &thread);
    assert_int_equal(thread.entries.count, 2);
    assert_text(thread.entries.at[0].text, "路灯为什么这么贵？");
    assert_text(thread.entries.at[1].by, "何晓梅");
    assert_err(ERR_INVALID, answer_opinion(post, NULL)); /* once */
}

static void what_names_a_person_is_put_in_other_words(void **state)
{
    struct post *post = *state;
    struct thread thread;
    send_opinion(post, "请打 13812345678 告诉我");
    assert_err(ERR_INVALID, answer_opinion(post, NULL));
    assert_says(&post->desk->why, "--question");
    assert_ok_why(answer_opinion(post, "问路灯的价钱"), &post->desk->why);
    desk_record(post->desk, "thread/2026-11/05/1", &thread);
    assert_text(thread.entries.at[0].text, "问路灯的价钱");
}

static void a_private_answer_makes_no_thread(void **state)
{
    struct post *post = *state;
    send_opinion(post, "路灯为什么这么贵？");
    assert_ok_why(answer_opinion(post, ""), &post->desk->why);
    assert_false(desk_has(post->desk, SITE_DRAFTS, "thread/2026-11/05/1"));
}

static void print_book(struct desk *desk, const char *name, bool json)
{
    FILE *out = report_open(desk);
    report_close(desk, out,
                 book_print(&desk->site, text_of(name), &desk->mailbox, json, out, &desk->why));
}

static void the_seals_book_has_its_five_fields(void **state)
{
    struct post *post = *state;
    const struct seal_use use = {.reason = text_of("居住证明"),
                                 .date = civil_day_of_ymd(2026, 11, 8),
                                 .name = text_of("王英"),
                                 .address = text_of("5号楼"),
                                 .stamped_by = text_of("顾明远")};
    send(post, KIND_seal_use, &use, NULL);
    print_book(post->desk, "公章", true);
    assert_reported(post->desk,
                    "\"stands\":true,\"corrects\":\"\",\"record\":{\"kind\":\"seal_use\","
                    "\"reason\":\"居住证明\",\"date\":\"2026-11-08\",\"name\":\"王英\","
                    "\"address\":\"5号楼\",\"stamped_by\":\"顾明远\"");
    print_book(post->desk, "seal_use", false);
    assert_reported(post->desk, "盖章人 顾明远");
    assert_reported(post->desk, "共 1 条，有效 1 条");
}

static void a_corrected_entry_stays_and_no_longer_counts(void **state)
{
    struct post *post = *state;
    struct upload_id first = booth_id(1);
    struct asset asset = {.date = civil_day_of_ymd(2026, 11, 8),
                          .change = text_of("bought"),
                          .item = text_of("折叠椅"),
                          .unit = text_of("把"),
                          .quantity = 20,
                          .keeper = text_of("顾明远")};
    send(post, KIND_asset, &asset, NULL);
    asset.quantity = 12;
    asset.corrects = bytes_of(first.b, sizeof first.b);
    asset.correction = text_of("多写了8把");
    send(post, KIND_asset, &asset, NULL);
    print_book(post->desk, "财物", false);
    assert_reported(post->desk, "（已更正）");
    assert_reported(post->desk, "共 2 条，有效 1 条");
    assert_reported(post->desk, "折叠椅\t账面 12把");
}

static void print_agenda(struct post *post, const char *date, bool books)
{
    struct desk *desk = post->desk;
    int32_t day;
    assert_ok(civil_parse_date(text_of(date), &day));
    FILE *out = report_open(desk);
    report_close(desk, out,
                 agenda_print(&desk->site, day, AGENDA_MONDAY, books ? &desk->mailbox : NULL, true,
                              out, &desk->why));
}

static void the_mondays_agenda_has_what_is_overdue_and_what_comes(void **state)
{
    struct post *post = *state;
    send_letter(post);
    desk_set_time(post->desk, "2026-11-23 09:00");
    print_agenda(post, "2026-11-23", true);
    assert_reported(post->desk, "\"kind\":\"disclose\",\"state\":\"overdue\"");
    assert_reported(post->desk, "\"section\":\"left_over\"");
    assert_reported(post->desk, "\"kind\":\"letter\"");
    assert_reported(post->desk, "\"kind\":\"staff\"");
    assert_null(strstr(post->desk->report, "路灯")); /* never what a letter says */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_promised_an_answer_in_working_days, post),
        TEST(a_complex_matter_takes_longer_and_says_why, post),
        TEST(the_writer_is_told_the_day_and_the_reason, post),
        TEST(the_months_figures_count_what_was_answered_in_time, post),
        TEST(an_opinion_and_its_answer_stand_beside_the_item, post),
        TEST(what_names_a_person_is_put_in_other_words, post),
        TEST(a_private_answer_makes_no_thread, post),
        TEST(the_seals_book_has_its_five_fields, post),
        TEST(a_corrected_entry_stays_and_no_longer_counts, post),
        TEST(the_mondays_agenda_has_what_is_overdue_and_what_comes, post),
    };
    return cmocka_run_group_tests_name("mailbox", tests, NULL, NULL);
}
