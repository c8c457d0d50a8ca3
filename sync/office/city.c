/* city.c - see city.h. */
#include "city.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "civil.h"
#include "json.h"

enum {
    NAMES_BYTES = 64 * 1024 * 1024, /* address space, as the others; touched only as far as used */
    REPORTS_BYTES = 1024 * 1024 * 1024,
    JSON_KIOSK_BYTES = 2048, /* more than one takes */
    JSON_BYTES = CITY_KIOSKS_MAX * JSON_KIOSK_BYTES,
    KIB = 1024,
};

static const char report_end[] = ".report";
static const char *const colour_names[CITY_COLOURS] = {"green", "amber", "red"};
static const char *const colour_words[CITY_COLOURS] = {"绿", "黄", "红"};

/* ---- judging ---- */

enum city_colour city_judge(const struct city_report *report, const struct city_kiosk *kiosk,
                            struct text version, int64_t now_s, const char **why)
{
    int64_t silent_s = now_s - kiosk->heard_s;
    const struct {
        bool holds;
        enum city_colour colour;
        const char *why;
    } rules[] = {
        /* The gravest first. */
        {kiosk->state == CITY_WAITS, CITY_AMBER, "等居委会接纳"},
        {kiosk->heard_s == 0, CITY_RED, "从来没有来过消息"},
        {silent_s >= CITY_LOST_S, CITY_RED, "一天以上没有消息：看电源和网络"},
        {kiosk->astray, CITY_RED, "内容和居委会公布的对不上"},
        {kiosk->told && kiosk->free_kib < CITY_FREE_OUT_KIB, CITY_RED, "磁盘满了"},
        {kiosk->told && kiosk->trouble.size > 0, CITY_RED, "屏幕报了故障"},
        {silent_s >= CITY_SILENT_S, CITY_AMBER, "一小时以上没有消息"},
        {silent_s < -CITY_SILENT_S, CITY_AMBER, "消息的时间在将来：核对这台电脑的时钟"},
        {kiosk->seq < report->seq && kiosk->heard_s - report->issued_s >= CITY_SILENT_S, CITY_AMBER,
         "内容不是最新一期"},
        {kiosk->told && kiosk->free_kib < CITY_FREE_LOW_KIB, CITY_AMBER, "磁盘快满了"},
        {kiosk->told && kiosk->temp_mc >= CITY_HOT_MC, CITY_AMBER, "机器过热"},
        {kiosk->told && version.size > 0 && !text_equal(kiosk->version, version), CITY_AMBER,
         "程序不是最新版"},
    };

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].holds) {
            *why = rules[i].why;
            return rules[i].colour;
        }
    }
    *why = "";
    return CITY_GREEN;
}

/* ---- sources ---- */

struct source {
    const char *name; /* a path, or the name in the bucket */
    bool in_bucket, readable;
    struct city_report report;
};

struct city {
    const struct city_options *options;
    FILE *out;
    struct complaint *why;
    struct arena names, reports, json; /* of all sources, and of one site's JSON */
    struct source *sources;
    size_t source_count, read;
    const char *folder;                               /* being walked */
    char version[CITY_VERSION_BYTES_MAX + 1];         /* the newest seen */
    size_t kiosks[CITY_COLOURS], sites[CITY_COLOURS]; /* sums */
    bool first;                                       /* nothing was printed yet */
};

static enum err source_add(struct city *c, struct text name, bool in_bucket)
{
    const char *copy = arena_text(&c->names, name).data;

    if (!copy || c->source_count == CITY_SITES_MAX) {
        return complain(c->why, ERR_FULL, "一次至多看 %d 个居委会", CITY_SITES_MAX);
    }
    c->sources[c->source_count++] = (struct source){.name = copy, .in_bucket = in_bucket};
    return OK;
}

static enum err found_in_folder(const char *name, void *data)
{
    struct city *c = data;
    char path[FILE_PATH_BYTES_MAX];

    if (!text_ends(text_of(name), report_end)) {
        return OK;
    }
    enum err err = path_join(path, c->folder, name);
    return err ? err : source_add(c, text_of(path), false);
}

