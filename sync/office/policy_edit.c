/* policy_edit.c - see policy_edit.h. */
#include "policy_edit.h"

#include <string.h>

#include "acts.h"
#include "hash.h"
#include "json_print.h"
#include "policy.h"
#include "signing.h"

enum { VALUE_ROWS_MAX = 100, SECONDS_MAX = 3600, DAYS_MAX = 3650 };

/* ---- showing ---- */

static const char *preset_title(const struct policy *policy)
{
    return policy_preset_of(policy) == PRESET_LAW ? "城市居民委员会组织法（law）"
                                                  : "四个制度（seed）";
}

static void print_source(const char *who, enum rule_id id, struct rule_value value,
                         struct text article, bool verified, FILE *out)
{
    char text[RULE_VALUE_BYTES];
    fprintf(out, "      %s：%s（%.*s%s）\n", who, rule_value_format(id, value, text),
            TEXT_ARG(article), verified ? "" : "，未核对现行文本");
}

static void print_rule(const struct rule_line *line, FILE *out)
{
    char text[RULE_VALUE_BYTES];
    fprintf(out, "%s\t%s：%s（%.*s%s%s）\n", rule_name(line->id), rule_title(line->id),
            rule_value_format(line->id, line->applied, text), TEXT_ARG(line->article),
            line->verified ? "" : "，未核对现行文本", line->own ? "，本居委会自定" : "");
    if (line->conflict) {
        fprintf(out, "    两处规定不同，现用上面的：\n");
        print_source("制度", line->id, line->seed, line->seed_article, true, out);
        print_source("法律", line->id, line->law, line->law_article, line->law_verified, out);
    }
}

static void print_field(const char *name, const char *title, struct text value, FILE *out)
{
    if (value.size > 0) {
        fprintf(out, "%s\t%s：%.*s\n", name, title, TEXT_ARG(value));
    } else {
        fprintf(out, "%s\t%s：（没有写）\n", name, title);
    }
}

static void print_head(const struct site *site, const struct policy *p, const struct entry *entry,
                       bool draft, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    bool waits = draft && (sign_is_missing(site, entry, ROLE_OFFICE) ||
                           sign_is_missing(site, entry, ROLE_SUPERVISION));
    fprintf(out, "%.*s的规则，第 %llu 版%s，以%s为底\n", TEXT_ARG(p->name),
            (unsigned long long)entry->version, waits ? "（两方签字后生效）" : "", preset_title(p));
    fprintf(out, "term_start\t届期开始：%s\n", civil_format_date(p->term_start, date));
    print_field("first_board", "第一个公开月", p->first_board, out);
    print_field("supervision_office", "公开监督部门", p->supervision_office, out);
    print_field("supervision_phone", "公开监督电话", p->supervision_phone, out);
    print_field("office_phone", "居委会电话", p->office_phone, out);
    print_field("office_hours", "接待时间", p->office_hours, out);
    print_field("responsible", "居务公开负责人", p->responsible, out);
    for (size_t i = 0; i < p->periods.count; i++) {
        const struct period_rule *rule = &p->periods.at[i];
        unsigned long long item = rule->item;
        fprintf(out, "period-%llu\t第 %llu 项公开时限：%.*s（居务公开制度第六条）\n", item, item,
                TEXT_ARG(rule->period));
        if (rule->due_month) {
            fprintf(out, "due-month-%llu\t第 %llu 项在 %llu 月公开\n", item, item,
                    (unsigned long long)rule->due_month);
        }
        if (rule->tells) {
            fprintf(out, "tells-%llu\t第 %llu 项公开%s的情况\n", item, item,
                    rule->tells == 1 ? "当年" : "上一年");
        }
    }
    for (size_t i = 0; i < p->terms.count; i++) {
        fprintf(out, "term-%llu\t第 %llu 届开始：%s\n", (unsigned long long)p->terms.at[i].number,
                (unsigned long long)p->terms.at[i].number,
                civil_format_date(p->terms.at[i].begins, date));
    }
    fprintf(out, "假日 %zu 段，单位和场所 %zu 个，接待时段 %zu 个，第 10 项 %zu 个分项\n",
            p->days.count, p->contacts.count, p->hours.count, p->parts.count);
}

static void json_value(struct json *j, const char *name, struct rule_value value,
                       struct text article, bool verified)
{
    json_object(j, name);
    json_int(j, "number", value.number);
    json_int(j, "of", value.of);
    json_text(j, "article", article);
    json_bool(j, "verified", verified);
    json_object_end(j);
}

