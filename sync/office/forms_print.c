/* forms_print.c - see forms_print.h. */
#include "forms_print.h"

#include "acts.h"
#include "facts.h"
#include "json_print.h"

static const char *const form_words[FORM_COUNT] = {
    [FORM_BOARD] = "公开栏",
    [FORM_ASSEMBLY] = "居民会议",
    [FORM_WALL] = "上墙",
    [FORM_MEDIA] = "书面、广播、网络",
};

struct ticking {
    struct site *site;
    struct txn *txn;
    struct calendar calendar;
    struct text key; /* of the forms record */
    struct entry item;
    struct forms forms;
    int32_t today, opened_day;
};

static enum err ticking_begin(struct ticking *t, struct text item, struct complaint *why)
{
    struct site *site = t->site;
    struct policy policy;
    struct entry entry, first;
    enum err err = site_policy(site, t->txn, &policy, &t->calendar, why);
    err = err ? err : site_newest(site, t->txn, item, &t->item, NULL);
    if (err == ERR_NOT_FOUND || (!err && t->item.kind != KIND_disclosure)) {
        return complain(why, ERR_INVALID, "没有公开事项“%.*s”；用 list 查看全部", TEXT_ARG(item));
    }
    err = err ? err : facts_first_version(site, t->txn, &t->item, &first);
    if (err) {
        return err;
    }
    t->today = civil_day_at(site->now_s, t->calendar.offset_min);
    t->opened_day = first.opens_s && first.opens_s <= site->now_s
                        ? civil_day_at(first.opens_s, t->calendar.offset_min)
                        : 0;
    t->forms = (struct forms){.key = t->item.key};
    t->key = arena_printf(&site->scratch, "forms/%.*s", TEXT_ARG(item));
    err = t->key.data ? site_newest(site, t->txn, t->key, &entry, NULL) : ERR_NOMEM;
    err = err ? err : site_record(site, t->txn, &entry, &t->forms, why);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err ticks_json(struct ticking *t, const struct form_tick *ticks, FILE *out)
{
    struct json j;
    struct buffer b = buffer_begin(&t->site->scratch);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_text(&j, "key", t->item.key);
    json_date(&j, "opened_on", t->opened_day);
    json_array(&j, "forms");
    for (size_t i = 0; i < FORM_COUNT; i++) {
        json_object(&j, NULL);
        json_text(&j, "form", text_of(form_id(ticks[i].form)));
        json_bool(&j, "done", ticks[i].done);
        json_bool(&j, "by_kiosk", ticks[i].by_kiosk);
        json_date(&j, "on", ticks[i].on);
        json_uint(&j, "days_after", ticks[i].days_after);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return json_print(&j, out);
}

static void ticks_words(const struct ticking *t, const struct form_tick *ticks, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    for (size_t i = 0; i < FORM_COUNT; i++) {
        fprintf(out, "%s\t%s", form_words[ticks[i].form], ticks[i].done ? "已公开" : "还没有");
        if (ticks[i].on) {
            fprintf(out, " %s", civil_format_date(ticks[i].on, date));
        }
        if (ticks[i].days_after) {
            fprintf(out, ticks[i].done ? "（迟 %u 天）" : "（已过 %u 天）", ticks[i].days_after);
        }
        fprintf(out, "%s\n", ticks[i].by_kiosk ? "（大厅屏幕）" : "");
    }
    if (t->forms.note.size > 0) {
        fprintf(out, "备注：%.*s\n", TEXT_ARG(t->forms.note));
    }
}

enum err forms_print(struct site *site, struct text key, bool json, FILE *out,
                     struct complaint *why)
{
    struct ticking t = {.site = site};
    struct form_tick ticks[FORM_COUNT];
    enum err err = txn_begin_read(site->store, &t.txn);
    err = err ? err : ticking_begin(&t, key, why);
    if (!err) {
        form_ticks(&t.forms, t.opened_day, t.today, ticks);
        if (json) {
            err = ticks_json(&t, ticks, out);
        } else {
            ticks_words(&t, ticks, out);
        }
    }
    txn_abort(t.txn);
    return err;
}

static enum err tick_in(struct ticking *t, const int32_t on[FORM_COUNT], const char *note,
                        struct complaint *why)
{
    struct entry before, entry = {.key = t->key, .version = 1};
    int32_t *const days[FORM_COUNT] = {
        [FORM_BOARD] = &t->forms.board,
        [FORM_ASSEMBLY] = &t->forms.assembly,
        [FORM_WALL] = &t->forms.wall,
        [FORM_MEDIA] = &t->forms.media,
    };
    for (size_t i = 0; i < FORM_COUNT; i++) {
        *days[i] = on[i] ? on[i] : *days[i];
    }
    t->forms.note = note ? text_of(note) : t->forms.note;
    enum err err = forms_check(&t->forms, t->today, why);
    if (err) {
        return err;
    }
    err = site_entry(t->site, t->txn, SITE_PUBLISHED, t->key, &before);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    entry.version = err ? 1 : before.version + 1;
    err = site_put_record(t->site, t->txn, KIND_forms, &t->forms, &entry, why);
    err = err ? err : site_put_entry(t->site, t->txn, SITE_DRAFTS, &entry);
    return err ? err : act_add(t->site, t->txn, "forms", "%.*s", TEXT_ARG(t->key));
}

enum err forms_tick(struct site *site, struct text key, const int32_t on[FORM_COUNT],
                    const char *note, FILE *report, struct complaint *why)
{
    struct ticking t = {.site = site};
    enum err err = txn_begin_write(site->store, &t.txn);
    if (err) {
        return err;
    }
    err = ticking_begin(&t, key, why);
    err = err ? err : tick_in(&t, on, note, why);
    if (err) {
        txn_abort(t.txn);
        return err;
    }
    err = txn_commit(t.txn);
    if (!err) {
        fprintf(report, "%.*s\t待居委会签字\n", TEXT_ARG(t.key));
    }
    return err;
}
