/* The office stopped while a volume is destroyed and what has ended is taken away: whoever fetches
 * finds the old view, whole, or the new one, whole; and the next publication leaves nothing of what
 * went. */
#include <stdio.h>
#include <string.h>

#include "crash_office.h"
#include "file.h"
#include "plain.h"
#include "routes.h"
#include "volumes.h"

#define KEY "disclosure/2026-10/05/1"
#define LIST_KEY "disclosure/2026-10/07/1"
#define LIST_TITLE "名单"

/* When the volume of 2026 has been kept long enough. */
static int64_t years_later(void)
{
    return civil_midnight(civil_day_of_ymd(2033, 1, 5), CIVIL_OFFSET_MIN_DEFAULT);
}

static enum err office_later(struct office *o, const char *folder)
{
    enum err err = office_try(o, folder);
    o->site.now_s = years_later();
    return err;
}

/* ---- what is looked for in what a kiosk finds ---- */

struct view {
    uint64_t seq;
    bool has_item, has_list;
};

static void note(const struct entry *entry, void *data)
{
    struct view *view = data;
    view->has_item = view->has_item || text_is(entry->key, KEY);
    view->has_list = view->has_list || text_is(entry->key, LIST_KEY);
}

static bool view_read(struct office *o, struct view *view)
{
    struct head head;
    *view = (struct view){0};
    if (!fresh_read(o, note, view, &head)) {
        return false;
    }
    view->seq = head.seq;
    return true;
}

/* ---- the scenario ---- */

static void collect_prepare(const char *folder)
{
    const struct purge_act act = {.on = civil_day_of_ymd(2033, 1, 5),
                                  .by = text_of("李敏"),
                                  .approver = text_of("陈立"),
                                  .reason = text_of("保存期满")};
    struct office o;
    FILE *quiet = fopen("/dev/null", "w");
    must_be(quiet != NULL);
    office_found(folder);
    office_open(&o, folder);
    must(office_publish(&o)); /* the policy and a snapshot, as log 1 */
    office_import(&o, folder, "05.md",
                  "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\n---\n正文。\n");
    office_import(&o, folder, "07.md",
                  "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\ntitle: " LIST_TITLE
                  "\nuntil: 2026-12-31\n---\n名单。\n");
    must(office_sign(&o, ROLE_OFFICE));
    must(office_sign(&o, ROLE_SUPERVISION));
    must(office_publish(&o)); /* both, as log 2 */
    o.site.now_s = years_later();
    must(volume_delete(&o.site, 2026, &act, quiet, &o.why));
    arena_reset(&o.site.scratch);
    must(office_sign(&o, ROLE_OFFICE));
    must(office_sign(&o, ROLE_SUPERVISION));
    fclose(quiet);
    site_close(&o.site);
}

static int collect_act(const char *folder)
{
    struct office o;
    enum err err = office_later(&o, folder);
    if (err) {
        return say_error(err, &o.why);
    }
    err = office_publish(&o);
    if (!err) {
        say_done();
    } else {
        struct view view;
        must_be(view_read(&o, &view)); /* whoever fetches now gets the old view, whole */
    }
    struct complaint why = o.why;
    site_close(&o.site);
    complaint_make_plain(&why, err);
    return err ? say_error(err, &why) : EXIT_DONE;
}

/* Neither log nor file is left that says what was destroyed. */
static bool is_clean(struct office *o)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes bytes;
    struct txn *txn = NULL;
    uint64_t logs = 0, objects = 0, published = 0, history = 0;
    for (uint64_t seq = 1; seq <= 2; seq++) {
        route_log(route, o->site.root.office, seq);
        if (tree_read(o, route, &bytes)) {
            return false;
        }
    }
    must(txn_begin_read(o->site.store, &txn));
    must(txn_count(txn, SITE_LOGS, &logs));
    must(txn_count(txn, SITE_OBJECTS, &objects));
    must(txn_count(txn, SITE_PUBLISHED, &published));
    must(txn_count(txn, SITE_HISTORY, &history));
    txn_abort(txn);
    return logs == 0 && objects == published + history;
}

static enum finding collect_verify(const char *folder)
{
    struct office o;
    struct view view, later;
    must(office_later(&o, folder));
    if (!view_read(&o, &view)) {
        return FOUND_NEITHER;
    }
    if (view.has_item != view.has_list || view.has_item != (view.seq == 2)) {
        return neither("half of it is gone");
    }
    must(office_publish(&o)); /* and it goes on: completed, and destroyed once */
    if (!view_read(&o, &later) || later.has_item || later.has_list) {
        return neither("the next publication does not complete it");
    }
    if (!is_clean(&o)) {
        return neither("something of what was destroyed is left");
    }
    site_close(&o.site);
    return view.has_item ? FOUND_BEFORE : FOUND_AFTER;
}

const struct scenario scenario_office_collect = {"office_collect", collect_prepare, collect_act,
                                                 collect_verify};