static void json_rule(struct json *j, const struct rule_line *line)
{
    char text[RULE_VALUE_BYTES];
    json_object(j, NULL);
    json_text(j, "name", text_of(rule_name(line->id)));
    json_text(j, "title", text_of(rule_title(line->id)));
    json_int(j, "number", line->applied.number);
    json_int(j, "of", line->applied.of);
    json_text(j, "text", text_of(rule_value_format(line->id, line->applied, text)));
    json_text(j, "article", line->article);
    json_bool(j, "verified", line->verified);
    json_bool(j, "own", line->own);
    json_bool(j, "conflict", line->conflict);
    json_value(j, "seed", line->seed, line->seed_article, true);
    if (line->law_article.size > 0) {
        json_value(j, "law", line->law, line->law_article, line->law_verified);
    } else {
        json_null(j, "law");
    }
    json_object_end(j);
}

static enum err print_json(struct site *site, const struct policy *policy,
                           const struct rule_line *lines, size_t count, FILE *out)
{
    struct json j;
    struct buffer b = buffer_begin(&site->scratch);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_text(&j, "preset", policy->preset);
    json_array(&j, "rules");
    for (size_t i = 0; i < count; i++) {
        json_rule(&j, &lines[i]);
    }
    json_array_end(&j);
    json_object_end(&j);
    return json_print(&j, out);
}

static enum err newest(struct site *site, struct txn *txn, struct entry *entry, bool *draft,
                       struct policy *policy, struct complaint *why)
{
    enum err err = site_newest(site, txn, text_of("policy"), entry, draft);
    return err ? err : site_record(site, txn, entry, policy, why);
}

static enum err print_in(struct site *site, struct txn *txn, bool conflicts, bool json, FILE *out,
                         struct complaint *why)
{
    struct policy policy;
    struct entry entry;
    struct rule_line lines[RULES];
    size_t count = RULES;
    bool draft = false;
    enum err err = newest(site, txn, &entry, &draft, &policy, why);
    if (err) {
        return err;
    }
    if (conflicts) {
        count = policy_conflicts(&policy, lines);
    } else {
        policy_rule_lines(&policy, lines);
    }
    if (json) {
        return print_json(site, &policy, lines, count, out);
    }
    if (!conflicts) {
        print_head(site, &policy, &entry, draft, out);
    } else if (count == 0) {
        fprintf(out, "制度与法律没有不同的地方\n");
    }
    for (size_t i = 0; i < count; i++) {
        print_rule(&lines[i], out);
    }
    return OK;
}

enum err policy_print(struct site *site, bool conflicts, bool json, FILE *out,
                      struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : print_in(site, txn, conflicts, json, out, why);
    txn_abort(txn);
    return err;
}

/* ---- changing ---- */

enum err policy_newest(struct site *site, struct txn *txn, struct policy *policy,
                       struct complaint *why)
{
    struct entry entry;
    bool draft;
    return newest(site, txn, &entry, &draft, policy, why);
}

static enum err same_as_newest(struct site *site, struct txn *txn, const struct policy *changed,
                               bool *same, struct complaint *why)
{
    struct entry entry;
    struct bytes object;
    enum err err = site_newest(site, txn, text_of("policy"), &entry, NULL);
    err = err ? err : policy_encode(changed, &site->scratch, &object, why);
    if (!err) {
        struct hash hash = hash_of(object);
        *same = hash_equal(&hash, &entry.hash);
    }
    return err;
}

static enum err put_draft(struct site *site, struct txn *txn, const struct policy *changed,
                          struct complaint *why)
{
    struct entry before, entry = {.key = text_of("policy"), .version = 1};
    struct policy old;
    struct calendar calendar;
    enum err err = site_entry(site, txn, SITE_PUBLISHED, text_of("policy"), &before);
    if (!err) {
        entry.version = before.version + 1;
        err = site_record(site, txn, &before, &old, why);
        err = err ? err : calendar_init(&old, &calendar);
        err = err ? err
                  : policy_check_change(&old, changed,
                                        civil_day_at(site->now_s, calendar.offset_min), why);
    }
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    err = site_put_record(site, txn, KIND_policy, changed, &entry, why);
    err = err ? err : site_put_entry(site, txn, SITE_DRAFTS, &entry);
    return err ? err
               : act_add(site, txn, "policy", "policy v%llu", (unsigned long long)entry.version);
}

