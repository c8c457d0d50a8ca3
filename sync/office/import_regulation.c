/* import_regulation.c - regulations from plain text, kept character by character. */
#include <string.h>

#include "hash.h"
#include "import.h"
#include "regulation_text.h"

/* The object holds LF; what the file had, if other, is kept here for `export`. */
static enum err keep_original(struct import *import, const struct import_file *file,
                              const struct regulation *record)
{
    struct bytes object;
    if (text_equal(file->file.decoded, file->file.text)) {
        return OK;
    }
    enum err err = regulation_encode(record, &import->site->scratch, &object, NULL);
    if (err) {
        return err;
    }
    struct hash hash = hash_of(object);
    return txn_put(import->txn, SITE_ORIGINALS, bytes_of(hash.b, HASH_BYTES),
                   text_bytes(file->file.decoded));
}

enum err import_regulation(struct import *import, const struct import_file *file,
                           struct complaint *why)
{
    struct regulation record = {
        .title = regulation_title(file->file.text),
        .text = file->file.text,
        .source = text_of(file->name),
    };
    struct toc toc;
    struct text key;

    if (record.title.size == 0) {
        return complain(why, ERR_INVALID, "第 1 行：文件是空的；第一行应是制度的名称");
    }
    enum err err = regulation_toc(file->file.text, &import->site->scratch, &toc);
    if (err) {
        return err == ERR_FULL ? complain(why, err, "标题超过 %d 个", TOC_MAX) : err;
    }
    record.toc.at = toc.at;
    record.toc.count = toc.count;
    err = import_key(import, "regulation/", file->name, &key);
    err = err ? err : import_put(import, key, KIND_regulation, &record, 0, why);
    return err ? err : keep_original(import, file, &record);
}
