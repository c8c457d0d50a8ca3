/* Sentences follow each other, a voice that hangs is replaced once, old news are ignored. */
#include "support.h"

#include "speech.h"

static struct voice_event event(enum voice_event_kind kind, const struct speech *speech)
{
    return (struct voice_event){kind, speech->serial};
}

static void begin(struct speech *speech, size_t count, int64_t now_ms)
{
    *speech = (struct speech){0};
    speech_begin(speech, count);
    assert_true(speech_ask(speech, 1000, now_ms));
}

static void sentences_follow_each_other(void **state)
{
    struct speech speech;
    struct voice_event news;

    (void)state;
    begin(&speech, 2, 0);
    assert_int_equal(speech.state, SPEECH_LOADING);
    assert_false(speech_ask(&speech, 1000, 0)); /* once only */
    news = event(VOICE_BEGAN, &speech);
    assert_true(speech_event(&speech, &news, 10));
    assert_int_equal(speech.state, SPEECH_SPEAKING);
    news = event(VOICE_ENDED, &speech);
    assert_true(speech_event(&speech, &news, 500));
    assert_int_equal(speech.at, 1);
    assert_int_equal(speech.state, SPEECH_SPEAKING); /* no flicker between two sentences */
    assert_true(speech_ask(&speech, 1000, 500));
    news = event(VOICE_BEGAN, &speech);
    assert_true(speech_event(&speech, &news, 510));
    news = event(VOICE_ENDED, &speech);
    assert_true(speech_event(&speech, &news, 900));
    assert_int_equal(speech.state, SPEECH_QUIET);
    assert_false(speech.failed);
    assert_true(speech.due_ms == INT64_MAX);
}

static void nothing_to_say_is_quiet(void **state)
{
    struct speech speech = {0};

    (void)state;
    speech_begin(&speech, 0);
    assert_int_equal(speech.state, SPEECH_QUIET);
    assert_false(speech_ask(&speech, 1000, 0));
}

static void news_of_an_earlier_sentence_change_nothing(void **state)
{
    struct speech speech;

    (void)state;
    begin(&speech, 2, 0);
    struct voice_event old = {VOICE_ENDED, speech.serial - 1};
    assert_false(speech_event(&speech, &old, 10));
    speech_stop(&speech);
    struct voice_event late = event(VOICE_BEGAN, &speech);
    assert_false(speech_event(&speech, &late, 20));
    assert_int_equal(speech.state, SPEECH_QUIET);
    speech_begin(&speech, 1); /* another reading: the serial goes on */
    assert_true(speech_ask(&speech, 1000, 30));
    assert_false(speech_event(&speech, &late, 40));
}

static void a_voice_that_does_not_begin_is_replaced_once(void **state)
{
    struct speech speech;

    (void)state;
    begin(&speech, 3, 0);
    assert_false(speech_tick(&speech, SPEECH_BEGIN_MS - 1));
    assert_true(speech_tick(&speech, SPEECH_BEGIN_MS));
    assert_int_equal(speech.state, SPEECH_LOADING);
    assert_true(speech_ask(&speech, 1000, SPEECH_BEGIN_MS));
    assert_true(speech_tick(&speech, 2 * SPEECH_BEGIN_MS));
    assert_int_equal(speech.state, SPEECH_QUIET);
    assert_true(speech.failed);
}

static void a_sentence_that_never_ends_counts_as_hanging(void **state)
{
    struct speech speech;

    (void)state;
    begin(&speech, 1, 0);
    struct voice_event began = event(VOICE_BEGAN, &speech);
    assert_true(speech_event(&speech, &began, 100));
    assert_false(speech_tick(&speech, 1099));
    assert_true(speech_tick(&speech, 1100));
    assert_true(speech_allowance_ms(90) > 60 * 1000);
}

static void a_success_forgives_an_earlier_failure(void **state)
{
    struct speech speech;

    (void)state;
    begin(&speech, 2, 0);
    speech_broken(&speech);
    assert_true(speech_ask(&speech, 1000, 10));
    struct voice_event ended = event(VOICE_ENDED, &speech);
    assert_true(speech_event(&speech, &ended, 20));
    assert_true(speech_ask(&speech, 1000, 20));
    speech_broken(&speech);
    assert_int_equal(speech.state, SPEECH_LOADING); /* tried again, not given up */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(sentences_follow_each_other),
        TEST_PLAIN(nothing_to_say_is_quiet),
        TEST_PLAIN(news_of_an_earlier_sentence_change_nothing),
        TEST_PLAIN(a_voice_that_does_not_begin_is_replaced_once),
        TEST_PLAIN(a_sentence_that_never_ends_counts_as_hanging),
        TEST_PLAIN(a_success_forgives_an_earlier_failure),
    };
    return cmocka_run_group_tests_name("speech", tests, NULL, NULL);
}
