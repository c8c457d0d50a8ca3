/* city.h - many offices' kiosks at one look: green, amber or red, and why.
 *
 * Reports come from files, from folders (every *.report in them) and from a bucket (fleet/<office>,
 * where `mirror` puts them). One is read after the other and only the figures stay, so the cost is
 * that of the kiosks there are. */
#pragma once

#include <stdio.h>

#include "bucket.h"
#include "city_report.h"

enum {
    CITY_SITES_MAX = 100 * 1000,
    /* A heartbeat comes every 15 minutes, a publication is there within 5. */
    CITY_SILENT_S = 3600,
    CITY_LOST_S = 24 * 3600,        /* as long without a word: red; the same for a report */
    CITY_FREE_LOW_KIB = 256 * 1024, /* of the disk */
    CITY_FREE_OUT_KIB = 64 * 1024,
    CITY_HOT_MC = 85000,
};

/* Where in a bucket the reports are, beside the offices' prefixes. */
#define CITY_BUCKET_PART "fleet/"

enum city_colour { CITY_GREEN, CITY_AMBER, CITY_RED, CITY_COLOURS };

/* A kiosk's colour at `now_s`, and the gravest reason in plain words ("" for green). `version` of
 * the newest program in the city; empty: not known. A kiosk that waits for admission is amber; a
 * revoked one has no colour and is not asked for. */
enum city_colour city_judge(const struct city_report *report, const struct city_kiosk *kiosk,
                            struct text version, int64_t now_s, const char **why);

enum city_form { CITY_TEXT, CITY_JSON, CITY_METRICS };

struct city_options {
    const char *const *paths; /* of files and folders */
    size_t path_count;
    struct bucket *bucket; /* NULL: none */
    enum city_form form;
    int64_t now_s;
};

/* Prints all sites by name of the source, and the sums. A source that is no report is a red site,
 * told by its name, and does not keep the others from being seen. ERR_INVALID: there was no source
 * that could be read; the errors of bucket.h. */
MUST_CHECK enum err city_run(const struct city_options *options, FILE *out, struct complaint *why);
