/* import_markdown.c - disclosures, meetings, notices, services and regulations with front matter.
 */
#include <string.h>

#include "gate.h"
#include "import_source.h"
#include "mailbox.h"
#include "markdown.h"
#include "picture_key.h"
#include "regulation_text.h"

enum { PART_MAX = 99 };

/* Every picture that a kiosk would look for was found and imported: what is written so that only
 * Markdown sees a picture in it would stand as missing for ever. */
static enum err check_pictures(const struct source *s, const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->at[i];
        if (block->kind == BLOCK_IMAGE && !picture_key_valid(block->target)) {
            return complain(s->why, ERR_INVALID,
                            "图片“%.*s”没有认出来；请在一行里写成 "
                            "![图上是什么](文件名)，方括号里不要再用方括号",
                            TEXT_ARG(block->target));
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
    err = err ? err : check_pictures(s, &blocks);
    arena_rewind(&s->import->site->scratch, mark);
    return err == ERR_FULL
               ? complain(s->why, err, "第 %u 行起的正文太长：至多 %d 段，表格至多 %d 行 %d 列",
                          s->front.body_line, MARKDOWN_BLOCKS_MAX, MARKDOWN_ROWS_MAX,
                          MARKDOWN_COLUMNS_MAX)
               : err;
}

/* ---- disclosures ---- */

/* A list of persons goes when its day has passed, so it has one; without a list that is asked for,
 * not demanded. */
static enum err check_persons(const struct source *s, const struct disclosure *record)
{
    if (record->until == 0 && gate_lists_residents(KIND_disclosure, record) &&
        names_are_listed(record->text)) {
        return complain(s->why, ERR_INVALID,
                        "含人员名单的公开要写 until（最后公示日），过了这天名单自动撤下；请在开头的"
                        "项目里加一行“until: 2027-06-30”");
    }
    if (record->item == 7 && !record->nil && record->until == 0) {
        fprintf(s->import->done,
                "%s\t提醒：含人员名单的公开要写 until（最后公示日），姓名要隐去一字\n",
                s->file->name);
    }
    return OK;
}

static enum err read_disclosure(const struct source *s, struct disclosure *record)
{
    enum err err = source_number(s, "item", PART_MAX, &record->item);
    err = err ? err : source_number(s, "part", PART_MAX, &record->part);
    err = err ? err : source_flag(s, "nil", &record->nil);
    err = err ? err : source_date(s, "until", &record->until);
    err = err ? err : source_date(s, "opens", &record->opens);
    record->part = record->part ? record->part : 1;
    record->period = source_value(s, "period");
    record->title = source_value(s, "title");
    record->handler = source_value(s, "handler");
    record->approver = source_value(s, "approver");
    record->correction = source_value(s, "correction");
    record->text = s->front.body;
    return err;
}

static enum err put_disclosure(struct source *s)
{
    static const char *const known[] = {"kind",       "item",      "period",  "part",     "title",
                                        "opens",      "until",     "handler", "approver", "nil",
                                        "correction", "recording", NULL};
    static const char *const needed[] = {"item", "period", NULL};
    struct disclosure record = {0};
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : read_disclosure(s, &record);
    err = err ? err : import_recording(s, &record.recording);
    err = err ? err
              : import_check_period(s->import, (unsigned)record.item, record.period,
                                    source_line(s, record.item >= 1 && record.item <= ITEM_ASSIST
                                                       ? "period"
                                                       : "item"),
                                    s->why);
    if (err) {
        return err;
    }
    err = check_persons(s, &record);
    if (!err && gate_lists_residents(KIND_disclosure, &record)) {
        err = import_mask_names(s->import, s->file->name, &record.text);
    }
    return err ? err : import_disclosure(s->import, &record, SIDE_TEXT, s->why);
}

/* ---- notices, services, regulations ---- */

static enum err put_notice(struct source *s)
{
    static const char *const known[] = {
        "kind",      "title", "date", "until", "objection_contact", "objections_until",
        "recording", NULL};
    static const char *const needed[] = {"title", NULL};
    struct notice record = {.title = source_value(s, "title"), .text = s->front.body};
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : source_date(s, "date", &record.date);
    err = err ? err : source_date(s, "until", &record.until);
    err = err ? err : source_date(s, "objections_until", &record.objections_until);
    err = err ? err : import_recording(s, &record.recording);
    record.objection_contact = source_value(s, "objection_contact");
    err = err ? err : import_mask_names(s->import, s->file->name, &record.text);
    err = err ? err : notice_check(&record, &s->import->rules, s->why);
    err = err ? err : import_key(s->import, "notice/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_notice, &record, record.until, s->why);
}

static enum err put_service(struct source *s)
{
    static const char *const known[] = {"kind",  "title",     "hours", "place",
                                        "phone", "recording", NULL};
    static const char *const needed[] = {"title", NULL};
    struct service record = {
        .title = source_value(s, "title"),
        .text = s->front.body,
        .hours = source_value(s, "hours"),
        .place = source_value(s, "place"),
        .phone = source_value(s, "phone"),
    };
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : import_recording(s, &record.recording);
    err = err ? err : import_key(s->import, "service/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_service, &record, 0, s->why);
}

/* Whatever the file is called, the newest day is the one that counts. */
static enum err put_emergency(struct source *s)
{
    static const char *const known[] = {"kind",  "title", "date", "until",
                                        "phone", "place", "over", NULL};
    static const char *const needed[] = {"title", "date", NULL};
    struct emergency record = {
        .title = source_value(s, "title"),
        .text = s->front.body,
        .phone = source_value(s, "phone"),
        .place = source_value(s, "place"),
    };
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : source_date(s, "date", &record.date);
    err = err ? err : source_date(s, "until", &record.until);
    err = err ? err : source_flag(s, "over", &record.over);
    err = err ? err : import_key(s->import, "emergency/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_emergency, &record, record.until, s->why);
}

static enum err put_slide(struct source *s)
{
    static const char *const known[] = {"kind", "title", "until", "picture", NULL};
    static const char *const needed[] = {"title", NULL};
    struct slide record = {.title = source_value(s, "title"), .text = s->front.body};
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : source_date(s, "until", &record.until);
    err = err ? err : import_picture_named(s, "picture", &record.picture);
    err = err ? err : import_key(s->import, "slide/", s->file->name, &key);
    return err ? err : import_put(s->import, key, KIND_slide, &record, record.until, s->why);
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
    static const char *const known[] = {"kind", "title", "recording", NULL};
    static const char *const needed[] = {"title", NULL};
    struct regulation record = {
        .title = source_value(s, "title"),
        .text = s->front.body,
        .markdown = true,
        .source = text_of(s->file->name),
    };
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : heading_toc(s, &record);
    err = err ? err : import_recording(s, &record.recording);
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
        {"disclosure", put_disclosure}, {"meeting", import_meeting},
        {"notice", put_notice},         {"service", put_service},
        {"regulation", put_regulation}, {"resolution", import_resolution},
        {"proposal", import_proposal},  {"petition", import_petition},
        {"emergency", put_emergency},   {"slide", put_slide},
    };
    struct source s = {.import = import, .file = file, .why = why};
    enum err err = front_matter_parse(file->file.text, &s.front, why);
    err = err ? err : import_pictures(&s);
    err = err ? err : check_body(&s, s.front.body);
    if (!err && !source_stays(&s)) {
        err = import_check_privacy(import, file->file.text, why);
    }
    if (err) {
        return err;
    }
    struct text kind = source_value(&s, "kind");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_is(kind, kinds[i].kind)) {
            return kinds[i].put(&s);
        }
    }
    return complain(why, ERR_INVALID,
                    "第 %u 行：kind“%.*s”不对；要写 disclosure meeting notice service regulation "
                    "resolution proposal petition emergency slide 之一",
                    source_line(&s, "kind"), TEXT_ARG(kind));
}
