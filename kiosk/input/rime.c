#include "rime.h"

#include <dlfcn.h>
#include <rime_api.h>
#include <string.h>

#include "file.h"
#include "pinyin_wire.h"
#include "utf8.h"

static const char *const schemas[SCHEME_COUNT] = {"full", "fuzzy", "nine"};

/* What has been typed into the session of a scheme, so that a further key is one key. */
struct session {
    RimeSessionId id;
    char keys[QUERY_KEYS_MAX];
    size_t size;
};

struct rime {
    RimeApi *api;
    struct session sessions[SCHEME_COUNT];
};

static void type(struct rime *rime, struct session *session, const char *keys, size_t size)
{
    size_t same = 0;

    while (same < session->size && same < size && session->keys[same] == keys[same]) {
        same++;
    }
    if (same < session->size) { /* rime would undo picks too, so begin anew */
        rime->api->clear_composition(session->id);
        same = 0;
    }
    for (size_t i = same; i < size; i++) {
        rime->api->process_key(session->id, keys[i], 0);
    }
    memcpy(session->keys, keys, size);
    session->size = size;
}

static void clear(struct rime *rime, struct session *session)
{
    rime->api->clear_composition(session->id);
    explicit_bzero(session->keys, sizeof session->keys);
    session->size = 0;
}

static bool set_text(struct input_candidate *to, const char *text)
{
    size_t size = text ? strlen(text) : 0;

    if (size > CANDIDATE_BYTES_MAX) {
        return false;
    }
    memcpy(to->text, text, size);
    to->size = (uint8_t)size;
    return true;
}

static void list_candidates(struct rime *rime, const struct session *session,
                            const struct input_query *query, struct input_answer *answer)
{
    RimeCandidateListIterator each = {0};

    if (session->size == 0 ||
        !rime->api->candidate_list_from_index(session->id, &each, (int)query->first)) {
        return;
    }
    while (rime->api->candidate_list_next(&each)) {
        if (answer->count == query->count) {
            answer->more = true;
            break;
        }
        if (set_text(&answer->candidates[answer->count], each.candidate.text)) {
            answer->count++;
        }
    }
    rime->api->candidate_list_end(&each);
}

/* The preedit is what is settled so far, then the keys in syllables. */
static void read_preedit(struct rime *rime, const struct session *session,
                         struct input_answer *answer)
{
    RIME_STRUCT(RimeContext, context);

    if (!rime->api->get_context(session->id, &context)) {
        return;
    }
    if (context.composition.preedit) {
        (void)set_text(&answer->preedit, context.composition.preedit);
    }
    rime->api->free_context(&context);
}

/* Splits the preedit after a pick into what is settled and the keys that are left. */
static void read_pick(struct rime *rime, struct session *session, struct input_answer *answer)
{
    RIME_STRUCT(RimeCommit, commit);

    if (rime->api->get_commit(session->id, &commit)) {
        (void)set_text(&answer->commit, commit.text);
        rime->api->free_commit(&commit);
        return;
    }
    read_preedit(rime, session, answer);
    struct text rest = {answer->preedit.text, answer->preedit.size};
    size_t settled = 0;
    while (rest.size > 0) {
        struct text before = rest;
        uint32_t character = utf8_next(&rest);
        if (character > 0x7f) {
            settled = answer->preedit.size - rest.size;
        } else if (pinyin_key_valid(SCHEME_NINE, before.data[0]) &&
                   answer->rest_size < QUERY_KEYS_MAX) {
            answer->rest[answer->rest_size++] = before.data[0];
        }
    }
    memcpy(answer->commit.text, answer->preedit.text, settled);
    answer->commit.size = (uint8_t)settled;
}

static void answer_pick(struct rime *rime, struct session *session, const struct input_query *query,
                        struct input_answer *answer)
{
    type(rime, session, query->keys, query->keys_size);
    if (!rime->api->select_candidate(session->id, query->pick)) {
        answer->failed = true;
        clear(rime, session);
        return;
    }
    read_pick(rime, session, answer);
    clear(rime, session);
    if (answer->rest_size > 0) {
        type(rime, session, answer->rest, answer->rest_size);
        list_candidates(rime, session, query, answer);
        read_preedit(rime, session, answer);
    } else {
        answer->preedit.size = 0;
    }
}

void rime_answer(struct rime *rime, const struct input_query *query, struct input_answer *answer)
{
    struct session *session = &rime->sessions[query->scheme];

    answer->serial = query->serial;
    if (query->kind == QUERY_PICK) {
        answer_pick(rime, session, query, answer);
        return;
    }
    type(rime, session, query->keys, query->keys_size);
    list_candidates(rime, session, query, answer);
    read_preedit(rime, session, answer);
}

/* ---- opening ---- */

/* The deployed files must be there: without them librime would try to make its own. */
static enum err check_folder(const char *folder, struct complaint *why)
{
    static const char *const files[] = {
        "default.yaml",       "full.schema.yaml", "fuzzy.schema.yaml", "nine.schema.yaml",
        "kiosk_zh.table.bin", "full.prism.bin",   "fuzzy.prism.bin",   "nine.prism.bin"};
    char path[FILE_PATH_BYTES_MAX];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (path_join(path, folder, files[i]) || !file_exists(path)) {
            return complain(why, ERR_NOT_FOUND, "%s/%s is missing; install noticepoint-input",
                            folder, files[i]);
        }
    }
    return OK;
}

/* Loaded rather than linked: librime-dev of Debian 12 cannot be installed for two architectures,
 * and a board's package is built on another machine. */
static RimeApi *load_library(struct complaint *why)
{
    void *library = dlopen("librime.so.1", RTLD_NOW | RTLD_LOCAL);
    RimeApi *(*get)(void) = NULL;

    if (library) {
        *(void **)&get = dlsym(library, "rime_get_api");
    }
    if (!get) {
        complain(why, ERR_NOT_FOUND, "librime cannot be loaded (%s); install the package librime1",
                 dlerror());
    }
    return get ? get() : NULL;
}

enum err rime_open(const char *folder, struct rime **out, struct complaint *why)
{
    static struct rime rime;
    static const char *const touch[SCHEME_COUNT] = {"nihao", "nihao", "64426"};
    static struct input_answer unused;
    RIME_STRUCT(RimeTraits, traits);

    enum err err = check_folder(folder, why);
    if (err) {
        return err;
    }
    traits.shared_data_dir = traits.user_data_dir = folder;
    traits.prebuilt_data_dir = traits.staging_dir = folder;
    traits.app_name = "rime.noticepoint";
    traits.min_log_level = 3;
    traits.log_dir = ""; /* no files: what is typed would be in them */
    rime.api = load_library(why);
    if (!rime.api) {
        return ERR_NOT_FOUND;
    }
    rime.api->setup(&traits);
    rime.api->initialize(&traits);
    for (int i = 0; i < SCHEME_COUNT; i++) {
        struct session *session = &rime.sessions[i];
        const struct input_query query = {.kind = QUERY_KEYS, .count = 1};
        session->id = rime.api->create_session();
        if (!session->id || !rime.api->select_schema(session->id, schemas[i])) {
            return complain(why, ERR_CORRUPT, "librime cannot use %s/%s.schema.yaml", folder,
                            schemas[i]);
        }
        type(&rime, session, touch[i], strlen(touch[i]));
        list_candidates(&rime, session, &query, &unused);
        if (unused.count == 0) {
            return complain(why, ERR_CORRUPT, "the pinyin dictionary in %s finds no word", folder);
        }
        clear(&rime, session);
        unused.count = 0;
    }
    *out = &rime;
    return OK;
}
