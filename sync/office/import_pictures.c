/* import_pictures.c - pictures that a Markdown file shows: each becomes a record of its own, named
 * by what it holds, and the text names that record. */
#include <string.h>

#include "file.h"
#include "hash.h"
#include "import_source.h"
#include "picture_file.h"
#include "picture_key.h"

enum { PICTURES_MAX = 20 /* in one text */ };

static unsigned line_of(const struct source *s, size_t offset)
{
    return s->front.body_line + text_line_at(s->front.body, offset) - 1;
}

static enum err read_beside(const struct source *s, struct text name, struct bytes *file)
{
    char path[FILE_PATH_BYTES_MAX];
    struct picture_file picture;
    enum err err = source_beside(s, name, path);

    err = err ? err : picture_file_read(path, &s->import->site->scratch, &picture, s->why);
    if (!err && picture.shrunk) {
        fprintf(s->import->done, "%.*s\t图片太大，已经自动缩小（原来的文件没有动）\n",
                TEXT_ARG(name));
    }
    *file = err ? (struct bytes){0} : picture.bytes;
    return err;
}

static enum err put_picture(struct source *s, const struct picture_shown *shown,
                            char key[PICTURE_KEY_BYTES])
{
    struct import *import = s->import;
    struct entry entry;
    struct picture record = {.words = text_trim(shown->words)};

    if (record.words.size == 0) {
        return complain(
            s->why, ERR_INVALID,
            "请在方括号里写上图上是什么，如 ![3号楼门口的斜坡](%.*s)：看不见的人靠它知道",
            TEXT_ARG(shown->target));
    }
    enum err err = read_beside(s, shown->target, &record.file);
    if (err) {
        return err;
    }
    const struct hash hash = hash_of(record.file);
    struct text name = text_of(picture_key(&hash, key));
    err = site_newest(import->site, import->txn, name, &entry, NULL);
    if (!err) {
        return OK; /* it is here; other words for it would be another version for nothing */
    }
    return err == ERR_NOT_FOUND ? import_put(import, name, KIND_picture, &record, 0, s->why) : err;
}

/* The key of the picture that a text shows. */
static enum err key_of(struct source *s, const struct picture_shown *shown,
                       char key[PICTURE_KEY_BYTES])
{
    struct import *import = s->import;
    struct entry entry;
    enum err err;

    if (picture_key_valid(shown->target)) { /* a text that was exported from here */
        text_copy(shown->target, key, PICTURE_KEY_BYTES);
        err = site_newest(import->site, import->txn, shown->target, &entry, NULL);
        return err == ERR_NOT_FOUND ? complain(s->why, ERR_INVALID, "这里没有图片 %s", key) : err;
    }
    if (!source_is_plain_name(shown->target)) {
        return complain(s->why, ERR_INVALID,
                        "图片“%.*s”要放在同一个文件夹里，圆括号里只写文件名（大厅的屏幕不上网）",
                        TEXT_ARG(shown->target));
    }
    size_t mark = arena_mark(&import->site->scratch);
    err = put_picture(s, shown, key);
    arena_rewind(&import->site->scratch, mark);
    return err;
}

static bool may_show_pictures(const struct source *s)
{
    static const char *const kinds[] = {"disclosure", "notice", "service"};
    struct text kind = source_value(s, "kind");

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_is(kind, kinds[i])) {
            return true;
        }
    }
    return false;
}

static enum err check_place(const struct source *s, size_t count)
{
    int32_t until = 0;

    if (!may_show_pictures(s)) {
        return complain(s->why, ERR_INVALID, "这一类内容不带图片；公开事项、通知和办事指南可以");
    }
    /* What goes on a day must go whole: a picture would stay. */
    if (text_is(source_value(s, "kind"), "disclosure") && source_date(s, "until", &until) == OK &&
        until) {
        return complain(s->why, ERR_INVALID, "到期撤下的名单不带图片：图片不会跟着撤下");
    }
    return count < PICTURES_MAX
               ? OK
               : complain(s->why, ERR_INVALID, "一份内容最多 %d 张图片", PICTURES_MAX);
}

enum err import_pictures(struct source *s)
{
    struct text body = s->front.body;
    struct picture_shown shown[PICTURES_MAX];
    char keys[PICTURES_MAX][PICTURE_KEY_BYTES];
    size_t count = 0, at = 0;
    struct picture_shown next;
    struct bytes text;

    for (; picture_find(body, at, &next); at = next.to) {
        enum err err = check_place(s, count);
        err = err ? err : key_of(s, &next, keys[count]);
        if (err) {
            complaint_prefix(s->why, "第 %u 行", line_of(s, next.from));
            return err;
        }
        shown[count++] = next;
    }
    if (count == 0) {
        return OK;
    }
    struct buffer b = buffer_begin(&s->import->site->scratch);
    at = 0;
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, text_slice(body, at, shown[i].from));
        buffer_add_text(&b, text_of(keys[i]));
        at = shown[i].to;
    }
    buffer_add_text(&b, text_slice(body, at, body.size));
    enum err err = buffer_end(&b, &text);
    s->front.body = err ? body : bytes_text(text);
    return err;
}

enum err import_picture_named(struct source *s, const char *name, struct text *key)
{
    char made[PICTURE_KEY_BYTES];
    const struct picture_shown shown = {.words = source_value(s, "title"),
                                        .target = source_value(s, name)};

    if (shown.target.size == 0) {
        return OK;
    }
    enum err err = key_of(s, &shown, made);
    if (err) {
        complaint_prefix(s->why, "第 %u 行", source_line(s, name));
        return err;
    }
    *key = arena_text(&s->import->site->scratch, text_of(made));
    return key->data ? OK : ERR_NOMEM;
}
