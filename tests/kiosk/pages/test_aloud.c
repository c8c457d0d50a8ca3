/* Who cannot read hears of a page what stands on it, also that something is missing. */
#include <string.h>

#include "support.h"

#include "aloud.h"
#include "models.h"
#include "words.h"

static bool says(const struct aloud *aloud, const char *part, size_t *at)
{
    for (size_t i = 0; i < aloud->count; i++) {
        if (memmem(aloud->at[i].said.data, aloud->at[i].said.size, part, strlen(part))) {
            *at = i;
            return true;
        }
    }
    return false;
}

static void each_row_of_the_board_is_read_with_its_state(void **state)
{
    struct arena *arena = *state;
    struct model *model = model_full(arena, "board");
    struct aloud aloud;
    size_t at, last = 0;

    model->board.rows[2].state = BOARD_OVERDUE;
    model->board.rows[2].overdue_days = 15;
    assert_true(aloud_can(model, NULL));
    aloud_gather(model, arena, &aloud);
    assert_true(says(&aloud, "2026年11月，居务公开", &at));
    assert_int_equal(at, 0);
    for (unsigned i = 1; i <= ITEM_COUNT; i++) {
        char begins[32];
        snprintf(begins, sizeof begins, "第%.*s项，", TEXT_ARG(word_numeral(i)));
        assert_true(says(&aloud, begins, &at));
        assert_int_equal(at, last + 1); /* in their order, each once */
        last = at;
    }
    assert_true(says(&aloud, "第三项", &at));
    assert_non_null(strstr(arena_text(arena, aloud.at[at].said).data, "逾期未公开 15天"));
    assert_text(aloud.at[at].shown, arena_text(arena, word_item(3)).data); /* marked on its row */
}

static void a_board_that_is_not_there_is_not_read(void **state)
{
    struct arena *arena = *state;

    assert_false(aloud_can(model_empty(arena, "board/2026-10"), NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_row_of_the_board_is_read_with_its_state, test_arena),
        TEST(a_board_that_is_not_there_is_not_read, test_arena),
    };
    return cmocka_run_group_tests_name("pages.aloud", tests, NULL, NULL);
}
