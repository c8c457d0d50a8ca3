/* The agent stages objects and flips the view, and once a day lets go what is over: the reader sees
 * the old view or the new one. */
#include <string.h>

#include "content.h"
#include "hash.h"
#include "scenario.h"

enum { MAP_BYTES = 32 * 1024 * 1024, BIG_BYTES = 300 * 1024, BLOCK_BYTES = 1024 * 1024 };

static uint8_t block[BLOCK_BYTES];

struct item {
    const char *key, *entry;
    uint64_t ver;
    char fill; /* of its object */
    size_t size;
};

static const struct item OLD_VIEW[] = {
    {"notice/a", "entry of a, version 1", 1, 'a', 3000},
    {"notice/b", "entry of b", 1, 'b', 700},
};
static const struct item CHANGES[] = {
    {"notice/a", "entry of a, version 2", 2, 'A', BIG_BYTES}, /* large: staging commits by itself */
    {"notice/c", "entry of c", 1, 'c', 900},
};
static const struct item NEW_VIEW[] = {
    {"notice/a", "entry of a, version 2", 2, 'A', BIG_BYTES},
    {"notice/b", "entry of b", 1, 'b', 700},
    {"notice/c", "entry of c", 1, 'c', 900},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct bytes object_of(const struct item *item)
{
    static uint8_t object[BIG_BYTES];

    memset(object, item->fill, item->size);
    return bytes_of(object, item->size);
}

static struct content_state state_of(uint64_t seq)
{
    return (struct content_state){.seq = seq,
                                  .tip = hash_of(bytes_of(&seq, sizeof seq)),
                                  .issued_s = (int64_t)seq * 1000,
                                  .checked_s = (int64_t)seq * 1000,
                                  .head = bytes_of("signed head", 11),
                                  .root = bytes_of("signed root", 11)};
}

static enum err show(struct content *content, const struct item *items, size_t count, uint64_t seq,
                     bool whole, struct complaint *why)
{
    struct content_change changes[4];
    struct hash objects[4];
    struct content_state state = state_of(seq);
    enum err err = OK;

    for (size_t i = 0; !err && i < count; i++) {
        struct bytes object = object_of(&items[i]);
        objects[i] = hash_of(object);
        changes[i] =
            (struct content_change){.key = text_of(items[i].key),
                                    .ver = items[i].ver,
                                    .entry = bytes_of(items[i].entry, strlen(items[i].entry))};
        err = content_stage(content, &objects[i], object);
    }
    if (!err) {
        err = content_stage_end(content);
    }
    if (err) {
        return complain(why, err, "staging: %s", err_name(err));
    }
    return whole ? content_flip_whole(content, changes, objects, count, &state, why)
                 : content_flip(content, changes, objects, count, &state, why);
}

/* ---- what is there ---- */

static bool item_is(struct content *content, const struct content_item *found,
                    const struct item *item)
{
    struct arena arena;
    struct bytes object, expected = object_of(item);
    struct hash hash = hash_of(expected);

    arena_init_over(&arena, block, sizeof block);
    return text_is(found->key, item->key) &&
           bytes_equal(found->entry, bytes_of(item->entry, strlen(item->entry))) &&
           content_object(content, &hash, &arena, &object) == OK && bytes_equal(object, expected);
}

static bool view_is(struct content *content, const struct item *items, size_t count, uint64_t seq)
{
    static uint8_t list_block[16 * 1024];
    struct arena arena;
    struct content_item found[8];
    struct content_state state, expected = state_of(seq);
    size_t n = 0;

    arena_init_over(&arena, list_block, sizeof list_block);
    if (content_state(content, &arena, &state) != OK || state.seq != seq ||
        !hash_equal(&state.tip, &expected.tip) ||
        content_list(content, text_of(""), false, &arena, found, 8, &n) != OK || n != count) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!item_is(content, &found[i], &items[i])) {
            return false;
        }
    }
    return true;
}

static bool has_old_version(struct content *content)
{
    struct arena arena;
    struct bytes entry;

    arena_init_over(&arena, block, sizeof block);
    return content_entry_version(content, text_of("notice/a"), 1, &arena, &entry) == OK;
}

/* ---- scenarios ---- */

static void prepare(const char *folder)
{
    struct content *content = NULL;
    struct complaint why = {""};

    must(content_open(folder, STORE_WRITE, MAP_BYTES, &content, &why));
    must(show(content, OLD_VIEW, COUNT(OLD_VIEW), 1, false, &why));
    content_close(content);
}

typedef enum err change_fn(struct content *content, struct complaint *why);

/* One change; after an error what is shown is that of before or, where more than one step is taken,
 * what `may_be` holds. */
