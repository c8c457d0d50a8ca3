/* import_recording.c - the office's own reading of a text: a record named by what it holds, which
 * the text's record names, so that whoever signs the text signs what is heard. */
#include "blob_key.h"
#include "hash.h"
#include "import_source.h"
#include "sound_file.h"

static enum err put_recording(struct source *s, struct text name, char key[BLOB_KEY_BYTES])
{
    char path[FILE_PATH_BYTES_MAX];
    struct import *import = s->import;
    struct recording record = {0};
    struct entry entry;
    enum err err = source_beside(s, name, path);

    err =
        err ? err
            : sound_file_read(path, &import->site->scratch, &record.file, &record.seconds, s->why);
    if (err) {
        return err;
    }
    const struct hash hash = hash_of(record.file);
    struct text made = text_of(blob_key("recording", &hash, key));
    err = site_newest(import->site, import->txn, made, &entry, NULL);
    if (err == ERR_NOT_FOUND) {
        fprintf(import->done,
                "%s\t提醒：录音屏幕会放给大家听，请先从头到尾听一遍，不能念出名字、电话\n",
                s->file->name);
        err = import_put(import, made, KIND_recording, &record, 0, s->why);
    }
    return err;
}

/* A key where the text was exported from here. */
static enum err key_of(struct source *s, struct text named, char key[BLOB_KEY_BYTES])
{
    struct entry entry;

    if (!blob_key_valid("recording", named)) {
        return source_is_plain_name(named)
                   ? put_recording(s, named, key)
                   : complain(s->why, ERR_INVALID, "录音“%.*s”要放在同一个文件夹里，只写文件名",
                              TEXT_ARG(named));
    }
    text_copy(named, key, BLOB_KEY_BYTES);
    enum err err = site_newest(s->import->site, s->import->txn, named, &entry, NULL);
    return err == ERR_NOT_FOUND ? complain(s->why, ERR_INVALID, "这里没有录音 %s", key) : err;
}

enum err import_recording(struct source *s, struct text *key)
{
    char made[BLOB_KEY_BYTES];
    struct text named = source_value(s, "recording");
    enum err err = OK;

    if (named.size == 0) {
        return OK;
    }
    if (source_value(s, "until").size > 0 && text_is(source_value(s, "kind"), "disclosure")) {
        err = complain(s->why, ERR_INVALID, "到期撤下的名单不带录音：录音不会跟着撤下");
    } else if (text_is(source_value(s, "kind"), "meeting") &&
               (source_stays(s) || text_is(source_value(s, "type"), "mediation"))) {
        err = complain(s->why, ERR_INVALID, "内部的会议和协调不带录音");
    }
    struct arena *scratch = &s->import->site->scratch;
    size_t mark = arena_mark(scratch); /* the sound is in its record by then */
    err = err ? err : key_of(s, named, made);
    arena_rewind(scratch, mark);
    if (err) {
        complaint_prefix(s->why, "第 %u 行", source_line(s, "recording"));
        return err;
    }
    *key = arena_text(scratch, text_of(made));
    return key->data ? OK : ERR_NOMEM;
}
