/* import_meeting.c - meetings as cases, and what must not leave the office. */
#include <string.h>

#include "facts.h"
#include "import_source.h"
#include "mediation.h"

enum { TOPICS_MAX = 30, COUNT_MAX = 1000000, PARTIES_MAX = 20 };

static const struct {
    const char *name;
    enum meeting_type type;
} meeting_names[] = {
    {"居民会议", MEETING_ASSEMBLY},  {"居民代表会议", MEETING_ASSEMBLY},
    {"听证会", MEETING_HEARING},     {"协调会", MEETING_MEDIATION},
    {"评议会", MEETING_REVIEW},      {"工作例会", MEETING_STAFF},
    {"党政联席会议", MEETING_JOINT}, {"学习", MEETING_STUDY},
};

static enum meeting_type type_named(struct text name)
{
    enum meeting_type type = meeting_type_of(name);
    for (size_t i = 0; i < sizeof meeting_names / sizeof meeting_names[0]; i++) {
        type = text_is(name, meeting_names[i].name) ? meeting_names[i].type : type;
    }
    return type;
}

bool source_stays(const struct source *s)
{
    struct meeting_shown shown = meeting_shown(type_named(source_value(s, "type")));
    return text_is(source_value(s, "kind"), "meeting") && !shown.matter;
}

static enum err read_type(const struct source *s, struct meeting *record)
{
    struct text name = source_value(s, "type");
    enum meeting_type type = type_named(name);
    if (type == MEETING_UNKNOWN) {
        return complain(s->why, ERR_INVALID,
                        "第 %u 行：没有“%.*s”这种会议；type 写 assembly hearing mediation review "
                        "staff joint study 之一",
                        source_line(s, "type"), TEXT_ARG(name));
    }
    record->type = text_of(meeting_type_id(type));
    return OK;
}

/* Up to the next semicolon of either width; takes it off with the part. */
static bool next_topic(struct text *rest, struct text *part)
{
    static const char wide[] = "\uFF1B";
    for (size_t i = 0; i < rest->size; i++) {
        bool is_wide = rest->size - i >= 3 && memcmp(rest->data + i, wide, sizeof wide - 1) == 0;
        if (rest->data[i] == ';' || is_wide) {
            *part = text_trim(text_slice(*rest, 0, i));
            *rest = text_slice(*rest, i + (is_wide ? sizeof wide - 1 : 1), rest->size);
            return true;
        }
    }
    *part = text_trim(*rest);
    *rest = (struct text){0};
    return part->size > 0;
}

static enum err add_topic(const struct source *s, struct text topic, unsigned line,
                          struct texts *topics)
{
    if (topic.size == 0) {
        return OK;
    }
    if (topics->count == TOPICS_MAX) {
        return complain(s->why, ERR_FULL, "第 %u 行：议题超过 %d 个", line, TOPICS_MAX);
    }
    topics->at[topics->count++] = topic;
    return OK;
}

/* A list of lines `- …`, or one line with semicolons between. */
static enum err read_topics(const struct source *s, struct texts *topics)
{
    enum err err = OK;
    topics->at = ARENA_ARRAY(&s->import->site->scratch, struct text, TOPICS_MAX);
    if (!topics->at) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; !err && i < s->front.count; i++) {
        const struct front_field *field = &s->front.fields[i];
        struct text rest = field->value, part;
        while (!err && text_is(field->name, "topics") && next_topic(&rest, &part)) {
            err = add_topic(s, part, field->line, topics);
        }
    }
    return err;
}

static enum err read_clock(const struct source *s, struct meeting *record)
{
    int minutes;
    record->time = source_value(s, "time");
    if (record->time.size > 0 && (civil_parse_clock(record->time, &minutes))) {
        return complain(s->why, ERR_INVALID, "第 %u 行：time“%.*s”不是时间；要写成 14:00",
                        source_line(s, "time"), TEXT_ARG(record->time));
    }
    return OK;
}

/* What follows a heading 结果 belongs to the result. */
static void split_result(struct text body, struct meeting *record)
{
    struct text rest = body, line;
    record->text = body;
    while (text_split(&rest, '\n', &line)) {
        struct text words = line;
        while (words.size > 0 && (words.data[0] == '#' || words.data[0] == ' ')) {
            words = text_slice(words, 1, words.size);
        }
        bool heading = line.size > 0 && line.data[0] == '#';
        if (heading &&
            (text_is(text_trim(words), "结果") || text_is(text_trim(words), "会议结果"))) {
            record->text = text_trim(text_slice(body, 0, (size_t)(line.data - body.data)));
            record->result = text_trim(rest);
            return;
        }
    }
}

/* Words of the record, and as staff write them. */
struct word {
    const char *id, *name;
};

static enum err read_word(const struct source *s, const char *field, const struct word *words,
                          struct text *to)
{
    struct text given = source_value(s, field);
    if (given.size == 0) {
        return OK;
    }
    for (const struct word *word = words; word->id; word++) {
        if (text_is(given, word->id) || text_is(given, word->name)) {
            *to = text_of(word->id);
            return OK;
        }
    }
    return complain(s->why, ERR_INVALID, "第 %u 行：%s“%.*s”不认识；写 %s 之类",
                    source_line(s, field), field, TEXT_ARG(given), words[0].name);
}

