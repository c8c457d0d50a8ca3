#include "input.h"

#include <string.h>

#include "utf8.h"

void input_init(struct input *input)
{
    *input = (struct input){.pointer = INPUT_POINTER_NONE};
}

void input_begin(struct input *input, int64_t now_ms)
{
    input->now_ms = now_ms;
    input->pressed = input->released = input->cancelled = false;
    input->wheel = 0;
    input->key_count = 0;
    input->text_size = 0;
    input->path_count = 0;
    input->quit = input->resized = input->woken = input->any = false;
}

static bool point_down(struct input *input, int64_t pointer, int x, int y)
{
    if (input->down) {
        return true; /* a second finger */
    }
    if (input->released || input->cancelled || input->pressed) {
        return false;
    }
    input->down = input->pressed = true;
    input->pointer = pointer;
    input->x = input->press_x = x;
    input->y = input->press_y = y;
    return true;
}

static void note_path(struct input *input, int x, int y)
{
    size_t at = input->path_count < INPUT_PATH_MAX ? input->path_count++ : INPUT_PATH_MAX - 1;

    input->path[at].x = x;
    input->path[at].y = y;
}

bool input_point(struct input *input, int64_t pointer, enum input_act act, int x, int y)
{
    input->any = true;
    if (act == INPUT_DOWN) {
        return point_down(input, pointer, x, y);
    }
    if (!input->down || pointer != input->pointer) {
        return true;
    }
    if (act != INPUT_CANCEL) {
        input->x = x;
        input->y = y;
        note_path(input, x, y);
    }
    if (act != INPUT_MOVE) {
        input->down = false;
        input->pointer = INPUT_POINTER_NONE;
        input->released = act == INPUT_UP;
        input->cancelled = act == INPUT_CANCEL;
    }
    return true;
}

bool input_press_key(struct input *input, enum input_key key)
{
    if (input->key_count == INPUT_KEYS_MAX) {
        return false;
    }
    input->any = true;
    input->keys[input->key_count++] = key;
    return true;
}

/* Typed text and keys of one frame have no order between them, so each waits for the other. */
bool input_type(struct input *input, struct text text)
{
    if (input->text_size + text.size > INPUT_TEXT_BYTES_MAX) {
        return text.size > INPUT_TEXT_BYTES_MAX; /* what fits no frame is dropped */
    }
    input->any = true;
    while (text.size > 0) {
        uint32_t character = utf8_next(&text);
        if (character >= 0x20 && character != 0x7f && !utf8_is_unwanted(character)) {
            input->text_size += utf8_put(character, input->text + input->text_size);
        }
    }
    return true;
}
