/* import_markdown.c - disclosures, meetings, notices, services and regulations with front matter.
 */
#include <string.h>

#include "import.h"
#include "markdown.h"
#include "meeting.h"
#include "regulation_text.h"

enum { TOPICS_MAX = 30, COUNT_MAX = 1000000, PART_MAX = 99 };

struct source {
    struct import *import;
    const struct import_file *file;
    struct front_matter front;
    struct complaint *why;
};

static struct text value(const struct source *s, const char *name)
{
    return front_value(&s->front, name);
}

static unsigned line_of(const struct source *s, const char *name)
{
    const struct front_field *field = front_find(&s->front, name);
    return field ? field->line : 1;
}

static enum err read_date(const struct source *s, const char *name, int32_t *day)
{
    const struct front_field *field = front_find(&s->front, name);
    if (field && civil_parse_date(field->value, day)) {
        return complain(s->why, ERR_INVALID,
                        "第 %u 行：%s“%.*s”不是日期，或没有这一天；要写成 2026-11-10", field->line,
                        name, TEXT_ARG(field->value));
    }
    return OK;
}

static enum err read_number(const struct source *s, const char *name, uint64_t max,
                            uint64_t *number)
{
    const struct front_field *field = front_find(&s->front, name);
    if (field && text_parse_uint(field->value, max, number)) {
        return complain(s->why, ERR_INVALID, "第 %u 行：%s“%.*s”不是数（0 到 %llu）", field->line,
                        name, TEXT_ARG(field->value), (unsigned long long)max);
    }
    return OK;
}

static enum err read_flag(const struct source *s, const char *name, bool *flag)
{
    const struct front_field *field = front_find(&s->front, name);
    *flag = field && (text_is(field->value, "true") || text_is(field->value, "是"));
    if (field && !*flag && !text_is(field->value, "false") && !text_is(field->value, "否")) {
        return complain(s->why, ERR_INVALID, "第 %u 行：%s 要写 true 或 false", field->line, name);
    }
    return OK;
}

static enum err need(const struct source *s, const char *const *names)
{
    for (; *names; names++) {
        if (value(s, *names).size == 0) {
            return complain(s->why, ERR_INVALID, "第 1 行起的项目里没有 %s；请补上“%s: …”", *names,
                            *names);
        }
    }
    return OK;
}

/* The body must be something that can be shown. */
static enum err check_body(const struct source *s, struct text body)
{
    struct blocks blocks;
    size_t mark = arena_mark(&s->import->site->scratch);
    enum err err = markdown_parse(body, &s->import->site->scratch, &blocks);
    arena_rewind(&s->import->site->scratch, mark);
    return err == ERR_FULL
               ? complain(s->why, err, "第 %u 行起的正文太长：至多 %d 段，表格至多 %d 行 %d 列",
                          s->front.body_line, MARKDOWN_BLOCKS_MAX, MARKDOWN_ROWS_MAX,
                          MARKDOWN_COLUMNS_MAX)
               : err;
}

/* ---- disclosures ---- */

static void warn_persons(const struct source *s, const struct disclosure *record)
{
    if (record->item == 7 && !record->nil && record->until == 0) {
        fprintf(s->import->done,
                "%s\t提醒：含人员名单的公开要写 until（最后公示日），姓名要隐去一字\n",
                s->file->name);
    }
}

static enum err read_disclosure(const struct source *s, struct disclosure *record)
{
    enum err err = read_number(s, "item", PART_MAX, &record->item);
    err = err ? err : read_number(s, "part", PART_MAX, &record->part);
    err = err ? err : read_flag(s, "nil", &record->nil);
    err = err ? err : read_date(s, "until", &record->until);
    err = err ? err : read_date(s, "opens", &record->opens);
    record->part = record->part ? record->part : 1;
    record->period = value(s, "period");
    record->title = value(s, "title");
    record->handler = value(s, "handler");
    record->approver = value(s, "approver");
    record->correction = value(s, "correction");
    record->text = s->front.body;
    return err;
}

static enum err put_disclosure(struct source *s)
{
    static const char *const known[] = {"kind",     "item",  "period",     "part",
                                        "title",    "opens", "until",      "handler",
                                        "approver", "nil",   "correction", NULL};
    static const char *const needed[] = {"item", "period", NULL};
    struct disclosure record = {0};
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : need(s, needed);
    err = err ? err : read_disclosure(s, &record);
    err = err ? err
              : import_check_period(
                    s->import, (unsigned)record.item, record.period,
                    line_of(s, record.item >= 1 && record.item <= ITEM_ASSIST ? "period" : "item"),
                    s->why);
    if (err) {
        return err;
    }
    warn_persons(s, &record);
    return import_disclosure(s->import, &record, SIDE_TEXT, s->why);
}

/* ---- meetings ---- */

static const struct {
    const char *name;
    enum meeting_type type;
} meeting_names[] = {
    {"居民会议", MEETING_ASSEMBLY},  {"居民代表会议", MEETING_ASSEMBLY},
    {"听证会", MEETING_HEARING},     {"协调会", MEETING_MEDIATION},
    {"评议会", MEETING_REVIEW},      {"工作例会", MEETING_STAFF},
    {"党政联席会议", MEETING_JOINT}, {"学习", MEETING_STUDY},
};

