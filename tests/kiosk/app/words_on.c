/* words_on.c - see words_on.h. */
#include "words_on.h"

#include <string.h>

static bool is_visible(const struct draw_command *command, int x, int y)
{
    struct rect clip = command->clip;

    return x >= clip.x && x < clip.x + clip.w && y >= clip.y && y < clip.y + clip.h;
}

static bool find(const struct draw_list *list, struct text text, bool whole, int *x, int *y)
{
    for (size_t i = list->command_count; i-- > 0;) {
        const struct draw_command *command = &list->commands[i];
        if (command->kind != DRAW_TEXT || command->text_size < text.size ||
            (whole && command->text_size != text.size) ||
            !memmem(list->text + command->text, command->text_size, text.data, text.size)) {
            continue;
        }
        *x = command->rect.x + command->rect.w / 2;
        *y = command->rect.y + command->rect.h / 2;
        if (is_visible(command, *x, *y)) {
            return true;
        }
    }
    return false;
}

bool words_on(const struct draw_list *list, struct text text, int *x, int *y)
{
    return find(list, text, true, x, y) || find(list, text, false, x, y);
}

bool key_on(const struct draw_list *list, struct text text, int *x, int *y)
{
    return find(list, text, true, x, y);
}
