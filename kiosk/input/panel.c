/* panel.c - see panel.h. */
#include "panel.h"

#include <string.h>

#include "syllables.h"
#include "utf8.h"

void panel_init(struct input_panel *panel)
{
    *panel = (struct input_panel){.radical_strokes = 1};
}

void panel_wipe(struct input_panel *panel)
{
    uint32_t serial = panel->serial; /* an answer under way is for nobody */

    explicit_bzero(panel, sizeof *panel);
    panel_init(panel);
    panel->serial = serial;
}

static bool is_pinyin(const struct input_panel *panel)
{
    return panel->mode == PANEL_PINYIN || panel->mode == PANEL_NINE;
}

bool panel_is_composing(const struct input_panel *panel)
{
    return panel->ink.stroke_count > 0 || panel->keys_size > 0;
}

/* ---- questions ---- */

static void offer_nothing(struct input_panel *panel)
{
    explicit_bzero(&panel->answer, sizeof panel->answer);
    panel->first = 0;
}

/* The answer under way is no longer wanted. */
static void drop_question(struct input_panel *panel)
{
    panel->serial++;
    panel->waiting = panel->take_best = false;
    panel->pick_wanted = 0;
    panel->query.kind = QUERY_NONE;
}

static void ask(struct input_panel *panel, enum query_kind kind, size_t first, size_t count)
{
    drop_question(panel);
    panel->query =
        (struct input_query){.kind = kind, .serial = panel->serial, .first = first, .count = count};
    panel->waiting = true;
    panel->asked = false;
}

static enum pinyin_scheme scheme_of(const struct input_panel *panel)
{
    if (panel->mode == PANEL_NINE) {
        return SCHEME_NINE;
    }
    return panel->fuzzy ? SCHEME_FUZZY : SCHEME_FULL;
}

/* The first page has the sentence on a line of its own. */
static size_t pinyin_cells(size_t first)
{
    return first == 0 ? PANEL_CELLS + 1 : PANEL_CELLS;
}

static void ask_keys(struct input_panel *panel, size_t first)
{
    ask(panel, QUERY_KEYS, first, pinyin_cells(first));
    panel->query.scheme = scheme_of(panel);
    panel->query.keys_size = panel->keys_size;
    memcpy(panel->query.keys, panel->keys, panel->keys_size);
}

/* Of the keys that the candidate was shown for; those typed since stay for later. */
static void ask_pick(struct input_panel *panel, size_t index)
{
    panel->picked_keys = panel->shown_keys;
    ask(panel, QUERY_PICK, 0, pinyin_cells(0));
    panel->query.scheme = scheme_of(panel);
    panel->query.pick = panel->first + index;
    panel->query.keys_size = panel->picked_keys;
    memcpy(panel->query.keys, panel->keys, panel->picked_keys);
}

static void ask_ink(struct input_panel *panel)
{
    /* All pages at once: turning one then needs no second reading of the ink. */
    ask(panel, QUERY_HAND, 0, CANDIDATES_MAX);
    panel->query.ink = &panel->ink;
}

static void ask_radicals(struct input_panel *panel, size_t first)
{
    ask(panel, panel->radical ? QUERY_RADICAL : QUERY_RADICALS, first, PANEL_GRID_CELLS);
    panel->query.number = panel->radical ? panel->radical : panel->radical_strokes;
}

const struct input_query *panel_query(struct input_panel *panel)
{
    if (panel->query.kind == QUERY_NONE || panel->asked) {
        return NULL;
    }
    panel->asked = true;
    return &panel->query;
}

/* ---- putting text into the field ---- */

static struct text candidate_text(const struct input_candidate *candidate)
{
    return (struct text){candidate->text, candidate->size};
}

static void keys_wipe(struct input_panel *panel)
{
    explicit_bzero(panel->keys, sizeof panel->keys);
    panel->keys_size = panel->syllables_first = panel->shown_keys = 0;
}

/* Text goes in; what was offered for it is past. False: the field is full. */
static bool put(struct input_panel *panel, struct textfield *field, struct text text)
{
    panel->taken_size = 0;
    return textfield_insert(field, text);
}

