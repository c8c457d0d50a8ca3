/* move.c - see move.h. */
#include "move.h"

#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "head.h"
#include "policy_edit.h"
#include "routes.h"

enum { STATUS_OK = 200, STATUS_FORBIDDEN = 403, STATUS_NOT_FOUND = 404 };

/* ---- is it there? ---- */

static enum err head_fetch(struct site *site, const struct move_options *options, struct head *head,
                           struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    const struct http_options http_options = {.origin = options->address, .ca = options->ca};
    const struct http_get get = {.path = route, .max = HEAD_BYTES_MAX};
    struct complaint told = {0};
    struct http_answer answer;
    struct http *http = NULL;
    struct bytes body;

    if (http_new(&http_options, &http, &told)) {
        return complain(why, ERR_INVALID, "地址要写成 https://主机[:端口][/路径]：%s",
                        options->address);
    }
    route_head(route, site->root.office);
    enum err err = http_get_bytes(http, &get, &site->scratch, &answer, &body, &told);
    http_free(http);
    if (err) {
        return complain(why, err, "从 %s 取不到：%s", options->address, told.text);
    }
    /* An object store says 403 of what is not there. */
    if (answer.status == STATUS_NOT_FOUND || answer.status == STATUS_FORBIDDEN) {
        return complain(why, ERR_NOT_FOUND,
                        "%s 那里还没有本居委会的内容，或不让人来取；请先 mirror 过去",
                        options->address);
    }
    if (answer.status != STATUS_OK) {
        return complain(why, ERR_UNAVAILABLE, "%s 回答 %d", options->address, answer.status);
    }
    return head_open(body, &site->root, head, NULL)
               ? complain(why, ERR_MISMATCH, "%s 那里的不是本居委会公布的", options->address)
               : OK;
}

static enum err address_check(struct site *site, const struct move_options *options, uint64_t *seq,
                              struct complaint *why)
{
    struct txn *txn = NULL;
    uint64_t ours = 0;
    struct head head;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : txn_get_number(txn, SITE_META, "tree-seq", &ours);
    txn_abort(txn);
    err = err ? err : head_fetch(site, options, &head, why);
    if (!err && head.seq < ours) {
        return complain(why, ERR_MISMATCH,
                        "%s 那里还是第 %llu 期，这里已是第 %llu 期；请先 mirror 过去",
                        options->address, (unsigned long long)head.seq, (unsigned long long)ours);
    }
    *seq = head.seq;
    return err;
}

/* ---- the list ---- */

/* A slash at the end would make two of one. */
static struct text address_text(const char *address)
{
    struct text text = text_of(address);
    while (text.size > 0 && text.data[text.size - 1] == '/') {
        text.size--;
    }
    return text;
}

static enum err list_make(struct site *site, struct text address, bool alone, struct text *list,
                          struct complaint *why)
{
    struct txn *txn = NULL;
    struct policy policy;
    struct bytes bytes;
    size_t count = 1;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : policy_newest(site, txn, &policy, why);
    txn_abort(txn);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(&site->scratch);
    buffer_add_text(&b, address);
    for (size_t i = 0; !alone && i < policy.origins.count; i++) {
        if (!text_equal(policy.origins.at[i], address)) {
            buffer_printf(&b, " %.*s", TEXT_ARG(policy.origins.at[i]));
            count++;
        }
    }
    buffer_add_byte(&b, '\0');
    err = buffer_end(&b, &bytes);
    *list = bytes_text(bytes);
    return !err && count > POLICY_ORIGINS_MAX
               ? complain(why, ERR_FULL, "地址至多 %d 个；请加 --alone，或先用 policy 去掉几个",
                          POLICY_ORIGINS_MAX)
               : err;
}

enum err move_run(struct site *site, const struct move_options *options, FILE *report,
                  struct complaint *why)
{
    uint64_t seq = 0;
    struct text list;
    enum err err = address_check(site, options, &seq, why);
    err = err ? err : list_make(site, address_text(options->address), options->alone, &list, why);
    if (err) {
        return err;
    }
    const struct policy_wish wish = {.name = "origins", .value = list.data};
    fprintf(report, "%s：第 %llu 期在那里\n屏幕依次去取：%s\n", options->address,
            (unsigned long long)seq, list.data);
    return policy_set(site, &wish, report, why);
}
