#include "textfield.h"

#include <string.h>

#include "utf8.h"

void textfield_init(struct textfield *field, char *buffer, size_t max)
{
    *field = (struct textfield){.data = buffer, .max = max};
}

struct text textfield_text(const struct textfield *field)
{
    return (struct text){field->data, field->size};
}

static bool is_continuation(char byte)
{
    return ((uint8_t)byte & 0xc0) == 0x80;
}

static size_t previous(const struct textfield *field, size_t at)
{
    while (at > 0 && is_continuation(field->data[--at])) {
    }
    return at;
}

static size_t next(const struct textfield *field, size_t at)
{
    if (at < field->size) {
        at++;
    }
    while (at < field->size && is_continuation(field->data[at])) {
        at++;
    }
    return at;
}

/* ---- undo ---- */

static void forget_oldest(struct textfield_undo *undo)
{
    size_t gone = undo->steps[0].removed;

    memmove(undo->bytes, undo->bytes + gone, undo->size - gone);
    undo->size -= gone;
    memmove(&undo->steps[0], &undo->steps[1], (undo->count - 1) * sizeof undo->steps[0]);
    undo->count--;
}

/* Notes that bytes [at, at + removed) are about to give way to `inserted` others. */
static void note(struct textfield *field, size_t at, size_t removed, size_t inserted)
{
    struct textfield_undo *undo = field->undo;

    if (!undo) {
        return;
    }
    if (removed > UNDO_BYTES_MAX) { /* too much to keep: what was before cannot be reached */
        explicit_bzero(undo, sizeof *undo);
        return;
    }
    while (undo->count == UNDO_STEPS_MAX || undo->size + removed > UNDO_BYTES_MAX) {
        forget_oldest(undo);
    }
    undo->steps[undo->count].at = (uint32_t)at;
    undo->steps[undo->count].removed = (uint32_t)removed;
    undo->steps[undo->count].inserted = (uint32_t)inserted;
    undo->count++;
    memcpy(undo->bytes + undo->size, field->data + at, removed);
    undo->size += removed;
}

/* ---- selection ---- */

static void unselect(struct textfield *field)
{
    field->select_from = field->select_to = 0;
}

bool textfield_has_selection(const struct textfield *field)
{
    return field->select_to > field->select_from;
}

void textfield_select(struct textfield *field, size_t from, size_t to)
{
    unselect(field);
    if (from < to && to <= field->size) {
        field->select_from = from;
        field->select_to = to;
        field->caret = to;
    }
}

static bool is_pause(uint32_t character)
{
    struct text pauses = text_of("。，！？；：、…\n,.!?;:");

    while (pauses.size > 0) {
        if (utf8_next(&pauses) == character) {
            return true;
        }
    }
    return false;
}

/* From `*from` to `*to` what lies between two pauses around `offset`. */
static void clause_at(const struct textfield *field, size_t offset, size_t *from, size_t *to)
{
    struct text rest = textfield_text(field);

    *from = 0;
    *to = field->size;
    while (rest.size > 0) {
        size_t at = field->size - rest.size;
        if (!is_pause(utf8_next(&rest))) {
            continue;
        }
        if (at >= offset) {
            *to = at;
            return;
        }
        *from = field->size - rest.size;
    }
}

void textfield_select_at(struct textfield *field, size_t offset)
{
    size_t from = offset < field->size ? offset : previous(field, field->size);
    size_t to = next(field, from);

    if (textfield_has_selection(field) && from >= field->select_from && from < field->select_to) {
        clause_at(field, from, &from, &to);
    }
    textfield_select(field, from, to);
}

static bool is_wanted(const struct textfield *field, uint32_t character)
{
    if (field->digits_only) {
        return character >= '0' && character <= '9';
    }
    if (character == '\n') {
        return field->multiline;
    }
    return character >= 0x20 && character != 0x7f && !utf8_is_unwanted(character);
}

/* What of `text` the field takes: bytes and characters. */
static size_t wanted_size(const struct textfield *field, struct text text, size_t *characters)
{
    size_t size = 0;
    char encoded[4];

    *characters = 0;
    while (text.size > 0) {
        uint32_t character = utf8_next(&text);
        if (is_wanted(field, character)) {
            size += utf8_put(character, encoded);
            (*characters)++;
        }
    }
    return size;
}

/* Puts `removed` bytes at the caret's place aside and makes room for `size`. */
static char *make_room(struct textfield *field, size_t removed, size_t size)
{
    char *at = field->data + field->caret;
    size_t behind = field->size - field->caret - removed;

    note(field, field->caret, removed, size);
    memmove(at + size, at + removed, behind);
    field->size = field->caret + size + behind;
    if (removed > size) {
        explicit_bzero(field->data + field->size, removed - size);
    }
    return at;
}