/* The best candidate of the ink goes in and may still be exchanged until something else is done. */
static void take_ink(struct input_panel *panel, struct textfield *field, size_t index)
{
    if (index < panel->answer.count &&
        put(panel, field, candidate_text(&panel->answer.candidates[index]))) {
        panel->taken_size = panel->answer.candidates[index].size;
        panel->taken_at = field->caret - panel->taken_size;
    }
    hand_ink_wipe(&panel->ink);
    panel->take_best = false;
    panel->pen_up_ms = 0;
}

static bool taken_stands(const struct input_panel *panel, const struct textfield *field)
{
    return panel->taken_size > 0 && field->caret == panel->taken_at + panel->taken_size &&
           field->caret <= field->size && !textfield_has_selection(field);
}

/* Another reading of the character that was just taken. */
static void exchange_taken(struct input_panel *panel, struct textfield *field, size_t index)
{
    const struct input_candidate *other = &panel->answer.candidates[index];

    textfield_select(field, panel->taken_at, panel->taken_at + panel->taken_size);
    if (textfield_insert(field, candidate_text(other))) {
        panel->taken_size = other->size;
    } else {
        textfield_select(field, 0, 0);
    }
}

/* ---- modes ---- */

void panel_settle(struct input_panel *panel, struct textfield *field)
{
    if (panel->ink.stroke_count > 0 && !panel->waiting) {
        take_ink(panel, field, 0);
    } else if (panel->keys_size > 0 && panel->answer.count > 0) {
        (void)put(panel, field, candidate_text(&panel->answer.candidates[0]));
    }
    hand_ink_wipe(&panel->ink);
    keys_wipe(panel);
    offer_nothing(panel);
    drop_question(panel);
    panel->taken_size = 0;
    panel->pen_down = false;
    panel->pen_up_ms = 0;
}

void panel_choose_mode(struct input_panel *panel, struct textfield *field, enum panel_mode mode)
{
    if (mode == panel->mode) {
        return;
    }
    panel_settle(panel, field);
    panel->mode = mode;
    if (mode == PANEL_RADICALS) {
        panel->radical = 0;
        ask_radicals(panel, 0);
    }
}

/* ---- handwriting ---- */

static void begin_stroke(struct input_panel *panel, struct textfield *field, int x, int y, int box)
{
    if (panel->ink.stroke_count > 0 && (box != panel->box || panel->take_best)) {
        take_ink(panel, field, 0);
    }
    if (panel->ink.stroke_count == 0) {
        panel->taken_size = 0;
        offer_nothing(panel);
    }
    drop_question(panel);
    panel->box = box;
    panel->pen_down = true;
    hand_ink_add(&panel->ink, true, x, y);
}

void panel_pen(struct input_panel *panel, struct textfield *field, enum panel_pen act, int x, int y,
               int box, int64_t now_ms)
{
    if (act == PEN_DOWN) {
        begin_stroke(panel, field, x, y, box);
        return;
    }
    if (!panel->pen_down) {
        return;
    }
    hand_ink_add(&panel->ink, false, x, y);
    if (act == PEN_UP) {
        panel->pen_down = false;
        panel->pen_up_ms = now_ms;
        ask_ink(panel);
    }
}

bool panel_tick(struct input_panel *panel, struct textfield *field, int64_t now_ms)
{
    if (now_ms < panel_due_ms(panel)) {
        return false;
    }
    if (panel->waiting) {
        panel->take_best = true; /* slow machine: when the answer is there */
        panel->pen_up_ms = 0;
    } else {
        take_ink(panel, field, 0);
    }
    return true;
}

int64_t panel_due_ms(const struct input_panel *panel)
{
    if (panel->ink.stroke_count == 0 || panel->pen_down || panel->pen_up_ms == 0) {
        return INT64_MAX;
    }
    return panel->pen_up_ms + PANEL_PAUSE_MS;
}

/* ---- pinyin ---- */

static void keys_changed(struct input_panel *panel)
{
    panel->syllables_first = 0;
    panel->taken_size = 0;
    if (panel->keys_size > 0) {
        ask_keys(panel, 0);
    } else {
        drop_question(panel);
        offer_nothing(panel);
    }
}

/* Not by one more key: the candidates shown are of nothing that is still there. */
static void keys_replaced(struct input_panel *panel)
{
    offer_nothing(panel);
    panel->shown_keys = 0;
    keys_changed(panel);
}

static bool is_picking(const struct input_panel *panel)
{
    return panel->waiting && panel->query.kind == QUERY_PICK;
}