static int act(const char *folder, change_fn *change, const struct item *may_be, size_t count)
{
    struct content *content = NULL;
    struct complaint why = {""};

    enum err err = content_open(folder, STORE_WRITE, MAP_BYTES, &content, &why);
    if (err) {
        return say_error(err, &why);
    }
    err = change(content, &why);
    if (!err) {
        say_done();
    } else { /* it goes on being shown */
        must_be(view_is(content, OLD_VIEW, COUNT(OLD_VIEW), 1) ||
                (count > 0 && view_is(content, may_be, count, 1)));
    }
    content_close(content);
    return err ? say_error(err, &why) : EXIT_DONE;
}

static enum err flip(struct content *content, struct complaint *why)
{
    return show(content, CHANGES, COUNT(CHANGES), 2, false, why);
}

static enum err flip_whole(struct content *content, struct complaint *why)
{
    return show(content, NEW_VIEW, COUNT(NEW_VIEW), 2, true, why);
}

static int flip_act(const char *folder)
{
    return act(folder, flip, NULL, 0);
}

static int whole_act(const char *folder)
{
    return act(folder, flip_whole, NULL, 0);
}

static enum finding verify(const char *folder, bool whole)
{
    struct content *content = NULL;
    struct complaint why = {""};
    enum finding finding = FOUND_NEITHER;

    /* As the kiosk opens it, and as the agent goes on. */
    must(content_open(folder, STORE_READ, MAP_BYTES, &content, &why));
    if (view_is(content, OLD_VIEW, COUNT(OLD_VIEW), 1)) {
        finding = FOUND_BEFORE;
    } else if (view_is(content, NEW_VIEW, COUNT(NEW_VIEW), 2) &&
               has_old_version(content) == !whole) {
        finding = FOUND_AFTER;
    } else {
        finding = neither("the view");
    }
    content_close(content);
    must(content_open(folder, STORE_WRITE, MAP_BYTES, &content, &why));
    if (finding == FOUND_BEFORE) {
        must(show(content, CHANGES, COUNT(CHANGES), 2, false, &why));
    }
    must_be(view_is(content, NEW_VIEW, COUNT(NEW_VIEW), 2));
    content_close(content);
    return finding;
}

static enum finding flip_verify(const char *folder)
{
    return verify(folder, false);
}

static enum finding whole_verify(const char *folder)
{
    return verify(folder, true);
}

const struct scenario scenario_content_flip = {"content_flip", prepare, flip_act, flip_verify};
const struct scenario scenario_content_whole = {"content_whole", prepare, whole_act, whole_verify};

/* ---- what is over leaves, with its object; so does what was staged for nothing ---- */

static const struct item RIGHT_VIEW[] = {{"notice/b", "entry of b", 1, 'b', 700}};
static const struct item STRAY = {"", "", 0, 's', 5000};

static void expire_prepare(const char *folder)
{
    struct content *content = NULL;
    struct complaint why = {""};
    struct bytes stray = object_of(&STRAY);
    struct hash hash = hash_of(stray);

    prepare(folder);
    must(content_open(folder, STORE_WRITE, MAP_BYTES, &content, &why));
    must(content_stage(content, &hash, stray));
    must(content_stage_end(content));
    content_close(content);
}

static bool is_over(struct bytes entry, bool current, void *data)
{
    (void)current, (void)data;
    return entry.size > 10 && memcmp(entry.data, "entry of a", 10) == 0;
}

static enum err expire_all(struct content *content, struct complaint *why)
{
    size_t count = 0;
    enum err err = content_expire(content, is_over, NULL, &count);
    err = err ? err : content_sweep(content);
    return err ? complain(why, err, "expiry: %s", err_name(err)) : OK;
}

static bool holds(struct content *content, const struct item *item)
{
    struct hash hash = hash_of(object_of(item));
    return content_has(content, &hash);
}

static int expire_act(const char *folder)
{
    return act(folder, expire_all, RIGHT_VIEW, COUNT(RIGHT_VIEW));
}

static enum finding expire_verify(const char *folder)
{
    struct content *content = NULL;
    struct complaint why = {""};
    enum finding finding = FOUND_NEITHER;

    must(content_open(folder, STORE_READ, MAP_BYTES, &content, &why));
    if (view_is(content, OLD_VIEW, COUNT(OLD_VIEW), 1)) {
        finding = FOUND_BEFORE;
    } else if (!view_is(content, RIGHT_VIEW, COUNT(RIGHT_VIEW), 1) ||
               holds(content, &OLD_VIEW[0])) {
        finding = neither("the view"); /* an entry without its object, or the reverse */
    } else {
        /* The stray object goes in a step of its own. */
        finding = holds(content, &STRAY) ? FOUND_BEFORE : FOUND_AFTER;
    }
    content_close(content);
    must(content_open(folder, STORE_WRITE, MAP_BYTES, &content, &why));
    must(expire_all(content, &why)); /* the next day */
    must_be(view_is(content, RIGHT_VIEW, COUNT(RIGHT_VIEW), 1));
    must_be(!holds(content, &OLD_VIEW[0]) && !holds(content, &STRAY));
    content_close(content);
    return finding;
}

const struct scenario scenario_content_expire = {"content_expire", expire_prepare, expire_act,
                                                 expire_verify};
