/* city_report.h - what an office tells a city of its kiosks: one small file, read by other people's
 * programs, so it is checked like anything from outside.
 *
 *     {1: 1, 2: office, 3: name, 4: made, 5: [seq, issued], 6: [kiosk, ...]}       deterministic
 * CBOR kiosk: [id, name, state, heard, seq, told, version, waiting, free KiB, refused, temp, frame,
 *             trouble, astray]
 *
 * state 0 waits for admission, 1 admitted, 2 revoked; moments are seconds, 0 for never; temp is
 * 1/1000 degree Celsius. From `version` on it is what the kiosk told of itself under the mailbox's
 * seal, and 0 or empty where `told` is false; astray: it shows a publication that is none of the
 * office's, by number or by hash. Nothing of a letter is in it. Whoever may write the
 * file is believed: a folder's or a bucket's rights say who that is. */
#pragma once

#include "mailbox_keys.h"
#include "site.h"

enum {
    CITY_KIOSKS_MAX = 16384, /* of one office */
    CITY_REPORT_BYTES_MAX = 8 * 1024 * 1024,
    CITY_NAME_BYTES_MAX = 120,
    CITY_VERSION_BYTES_MAX = 32,
    CITY_TROUBLE_BYTES_MAX = 240,
};

enum city_state { CITY_WAITS, CITY_ADMITTED, CITY_REVOKED };

struct city_kiosk {
    struct text id, name;
    enum city_state state;
    int64_t heard_s;
    uint64_t seq; /* of its view */
    bool told;
    struct text version, trouble;
    uint64_t waiting, free_kib, refused;
    int64_t temp_mc, frame_s;
    bool astray;
};

struct city_report {
    struct text office, name;
    int64_t made_s, issued_s;
    uint64_t seq; /* newest published */
    size_t kiosk_count;
    struct bytes kiosks; /* city_report_next() reads them */
};

/* Of this office; `mailbox` NULL: without what is sealed. In the arena. ERR_FULL: more than
 * CITY_KIOSKS_MAX. */
MUST_CHECK enum err city_report_make(struct site *site, const struct mailbox_keys *mailbox,
                                     struct arena *arena, struct bytes *report,
                                     struct complaint *why);
/* Checks the whole. Views into `bytes`. ERR_INVALID: no report; ERR_NEWER: of a later program. */
MUST_CHECK enum err city_report_read(struct bytes bytes, struct city_report *report);
/* One kiosk after the other, `*at` from 0 on. ERR_NOT_FOUND: no more. */
MUST_CHECK enum err city_report_next(const struct city_report *report, size_t *at,
                                     struct city_kiosk *kiosk);
