/* acts.c - see acts.h. */
#include "acts.h"

#include <stdio.h>

#include "hash.h"

enum { LINE_BYTES_MAX = 4096 };

static enum err last_line(struct txn *txn, uint64_t *number, struct hash *hash)
{
    struct cursor cursor;
    struct bytes key, value;
    *number = 0;
    *hash = (struct hash){0};
    enum err err = cursor_open_last(txn, SITE_ACTS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    err = cursor_next(&cursor, &key, &value);
    if (!err && key.size == 8) {
        *number = be64_get(key.data);
        *hash = hash_of(value);
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err encode_line(struct site *site, const char *who, struct text what,
                            const struct hash *previous, struct bytes *line)
{
    struct buffer b = buffer_begin(&site->scratch);
    cbor_write_map(&b, 4);
    cbor_write_uint(&b, 1);
    cbor_write_int(&b, site->now_s);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, text_of(who));
    cbor_write_uint(&b, 3);
    cbor_write_text(&b, what);
    cbor_write_uint(&b, 4);
    cbor_write_bytes(&b, bytes_of(previous->b, HASH_BYTES));
    return buffer_end(&b, line);
}

enum err act_add(struct site *site, struct txn *txn, const char *who, const char *format, ...)
{
    uint64_t number;
    struct hash previous;
    struct bytes line;
    uint8_t key[8];
    va_list args;

    va_start(args, format);
    struct text what = arena_vprintf(&site->scratch, format, args);
    va_end(args);
    enum err err = what.data ? last_line(txn, &number, &previous) : ERR_NOMEM;
    err = err ? err : encode_line(site, who, what, &previous, &line);
    if (err) {
        return err;
    }
    be64_put(key, number + 1);
    return txn_put(txn, SITE_ACTS, bytes_of(key, sizeof key), line);
}

/* The words of the log are the program's own; staff read them in theirs. */
static const char *plain_word(struct text word)
{
    static const char *const words[][2] = {
        {"office", "居委会"},      {"supervision", "监督小组"},
        {"init", "新建"},          {"import", "导入"},
        {"publish", "公布"},       {"serve", "服务"},
        {"staff", "人员"},         {"mailbox", "信箱"},
        {"withdraw", "撤回"},      {"sign", "签字"},
        {"read", "打开"},          {"answer", "答复"},
        {"add", "登记"},           {"leave", "离任"},
        {"offer", "屏幕请求接入"}, {"admit", "接纳屏幕"},
        {"revoke", "停用屏幕"},    {"draft", "取消草稿"},
        {"letter", "来信"},        {"visit", "来访"},
        {"forms", "公开形式"},     {"delete", "销毁"},
        {"policy", "规则"},        {"log", "第"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_is(word, words[i][0])) {
            return words[i][1];
        }
    }
    return NULL;
}

static void print_words(struct text what)
{
    struct text word;
    for (bool first = true; text_split(&what, ' ', &word); first = false) {
        const char *plain = plain_word(word);
        if (plain) {
            printf("%s%s", first ? "" : " ", plain);
        } else {
            printf("%s%.*s", first ? "" : " ", TEXT_ARG(word));
        }
    }
}

static enum err print_line(struct site *site, struct bytes line, const struct hash *previous)
{
    struct cbor_reader r;
    struct hash named;
    char time[CIVIL_TIME_BYTES];

    cbor_read_begin(&r, line);
    (void)cbor_read_map(&r, 4);
    (void)cbor_read_uint(&r);
    int64_t at_s = cbor_read_int(&r);
    (void)cbor_read_uint(&r);
    struct text who = cbor_read_text(&r);
    (void)cbor_read_uint(&r);
    struct text what = cbor_read_text(&r);
    (void)cbor_read_uint(&r);
    cbor_read_fixed(&r, named.b, HASH_BYTES);
    if (cbor_read_end(&r) || !hash_equal(&named, previous)) {
        return ERR_CORRUPT;
    }
    printf("%s\t", civil_format_time(at_s, CIVIL_OFFSET_MIN_DEFAULT, time));
    print_words(who);
    printf("\t");
    print_words(what);
    printf("\n");
    (void)site;
    return OK;
}

static enum err print_all(struct site *site, struct txn *txn, struct complaint *why)
{
    struct cursor cursor;
    struct bytes key, value;
    struct hash previous = {0};
    enum err err = cursor_open(txn, SITE_ACTS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        if (print_line(site, value, &previous)) {
            err = complain(why, ERR_CORRUPT, "第 %llu 条之前的记录被改动过",
                           (unsigned long long)be64_get(key.data));
            break;
        }
        previous = hash_of(value);
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err acts_print(struct site *site, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(site->store, &txn);
    if (err) {
        return err;
    }
    err = print_all(site, txn, why);
    txn_abort(txn);
    return err;
}