bool panel_awaits_words(const struct input_panel *panel)
{
    return is_pinyin(panel) && panel->keys_size > 0 && panel->waiting && panel->answer.count == 0;
}

void panel_key(struct input_panel *panel, char key)
{
    bool digit = key >= '2' && key <= '9';
    bool letter = (key >= 'a' && key <= 'z') || key == '\'';

    if (!is_pinyin(panel) || panel->keys_size == QUERY_KEYS_MAX ||
        (!letter && !(digit && panel->mode == PANEL_NINE)) ||
        (key == '\'' && panel->keys_size == 0)) {
        return;
    }
    panel->keys[panel->keys_size++] = key;
    if (!is_picking(panel)) { /* else it is asked about after the pick */
        keys_changed(panel);
    }
}

void panel_choose_fuzzy(struct input_panel *panel, bool fuzzy)
{
    panel->fuzzy = fuzzy;
    if (panel->keys_size > 0) {
        keys_replaced(panel);
    }
}

/* The digits behind what has been made letters already. */
static struct text open_digits(const struct input_panel *panel)
{
    size_t from = panel->keys_size;

    while (from > 0 && panel->keys[from - 1] >= '2' && panel->keys[from - 1] <= '9') {
        from--;
    }
    return (struct text){panel->keys + from, panel->keys_size - from};
}

size_t panel_syllables(const struct input_panel *panel, struct text *syllables, size_t max,
                       bool *more)
{
    return syllables_of(open_digits(panel), panel->syllables_first, syllables, max, more);
}

void panel_choose_syllable(struct input_panel *panel, struct text syllable)
{
    struct text digits = open_digits(panel);
    size_t from = panel->keys_size - digits.size;
    size_t replaced = syllable.size < digits.size ? syllable.size : digits.size;
    size_t size = panel->keys_size - replaced + syllable.size;

    if (size > QUERY_KEYS_MAX) {
        return;
    }
    memmove(panel->keys + from + syllable.size, panel->keys + from + replaced,
            panel->keys_size - from - replaced);
    memcpy(panel->keys + from, syllable.data, syllable.size);
    panel->keys_size = size;
    keys_replaced(panel);
}

/* ---- candidates ---- */

static void pick_radical(struct input_panel *panel, struct textfield *field, size_t index)
{
    struct text text = candidate_text(&panel->answer.candidates[index]);

    if (panel->radical) {
        (void)put(panel, field, text);
        return;
    }
    panel->radical = utf8_next(&text);
    ask_radicals(panel, 0);
}

void panel_pick(struct input_panel *panel, struct textfield *field, size_t index)
{
    if (panel_awaits_words(panel) && !is_picking(panel)) {
        panel->pick_wanted = index + 1;
    }
    if (index >= panel->answer.count) {
        return;
    }
    if (panel->mode == PANEL_RADICALS) {
        pick_radical(panel, field, index);
    } else if (is_pinyin(panel) && panel->keys_size > 0) {
        if (!is_picking(panel)) { /* a finger that trembles taps twice */
            ask_pick(panel, index);
        }
    } else if (panel->ink.stroke_count > 0) {
        take_ink(panel, field, index);
        offer_nothing(panel);
        panel->taken_size = 0;
    } else if (taken_stands(panel, field)) {
        exchange_taken(panel, field, index);
    }
}

static size_t page_size(const struct input_panel *panel)
{
    if (panel->mode == PANEL_RADICALS) {
        return PANEL_GRID_CELLS;
    }
    return is_pinyin(panel) ? pinyin_cells(panel->first) : PANEL_CELLS;
}

bool panel_can_turn(const struct input_panel *panel, int by)
{
    if (by < 0) {
        return panel->first > 0;
    }
    if (panel->mode == PANEL_HAND) {
        return panel->first + PANEL_CELLS < panel->answer.count;
    }
    return panel->answer.more && !panel->waiting;
}

void panel_turn_page(struct input_panel *panel, int by)
{
    size_t size = page_size(panel);

    if (!panel_can_turn(panel, by)) {
        return;
    }
    size_t back = panel->first > size ? panel->first - size : 0;
    size_t first = by > 0 ? panel->first + size : back;
    if (is_pinyin(panel) && first < pinyin_cells(0)) {
        first = by > 0 ? pinyin_cells(0) : 0;
    }
    if (panel->mode == PANEL_HAND) {
        panel->first = first; /* all of them are here already */
    } else if (panel->mode == PANEL_RADICALS) {
        ask_radicals(panel, first);
    } else {
        ask_keys(panel, first);
    }
}

