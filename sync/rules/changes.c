/* changes.c - see changes.h. */
#include "changes.h"

#include <stdlib.h>
#include <string.h>

/* Where the lines go. */
struct list {
    struct changes *changes;
    size_t max;
};

static void add(struct list *list, struct line_change change)
{
    struct changes *changes = list->changes;
    changes->added += change.kind == LINE_ADDED;
    changes->removed += change.kind == LINE_REMOVED;
    changes->altered += change.kind == LINE_ALTERED;
    if (changes->count < list->max) {
        changes->at[changes->count++] = change;
    }
}

/* ---- ledgers ---- */

/* All lines of one matter, category and side. */
struct sum_line {
    struct text category, matter;
    bool income;
    int64_t fen;
    unsigned rows;
};

static int by_matter(const void *a, const void *b)
{
    const struct sum_line *x = a, *y = b;
    if (x->income != y->income) {
        return x->income ? -1 : 1;
    }
    int order = bytes_compare(text_bytes(x->category), text_bytes(y->category));
    return order ? order : bytes_compare(text_bytes(x->matter), text_bytes(y->matter));
}

static size_t unite(struct sum_line *lines, size_t count)
{
    size_t kept = 0;
    if (count > 1) {
        qsort(lines, count, sizeof(*lines), by_matter);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_matter(&lines[kept - 1], &lines[i]) == 0) {
            lines[kept - 1].fen = fen_add(lines[kept - 1].fen, lines[i].fen);
            lines[kept - 1].rows++;
        } else {
            lines[kept++] = lines[i];
        }
    }
    return kept;
}

static size_t lines_used(size_t count, struct changes *changes)
{
    changes->cut = changes->cut || count > CHANGE_LINES_MAX;
    return count < CHANGE_LINES_MAX ? count : CHANGE_LINES_MAX;
}

/* The sums of one side, by matter. */
static enum err sums_of(const struct disclosure *record, struct arena *arena,
                        struct changes *changes, struct sum_line **lines, size_t *count)
{
    size_t rows = lines_used(record->rows.count, changes);
    *lines = ARENA_ARRAY(arena, struct sum_line, rows);
    if (!*lines) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < rows; i++) {
        const struct ledger_row *row = &record->rows.at[i];
        (*lines)[i] = (struct sum_line){.category = text_trim(row->category),
                                        .matter = text_trim(row->item),
                                        .income = row->income > 0,
                                        .fen = row->income > 0 ? row->income : row->spending,
                                        .rows = 1};
    }
    *count = unite(*lines, rows);
    return OK;
}

static struct line_change change_of_sums(const struct sum_line *before, const struct sum_line *now)
{
    const struct sum_line *either = now ? now : before;
    return (struct line_change){
        .kind = !before ? LINE_ADDED
                : !now  ? LINE_REMOVED
                        : LINE_ALTERED,
        .is_ledger = true,
        .before = before ? before->matter : (struct text){0},
        .after = now ? now->matter : (struct text){0},
        .category = either->category,
        .income = either->income,
        .before_fen = before ? before->fen : 0,
        .after_fen = now ? now->fen : 0,
        .before_rows = before ? before->rows : 0,
        .after_rows = now ? now->rows : 0,
    };
}

/* The largest difference first. */
static int by_difference(const void *a, const void *b)
{
    const struct line_change *x = a, *y = b;
    __int128 dx = (__int128)x->after_fen - x->before_fen;
    __int128 dy = (__int128)y->after_fen - y->before_fen;
    dx = dx < 0 ? -dx : dx;
    dy = dy < 0 ? -dy : dy;
    if (dx != dy) {
        return dx > dy ? -1 : 1;
    }
    const struct text *tx = x->after.size ? &x->after : &x->before;
    const struct text *ty = y->after.size ? &y->after : &y->before;
    return bytes_compare(text_bytes(*tx), text_bytes(*ty));
}

