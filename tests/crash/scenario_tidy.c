/* The office stopped while the next snapshot is made beside the server and what nobody needs any
 * more is taken away: whoever fetches finds the same head, whole; and what is left is done once
 * more. */
#include <stdio.h>

#include "crash_office.h"
#include "plain.h"
#include "tidy.h"

static void publish_text(struct office *o, const char *folder, unsigned number)
{
    char text[128];
    snprintf(text, sizeof text, "---\nkind: notice\ntitle: 通知\n---\n第%u次\n", number);
    office_import(o, folder, "often.md", text);
    must(office_sign(o, ROLE_OFFICE));
    must(office_publish(o));
}

/* A second snapshot stands already, so that there is an old one to take away. */
static void tidy_prepare(const char *folder)
{
    struct office o;
    office_found(folder);
    office_open(&o, folder);
    must(office_publish(&o));
    o.publisher.hurried = true;
    for (unsigned i = 1; i <= PUBLISH_SNAPSHOT_EVERY; i++) {
        publish_text(&o, folder, i);
    }
    must(tidy_run(&o.site, &o.why));
    arena_reset(&o.site.scratch);
    for (unsigned i = 1; i <= PUBLISH_SNAPSHOT_EVERY; i++) {
        publish_text(&o, folder, PUBLISH_SNAPSHOT_EVERY + i);
    }
    site_close(&o.site);
}

static int tidy_act(const char *folder)
{
    struct office o;
    enum err err = office_try(&o, folder);
    if (err) {
        return say_error(err, &o.why);
    }
    err = tidy_run(&o.site, &o.why);
    if (!err) {
        say_done();
    } else {
        struct head head;
        arena_reset(&o.site.scratch);
        must_be(fresh_read(&o, NULL, NULL, &head));
    }
    struct complaint why = o.why;
    site_close(&o.site);
    complaint_make_plain(&why, err);
    return err ? say_error(err, &why) : EXIT_DONE;
}

static bool is_due(struct office *o)
{
    bool due = true;
    must(tidy_is_due(&o->site, &due));
    return due;
}

static enum finding tidy_verify(const char *folder)
{
    struct office o;
    struct head head, next;
    office_open(&o, folder);
    if (!fresh_read(&o, NULL, NULL, &head)) {
        return FOUND_NEITHER;
    }
    bool before = is_due(&o);
    must(tidy_run(&o.site, &o.why));
    arena_reset(&o.site.scratch);
    if (is_due(&o)) {
        return neither("once more does not complete it");
    }
    o.publisher.hurried = true;
    publish_text(&o, folder, 2 * PUBLISH_SNAPSHOT_EVERY + 1);
    if (!fresh_read(&o, NULL, NULL, &next)) {
        return FOUND_NEITHER;
    }
    if (next.snapshot_seq != head.seq) {
        return neither("the next head does not name the snapshot that was made");
    }
    site_close(&o.site);
    return before ? FOUND_BEFORE : FOUND_AFTER;
}

const struct scenario scenario_office_tidy = {"office_tidy", tidy_prepare, tidy_act, tidy_verify};