/* ---- taking back ---- */

void panel_delete(struct input_panel *panel, struct textfield *field)
{
    if (panel->ink.stroke_count > 0) {
        hand_ink_undo(&panel->ink);
        drop_question(panel);
        offer_nothing(panel);
        if (panel->ink.stroke_count > 0) {
            ask_ink(panel);
        }
        panel->pen_up_ms = 0; /* who takes strokes back is in no hurry */
        return;
    }
    if (panel->keys_size > 0) {
        panel->keys[--panel->keys_size] = 0;
        if (!is_picking(panel) || panel->keys_size < panel->picked_keys) {
            keys_replaced(panel);
        }
        return;
    }
    if (panel->mode != PANEL_RADICALS) {
        offer_nothing(panel);
    }
    panel->taken_size = 0;
    (void)textfield_backspace(field);
}

void panel_rewrite(struct input_panel *panel)
{
    hand_ink_wipe(&panel->ink);
    keys_wipe(panel);
    drop_question(panel);
    offer_nothing(panel);
    panel->taken_size = 0;
    panel->pen_up_ms = 0;
}

void panel_undo(struct input_panel *panel, struct textfield *field)
{
    if (panel_is_composing(panel)) {
        panel_rewrite(panel);
        return;
    }
    if (panel->mode != PANEL_RADICALS) {
        offer_nothing(panel);
    }
    panel->taken_size = 0;
    (void)textfield_undo(field);
}

void panel_insert(struct input_panel *panel, struct textfield *field, struct text text)
{
    if (panel->mode != PANEL_RADICALS) {
        panel_settle(panel, field);
    }
    (void)put(panel, field, text);
}

/* ---- radicals ---- */

void panel_choose_strokes(struct input_panel *panel, uint32_t strokes)
{
    panel->radical_strokes = strokes;
    panel->radical = 0;
    ask_radicals(panel, 0);
}

void panel_leave_radical(struct input_panel *panel)
{
    panel_choose_strokes(panel, panel->radical_strokes);
}

/* ---- answers ---- */

/* A pick is settled: its words go into the field, the keys that are left stay, and behind them
 * those typed since. True: there are such. */
static bool take_pick(struct input_panel *panel, struct textfield *field,
                      const struct input_answer *answer)
{
    char later[QUERY_KEYS_MAX];
    size_t later_size = panel->keys_size - panel->picked_keys;

    memcpy(later, panel->keys + panel->picked_keys, later_size);
    (void)put(panel, field, candidate_text(&answer->commit));
    keys_wipe(panel);
    for (size_t i = 0; i < answer->rest_size; i++) {
        if (answer->rest[i] != '\'') { /* the engine's own, between syllables */
            panel->keys[panel->keys_size++] = answer->rest[i];
        }
    }
    for (size_t i = 0; i < later_size && panel->keys_size < QUERY_KEYS_MAX; i++) {
        panel->keys[panel->keys_size++] = later[i];
    }
    explicit_bzero(later, sizeof later);
    return later_size > 0;
}

/* The words of the keys are there, and one of them was wanted before they came. */
static void take_wanted(struct input_panel *panel, struct textfield *field, size_t wanted)
{
    panel->pick_wanted = 0;
    if (wanted > 0) {
        panel_pick(panel, field, wanted - 1);
    }
}

bool panel_take(struct input_panel *panel, struct textfield *field,
                const struct input_answer *answer)
{
    if (!panel->waiting || answer->serial != panel->serial) {
        return false;
    }
    panel->waiting = false;
    panel->absent[panel->mode] = answer->failed;
    if (answer->failed) {
        keys_wipe(panel);
        hand_ink_wipe(&panel->ink);
        offer_nothing(panel);
        panel->query.kind = QUERY_NONE;
        return true;
    }
    bool later = panel->query.kind == QUERY_PICK && take_pick(panel, field, answer);
    panel->first = panel->query.first;
    panel->answer = *answer;
    panel->query.kind = QUERY_NONE;
    panel->shown_keys = panel->keys_size;
    if (later) {
        keys_replaced(panel);
    }
    take_wanted(panel, field, panel->pick_wanted);
    if (panel->take_best) {
        take_ink(panel, field, 0);
    }
    return true;
}