bool textfield_insert(struct textfield *field, struct text text)
{
    size_t characters, size = wanted_size(field, text, &characters);
    size_t removed = field->select_to - field->select_from;
    struct text selected = text_slice(textfield_text(field), field->select_from, field->select_to);

    if (size > field->max - (field->size - removed)) {
        return false;
    }
    if (field->chars_max &&
        utf8_count(textfield_text(field)) - utf8_count(selected) + characters > field->chars_max) {
        return false;
    }
    if (size == 0) {
        return text.size == 0;
    }
    if (removed > 0) {
        field->caret = field->select_from;
        unselect(field);
    }
    char *at = make_room(field, removed, size);
    while (text.size > 0) {
        uint32_t character = utf8_next(&text);
        if (is_wanted(field, character)) {
            at += utf8_put(character, at);
        }
    }
    field->caret += size;
    return true;
}

/* The longest beginning of `text` that the field takes. */
static struct text fitting(const struct textfield *field, struct text text)
{
    struct text rest = text, part = {text.data, 0};
    size_t size = 0, characters = 0, each;

    while (rest.size > 0) {
        struct text one = rest;
        utf8_next(&rest);
        one.size -= rest.size;
        size += wanted_size(field, one, &each);
        characters += each;
        if (size > field->max || (field->chars_max && characters > field->chars_max)) {
            break;
        }
        part.size = text.size - rest.size;
    }
    return part;
}

void textfield_set(struct textfield *field, struct text text)
{
    struct text part = fitting(field, text);
    size_t characters, size = wanted_size(field, part, &characters);

    unselect(field);
    field->caret = 0;
    char *at = make_room(field, field->size, size);
    while (part.size > 0) {
        uint32_t character = utf8_next(&part);
        if (is_wanted(field, character)) {
            at += utf8_put(character, at);
        }
    }
    field->caret = field->size;
}

static void erase(struct textfield *field, size_t from, size_t to)
{
    field->caret = from;
    (void)make_room(field, to - from, 0);
    unselect(field);
}

static bool erase_selected(struct textfield *field)
{
    if (!textfield_has_selection(field)) {
        return false;
    }
    erase(field, field->select_from, field->select_to);
    return true;
}

bool textfield_backspace(struct textfield *field)
{
    if (erase_selected(field)) {
        return true;
    }
    if (field->caret == 0) {
        return false;
    }
    erase(field, previous(field, field->caret), field->caret);
    return true;
}

bool textfield_delete(struct textfield *field)
{
    if (erase_selected(field)) {
        return true;
    }
    if (field->caret == field->size) {
        return false;
    }
    erase(field, field->caret, next(field, field->caret));
    return true;
}

void textfield_move(struct textfield *field, int characters)
{
    unselect(field);
    for (; characters > 0; characters--) {
        field->caret = next(field, field->caret);
    }
    for (; characters < 0; characters++) {
        field->caret = previous(field, field->caret);
    }
}

void textfield_wipe(struct textfield *field)
{
    volatile char *data = field->data; /* so that the compiler keeps it */

    for (size_t i = 0; i < field->max; i++) {
        data[i] = 0;
    }
    field->size = field->caret = 0;
    unselect(field);
    if (field->undo) {
        explicit_bzero(field->undo, sizeof *field->undo);
    }
}

bool textfield_undo(struct textfield *field)
{
    struct textfield_undo *undo = field->undo;

    if (!undo || undo->count == 0) {
        return false;
    }
    size_t at = undo->steps[undo->count - 1].at;
    size_t removed = undo->steps[undo->count - 1].removed;
    size_t inserted = undo->steps[undo->count - 1].inserted;
    undo->count--;
    undo->size -= removed;
    field->undo = NULL; /* taking back is no change of its own */
    field->caret = at;
    char *to = make_room(field, inserted, removed);
    field->undo = undo;
    memcpy(to, undo->bytes + undo->size, removed);
    explicit_bzero(undo->bytes + undo->size, removed);
    field->caret = at + removed;
    unselect(field);
    return true;
}

static bool take_key(struct textfield *field, enum input_key key)
{
    switch (key) {
    case KEY_BACKSPACE:
        return textfield_backspace(field);
    case KEY_DELETE:
        return textfield_delete(field);
    case KEY_ENTER:
        return field->multiline && textfield_insert(field, text_of("\n"));
    case KEY_LEFT:
        textfield_move(field, -1);
        return false;
    case KEY_RIGHT:
        textfield_move(field, 1);
        return false;
    case KEY_HOME:
        unselect(field);
        field->caret = 0;
        return false;
    case KEY_END:
        unselect(field);
        field->caret = field->size;
        return false;
    case KEY_NONE:
    case KEY_ESCAPE:
    case KEY_TAB:
    case KEY_BACKTAB:
    case KEY_UP:
    case KEY_DOWN:
    case KEY_PAGE_UP:
    case KEY_PAGE_DOWN:
    case KEY_STAFF:
    case KEY_AIM:
        return false;
    }
    return false;
}

bool textfield_take(struct textfield *field, const struct input *input)
{
    bool changed = false;
    struct text typed = {input->text, input->text_size};

    if (typed.size > 0) {
        size_t before = field->size;
        textfield_insert(field, typed);
        changed = field->size != before;
    }
    for (size_t i = 0; i < input->key_count; i++) {
        changed |= take_key(field, input->keys[i]);
    }
    return changed;
}
