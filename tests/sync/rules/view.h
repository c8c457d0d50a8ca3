/* view.h - a small view of the disclosures that a test fills record by record. */
#pragma once

#include "board.h"
#include "cases.h"

enum { VIEW_MAX = 64 };

struct view {
    struct calendar calendar;
    struct published at[VIEW_MAX];
    size_t count;
};

static inline struct view view_of(const char *term_start, const char *first_board)
{
    return (struct view){.calendar = calendar_of(term_start, first_board)};
}

/* The board over a view, until the next call. */
static inline const struct board *board_of(const struct view *view)
{
    static uint8_t block[8192];
    static struct board board;
    struct arena arena;
    arena_init_over(&arena, block, sizeof(block));
    assert_ok(board_init(&arena, &view->calendar, view->at, view->count, &board));
    return &board;
}

static inline struct published *put(struct view *view, unsigned item, const char *name,
                                    const char *opens)
{
    assert_true(view->count < VIEW_MAX);
    struct published *fact = &view->at[view->count++];
    *fact = (struct published){
        .kind = PUBLISHED_DISCLOSURE,
        .item = item,
        .part = 1,
        .period = period(name),
        .key = text_of(name),
        .opens_at_s = moment(opens),
    };
    return fact;
}

static inline struct published *put_announce(struct view *view, unsigned item, const char *name)
{
    struct published *fact = put(view, item, name, "2026-01-01 00:00");
    fact->kind = PUBLISHED_ANNOUNCE;
    fact->opens_at_s = 0;
    return fact;
}

static inline struct published *put_withdraw(struct view *view, unsigned item, const char *name)
{
    struct published *fact = put(view, item, name, "2026-01-01 00:00");
    fact->kind = PUBLISHED_WITHDRAW;
    fact->reason = text_of("名单有误");
    return fact;
}