static enum err read_words(const struct source *s, struct meeting *record)
{
    static const struct word forms[] = {{"residents", "全体居民"},
                                        {"households", "户代表"},
                                        {"representatives", "居民代表"},
                                        {NULL, NULL}};
    static const struct word proposers[] = {
        {"supervision", "监督小组"},     {"residents", "居民"},  {"households", "户代表"},
        {"representatives", "居民代表"}, {"groups", "居民小组"}, {NULL, NULL}};
    static const struct word outcomes[] = {
        {"agreement", "达成协议"}, {"none", "未达成"}, {NULL, NULL}};
    static const struct word grades[] = {
        {"excellent", "优秀"}, {"qualified", "合格"}, {"unqualified", "不合格"}, {NULL, NULL}};
    enum err err = read_word(s, "form", forms, &record->form);
    err = err ? err : read_word(s, "proposer", proposers, &record->proposer);
    err = err ? err : read_word(s, "outcome", outcomes, &record->outcome);
    return err ? err : read_word(s, "grade", grades, &record->grade);
}

/* "4 审议工作报告；同意 35": R4's power in front and the votes behind may be left out. */
static enum err read_agenda_row(const struct source *s, const struct front_field *field,
                                struct agenda_row *row)
{
    static const char mark[] = "同意";
    struct text text = field->value, part = {0};
    uint64_t power = 0;
    *row = (struct agenda_row){0};
    if (text.size > 2 && text.data[0] >= '1' && text.data[0] <= '9' && text.data[1] == ' ') {
        power = (uint64_t)(text.data[0] - '0');
        text = text_trim(text_slice(text, 1, text.size));
    }
    row->power = power;
    if (next_topic(&text, &part)) {
        row->text = part;
    }
    text = text_trim(text);
    if (text_starts(text, mark)) {
        text = text_trim(text_slice(text, strlen(mark), text.size));
        if (text_parse_uint(text, COUNT_MAX, &row->agreed)) {
            return complain(s->why, ERR_INVALID, "第 %u 行：同意后面要写人数", field->line);
        }
    } else if (text.size > 0) {
        return complain(s->why, ERR_INVALID, "第 %u 行：要写成“- 4 议题；同意 35”", field->line);
    }
    return row->text.size > 0 ? OK
                              : complain(s->why, ERR_INVALID, "第 %u 行：议题是空的", field->line);
}

static enum err read_lists(const struct source *s, struct meeting *record, struct texts *parties)
{
    struct arena *arena = &s->import->site->scratch;
    enum err err = OK;
    record->agenda.at = ARENA_ARRAY(arena, struct agenda_row, TOPICS_MAX);
    parties->at = ARENA_ARRAY(arena, struct text, PARTIES_MAX);
    if (!record->agenda.at || !parties->at) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; !err && i < s->front.count; i++) {
        const struct front_field *field = &s->front.fields[i];
        bool agenda = text_is(field->name, "agenda"), party = text_is(field->name, "parties");
        if (!field->item || (!agenda && !party)) {
            continue;
        }
        if ((agenda && record->agenda.count == TOPICS_MAX) ||
            (party && parties->count == PARTIES_MAX)) {
            err = complain(s->why, ERR_FULL, "第 %u 行：写得太多", field->line);
        } else if (agenda) {
            err = read_agenda_row(s, field, &record->agenda.at[record->agenda.count++]);
        } else {
            parties->at[parties->count++] = field->value;
        }
    }
    return err;
}

static enum err read_days(const struct source *s, struct meeting *record)
{
    const struct {
        const char *name;
        int32_t *to;
    } days[] = {
        {"received", &record->received},
        {"notified", &record->notified},
        {"date", &record->date},
        {"published", &record->published},
        {"proposed", &record->proposed},
        {"ended", &record->ended},
        {"opinions", &record->opinions},
        {"copied", &record->copied},
        {"signed_on", &record->signed_on},
        {"later_on", &record->later_on},
        {"told_reviewed", &record->told_reviewed},
        {"told_superior", &record->told_superior},
        {"told_street", &record->told_street},
    };
    enum err err = OK;
    for (size_t i = 0; !err && i < sizeof days / sizeof days[0]; i++) {
        err = source_date(s, days[i].name, days[i].to);
    }
    return err;
}

static enum err read_meeting(const struct source *s, struct meeting *record, struct texts *parties)
{
    enum err err = read_type(s, record);
    err = err ? err : read_days(s, record);
    err = err ? err : source_number(s, "due", COUNT_MAX, &record->due);
    err = err ? err : source_number(s, "present", COUNT_MAX, &record->present);
    err = err ? err : source_number(s, "agreed", COUNT_MAX, &record->agreed);
    err = err ? err : source_number(s, "ex_officio", COUNT_MAX, &record->ex_officio);
    err = err ? err : source_flag(s, "acute", &record->acute);
    err = err ? err : source_flag(s, "minutes", &record->minutes);
    err = err ? err : source_flag(s, "supervision_report", &record->supervision_report);
    err = err ? err : read_words(s, record);
    err = err ? err : read_clock(s, record);
    err = err ? err : read_topics(s, &record->topics);
    err = err ? err : read_lists(s, record, parties);
    record->title = source_value(s, "title");
    record->place = source_value(s, "place");
    record->convener = source_value(s, "convener");
    record->copied_to = source_value(s, "copied_to");
    record->matter = source_value(s, "matter");
    record->reviewed = source_value(s, "reviewed");
    split_result(s->front.body, record);
    if (source_value(s, "result").size > 0) {
        record->result = source_value(s, "result");
    }
    return err;
}

