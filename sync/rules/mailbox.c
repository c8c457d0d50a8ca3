/* mailbox.c - see mailbox.h. */
#include "mailbox.h"

#include "rule_or_seed.h"

enum { PERCENT = 100, CONTACT_BYTES_MIN = 6 /* two characters */ };

/* ---- letters ---- */

/* A clock of working days; without a policy weekdays alone decide. */
static int32_t work_clock(const struct rule_set *rules, enum rule_id id, int32_t from)
{
    static const struct workdays weekdays = {0};
    return workday_add(rules ? &rules->workdays : &weekdays, from, rule_or_seed_number(rules, id));
}

static enum rule_id rule_of_grade(enum letter_grade grade)
{
    switch (grade) {
    case LETTER_SIMPLE:
        return RULE_mailbox_simple_days;
    case LETTER_COMPLEX:
        return RULE_mailbox_complex_days;
    case LETTER_NORMAL:
    case LETTER_UNGRADED:
        break;
    }
    return RULE_reply_days;
}

static int offset_of(const struct rule_set *rules)
{
    return rules ? rules->calendar.offset_min : CIVIL_OFFSET_MIN_DEFAULT;
}

static int32_t day_of(const struct rule_set *rules, int64_t at_s)
{
    return at_s ? civil_day_at(at_s, offset_of(rules)) : 0;
}

static unsigned work_days_late(const struct rule_set *rules, int32_t due, int32_t day)
{
    static const struct workdays weekdays = {0};
    int late = workdays_between(rules ? &rules->workdays : &weekdays, due, day);
    return day > due && late > 0 ? (unsigned)late : 0;
}

struct promise promise_of(const struct letter_fact *letter, const struct rule_set *rules,
                          int32_t today, bool doubtful)
{
    int32_t received = day_of(rules, letter->received_s);
    int32_t read = day_of(rules, letter->read_s), answered = day_of(rules, letter->answered_s);
    struct promise promise = {
        .read_by = work_clock(rules, RULE_mailbox_read_days, received),
        .answer_by = work_clock(rules, rule_of_grade(letter->grade), received),
        .last_by = rule_or_seed_clock(rules, RULE_mailbox_last_days, received),
        .lacks_note = letter->grade == LETTER_COMPLEX && letter->note.size == 0,
    };
    if (letter->retracted_s && !letter->answered_s) {
        promise.state = PROMISE_RETRACTED;
        promise.lacks_note = false;
        return promise;
    }
    int32_t first = read ? read : answered; /* who answers has read it */
    promise.read_late = first ? first > promise.read_by : today > promise.read_by && !doubtful;
    if (answered) {
        promise.state = answered > promise.answer_by ? PROMISE_BROKEN : PROMISE_KEPT;
        promise.late_days = work_days_late(rules, promise.answer_by, answered);
    } else if (doubtful || today < promise.answer_by) {
        promise.state = PROMISE_RUNNING;
    } else if (today == promise.answer_by) {
        promise.state = PROMISE_DUE;
    } else {
        promise.state = today > promise.last_by ? PROMISE_RED : PROMISE_LATE;
        promise.late_days = work_days_late(rules, promise.answer_by, today);
    }
    return promise;
}

const char *promise_state_name(enum promise_state state)
{
    static const char *const names[] = {
        [PROMISE_RUNNING] = "在办",     [PROMISE_DUE] = "今天到期",  [PROMISE_LATE] = "已逾期",
        [PROMISE_RED] = "严重逾期",     [PROMISE_KEPT] = "按时答复", [PROMISE_BROKEN] = "答复晚了",
        [PROMISE_RETRACTED] = "已收回",
    };
    return names[state];
}

/* ---- the month's figures ---- */