enum err policy_stage(struct site *site, struct txn *txn, const struct policy *changed,
                      bool *changes, struct complaint *why)
{
    bool same = false;
    enum err err = policy_check(changed, why);
    err = err ? err : same_as_newest(site, txn, changed, &same, why);
    *changes = !same;
    return err || same ? err : put_draft(site, txn, changed, why);
}

/* "7", "1/5", 是, 否, 不设. */
static bool parse_rule_value(enum rule_id id, struct text text, struct rule_value *value)
{
    uint64_t number = 0, of = 0;
    struct text head = {0};
    if (rule_unit_of(id) == UNIT_SWITCH && (text_is(text, "是") || text_is(text, "否"))) {
        *value = (struct rule_value){text_is(text, "是") ? 1 : 0, 0};
        return true;
    }
    if (text_is(text, "不设")) {
        *value = (struct rule_value){0, 0};
        return true;
    }
    if (memchr(text.data, '/', text.size)) {
        text_split(&text, '/', &head);
        if (text_parse_uint(text, INT32_MAX, &of)) {
            return false;
        }
        text = head;
    }
    if (text_parse_uint(text, INT32_MAX, &number)) {
        return false;
    }
    *value = (struct rule_value){(int32_t)number, (int32_t)of};
    return true;
}

/* The row of a number, added when the policy has none. NULL: no room or no memory. */
static struct policy_value *row_of(struct site *site, struct policy *policy, enum rule_id id)
{
    for (size_t i = 0; i < policy->values.count; i++) {
        if (text_is(policy->values.at[i].id, rule_name(id))) {
            return &policy->values.at[i];
        }
    }
    struct policy_value *rows = ARENA_ARRAY(&site->scratch, struct policy_value, VALUE_ROWS_MAX);
    if (!rows || policy->values.count == VALUE_ROWS_MAX) {
        return NULL;
    }
    if (policy->values.count > 0) {
        memcpy(rows, policy->values.at, policy->values.count * sizeof *rows);
    }
    struct policy_value *row = &rows[policy->values.count++];
    policy->values.at = rows;
    *row = (struct policy_value){.id = text_of(rule_name(id)),
                                 .article = policy_rule_article(policy, id),
                                 .verified = policy_rule_verified(policy, id)};
    return row;
}

/* Four numbers have a field of their own in the record. */
static uint64_t *field_of(struct policy *policy, enum rule_id id)
{
    switch ((int)id) {
    case RULE_term_years:
        return &policy->term_years;
    case RULE_disclosure_day:
        return &policy->disclosure_day;
    case RULE_reply_days:
        return &policy->reply_days;
    case RULE_letters_keep_days:
        return &policy->letters_keep_days;
    default:
        return NULL;
    }
}

static bool is_promise(enum rule_id id)
{
    return text_starts(text_of(rule_preset_article(PRESET_SEED, id)), "本居委会");
}

/* Where a value comes from when nobody says: the text that has it, else the committee itself. */
static void cite(enum rule_id id, struct rule_value value, const struct policy_wish *wish,
                 struct policy_value *row)
{
    bool seed = rule_value_equal(value, rule_preset_value(PRESET_SEED, id));
    bool law =
        !seed && rule_law_speaks(id) && rule_value_equal(value, rule_preset_value(PRESET_LAW, id));
    enum preset preset = law ? PRESET_LAW : PRESET_SEED;
    bool known = seed || law || is_promise(id);

    row->article = text_of(wish->article ? wish->article
                           : known       ? rule_preset_article(preset, id)
                                         : "本居委会自定（没有写出处）");
    row->verified = wish->verified || (known && !wish->article && rule_preset_verified(preset, id));
}

static enum err set_rule(struct site *site, struct policy *policy, enum rule_id id,
                         const struct policy_wish *wish, struct complaint *why)
{
    struct rule_value value;
    if (!parse_rule_value(id, text_of(wish->value), &value)) {
        return complain(why, ERR_INVALID, "“%s”不是%s的值；要写成 7、1/5、是 或 不设", wish->value,
                        rule_title(id));
    }
    if (!rule_value_is_sane(id, value)) {
        return complain(why, ERR_INVALID, "%s不能是“%s”，超出了可以设的范围", rule_title(id),
                        wish->value);
    }
    struct policy_value *row = row_of(site, policy, id);
    if (!row) {
        return ERR_NOMEM;
    }
    uint64_t *field = field_of(policy, id);
    if (field) {
        *field = (uint64_t)value.number;
    }
    row->number = field ? 0 : value.number;
    row->of = field ? 0 : (uint64_t)value.of;
    cite(id, value, wish, row);
    return OK;
}