/* What residents have read as decided stays decided (R14). */
static enum err check_decided(struct source *s, struct text key, const struct meeting *record)
{
    struct meeting before;
    enum err err = import_published(s->import, key, KIND_meeting, &before);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    err = meeting_check_change(&before, record, s->why);
    return err == ERR_DENIED ? ERR_INVALID : err;
}

static enum err check_sittings(struct source *s, struct text key, const struct meeting *record)
{
    struct fact_list others;
    struct import *import = s->import;
    enum err err = facts_of_kind(import->site, import->txn, FACTS_NEWEST, KIND_meeting, &others);
    struct meeting_fact *facts =
        ARENA_ARRAY(&import->site->scratch, struct meeting_fact, others.count + 1);
    if (err || !facts) {
        return err ? err : ERR_NOMEM;
    }
    for (size_t i = 0; i < others.count; i++) {
        facts[i] =
            (struct meeting_fact){others.keys[i], &((const struct meeting *)others.records)[i]};
    }
    err = meeting_check_sitting((struct meeting_fact){key, record}, facts, others.count,
                                &import->rules, s->why);
    return err == ERR_DENIED ? ERR_INVALID : err;
}

/* A mediation shows that it takes place and no more: who the parties are and what was said stays
 * here (T9-T13). */
static enum err put_mediation(struct source *s, struct text key, const struct meeting *record,
                              const struct texts *parties)
{
    struct meeting public;
    struct mediation kept = mediation_of(key, record, *parties);
    struct text kept_key = arena_printf(&s->import->site->scratch, "mediation/%.*s", TEXT_ARG(key));
    meeting_publishable(record, &public);
    enum err err = kept_key.data ? check_sittings(s, key, record) : ERR_NOMEM;
    err = err ? err : meeting_check_public(&public, &kept, s->why);
    err = err == ERR_DENIED ? ERR_INVALID : err;
    err = err ? err : import_keep(s->import, kept_key, KIND_mediation, &kept, s->why);
    return err ? err : import_put(s->import, key, KIND_meeting, &public, 0, s->why);
}

static enum err put_meeting(struct source *s, struct text key, struct meeting *record,
                            const struct texts *parties)
{
    enum meeting_type type = meeting_type_of(record->type);
    if (!meeting_shown(type).at_all) { /* the committee's own (W3, W6) */
        return import_keep(s->import, key, KIND_meeting, record, s->why);
    }
    enum err err = check_decided(s, key, record);
    if (err || type != MEETING_MEDIATION) {
        return err ? err : import_put(s->import, key, KIND_meeting, record, 0, s->why);
    }
    return put_mediation(s, key, record, parties);
}

enum err import_meeting(struct source *s)
{
    static const char *const known[] = {"kind",
                                        "type",
                                        "title",
                                        "received",
                                        "notified",
                                        "date",
                                        "time",
                                        "place",
                                        "convener",
                                        "due",
                                        "present",
                                        "topics",
                                        "agreed",
                                        "published",
                                        "result",
                                        "form",
                                        "ex_officio",
                                        "proposed",
                                        "proposer",
                                        "agenda",
                                        "ended",
                                        "opinions",
                                        "copied",
                                        "copied_to",
                                        "acute",
                                        "matter",
                                        "outcome",
                                        "signed_on",
                                        "later_on",
                                        "grade",
                                        "reviewed",
                                        "minutes",
                                        "told_reviewed",
                                        "told_superior",
                                        "told_street",
                                        "parties",
                                        "supervision_report",
                                        "recording",
                                        NULL};
    static const char *const needed[] = {"type", "title", "date", NULL};
    struct meeting record = {0};
    struct texts parties = {0};
    char date[CIVIL_DATE_BYTES];
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : read_meeting(s, &record, &parties);
    err = err ? err : import_recording(s, &record.recording);
    err = err ? err : meeting_check(&record, s->why);
    if (err) {
        return err;
    }
    if (parties.count > 0 && meeting_type_of(record.type) != MEETING_MEDIATION) {
        return complain(s->why, ERR_INVALID, "第 %u 行：只有协调会写 parties（当事人）",
                        source_line(s, "parties"));
    }
    struct text prefix = arena_printf(&s->import->site->scratch, "meeting/%s-",
                                      civil_format_date(record.date, date));
    err = prefix.data ? import_key(s->import, prefix.data, s->file->name, &key) : ERR_NOMEM;
    return err ? err : put_meeting(s, key, &record, &parties);
}
