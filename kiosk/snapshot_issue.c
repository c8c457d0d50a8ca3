/* snapshot_issue.c - number and check code of a board month, from the entries themselves.
 *
 * Every version of a disclosure that opened in the month counts, also one that was corrected since;
 * the office's signed list of the month names what this kiosk cannot hold any more. */
#include <string.h>

#include "hash.h"
#include "log.h"
#include "snapshot_parts.h"

enum {
    LINES_MAX = 2 * ISSUE_LINES_MAX,
    OLDER_MAX = 16, /* earlier versions of one key that are looked at */
};

struct lines {
    struct issue_line *at;
    size_t count;
    int64_t from_s, to_s; /* the month's moments */
};

static int64_t opened_at(const struct entry *entry)
{
    int64_t at_s = entry->opens_s;

    for (size_t i = 0; entry->opens_s == 0 && i < entry->signature_count; i++) {
        int64_t signed_s = entry->signatures[i].signed_s;
        at_s = signed_s > at_s ? signed_s : at_s;
    }
    return at_s;
}

static void add_line(struct lines *lines, struct text key, const struct entry *entry)
{
    int64_t opens_s = opened_at(entry);

    if (issue_counts(entry->kind) && opens_s >= lines->from_s && opens_s < lines->to_s &&
        lines->count < LINES_MAX) {
        lines->at[lines->count++] = (struct issue_line){key, entry->version, entry->hash, opens_s};
    }
}

static void add_versions(struct snapshot *snapshot, struct lines *lines, struct text key,
                         struct bytes entry_bytes)
{
    struct entry entry;

    if (entry_decode(entry_bytes, &entry)) {
        return;
    }
    add_line(lines, key, &entry);
    uint64_t newest = entry.version;
    for (uint64_t back = 1; back < newest && back <= OLDER_MAX; back++) {
        struct bytes older;
        if (!content_entry_version(snapshot->folder->content, key, newest - back,
                                   &snapshot->scratch, &older) &&
            !entry_decode(older, &entry)) {
            add_line(lines, key, &entry);
        }
    }
}

static bool read_lines(struct snapshot *snapshot, struct lines *lines)
{
    struct arena *scratch = &snapshot->scratch;
    struct content_item *items = ARENA_ARRAY(scratch, struct content_item, SNAPSHOT_FACTS_MAX);
    size_t count = 0;

    lines->at = ARENA_ARRAY(scratch, struct issue_line, LINES_MAX);
    if (!items || !lines->at || !snapshot->folder->content ||
        content_list(snapshot->folder->content, text_of("disclosure/"), true, scratch, items,
                     SNAPSHOT_FACTS_MAX, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        add_versions(snapshot, lines, items[i].key, items[i].entry);
    }
    return true;
}

static bool read_record(struct snapshot *snapshot, struct period month, struct issue *record)
{
    char name[PERIOD_BYTES];
    struct text key = arena_printf(&snapshot->scratch, "issue/%s", period_format(month, name));
    struct shown shown;

    return !snapshot_record(snapshot, KIND_issue, key, &snapshot->scratch, &shown) &&
           !issue_decode(shown.object, &snapshot->scratch, record, NULL);
}

static enum err make_code(struct snapshot *snapshot, struct period month, char *code)
{
    const struct calendar *calendar = &snapshot->calendar;
    struct lines lines = {0};
    struct issue record;
    struct issue_line *own;
    struct complaint why = {0};
    struct bytes content;
    size_t count = 0, opened = 0;

    issue_window(calendar, month, &lines.from_s, &lines.to_s);
    if (!read_lines(snapshot, &lines)) {
        return ERR_UNAVAILABLE;
    }
    bool known = read_record(snapshot, month, &record);
    enum err err = issue_collect(calendar, month, known ? &record : NULL, lines.at, lines.count,
                                 &snapshot->scratch, &own, &count, &why);
    if (!err) {
        err = issue_content(calendar, snapshot->policy.office, month, own, count, snapshot->now_s,
                            &snapshot->scratch, &content, &opened);
    }
    if (err) {
        log_warn("no check code (%s): %s", err_name(err), why.text);
        return err;
    }
    struct hash hash = hash_of(content);
    (void)issue_code(&hash, code);
    return OK;
}

void load_issue(struct snapshot *snapshot, struct model *model)
{
    struct model_board *board = &model->board;
    struct period month = {PERIOD_MONTH, board->year, board->month};
    size_t mark = arena_mark(&snapshot->scratch);

    board->issue = calendar_issue_number(&snapshot->calendar, month);
    if (board->issue > 0) {
        board->code_differs = make_code(snapshot, month, board->check_code) == ERR_MISMATCH;
    }
    arena_rewind(&snapshot->scratch, mark);
}