static enum err compare_ledgers(const struct disclosure *before, const struct disclosure *now,
                                struct arena *arena, struct list *list)
{
    struct changes *changes = list->changes;
    struct sum_line *old = NULL, *new = NULL;
    size_t old_count, new_count, i = 0, j = 0;
    enum err err = sums_of(before, arena, changes, &old, &old_count);
    err = err ? err : sums_of(now, arena, changes, &new, &new_count);
    if (err) {
        return err;
    }
    struct line_change *all = ARENA_ARRAY(arena, struct line_change, old_count + new_count);
    size_t count = 0;
    if (!all) {
        return ERR_NOMEM;
    }
    while (i < old_count || j < new_count) {
        int order = i == old_count ? 1 : j == new_count ? -1 : by_matter(&old[i], &new[j]);
        if (order != 0 || old[i].fen != new[j].fen || old[i].rows != new[j].rows) {
            all[count++] = change_of_sums(order <= 0 ? &old[i] : NULL, order >= 0 ? &new[j] : NULL);
        }
        i += order <= 0;
        j += order >= 0;
    }
    if (count > 1) {
        qsort(all, count, sizeof(*all), by_difference);
    }
    for (size_t k = 0; k < count; k++) {
        add(list, all[k]);
    }
    return OK;
}

/* ---- texts ---- */

struct text_line {
    struct text line, label;         /* label "": none */
    uint32_t place;                  /* in its text */
    bool matched;                    /* stands on the other side too */
    const struct text_line *partner; /* altered: the line of the other side */
};

/* | --- | :-: | */
static bool is_table_rule(struct text line)
{
    bool dash = false;
    for (size_t i = 0; i < line.size; i++) {
        char c = line.data[i];
        dash = dash || c == '-';
        if (c != '|' && c != '-' && c != ':' && c != ' ') {
            return false;
        }
    }
    return dash && line.data[0] == '|';
}

static struct text label_of(struct text line)
{
    static const char wide_colon[] = "：";
    if (line.size > 0 && line.data[0] == '|') {
        struct text rest = text_slice(line, 1, line.size), cell;
        return text_split(&rest, '|', &cell) ? text_trim(cell) : (struct text){0};
    }
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] == ':' || text_starts(text_slice(line, i, line.size), wide_colon)) {
            return text_trim(text_slice(line, 0, i));
        }
    }
    return (struct text){0};
}

struct side {
    struct text_line *lines;
    struct text_line **sorted;
    size_t count;
};

static enum err lines_of(struct text text, struct arena *arena, struct changes *changes,
                         struct side *side)
{
    struct text rest = text, line;
    size_t count = 0;
    while (text_split(&rest, '\n', &line)) {
        count++;
    }
    count = lines_used(count, changes);
    side->lines = ARENA_ARRAY(arena, struct text_line, count);
    side->sorted = ARENA_ARRAY(arena, struct text_line *, count);
    if (!side->lines || !side->sorted) {
        return ERR_NOMEM;
    }
    rest = text;
    for (size_t i = 0; i < count && text_split(&rest, '\n', &line); i++) {
        line = text_trim(line);
        if (line.size > 0 && !is_table_rule(line)) {
            side->lines[side->count] =
                (struct text_line){line, label_of(line), (uint32_t)i, false, NULL};
            side->sorted[side->count] = &side->lines[side->count];
            side->count++;
        }
    }
    return OK;
}

static int by_place(const struct text_line *x, const struct text_line *y)
{
    return (x->place > y->place) - (x->place < y->place);
}

static int by_line(const void *a, const void *b)
{
    const struct text_line *x = *(struct text_line *const *)a, *y = *(struct text_line *const *)b;
    int order = bytes_compare(text_bytes(x->line), text_bytes(y->line));
    return order ? order : by_place(x, y);
}

