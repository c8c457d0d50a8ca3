/* import_disclosure.c - text and ledger of one disclosure, from two files. */
#include "import.h"
#include "ledger.h"

static const char *const item_titles[ITEM_ASSIST + 1] = {
    "",
    "居民委员会三年任期目标",
    "居民委员会成员分工、岗位职责和工作制度",
    "年度工作目标、实事工程及完成情况",
    "居民会议、居民代表会议的决议及落实情况",
    "社区工作经费收支情况",
    "证明项目、服务项目、服务时间和接待时间",
    "最低生活保障金、粮油帮困卡的条件及享受人员",
    "年度计划生育工作目标",
    "监督小组工作报告",
    "居民要求公开的事项",
    "督促公开的事项",
    "协助公开的事项",
};

static const char *const period_forms[] = {"", "2026-10（月）", "2026-Q3（季度）", "2026（年）",
                                           "term-1（任期）"};

enum err import_check_period(const struct import *import, unsigned item, struct text period,
                             unsigned line, struct complaint *why)
{
    struct period parsed;
    char where[32] = "文件名";
    if (line > 0) {
        snprintf(where, sizeof where, "第 %u 行", line);
    }
    if (item < 1 || item > ITEM_ASSIST) {
        return complain(why, ERR_INVALID, "%s：没有第 %u 项；公开事项是 1 到 %d", where, item,
                        ITEM_ASSIST);
    }
    if (period_parse(period, &parsed)) {
        return complain(why, ERR_INVALID,
                        "%s：期间“%.*s”不对；要写成 2026-10、2026-Q3、2026 或 term-1", where,
                        TEXT_ARG(period));
    }
    enum period_kind kind = item <= ITEM_COUNT ? import->calendar.item[item] : PERIOD_NONE;
    if (kind != PERIOD_NONE && parsed.kind != kind) {
        return complain(why, ERR_INVALID, "%s：第 %u 项的期间要写成 %s 的样子", where, item,
                        period_forms[kind]);
    }
    return OK;
}

static void take_text(struct disclosure *to, const struct disclosure *from)
{
    to->nil = from->nil;
    to->text = from->text;
    to->title = from->title;
    to->handler = from->handler;
    to->approver = from->approver;
    to->until = from->until;
    to->opens = from->opens;
    to->correction = from->correction;
    to->recording = from->recording;
}

static void take_ledger(struct disclosure *to, const struct disclosure *from)
{
    to->has_ledger = true;
    to->opening = from->opening;
    to->rows.at = from->rows.at;
    to->rows.count = from->rows.count;
    to->correction = text_of("");
}

/* What is there under the key, if it is a disclosure. */
static enum err existing(struct import *import, struct text key, struct disclosure *record)
{
    struct entry entry;
    *record = (struct disclosure){0};
    enum err err = site_newest(import->site, import->txn, key, &entry, NULL);
    if (err == ERR_NOT_FOUND || (!err && entry.kind != KIND_disclosure)) {
        return OK;
    }
    return err ? err : site_record(import->site, import->txn, &entry, record, NULL);
}

enum err import_disclosure(struct import *import, const struct disclosure *incoming,
                           enum disclosure_side side, struct complaint *why)
{
    struct disclosure record;
    struct text key =
        arena_printf(&import->site->scratch, "disclosure/%.*s/%02u/%u", TEXT_ARG(incoming->period),
                     (unsigned)incoming->item, (unsigned)incoming->part);
    enum err err = key.data ? existing(import, key, &record) : ERR_NOMEM;
    if (err) {
        return err;
    }
    record.item = incoming->item;
    record.part = incoming->part;
    record.period = incoming->period;
    if (side == SIDE_TEXT) {
        take_text(&record, incoming);
    } else {
        take_ledger(&record, incoming);
    }
    if (record.nil && (record.has_ledger || record.text.size > 0)) {
        return complain(why, ERR_INVALID,
                        "写了 nil: true（本期无此项），却又有正文或台账；请去掉其中一样");
    }
    if (record.title.size == 0) {
        record.title = text_of(item_titles[record.item]);
    }
    return import_put(import, key, KIND_disclosure, &record, record.until, why);
}