static void count_letter(const struct letter_fact *letter, const struct rule_set *rules,
                         int32_t as_of, struct mailbox *month)
{
    struct letter_fact then = *letter; /* as it was known on that day */
    then.answered_s = day_of(rules, letter->answered_s) <= as_of ? letter->answered_s : 0;
    then.retracted_s = day_of(rules, letter->retracted_s) <= as_of ? letter->retracted_s : 0;
    struct promise promise = promise_of(&then, rules, as_of, false);
    month->received++;
    switch (promise.state) {
    case PROMISE_RETRACTED:
        month->retracted++;
        break;
    case PROMISE_KEPT:
        month->answered++;
        month->in_time++;
        break;
    case PROMISE_BROKEN:
        month->answered++;
        break;
    case PROMISE_LATE:
    case PROMISE_RED:
        month->late++;
        break;
    case PROMISE_RUNNING:
    case PROMISE_DUE:
        break;
    }
}

struct mailbox mailbox_of_month(const struct letter_fact *letters, size_t count,
                                const struct rule_set *rules, struct period month,
                                struct text month_text, int32_t as_of)
{
    struct mailbox figures = {.month = month_text, .as_of = as_of};
    for (size_t i = 0; i < count; i++) {
        int32_t day = day_of(rules, letters[i].received_s);
        if (day != 0 && day <= as_of && period_equal(calendar_month_of(day), month)) {
            count_letter(&letters[i], rules, as_of, &figures);
        }
    }
    return figures;
}

int mailbox_rate(const struct mailbox *month)
{
    uint64_t owed = month->received > month->retracted ? month->received - month->retracted : 0;
    return owed ? (int)(month->answered * PERCENT / owed) : -1;
}

enum err mailbox_check(const struct mailbox *month, struct complaint *why)
{
    struct period period;
    if (period_parse(month->month, &period) || period.kind != PERIOD_MONTH) {
        return complain(why, ERR_INVALID, "信件月报的月份“%.*s”不对，请写成 2026-10 的样子",
                        TEXT_ARG(month->month));
    }
    if (month->retracted + month->answered + month->late > month->received ||
        month->in_time > month->answered) {
        return complain(why, ERR_INVALID, "信件月报的数字对不上，请重新统计");
    }
    return OK;
}

/* ---- threads ---- */

static bool is_committee(const struct thread_entry *entry)
{
    return text_is(entry->from, "committee");
}

struct thread_state thread_state_of(const struct thread *thread, const struct rule_set *rules,
                                    int32_t today, bool doubtful)
{
    struct thread_state state = {0};
    for (size_t i = 0; i < thread->entries.count; i++) {
        const struct thread_entry *entry = &thread->entries.at[i];
        if (is_committee(entry)) {
            state.answered_on = entry->on;
            state.asked_on = 0;
        } else if (state.asked_on == 0) {
            state.asked_on = entry->on;
        }
    }
    state.answered = state.asked_on == 0 && state.answered_on != 0;
    if (state.asked_on != 0) {
        state.answer_by = work_clock(rules, RULE_reply_days, state.asked_on);
        state.late = today > state.answer_by && !doubtful;
    }
    return state;
}

static bool speaker_is_known(struct text from)
{
    return text_is(from, "resident") || text_is(from, "representative") ||
           text_is(from, "supervision") || text_is(from, "committee");
}

static enum err check_entry(const struct thread *thread, size_t index, struct complaint *why)
{
    const struct thread_entry *entry = &thread->entries.at[index];
    if (!speaker_is_known(entry->from)) {
        return complain(
            why, ERR_INVALID,
            "第 %zu 条的说话人“%.*s”不认识，请写 resident、representative、supervision 或 "
            "committee",
            index + 1, TEXT_ARG(entry->from));
    }
    if (index == 0 && is_committee(entry)) {
        return complain(why, ERR_INVALID, "意见和答复要先有意见，第 1 条不能是居委会的");
    }
    if (is_committee(entry) && text_trim(entry->by).size == 0) {
        return complain(why, ERR_INVALID, "第 %zu 条答复没有写答复人（居务公开制度第十一条）",
                        index + 1);
    }
    if (index > 0 && entry->on < thread->entries.at[index - 1].on) {
        return complain(why, ERR_INVALID, "第 %zu 条的日期早于前一条，请按先后写", index + 1);
    }
    return OK;
}