static enum err found_in_bucket(const struct bucket_version *version, void *data)
{
    struct city *c = data;
    return version->newest && !version->marker ? source_add(c, version->name, true) : OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->name, ((const struct source *)b)->name);
}

static enum err sources_find(struct city *c)
{
    const struct city_options *o = c->options;
    enum err err = OK;

    for (size_t i = 0; !err && i < o->path_count; i++) {
        struct stat st;
        c->folder = o->paths[i];
        bool is_folder = stat(o->paths[i], &st) == 0 && S_ISDIR(st.st_mode);
        err = is_folder ? folder_walk(o->paths[i], found_in_folder, c, c->why)
                        : source_add(c, text_of(o->paths[i]), false);
    }
    if (!err && o->bucket) {
        err = bucket_versions(o->bucket, CITY_BUCKET_PART, found_in_bucket, c, c->why);
    }
    qsort(c->sources, c->source_count, sizeof *c->sources, by_name);
    return err;
}

/* One that is no report is noted as such. */
static enum err source_read(struct city *c, struct source *source)
{
    struct bytes bytes;
    enum err err;

    if (source->in_bucket) {
        err = bucket_get(c->options->bucket, source->name, NULL, CITY_REPORT_BYTES_MAX, &c->reports,
                         &bytes, NULL, c->why);
        if (err == ERR_UNAVAILABLE || err == ERR_DENIED) {
            return err; /* the store, not this report */
        }
    } else {
        err = file_read(source->name, CITY_REPORT_BYTES_MAX, &c->reports, &bytes, NULL);
    }
    source->readable = !err && !city_report_read(bytes, &source->report);
    c->read += source->readable ? 1 : 0;
    return err == ERR_NOMEM ? complain(c->why, ERR_FULL, "报告太多，一次看不完；请分几次") : OK;
}

/* "1.10.2" after "1.9": by numbers, whatever stands between them. */
static int version_compare(struct text a, struct text b)
{
    while (a.size > 0 || b.size > 0) {
        struct text x, y;
        uint64_t m = 0, n = 0;
        if (!text_split(&a, '.', &x)) {
            x = (struct text){0};
        }
        if (!text_split(&b, '.', &y)) {
            y = (struct text){0};
        }
        if (x.size == 0 && y.size == 0) {
            break;
        }
        if (text_parse_uint(x, UINT32_MAX, &m) || text_parse_uint(y, UINT32_MAX, &n)) {
            int order = bytes_compare(text_bytes(x), text_bytes(y));
            if (order != 0) {
                return order;
            }
        } else if (m != n) {
            return m < n ? -1 : 1;
        }
    }
    return 0;
}

/* What "newest" is. */
static void version_look(struct city *c, const struct city_report *report)
{
    struct city_kiosk kiosk;
    size_t at = 0;

    while (city_report_next(report, &at, &kiosk) == OK) {
        if (kiosk.told && kiosk.state == CITY_ADMITTED &&
            version_compare(kiosk.version, text_of(c->version)) > 0) {
            text_copy(kiosk.version, c->version, sizeof c->version);
        }
    }
}

static enum err sources_read(struct city *c)
{
    enum err err = OK;

    for (size_t i = 0; !err && i < c->source_count; i++) {
        struct source *source = &c->sources[i];
        err = source_read(c, source);
        if (!err && source->readable) {
            version_look(c, &source->report);
        }
    }
    return err;
}

/* ---- a site ---- */

struct look {
    const char *source;
    const struct city_report *report; /* NULL: it is none */
    enum city_colour colour;          /* the worst of its kiosks, or of itself */
    const char *why;                  /* of itself */
    size_t kiosks[CITY_COLOURS];
};

static void site_judge(const struct city *c, struct look *look)
{
    struct city_kiosk kiosk;
    const char *why;
    size_t at = 0;

    look->why = "";
    if (!look->report) {
        look->colour = CITY_RED;
        look->why = "报告读不了：请居委会重新给一份";
        return;
    }
    if (c->options->now_s - look->report->made_s >= CITY_LOST_S) {
        look->colour = CITY_RED;
        look->why = "一天以上没有新报告：看居委会的电脑";
    }
    while (city_report_next(look->report, &at, &kiosk) == OK) {
        if (kiosk.state != CITY_REVOKED) {
            enum city_colour colour =
                city_judge(look->report, &kiosk, text_of(c->version), c->options->now_s, &why);
            look->kiosks[colour]++;
            look->colour = colour > look->colour ? colour : look->colour;
        }
    }
}

