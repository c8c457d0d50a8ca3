/* routes.h - names on the wire: [0-9a-z/-] only, the same on a web server, in a bucket and on a
 * stick. */
#pragma once

#include "outbox.h"
#include "root.h"

enum { ROUTE_BYTES_MAX = 256, KIOSK_ID_HEX = 16 };

/* All without a leading slash: "v1/<office>/head". */
void route_site(char to[ROUTE_BYTES_MAX]);
void route_root(char to[ROUTE_BYTES_MAX], struct text office, uint64_t version);
void route_head(char to[ROUTE_BYTES_MAX], struct text office);
void route_log(char to[ROUTE_BYTES_MAX], struct text office, uint64_t seq);
void route_object(char to[ROUTE_BYTES_MAX], struct text office, const struct hash *hash);
void route_snapshot(char to[ROUTE_BYTES_MAX], struct text office, const struct hash *hash);
void route_ack(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk);
void route_enrol(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk);
void route_upload(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk, uint64_t seq,
                  const struct upload_id *id);
void route_heartbeat(char to[ROUTE_BYTES_MAX], struct text office, struct text kiosk);

enum route_kind { ROUTE_NONE, ROUTE_TREE, ROUTE_ACK, ROUTE_ENROL, ROUTE_UPLOAD, ROUTE_HEARTBEAT };

/* What a request's path names (without the leading slash). Views into `path`. */
struct route {
    enum route_kind kind;
    struct text office, kiosk;
    uint64_t seq;
    struct upload_id id;
    bool immutable; /* ROUTE_TREE: the bytes under this name never change */
};
struct route route_parse(struct text path);
