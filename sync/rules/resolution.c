/* resolution.c - see resolution.h. */
#include "resolution.h"

enum resolution_state resolution_state_of(const struct resolution *resolution, int32_t today,
                                          bool doubtful)
{
    if (resolution->superseded_on != 0 && resolution->superseded_on <= today) {
        return RESOLUTION_SUPERSEDED;
    }
    if (resolution->done != 0 && resolution->done <= today) {
        return RESOLUTION_DONE;
    }
    if (resolution->due != 0 && today > resolution->due && !doubtful) {
        return RESOLUTION_LATE;
    }
    return resolution->steps.count > 0 ? RESOLUTION_UNDER_WAY : RESOLUTION_OPEN;
}

const char *resolution_state_name(enum resolution_state state)
{
    static const char *const names[] = {
        [RESOLUTION_OPEN] = "还没开始落实",
        [RESOLUTION_UNDER_WAY] = "正在落实",
        [RESOLUTION_LATE] = "逾期未落实",
        [RESOLUTION_DONE] = "已落实",
        [RESOLUTION_SUPERSEDED] = "已由后来的会议改变",
    };
    return names[state];
}

enum err resolution_check(const struct resolution *resolution, struct complaint *why)
{
    int32_t last = resolution->adopted;
    for (size_t i = 0; i < resolution->steps.count; i++) {
        if (resolution->steps.at[i].on < last) {
            return complain(why, ERR_INVALID, "落实情况第 %zu 条的日期早于%s，请按先后写", i + 1,
                            i == 0 ? "决议的日期" : "前一条");
        }
        last = resolution->steps.at[i].on;
    }
    if (resolution->done != 0 && resolution->done < last) {
        return complain(why, ERR_INVALID, "落实完成的日期早于决议或最后一条落实情况，请核对");
    }
    if (resolution->done != 0 && resolution->superseded_on != 0) {
        return complain(why, ERR_INVALID, "决议已经落实，就不能再由后来的会议改变，请只留一个");
    }
    if ((resolution->superseded_by.size > 0) != (resolution->superseded_on != 0)) {
        return complain(why, ERR_INVALID,
                        "决议被改变要写清是哪次会议、哪一天（superseded_by 和 superseded_on）");
    }
    if (resolution->superseded_on != 0 && resolution->superseded_on < resolution->adopted) {
        return complain(why, ERR_INVALID, "改变决议的会议早于决议本身，请核对");
    }
    if (resolution->due != 0 && resolution->due < resolution->adopted) {
        return complain(why, ERR_INVALID, "应落实的日期早于决议的日期，请核对");
    }
    return OK;
}

static bool steps_are_kept(const struct resolution *before, const struct resolution *after)
{
    if (after->steps.count < before->steps.count) {
        return false;
    }
    for (size_t i = 0; i < before->steps.count; i++) {
        if (before->steps.at[i].on != after->steps.at[i].on ||
            !text_equal(before->steps.at[i].text, after->steps.at[i].text)) {
            return false;
        }
    }
    return true;
}

static enum err check_supersede(const struct resolution *after, const struct meeting *by,
                                struct complaint *why)
{
    if (!by || meeting_type_of(by->type) != MEETING_ASSEMBLY) {
        return complain(why, ERR_DENIED,
                        "只有居民会议才能改变决议（居民会议制度第十四条），请先录入那次居民会议");
    }
    if (by->date <= after->adopted || !meeting_was_held(by, after->superseded_on) ||
        after->superseded_on < by->date || after->superseded_on > meeting_last_day(by) + 1) {
        return complain(why, ERR_DENIED,
                        "改变决议的居民会议要在决议之后，到会过半数，且改变的日期就是开会的日期"
                        "（居民会议制度第十三条、第十四条）");
    }
    return OK;
}

enum err resolution_check_change(const struct resolution *before, const struct resolution *after,
                                 const struct meeting *by, struct complaint *why)
{
    if (!text_equal(before->meeting, after->meeting) || before->number != after->number ||
        !text_equal(before->text, after->text) || before->adopted != after->adopted) {
        return complain(why, ERR_DENIED,
                        "决议公布后不能改字；要改变，提交下一次居民会议（居民会议制度第十四条）");
    }
    if (!steps_are_kept(before, after)) {
        return complain(why, ERR_DENIED, "已公布的落实情况不能改、不能删，只能往后加");
    }
    if ((before->done != 0 && after->done != before->done) ||
        (before->superseded_on != 0 &&
         (after->superseded_on != before->superseded_on ||
          !text_equal(before->superseded_by, after->superseded_by)))) {
        return complain(why, ERR_DENIED, "决议已经了结（落实或改变），不能再改");
    }
    enum err err = resolution_check(after, why);
    if (!err && after->superseded_on != 0 && before->superseded_on == 0) {
        err = check_supersede(after, by, why);
    }
    return err;
}