static enum err set_period(struct policy *policy, const struct policy_wish *wish, uint64_t item,
                           struct complaint *why)
{
    for (size_t i = 0; i < policy->periods.count; i++) {
        if (policy->periods.at[i].item == item) {
            policy->periods.at[i].period = text_of(wish->value);
            return OK; /* policy_check() judges the word */
        }
    }
    return complain(why, ERR_INVALID, "没有第 %llu 项", (unsigned long long)item);
}

/* A year's item: the month in which it is told, and of which year. */
static enum err set_year_item(struct policy *policy, const struct policy_wish *wish, uint64_t item,
                              bool month, struct complaint *why)
{
    enum { MONTHS = 12, TELLS_MAX = 2 };
    uint64_t value;
    for (size_t i = 0; i < policy->periods.count; i++) {
        struct period_rule *rule = &policy->periods.at[i];
        if (rule->item != item) {
            continue;
        }
        if (text_parse_uint(text_of(wish->value), month ? MONTHS : TELLS_MAX, &value) ||
            value == 0) {
            return month ? complain(why, ERR_INVALID, "按年公开的月份要写 1 到 12")
                         : complain(why, ERR_INVALID, "按年公开的是哪一年：当年写 1，上一年写 2");
        }
        *(month ? &rule->due_month : &rule->tells) = value;
        return OK;
    }
    return complain(why, ERR_INVALID, "没有第 %llu 项", (unsigned long long)item);
}

/* An election that came late or early: the day on which a term began after all. */
static enum err set_term(struct site *site, struct policy *policy, const struct policy_wish *wish,
                         uint64_t number, struct complaint *why)
{
    size_t count = policy->terms.count, at = 0;
    int32_t begins;
    struct term_rule *terms = ARENA_ARRAY(&site->scratch, struct term_rule, count + 1);
    if (!terms) {
        return ERR_NOMEM;
    }
    if (number < 2 || civil_parse_date(text_of(wish->value), &begins)) {
        return complain(why, ERR_INVALID,
                        "换届要写成 term-2 2029-02-11 的样子：第 2 届起，哪一天开始");
    }
    while (at < count && policy->terms.at[at].number < number) {
        terms[at] = policy->terms.at[at];
        at++;
    }
    bool replaces = at < count && policy->terms.at[at].number == number;
    terms[at] = (struct term_rule){.number = number, .begins = begins};
    if (replaces) {
        terms[at].years = policy->terms.at[at].years;
    }
    for (size_t i = at + replaces; i < count; i++) {
        terms[i + 1 - replaces] = policy->terms.at[i];
    }
    policy->terms.at = terms;
    policy->terms.count = count + 1 - replaces;
    return OK;
}

static struct text *text_field(struct policy *policy, const char *name)
{
    const struct {
        const char *name;
        struct text *at;
    } fields[] = {
        {"name", &policy->name},
        {"first_board", &policy->first_board},
        {"supervision_office", &policy->supervision_office},
        {"supervision_phone", &policy->supervision_phone},
        {"office_phone", &policy->office_phone},
        {"office_hours", &policy->office_hours},
        {"responsible", &policy->responsible},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(fields[i].name, name) == 0) {
            return fields[i].at;
        }
    }
    return NULL;
}

static uint64_t *number_field(struct policy *policy, const char *name, uint64_t *max)
{
    *max = strcmp(name, "idle_s") == 0 ? SECONDS_MAX : DAYS_MAX;
    return strcmp(name, "outbox_keep_days") == 0  ? &policy->outbox_keep_days
           : strcmp(name, "vault_keep_days") == 0 ? &policy->vault_keep_days
           : strcmp(name, "idle_s") == 0          ? &policy->idle_s
                                                  : NULL;
}

static enum err set_field(struct site *site, struct policy *policy, const struct policy_wish *wish,
                          struct complaint *why)
{
    uint64_t max, item = 0;
    struct text *text = text_field(policy, wish->name);
    uint64_t *number = number_field(policy, wish->name, &max);
    struct text name = text_of(wish->name);