/* ---- as lines ---- */

static void print_text(struct city *c, const struct look *look)
{
    char time[CIVIL_TIME_BYTES];
    struct city_kiosk kiosk;
    const char *why;
    size_t at = 0;

    if (!look->report) {
        fprintf(c->out, "%s\t%s\t%s\n", colour_words[look->colour], look->source, look->why);
        return;
    }
    fprintf(c->out, "%s\t%.*s\t%.*s\t绿 %zu 黄 %zu 红 %zu\t第 %" PRIu64 " 期%s%s\n",
            colour_words[look->colour], TEXT_ARG(look->report->office),
            TEXT_ARG(look->report->name), look->kiosks[CITY_GREEN], look->kiosks[CITY_AMBER],
            look->kiosks[CITY_RED], look->report->seq, look->why[0] ? "\t" : "", look->why);
    while (city_report_next(look->report, &at, &kiosk) == OK) {
        enum city_colour colour =
            city_judge(look->report, &kiosk, text_of(c->version), c->options->now_s, &why);
        if (colour != CITY_GREEN && kiosk.state != CITY_REVOKED) {
            fprintf(c->out, "  %s\t%.*s\t%.*s\t%s\t%s%s%.*s\n", colour_words[colour],
                    TEXT_ARG(kiosk.id), TEXT_ARG(kiosk.name),
                    kiosk.heard_s ? civil_format_time(kiosk.heard_s, CIVIL_OFFSET_MIN_DEFAULT, time)
                                  : "-",
                    why, kiosk.trouble.size > 0 ? "：" : "", TEXT_ARG(kiosk.trouble));
        }
    }
}

/* ---- as JSON, a line each ---- */

static void json_kiosk(struct json *j, const struct city_kiosk *kiosk, enum city_colour colour,
                       const char *why)
{
    json_object(j, NULL);
    json_text(j, "id", kiosk->id);
    json_text(j, "name", kiosk->name);
    json_text(j, "colour", text_of(colour_names[colour]));
    json_text(j, "why", text_of(why));
    json_int(j, "heard_at", kiosk->heard_s);
    json_uint(j, "seq", kiosk->seq);
    json_bool(j, "astray", kiosk->astray);
    if (kiosk->told) {
        json_text(j, "version", kiosk->version);
        json_uint(j, "waiting", kiosk->waiting);
        json_uint(j, "free_kib", kiosk->free_kib);
        json_uint(j, "refused", kiosk->refused);
        json_int(j, "temp_mc", kiosk->temp_mc);
        json_int(j, "frame_at", kiosk->frame_s);
        json_text(j, "trouble", kiosk->trouble);
    }
    json_object_end(j);
}

static void json_kiosks(struct city *c, struct json *j, const struct look *look)
{
    struct city_kiosk kiosk;
    const char *why;
    size_t at = 0;

    json_array(j, "kiosks");
    while (city_report_next(look->report, &at, &kiosk) == OK) {
        if (kiosk.state != CITY_REVOKED) {
            enum city_colour colour =
                city_judge(look->report, &kiosk, text_of(c->version), c->options->now_s, &why);
            json_kiosk(j, &kiosk, colour, why);
        }
    }
    json_array_end(j);
}

static enum err print_json(struct city *c, const struct look *look)
{
    struct buffer buffer;
    struct bytes bytes;
    struct json j;

