/* mediation.c - see mediation.h. */
#include "mediation.h"

#include "rule_or_seed.h"
#include "utf8.h"

enum { NAME_CHARACTERS_MIN = 2 }; /* one character alone is found in every sentence */

/* ---- three sittings at most ---- */

/* What a mediation is about: its matter, or, where nobody wrote one down, its title without a
 * bracket behind (（第二次）). */
static struct text matter_of(const struct meeting *meeting)
{
    struct text matter = text_trim(meeting->matter);
    struct text title = text_trim(meeting->title), rest = title;
    while (matter.size == 0 && rest.size > 0) {
        size_t at = title.size - rest.size;
        uint32_t c = utf8_next(&rest);
        if (at > 0 && (c == '(' || c == 0xFF08)) {
            return text_trim(text_slice(title, 0, at));
        }
    }
    return matter.size > 0 ? matter : title;
}

static bool same_matter(const struct meeting *a, const struct meeting *b)
{
    struct text mine = matter_of(a);
    return meeting_type_of(b->type) == MEETING_MEDIATION && mine.size > 0 &&
           text_equal(mine, matter_of(b));
}

static bool is_before(struct meeting_fact a, struct meeting_fact b)
{
    return a.record->date != b.record->date
               ? a.record->date < b.record->date
               : bytes_compare(text_bytes(a.key), text_bytes(b.key)) < 0;
}

unsigned meeting_sitting(struct meeting_fact fact, const struct meeting_fact *others, size_t count)
{
    unsigned sitting = 1;
    if (meeting_type_of(fact.record->type) != MEETING_MEDIATION) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        bool other = !text_equal(others[i].key, fact.key);
        sitting +=
            other && same_matter(fact.record, others[i].record) && is_before(others[i], fact);
    }
    return sitting;
}

enum err meeting_check_sitting(struct meeting_fact fact, const struct meeting_fact *others,
                               size_t count, const struct rule_set *rules, struct complaint *why)
{
    unsigned most = rule_or_seed_number(rules, RULE_mediation_times), sittings = 1;
    if (meeting_type_of(fact.record->type) != MEETING_MEDIATION) {
        return OK;
    }
    for (size_t i = 0; i < count; i++) {
        sittings +=
            !text_equal(others[i].key, fact.key) && same_matter(fact.record, others[i].record);
    }
    if (sittings <= most) {
        return OK;
    }
    return complain(why, ERR_DENIED,
                    "同一件事（%.*s）已经协调过 %u 次，最多 %u 次，不能再开协调会；"
                    "请告知当事人通过其他途径解决（协调会制度第十三条）；"
                    "如果是另一件事，请写明事项（matter）",
                    TEXT_ARG(matter_of(fact.record)), sittings - 1, most);
}

/* ---- what stays at the office ---- */

void meeting_publishable(const struct meeting *meeting, struct meeting *public)
{
    struct meeting_shown shown = meeting_shown(meeting_type_of(meeting->type));
    *public = *meeting;
    if (!shown.matter) {
        public->topics = (struct texts){0};
        public->agenda.at = NULL;
        public->agenda.count = 0;
        public->text = (struct text){0};
        public->result = (struct text){0};
        public->recording = (struct text){0};
    }
}

struct mediation mediation_of(struct text key, const struct meeting *meeting, struct texts parties)
{
    return (struct mediation){
        .meeting = key,
        .parties = parties,
        .topics = meeting->topics,
        .text = meeting->text,
        .result = meeting->result,
    };
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0x3000 || c == 0xB7;
}

static uint32_t next_inked(struct text *rest)
{
    uint32_t c;
    do {
        c = utf8_next(rest);
    } while (is_blank(c));
    return c;
}

static bool begins_with_name(struct text text, struct text name)
{
    for (uint32_t c; (c = next_inked(&name)) != 0;) {
        if (next_inked(&text) != c) {
            return false;
        }
    }
    return true;
}

static bool holds_name(struct text text, struct text name)
{
    if (utf8_count(text_trim(name)) < NAME_CHARACTERS_MIN) {
        return false;
    }
    while (text.size > 0) {
        if (begins_with_name(text, name)) {
            return true;
        }
        utf8_next(&text);
    }
    return false;
}

static bool parts_names(uint32_t c)
{
    return c == ';' || c == ',' || c == '/' || c == 0x3001 || c == 0xFF0C || c == 0xFF1B;
}

static bool opens_bracket(uint32_t c)
{
    return c == '(' || c == 0xFF08;
}

/* 张三；李四（502室） are two names; what stands in brackets is none. */
static bool holds_party(struct text text, struct text party)
{
    size_t from = 0, to = 0;
    bool inside = true, held = false;
    struct text rest = party;
    while (!held && rest.size > 0) {
        size_t at = party.size - rest.size;
        uint32_t c = utf8_next(&rest);
        if (parts_names(c)) {
            held = holds_name(text, text_slice(party, from, inside ? at : to));
            from = party.size - rest.size;
            inside = true;
        } else if (inside && opens_bracket(c)) {
            inside = false;
            to = at;
        }
    }
    return held || holds_name(text, text_slice(party, from, inside ? party.size : to));
}

enum err meeting_check_public(const struct meeting *meeting, const struct mediation *kept,
                              struct complaint *why)
{
    const struct {
        struct text text;
        const char *name;
    } fields[] = {
        {meeting->title, "标题"},
        {meeting->place, "地点"},
        {meeting->convener, "召集人"},
        {meeting->matter, "事项"},
    };
    struct meeting_shown shown = meeting_shown(meeting_type_of(meeting->type));
    if (!shown.matter && (meeting->topics.count > 0 || meeting->agenda.count > 0 ||
                          meeting->text.size > 0 || meeting->result.size > 0)) {
        return complain(
            why, ERR_INVALID,
            "%s的议题、经过和结果只由居委会保存，不能公布（居民看得到的只有时间和办到哪一步）",
            meeting_type_name(meeting_type_of(meeting->type)));
    }
    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
        for (size_t i = 0; kept && i < kept->parties.count; i++) {
            if (holds_party(fields[f].text, kept->parties.at[i])) {
                return complain(
                    why, ERR_INVALID,
                    "%s里写了第 %zu 位当事人的姓名：协调会的当事人不能公布，请改成不带姓名的说法",
                    fields[f].name, i + 1);
            }
        }
    }
    return OK;
}
