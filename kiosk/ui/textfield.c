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

bool textfield_insert(struct textfield *field, struct text text)
{
    size_t characters, size = wanted_size(field, text, &characters);

    if (size > field->max - field->size) {
        return false;
    }
    if (field->chars_max && utf8_count(textfield_text(field)) + characters > field->chars_max) {
        return false;
    }
    if (size == 0) {
        return text.size == 0;
    }
    char *at = field->data + field->caret;
    memmove(at + size, at, field->size - field->caret);
    while (text.size > 0) {
        uint32_t character = utf8_next(&text);
        if (is_wanted(field, character)) {
            at += utf8_put(character, at);
        }
    }
    field->size += size;
    field->caret += size;
    return true;
}

void textfield_set(struct textfield *field, struct text text)
{
    struct text rest = text;

    field->size = field->caret = 0;
    while (rest.size > 0) {
        struct text before = rest;
        utf8_next(&rest);
        before.size -= rest.size;
        if (!textfield_insert(field, before) && field->size + before.size > field->max) {
            return;
        }
    }
}

static void erase(struct textfield *field, size_t from, size_t to)
{
    memmove(field->data + from, field->data + to, field->size - to);
    field->size -= to - from;
    memset(field->data + field->size, 0, to - from);
    field->caret = from;
}

bool textfield_backspace(struct textfield *field)
{
    if (field->caret == 0) {
        return false;
    }
    erase(field, previous(field, field->caret), field->caret);
    return true;
}

bool textfield_delete(struct textfield *field)
{
    if (field->caret == field->size) {
        return false;
    }
    erase(field, field->caret, next(field, field->caret));
    return true;
}

void textfield_move(struct textfield *field, int characters)
{
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
        field->caret = 0;
        return false;
    case KEY_END:
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