    arena_reset(&c->json);
    buffer = buffer_begin(&c->json);
    json_begin(&j, &buffer);
    json_object(&j, NULL);
    json_text(&j, "source", text_of(look->source));
    json_text(&j, "colour", text_of(colour_names[look->colour]));
    json_text(&j, "why", text_of(look->why));
    if (look->report) {
        json_text(&j, "office", look->report->office);
        json_text(&j, "name", look->report->name);
        json_int(&j, "made_at", look->report->made_s);
        json_uint(&j, "seq", look->report->seq);
        json_int(&j, "issued_at", look->report->issued_s);
        json_kiosks(c, &j, look);
    }
    json_object_end(&j);
    enum err err = buffer_end(&buffer, &bytes);
    if (!err) {
        fprintf(c->out, "%s%.*s", c->first ? "[" : ",\n", TEXT_ARG(bytes_text(bytes)));
    }
    return err;
}

/* ---- for Prometheus: text exposition format 0.0.4 ---- */

/* What a label may hold: \, " and line ends escaped. */
static void print_label(FILE *out, struct text value)
{
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '\\' || c == '"') {
            fputc('\\', out);
        }
        if (c == '\n') {
            fputs("\\n", out);
        } else {
            fputc(c, out);
        }
    }
}

static void print_source(FILE *out, const struct look *look)
{
    struct text source = look->report ? look->report->office : text_of(look->source);
    print_label(out, source);
}

struct metric {
    const char *name, *help;
};

enum metric_id {
    METRIC_SITE,
    METRIC_KIOSKS,
    METRIC_MADE,
    METRIC_SEQ,
    METRIC_HEARD,
    METRIC_WAITING,
    METRIC_FREE,
    METRIC_COLOUR,
    METRICS
};

static const struct metric metrics[METRICS] = {
    [METRIC_SITE] = {"noticepoint_site_colour", "0 green, 1 amber, 2 red: the worst of its kiosks"},
    [METRIC_KIOSKS] = {"noticepoint_site_kiosks", "Kiosks of a site by colour"},
    [METRIC_MADE] = {"noticepoint_site_report_timestamp_seconds", "When its report was made"},
    [METRIC_SEQ] = {"noticepoint_site_publication", "Number of its newest publication"},
    [METRIC_HEARD] = {"noticepoint_kiosk_heard_timestamp_seconds", "Last heartbeat; 0 for never"},
    [METRIC_WAITING] = {"noticepoint_kiosk_waiting_letters", "Sealed letters not acknowledged yet"},
    [METRIC_FREE] = {"noticepoint_kiosk_free_bytes", "Free on its disk"},
    [METRIC_COLOUR] = {"noticepoint_kiosk_colour", "0 green, 1 amber, 2 red"},
};

static void print_site_metric(FILE *out, enum metric_id id, const struct look *look)
{
    if (id == METRIC_KIOSKS) {
        for (size_t i = 0; i < CITY_COLOURS; i++) {
            fprintf(out, "%s{office=\"", metrics[id].name);
            print_source(out, look);
            fprintf(out, "\",colour=\"%s\"} %zu\n", colour_names[i], look->kiosks[i]);
        }
        return;
    }
    if (!look->report && id != METRIC_SITE) {
        return;
    }
    fprintf(out, "%s{office=\"", metrics[id].name);
    print_source(out, look);
    fprintf(out, "\"} %" PRId64 "\n",
            id == METRIC_SITE   ? (int64_t)look->colour
            : id == METRIC_MADE ? look->report->made_s
                                : (int64_t)(look->report->seq & INT64_MAX));
}

static uint64_t bytes_of_kib(uint64_t kib)
{
    return kib > UINT64_MAX / KIB ? UINT64_MAX : kib * KIB;
}

static void print_kiosk_metric(const struct city *c, enum metric_id id, const struct look *look)
{
    struct city_kiosk kiosk;
    const char *why;
    size_t at = 0;

    while (look->report && city_report_next(look->report, &at, &kiosk) == OK) {
        if (kiosk.state == CITY_REVOKED ||
            (!kiosk.told && (id == METRIC_WAITING || id == METRIC_FREE))) {
            continue;
        }
        fprintf(c->out, "%s{office=\"", metrics[id].name);
        print_source(c->out, look);
        fprintf(c->out, "\",kiosk=\"%.*s\"} ", TEXT_ARG(kiosk.id));
        if (id == METRIC_COLOUR) {
            fprintf(c->out, "%d\n",
                    (int)city_judge(look->report, &kiosk, text_of(c->version), c->options->now_s,
                                    &why));
        } else {
            fprintf(c->out, "%" PRIu64 "\n",
                    id == METRIC_HEARD     ? (uint64_t)kiosk.heard_s
                    : id == METRIC_WAITING ? kiosk.waiting
                                           : bytes_of_kib(kiosk.free_kib));
        }
    }
}