    if (text) {
        *text = text_of(wish->value);
        return OK;
    }
    if (number) {
        return text_parse_uint(text_of(wish->value), max, number)
                   ? complain(why, ERR_INVALID, "%s 要写 0 到 %llu 的数", wish->name,
                              (unsigned long long)max)
                   : OK;
    }
    if (strcmp(wish->name, "plain_upload") == 0 && strcmp(wish->value, "是") != 0 &&
        strcmp(wish->value, "否") != 0) {
        return complain(why, ERR_INVALID, "plain_upload 要写 是 或 否");
    }
    if (strcmp(wish->name, "plain_upload") == 0) {
        policy->plain_upload = strcmp(wish->value, "是") == 0;
        return OK;
    }
    if (strcmp(wish->name, "origins") == 0) {
        struct text rest = text_of(wish->value), one;
        policy->origins.at = ARENA_ARRAY(&site->scratch, struct text, POLICY_ORIGINS_MAX);
        policy->origins.count = 0;
        while (policy->origins.at && policy->origins.count < POLICY_ORIGINS_MAX &&
               text_split(&rest, ' ', &one)) {
            policy->origins.at[policy->origins.count++] = one;
        }
        return policy->origins.at ? OK : ERR_NOMEM;
    }
    if (text_starts(name, "period-") &&
        text_parse_uint(text_slice(name, strlen("period-"), name.size), ITEM_COUNT, &item) == OK) {
        return set_period(policy, wish, item, why);
    }
    if (text_starts(name, "due-month-") &&
        text_parse_uint(text_slice(name, strlen("due-month-"), name.size), ITEM_COUNT, &item) ==
            OK) {
        return set_year_item(policy, wish, item, true, why);
    }
    if (text_starts(name, "tells-") &&
        text_parse_uint(text_slice(name, strlen("tells-"), name.size), ITEM_COUNT, &item) == OK) {
        return set_year_item(policy, wish, item, false, why);
    }
    if (text_starts(name, "term-") && text_parse_uint(text_slice(name, strlen("term-"), name.size),
                                                      TERM_NUMBER_MAX, &item) == OK) {
        return set_term(site, policy, wish, item, why);
    }
    return complain(why, ERR_INVALID, "没有“%s”这一条规则；用 policy SITE 查看全部", wish->name);
}

static enum err change(struct site *site, const struct policy *changed, struct txn *txn,
                       FILE *report, struct complaint *why)
{
    bool changes = false;
    enum err err = policy_stage(site, txn, changed, &changes, why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    err = txn_commit(txn);
    if (!err) {
        fprintf(report,
                changes ? "policy\t新版本，待居委会和监督小组签字\n" : "policy\t没有变化\n");
    }
    return err;
}

enum err policy_set(struct site *site, const struct policy_wish *wish, FILE *report,
                    struct complaint *why)
{
    struct txn *txn = NULL;
    struct policy policy;
    struct entry entry;
    bool draft;
    enum rule_id id = rule_of_name(text_of(wish->name));
    enum err err = txn_begin_write(site->store, &txn);
    err = err ? err : newest(site, txn, &entry, &draft, &policy, why);
    err = err          ? err
          : id < RULES ? set_rule(site, &policy, id, wish, why)
                       : set_field(site, &policy, wish, why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return change(site, &policy, txn, report, why);
}

enum err policy_use_preset(struct site *site, const char *preset, FILE *report,
                           struct complaint *why)
{
    struct txn *txn = NULL;
    struct policy policy, fresh;
    struct entry entry;
    bool draft;
    if (strcmp(preset, "seed") != 0 && strcmp(preset, "law") != 0) {
        return complain(why, ERR_INVALID, "没有“%s”这一套；写 seed（四个制度）或 law（法律）",
                        preset);
    }
    enum err err = txn_begin_write(site->store, &txn);
    err = err ? err : newest(site, txn, &entry, &draft, &policy, why);
    err = err ? err
              : policy_preset(&site->scratch, strcmp(preset, "law") == 0 ? PRESET_LAW : PRESET_SEED,
                              &fresh);
    if (err) {
        txn_abort(txn);
        return err;
    }
    policy.preset = fresh.preset;
    policy.values.at = fresh.values.at;
    policy.values.count = fresh.values.count;
    policy.term_years = fresh.term_years;
    policy.disclosure_day = fresh.disclosure_day;
    policy.reply_days = fresh.reply_days;
    policy.letters_keep_days = fresh.letters_keep_days;
    return change(site, &policy, txn, report, why);
}
