/* routes.c - see routes.h. */
#include "routes.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PARTS_MAX = 5, SEQ_HEX = 16, ID_HEX = 2 * UPLOAD_ID_BYTES };

static void route_printf(char to[ROUTE_BYTES_MAX], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void route_printf(char to[ROUTE_BYTES_MAX], const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(to, ROUTE_BYTES_MAX, format, args); /* office and kiosk ids are short */
    va_end(args);
}

void route_site(char to[ROUTE_BYTES_MAX])
{
    route_printf(to, "v1/site");
}

void route_root(char to[ROUTE_BYTES_MAX], struct text office, uint64_t version)
{
    route_printf(to, "v1/%.*s/root/%" PRIu64, TEXT_ARG(office), version);
}

void route_head(char to[ROUTE_BYTES_MAX], struct text office)
{
    route_printf(to, "v1/%.*s/head", TEXT_ARG(office));
}

void route_log(char to[ROUTE_BYTES_MAX], struct text office, uint64_t seq)
{
    route_printf(to, "v1/%.*s/log/%016" PRIx64, TEXT_ARG(office), seq);
}

void route_object(char to[ROUTE_BYTES_MAX], struct text office, const struct hash *hash)
{
    char hex[HASH_HEX_BYTES + 1];
    hex_format(bytes_of(hash->b, sizeof hash->b), hex);
    route_printf(to, "v1/%.*s/o/%.2s/%s", TEXT_ARG(office), hex, hex);
}

void route_snapshot(char to[ROUTE_BYTES_MAX], struct text office, const struct hash *hash)
{
    char hex[HASH_HEX_BYTES + 1];
    hex_format(bytes_of(hash->b, sizeof hash->b), hex);
    route_printf(to, "v1/%.*s/snap/%s", TEXT_ARG(office), hex);
}

void route_ack(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk)
{
    route_printf(to, "v1/%.*s/ack/%.*s", TEXT_ARG(office), TEXT_ARG(kiosk));
}

void route_enrol(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk)
{
    route_printf(to, "v1/enrol/%.*s/%.*s", TEXT_ARG(office), TEXT_ARG(kiosk));
}

void route_upload(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk, uint64_t seq,
                  const struct upload_id *id)
{
    char hex[ID_HEX + 1];
    hex_format(bytes_of(id->b, sizeof id->b), hex);
    route_printf(to, "v1/up/%.*s/%.*s/%016" PRIx64 "-%s", TEXT_ARG(office), TEXT_ARG(kiosk), seq,
                 hex);
}

void route_heartbeat(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk)
{
    route_printf(to, "v1/hb/%.*s/%.*s", TEXT_ARG(office), TEXT_ARG(kiosk));
}

/* ---- parsing ---- */

static bool hex_valid(struct text text, size_t digits)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
            return false;
        }
    }
    return text.size == digits;
}

static bool seq_parse(struct text hex, uint64_t *seq)
{
    uint8_t bytes[SEQ_HEX / 2];
    if (hex_parse(hex, bytes, sizeof bytes)) {
        return false;
    }
    *seq = be64_get(bytes);
    return true;
}

/* Decimal, from 1, no leading zero: each root has one name. */
static bool version_parse(struct text text, uint64_t *version)
{
    return text.size > 0 && text.data[0] != '0' && text_parse_uint(text, INT64_MAX, version) == OK;
}

/* "<seq16hex>-<id20hex>" */
static bool upload_name_parse(struct text name, struct route *route)
{
    return name.size == SEQ_HEX + 1 + ID_HEX && name.data[SEQ_HEX] == '-' &&
           seq_parse(text_slice(name, 0, SEQ_HEX), &route->seq) &&
           hex_parse(text_slice(name, SEQ_HEX + 1, name.size), route->id.b, UPLOAD_ID_BYTES) == OK;
}

/* v1/<verb>/<office>/<kiosk>[/<name>] */
static enum route_kind up_parse(const struct text *parts, size_t count, struct route *route)
{
    if (count < 4 || !office_id_valid(parts[2]) || !hex_valid(parts[3], KIOSK_ID_HEX)) {
        return ROUTE_NONE;
    }
    route->office = parts[2];
    route->kiosk = parts[3];
    if (count == 4 && text_is(parts[1], "enrol")) {
        return ROUTE_ENROL;
    }
    if (count == 4 && text_is(parts[1], "hb")) {
        return ROUTE_HEARTBEAT;
    }
    if (count == 5 && text_is(parts[1], "up") && upload_name_parse(parts[4], route)) {
        return ROUTE_UPLOAD;
    }
    return ROUTE_NONE;
}

/* v1/<office>/... */
static enum route_kind tree_parse(const struct text *parts, size_t count, struct route *route)
{
    if (count < 3 || !office_id_valid(parts[1])) {
        return ROUTE_NONE;
    }
    route->office = parts[1];
    if (count == 3) {
        return text_is(parts[2], "head") ? ROUTE_TREE : ROUTE_NONE;
    }
    if (count == 4 && text_is(parts[2], "ack") && hex_valid(parts[3], KIOSK_ID_HEX)) {
        route->kiosk = parts[3];
        return ROUTE_ACK;
    }
    route->immutable = true;
    if (count == 4 && text_is(parts[2], "root") && version_parse(parts[3], &route->seq)) {
        return ROUTE_TREE;
    }
    if (count == 4 && text_is(parts[2], "log") && seq_parse(parts[3], &route->seq)) {
        return ROUTE_TREE;
    }
    if (count == 4 && text_is(parts[2], "snap") && hex_valid(parts[3], HASH_HEX_BYTES)) {
        return ROUTE_TREE;
    }
    if (count == 5 && text_is(parts[2], "o") && hex_valid(parts[4], HASH_HEX_BYTES) &&
        text_equal(parts[3], text_slice(parts[4], 0, 2))) {
        return ROUTE_TREE;
    }
    return ROUTE_NONE;
}

struct route route_parse(struct text path)
{
    struct route route = {0}, none = {0};
    struct text parts[PARTS_MAX], rest = path;
    size_t count = 0;

    if (path.size >= ROUTE_BYTES_MAX) {
        return none;
    }
    while (count < PARTS_MAX && text_split(&rest, '/', &parts[count])) {
        count++;
    }
    if (count < 2 || rest.data != NULL || !text_is(parts[0], "v1")) {
        return none;
    }
    if (count == 2) {
        route.kind = text_is(parts[1], "site") ? ROUTE_TREE : ROUTE_NONE;
    } else if (office_id_valid(parts[1])) {
        route.kind = tree_parse(parts, count, &route);
    } else {
        route.kind = up_parse(parts, count, &route);
    }
    return route.kind == ROUTE_NONE ? none : route;
}