/* What has no partner may still get one by its label; the rest of the lines last. */
static int by_label(const void *a, const void *b)
{
    const struct text_line *x = *(struct text_line *const *)a, *y = *(struct text_line *const *)b;
    bool x_takes_part = !x->matched && x->label.size > 0;
    bool y_takes_part = !y->matched && y->label.size > 0;
    if (x_takes_part != y_takes_part) {
        return x_takes_part ? -1 : 1;
    }
    int order = bytes_compare(text_bytes(x->label), text_bytes(y->label));
    return order ? order : by_place(x, y);
}

static void sort_side(struct side *side, int (*order)(const void *, const void *))
{
    if (side->count > 1) {
        qsort(side->sorted, side->count, sizeof(struct text_line *), order);
    }
}

static void match_equal(struct side *old, struct side *new)
{
    size_t i = 0, j = 0;
    sort_side(old, by_line);
    sort_side(new, by_line);
    while (i < old->count && j < new->count) {
        int order =
            bytes_compare(text_bytes(old->sorted[i]->line), text_bytes(new->sorted[j]->line));
        if (order == 0) {
            old->sorted[i]->matched = new->sorted[j]->matched = true;
        }
        i += order <= 0;
        j += order >= 0;
    }
}

static bool takes_part(const struct side *side, size_t at)
{
    return at < side->count && !side->sorted[at]->matched && side->sorted[at]->label.size > 0;
}

static void match_labels(struct side *old, struct side *new)
{
    size_t i = 0, j = 0;
    sort_side(old, by_label);
    sort_side(new, by_label);
    while (takes_part(old, i) && takes_part(new, j)) {
        struct text_line *x = old->sorted[i], *y = new->sorted[j];
        int order = bytes_compare(text_bytes(x->label), text_bytes(y->label));
        if (order == 0) {
            x->partner = y;
            y->partner = x;
        }
        i += order <= 0;
        j += order >= 0;
    }
}

static enum err compare_texts(struct text before, struct text now, struct arena *arena,
                              struct list *list)
{
    struct side old = {0}, new = {0};
    enum err err = lines_of(before, arena, list->changes, &old);
    err = err ? err : lines_of(now, arena, list->changes, &new);
    if (err) {
        return err;
    }
    match_equal(&old, &new);
    match_labels(&old, &new);
    for (size_t i = 0; i < new.count; i++) {
        const struct text_line *line = &new.lines[i];
        if (!line->matched) {
            add(list, (struct line_change){.kind = line->partner ? LINE_ALTERED : LINE_ADDED,
                                           .before = line->partner ? line->partner->line
                                                                   : (struct text){0},
                                           .after = line->line});
        }
    }
    for (size_t i = 0; i < old.count; i++) {
        const struct text_line *line = &old.lines[i];
        if (!line->matched && !line->partner) {
            add(list, (struct line_change){.kind = LINE_REMOVED, .before = line->line});
        }
    }
    return OK;
}

enum err changes_between(const struct disclosure *before, const struct disclosure *now,
                         struct arena *arena, struct changes *changes)
{
    struct changes found = {0};
    if (!before) {
        *changes = found;
        return OK;
    }
    found.at = ARENA_ARRAY(arena, struct line_change, CHANGES_MAX);
    if (!found.at) {
        return ERR_NOMEM;
    }
    struct list list = {&found, CHANGES_MAX};
    size_t mark = arena_mark(arena);
    found.has_ledger = before->has_ledger || now->has_ledger;
    found.before = ledger_sum(before);
    found.now = ledger_sum(now);
    found.became_nil = now->nil && !before->nil;
    found.was_nil = before->nil && !now->nil;
    enum err err = compare_ledgers(before, now, arena, &list);
    err = err ? err : compare_texts(before->text, now->text, arena, &list);
    arena_rewind(arena, mark);
    if (!err) {
        *changes = found;
    }
    return err;
}

bool changes_none(const struct changes *changes)
{
    return changes->added == 0 && changes->removed == 0 && changes->altered == 0 &&
           changes->before.opening == changes->now.opening &&
           changes->before.closing == changes->now.closing && !changes->became_nil &&
           !changes->was_nil;
}