/* "disclosure/2026-10/05/1" names item 5. */
static bool key_names_item(struct text key, uint64_t item)
{
    struct text rest = key, part;
    uint64_t number = 0;
    return text_split(&rest, '/', &part) && text_is(part, "disclosure") &&
           text_split(&rest, '/', &part) && text_split(&rest, '/', &part) &&
           text_parse_uint(part, ITEM_ASSIST, &number) == OK && number == item;
}

enum err thread_check(const struct thread *thread, struct complaint *why)
{
    struct period month;
    if (!key_names_item(thread->about, thread->item)) {
        return complain(why, ERR_INVALID, "意见要对着一项公开的内容，“%.*s”不是第 %llu 项",
                        TEXT_ARG(thread->about), (unsigned long long)thread->item);
    }
    if (period_parse(thread->month, &month) || month.kind != PERIOD_MONTH) {
        return complain(why, ERR_INVALID, "公开栏的月份“%.*s”不对，请写成 2026-11 的样子",
                        TEXT_ARG(thread->month));
    }
    if (thread->entries.count == 0) {
        return complain(why, ERR_INVALID, "没有意见，也没有答复");
    }
    for (size_t i = 0; i < thread->entries.count; i++) {
        enum err err = check_entry(thread, i, why);
        if (err) {
            return err;
        }
    }
    return OK;
}

static int32_t last_word(const struct thread *thread)
{
    size_t count = thread->entries.count;
    return count ? thread->entries.at[count - 1].on : 0;
}

size_t threads_of_item(const struct thread *threads, size_t count, uint64_t item, struct text month,
                       const struct thread **found, size_t max)
{
    size_t hits = 0;
    for (size_t i = 0; i < count; i++) {
        const struct thread *thread = &threads[i];
        if (thread->item != item || (month.size > 0 && !text_equal(thread->month, month))) {
            continue;
        }
        size_t at = hits < max ? hits : max;
        while (at > 0 && last_word(thread) > last_word(found[at - 1])) {
            at--;
        }
        if (at == max) {
            continue;
        }
        hits += hits < max;
        for (size_t to = hits - 1; to > at; to--) {
            found[to] = found[to - 1];
        }
        found[at] = thread;
    }
    return hits;
}

/* ---- 公示 ---- */

enum err notice_check(const struct notice *notice, const struct rule_set *rules,
                      struct complaint *why)
{
    bool has_contact = text_trim(notice->objection_contact).size >= CONTACT_BYTES_MIN;
    char earliest[CIVIL_DATE_BYTES];
    if (notice->objection_contact.size == 0 && notice->objections_until == 0) {
        return OK;
    }
    if (!has_contact || notice->objections_until == 0) {
        return complain(why, ERR_INVALID,
                        "公示要写清向谁提出异议（objection_contact）和提到哪一天为止"
                        "（objections_until），两样都要有");
    }
    if (notice->date == 0) {
        return complain(why, ERR_INVALID, "公示要写开始的日期（date）");
    }
    int32_t first = rule_or_seed_clock(rules, RULE_objection_days, notice->date);
    if (notice->objections_until < first) {
        return complain(why, ERR_INVALID, "公示期太短，最早到 %s 为止",
                        civil_format_date(first, earliest));
    }
    if (notice->until != 0 && notice->until < notice->objections_until) {
        return complain(why, ERR_INVALID,
                        "公示还没有到期就撤下（until 早于 objections_until），请核对");
    }
    return OK;
}

bool notice_takes_objections(const struct notice *notice, int32_t today)
{
    return notice->objections_until != 0 && today >= notice->date &&
           today <= notice->objections_until;
}
