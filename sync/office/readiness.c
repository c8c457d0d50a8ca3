/* readiness.c - see readiness.h. */
#include "readiness.h"

#include "facts.h"
#include "fleet.h"
#include "json_print.h"

enum { LAGGING_MAX = 256 };

/* A kiosk on which something of the coming day is not there yet. */
struct lagging {
    char id[KIOSK_ID_BYTES];
    struct text name;
    uint64_t view; /* the newest log it told of; 0: it never did */
};

struct look {
    struct site *site;
    struct txn *txn;
    struct readiness readiness;
    uint64_t needs; /* the newest log with something that opens on that day; 0: none has */
    struct lagging lagging[LAGGING_MAX];
    size_t lagging_count;
};

char *readiness_name(int32_t day, char to[READINESS_NAME_BYTES])
{
    char date[CIVIL_DATE_BYTES];
    snprintf(to, READINESS_NAME_BYTES, "opens/%s", civil_format_date(day, date));
    return to;
}

/* ---- looking ---- */

static enum err look_at_kiosk(struct look *look, struct text id)
{
    struct kiosk_state kiosk;
    enum err err = fleet_get(look->site, look->txn, id, &kiosk);
    if (err || !kiosk.admitted || kiosk.revoked || kiosk.view_seq >= look->needs ||
        look->lagging_count == LAGGING_MAX) {
        return err;
    }
    struct lagging *lagging = &look->lagging[look->lagging_count++];
    text_copy(id, lagging->id, sizeof lagging->id);
    lagging->name = arena_text(&look->site->scratch, kiosk.name);
    lagging->view = kiosk.view_seq;
    return OK;
}

static enum err look_at_kiosks(struct look *look)
{
    char name[READINESS_NAME_BYTES];
    struct cursor cursor;
    struct bytes key, value;
    enum err err = txn_get_number(look->txn, SITE_META, readiness_name(look->readiness.day, name),
                                  &look->needs);
    if (err || look->needs == 0) {
        return err;
    }
    err = cursor_open(look->txn, SITE_KIOSKS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct text id = arena_text(&look->site->scratch, bytes_text(key));
        err = id.data ? look_at_kiosk(look, id) : ERR_NOMEM;
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err look_in(struct look *look, struct complaint *why)
{
    struct site *site = look->site;
    struct policy policy;
    struct calendar calendar;
    struct board board;
    struct board_facts facts;
    enum err err = site_policy(site, look->txn, &policy, &calendar, why);
    err = err ? err : facts_of_board(site, look->txn, FACTS_NEWEST, &facts);
    err = err ? err : board_init(&site->scratch, &calendar, facts.at, facts.count, &board);
    if (!err) {
        board_readiness(&board, civil_day_at(site->now_s, calendar.offset_min), &look->readiness);
        err = look_at_kiosks(look);
    }
    return err;
}

/* ---- telling ---- */

static void print_line(const struct readiness_line *line, FILE *report)
{
    static const char *const states[] = {
        [READY] = "已就绪",
        [READY_UNSIGNED] = "未签完字，或已签未公布",
        [READY_MISSING] = "没有导入",
        [READY_WITHDRAWN] = "已撤回",
    };
    char period[PERIOD_BYTES];
    fprintf(report, "  第 %u 项 %s：%s\n", line->item, period_format(line->period, period),
            states[line->state]);
}

static void print_look(const struct look *look, enum readiness_form form, FILE *report)
{
    bool always = form == READINESS_ASKED;
    char date[CIVIL_DATE_BYTES];
    const struct readiness *r = &look->readiness;
    size_t lagging = form == READINESS_PUBLISHED ? 0 : look->lagging_count;
    bool lags = lagging > 0 && r->days_left <= READINESS_WARN_DAYS;
    if (!always && !r->warn && !lags) {
        return;
    }
    fprintf(report, "%s%s 公开日：还有 %u 天，%u 项没有备齐\n", r->warn || lags ? "提醒：" : "",
            civil_format_date(r->day, date), r->days_left, r->missing);
    for (size_t i = 0; i < r->count; i++) {
        if (always || r->lines[i].state != READY) {
            print_line(&r->lines[i], report);
        }
    }
    for (size_t i = 0; i < lagging; i++) {
        const struct lagging *l = &look->lagging[i];
        fprintf(report,
                "  屏幕 %s（%.*s）还没有取到那天要公开的内容，请检查它的网络，或用U盘带去\n", l->id,
                TEXT_ARG(l->name));
    }
}

static void json_line(struct json *j, const struct readiness_line *line)
{
    static const char *const states[] = {
        [READY] = "ready",
        [READY_UNSIGNED] = "unsigned",
        [READY_MISSING] = "missing",
        [READY_WITHDRAWN] = "withdrawn",
    };
    char period[PERIOD_BYTES];
    json_object(j, NULL);
    json_uint(j, "item", line->item);
    json_uint(j, "part", line->part);
    json_text(j, "period", text_of(period_format(line->period, period)));
    json_text(j, "state", text_of(states[line->state]));
    json_object_end(j);
}

static enum err write_json(const struct look *look, FILE *out)
{
    struct json j;
    const struct readiness *r = &look->readiness;
    struct buffer b = buffer_begin(&look->site->scratch);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_date(&j, "day", r->day);
    json_uint(&j, "days_left", r->days_left);
    json_uint(&j, "missing", r->missing);
    json_array(&j, "items");
    for (size_t i = 0; i < r->count; i++) {
        json_line(&j, &r->lines[i]);
    }
    json_array_end(&j);
    json_array(&j, "kiosks");
    for (size_t i = 0; i < look->lagging_count; i++) {
        json_object(&j, NULL);
        json_text(&j, "kiosk", text_of(look->lagging[i].id));
        json_text(&j, "name", look->lagging[i].name);
        json_uint(&j, "view", look->lagging[i].view);
        json_uint(&j, "needs", look->needs);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return json_print(&j, out);
}

static enum err run(struct site *site, bool json, enum readiness_form form, FILE *out,
                    struct complaint *why)
{
    size_t mark = arena_mark(&site->scratch);
    struct look *look = arena_alloc(&site->scratch, sizeof *look);
    if (!look) {
        return ERR_NOMEM;
    }
    *look = (struct look){.site = site};
    enum err err = txn_begin_read(site->store, &look->txn);
    err = err ? err : look_in(look, why);
    if (!err && json) {
        err = write_json(look, out);
    } else if (!err) {
        print_look(look, form, out);
    }
    txn_abort(look->txn);
    arena_rewind(&site->scratch, mark);
    return err;
}

enum err readiness_print(struct site *site, enum readiness_form form, FILE *report,
                         struct complaint *why)
{
    return run(site, false, form, report, why);
}

enum err readiness_json(struct site *site, FILE *out, struct complaint *why)
{
    return run(site, true, READINESS_ASKED, out, why);
}
