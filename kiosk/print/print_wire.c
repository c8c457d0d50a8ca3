#include "print_wire.h"

#include <string.h>

static const uint8_t magic[] = {'N', 'P', 'P'};

bool print_state_is_last(enum print_state state)
{
    return state == PRINT_DONE || state >= PRINT_BUSY;
}

void print_event_encode(enum print_state state, uint8_t to[PRINT_EVENT_BYTES])
{
    memcpy(to, magic, sizeof magic);
    to[sizeof magic] = (uint8_t)state;
}

enum err print_event_decode(const uint8_t from[PRINT_EVENT_BYTES], enum print_state *state)
{
    uint8_t value = from[sizeof magic];

    if (memcmp(from, magic, sizeof magic) != 0 || value < PRINT_SENT || value >= PRINT_STATES) {
        return ERR_INVALID;
    }
    *state = (enum print_state)value;
    return OK;
}