/* ---- all ---- */

typedef enum err site_fn(struct city *c, const struct look *look, enum metric_id metric);

static enum err each_site(struct city *c, site_fn *visit, enum metric_id metric)
{
    enum err err = OK;

    for (size_t i = 0; !err && i < c->source_count; i++) {
        const struct source *source = &c->sources[i];
        struct look look = {.source = source->name,
                            .report = source->readable ? &source->report : NULL};
        site_judge(c, &look);
        err = visit(c, &look, metric);
    }
    return err;
}

static enum err show(struct city *c, const struct look *look, enum metric_id metric)
{
    enum err err = OK;
    (void)metric;

    c->sites[look->colour]++;
    for (size_t i = 0; i < CITY_COLOURS; i++) {
        c->kiosks[i] += look->kiosks[i];
    }
    if (c->options->form == CITY_JSON) {
        err = print_json(c, look);
    } else {
        print_text(c, look);
    }
    c->first = false;
    return err;
}

static enum err show_metric(struct city *c, const struct look *look, enum metric_id metric)
{
    if (metric <= METRIC_SEQ) {
        print_site_metric(c->out, metric, look);
    } else {
        print_kiosk_metric(c, metric, look);
    }
    return OK;
}

/* The format wants all lines of a metric together, so each has a walk of its own. */
static enum err metrics_print(struct city *c)
{
    enum err err = OK;

    for (enum metric_id id = METRIC_SITE; !err && id < METRICS; id++) {
        fprintf(c->out, "# HELP %s %s\n# TYPE %s gauge\n", metrics[id].name, metrics[id].help,
                metrics[id].name);
        err = each_site(c, show_metric, id);
    }
    return err;
}

static enum err city_print(struct city *c)
{
    if (c->options->form == CITY_METRICS) {
        return metrics_print(c);
    }
    enum err err = each_site(c, show, METRIC_SITE);
    if (!err && c->options->form == CITY_JSON) {
        fputs(c->first ? "[]\n" : "]\n", c->out);
    } else if (!err) {
        fprintf(c->out, "共 %zu 个居委会：绿 %zu 黄 %zu 红 %zu；%zu 块屏幕：绿 %zu 黄 %zu 红 %zu\n",
                c->source_count, c->sites[CITY_GREEN], c->sites[CITY_AMBER], c->sites[CITY_RED],
                c->kiosks[CITY_GREEN] + c->kiosks[CITY_AMBER] + c->kiosks[CITY_RED],
                c->kiosks[CITY_GREEN], c->kiosks[CITY_AMBER], c->kiosks[CITY_RED]);
    }
    return err;
}

enum err city_run(const struct city_options *options, FILE *out, struct complaint *why)
{
    struct city c = {.options = options, .out = out, .why = why, .first = true};
    enum err err = arena_init(&c.names, NAMES_BYTES);

    err = err ? err : arena_init(&c.reports, REPORTS_BYTES);
    err = err ? err : arena_init(&c.json, JSON_BYTES);
    c.sources = err ? NULL : calloc(CITY_SITES_MAX, sizeof *c.sources);
    err = err ? err : c.sources ? OK : ERR_NOMEM;
    err = err ? err : sources_find(&c);
    err = err ? err : sources_read(&c);
    if (!err && c.read == 0) {
        err = complain(
            why, ERR_INVALID,
            "没有一份能读的报告；每个居委会用 noticepoint-office report SITE 文件.report 做一份，"
            "或用 mirror 放到对象存储");
    }
    err = err ? err : city_print(&c);
    free(c.sources);
    arena_deinit(&c.names);
    arena_deinit(&c.reports);
    arena_deinit(&c.json);
    return err;
}
