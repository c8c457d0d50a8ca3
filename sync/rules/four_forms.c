/* four_forms.c - see four_forms.h. */
#include "four_forms.h"

static int32_t day_of(const struct forms *forms, enum form form)
{
    switch (form) {
    case FORM_BOARD:
        return forms->board;
    case FORM_ASSEMBLY:
        return forms->assembly;
    case FORM_WALL:
        return forms->wall;
    case FORM_MEDIA:
        return forms->media;
    case FORM_COUNT:
        break;
    }
    return 0;
}

static unsigned days_between(int32_t from, int32_t to)
{
    return from != 0 && to > from ? (unsigned)(to - from) : 0;
}

void form_ticks(const struct forms *forms, int32_t opened_day, int32_t today,
                struct form_tick ticks[FORM_COUNT])
{
    for (int i = 0; i < FORM_COUNT; i++) {
        int32_t on = forms ? day_of(forms, (enum form)i) : 0;
        struct form_tick tick = {.form = (enum form)i, .on = on > today ? 0 : on};
        bool is_open = opened_day != 0 && opened_day <= today;
        if (tick.form == FORM_MEDIA && is_open && (tick.on == 0 || opened_day < tick.on)) {
            tick.by_kiosk = tick.on == 0;
            tick.on = opened_day;
        }
        tick.done = tick.on != 0;
        tick.days_after = days_between(opened_day, tick.done ? tick.on : today);
        ticks[i] = tick;
    }
}

unsigned form_done_count(const struct form_tick ticks[FORM_COUNT])
{
    unsigned count = 0;
    for (int i = 0; i < FORM_COUNT; i++) {
        count += ticks[i].done;
    }
    return count;
}

const char *form_id(enum form form)
{
    static const char *const ids[FORM_COUNT] = {"board", "assembly", "wall", "media"};
    return ids[form];
}

enum err forms_check(const struct forms *forms, int32_t today, struct complaint *why)
{
    static const char *const names[FORM_COUNT] = {"公开栏", "居民会议", "上墙", "书面、广播、网络"};
    if (!text_starts(forms->key, "disclosure/")) {
        return complain(why, ERR_INVALID, "四种形式的记录要写明是哪一件公开（disclosure/…）");
    }
    for (int i = 0; i < FORM_COUNT; i++) {
        if (day_of(forms, (enum form)i) > today) {
            return complain(why, ERR_INVALID, "“%s”的日期还没到；公开了再打勾（公开制度第七条）",
                            names[i]);
        }
    }
    return OK;
}