static enum err read_type(const struct source *s, struct meeting *record)
{
    struct text name = value(s, "type");
    enum meeting_type type = meeting_type_of(name);
    for (size_t i = 0; i < sizeof meeting_names / sizeof meeting_names[0]; i++) {
        type = text_is(name, meeting_names[i].name) ? meeting_names[i].type : type;
    }
    if (type == MEETING_UNKNOWN) {
        return complain(s->why, ERR_INVALID,
                        "第 %u 行：没有“%.*s”这种会议；type 写 assembly hearing mediation review "
                        "staff joint study 之一",
                        line_of(s, "type"), TEXT_ARG(name));
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
    record->time = value(s, "time");
    if (record->time.size > 0 && (civil_parse_clock(record->time, &minutes))) {
        return complain(s->why, ERR_INVALID, "第 %u 行：time“%.*s”不是时间；要写成 14:00",
                        line_of(s, "time"), TEXT_ARG(record->time));
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

static enum err read_meeting(const struct source *s, struct meeting *record)
{
    enum err err = read_type(s, record);
    err = err ? err : read_date(s, "received", &record->received);
    err = err ? err : read_date(s, "notified", &record->notified);
    err = err ? err : read_date(s, "date", &record->date);
    err = err ? err : read_date(s, "published", &record->published);
    err = err ? err : read_number(s, "due", COUNT_MAX, &record->due);
    err = err ? err : read_number(s, "present", COUNT_MAX, &record->present);
    err = err ? err : read_number(s, "agreed", COUNT_MAX, &record->agreed);
    err = err ? err : read_clock(s, record);
    err = err ? err : read_topics(s, &record->topics);
    record->title = value(s, "title");
    record->place = value(s, "place");
    record->convener = value(s, "convener");
    split_result(s->front.body, record);
    if (value(s, "result").size > 0) {
        record->result = value(s, "result");
    }
    return err;
}

static enum err put_meeting(struct source *s)
{
    static const char *const known[] = {
        "kind",     "type", "title",   "received", "notified", "date",      "time",   "place",
        "convener", "due",  "present", "topics",   "agreed",   "published", "result", NULL};
    static const char *const needed[] = {"type", "title", "date", NULL};
    struct meeting record = {0};
    char date[CIVIL_DATE_BYTES];
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : need(s, needed);
    err = err ? err : read_meeting(s, &record);
    err = err ? err : meeting_check(&record, s->why);
    if (err) {
        return err;
    }
    struct text prefix = arena_printf(&s->import->site->scratch, "meeting/%s-",
                                      civil_format_date(record.date, date));
    err = prefix.data ? import_key(s->import, prefix.data, s->file->name, &key) : ERR_NOMEM;
    return err ? err : import_put(s->import, key, KIND_meeting, &record, 0, s->why);
}

/* ---- notices, services, regulations ---- */

static enum err put_notice(struct source *s)
{
    static const char *const known[] = {"kind", "title", "date", "until", NULL};
    static const char *const needed[] = {"title", NULL};
    struct notice record = {.title = value(s, "title"), .text = s->front.body};
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : need(s, needed);
    err = err ? err : read_date(s, "date", &record.date);
    err = err ? err : read_date(s, "until", &record.until);
    err = err ? err : import_key(s->import, "notice/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_notice, &record, record.until, s->why);
}

static enum err put_service(struct source *s)
{
    static const char *const known[] = {"kind", "title", "hours", "place", "phone", NULL};
    static const char *const needed[] = {"title", NULL};
    struct service record = {
        .title = value(s, "title"),
        .text = s->front.body,
        .hours = value(s, "hours"),
        .place = value(s, "place"),
        .phone = value(s, "phone"),
    };
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : need(s, needed);
    err = err ? err : import_key(s->import, "service/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_service, &record, 0, s->why);
}

/* Markdown headings become the table of contents. */
static enum err heading_toc(const struct source *s, struct regulation *record)
{
    struct text rest = record->text, line;
    record->toc.at = ARENA_ARRAY(&s->import->site->scratch, struct toc_entry, TOC_MAX);
    while (record->toc.at && text_split(&rest, '\n', &line)) {
        unsigned level = 0;
        while (level < line.size && line.data[level] == '#') {
            level++;
        }
        struct text label = text_trim(text_slice(line, level, line.size));
        if (level == 0 || level > 3 || label.size == 0) {
            continue;
        }
        if (record->toc.count == TOC_MAX) {
            return complain(s->why, ERR_FULL, "标题超过 %d 个", TOC_MAX);
        }
        record->toc.at[record->toc.count++] = (struct toc_entry){
            .level = level, .label = label, .at = (uint64_t)(line.data - record->text.data)};
    }
    return record->toc.at ? OK : ERR_NOMEM;
}

static enum err put_regulation(struct source *s)
{
    static const char *const known[] = {"kind", "title", NULL};
    static const char *const needed[] = {"title", NULL};
    struct regulation record = {
        .title = value(s, "title"),
        .text = s->front.body,
        .markdown = true,
        .source = text_of(s->file->name),
    };
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : need(s, needed);
    err = err ? err : heading_toc(s, &record);
    err = err ? err : import_key(s->import, "regulation/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_regulation, &record, 0, s->why);
}

enum err import_markdown(struct import *import, const struct import_file *file,
                         struct complaint *why)
{
    static const struct {
        const char *kind;
        enum err (*put)(struct source *s);
    } kinds[] = {
        {"disclosure", put_disclosure}, {"meeting", put_meeting},       {"notice", put_notice},
        {"service", put_service},       {"regulation", put_regulation},
    };
    struct source s = {.import = import, .file = file, .why = why};
    enum err err = front_matter_parse(file->file.text, &s.front, why);
    err = err ? err : check_body(&s, s.front.body);
    if (err) {
        return err;
    }
    struct text kind = value(&s, "kind");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_is(kind, kinds[i].kind)) {
            return kinds[i].put(&s);
        }
    }
    return complain(
        why, ERR_INVALID,
        "第 %u 行：kind“%.*s”不对；要写 disclosure meeting notice service regulation 之一",
        line_of(&s, "kind"), TEXT_ARG(kind));
}
