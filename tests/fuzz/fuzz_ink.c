/* fuzz_ink.c - any strokes whatever are read without harm, and the panel keeps its bounds.
 *
 * Four bytes an event: what is done, where, where, and how many milliseconds later. The templates
 * are three characters made here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "panel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { EVENT_BYTES = 4, TEMPLATES = 3, POINTS_BYTES = 16, CELL = 9 };

static struct hand *templates(void)
{
    uint8_t file[16 + TEMPLATES * (12 + POINTS_BYTES)] = "NPHAND01\3\0\0\0\3";
    char path[] = "/tmp/noticepoint-fuzz-XXXXXX";
    struct hand *hand = NULL;

    for (uint8_t i = 0; i < TEMPLATES; i++) {
        const uint8_t entry[12] = {i, 0x4e, 0, 0, i, 0, 0, 0, 1, 100};
        memcpy(file + 16 + 12 * i, entry, sizeof entry);
        for (uint8_t p = 0; p < POINTS_BYTES; p++) {
            file[16 + 12 * TEMPLATES + POINTS_BYTES * i + p] = (uint8_t)(p * (i + 1) * 5 + i);
        }
    }
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, file, sizeof file) != (ssize_t)sizeof file ||
        hand_open(path, &hand, NULL)) {
        abort();
    }
    close(fd);
    unlink(path);
    return hand;
}

static void answer_hand(struct hand *hand, struct input_panel *panel, struct textfield *field,
                        const struct input_query *query)
{
    uint32_t got[TEMPLATES];
    struct input_answer answer = {.serial = query->serial};

    answer.count = hand_match(hand, query->ink, got, TEMPLATES);
    for (size_t i = 0; i < answer.count; i++) {
        memcpy(answer.candidates[i].text, "\xe4\xb8\x80", 3);
        answer.candidates[i].size = 3;
    }
    (void)panel_take(panel, field, &answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct hand *hand;
    static struct input_panel panel;
    static char buffer[128];
    struct textfield field;
    int64_t now_ms = 1;

    hand = hand ? hand : templates();
    textfield_init(&field, buffer, sizeof buffer);
    panel_init(&panel);
    for (; size >= EVENT_BYTES; data += EVENT_BYTES, size -= EVENT_BYTES) {
        int x = data[1] * CELL - 500, y = data[2] * CELL - 500;
        now_ms += data[3] * CELL;
        switch (data[0] % 8) {
        case 0:
        case 1:
        case 2:
            panel_pen(&panel, &field, (enum panel_pen)(data[0] % 8), x, y, data[3] & 1, now_ms);
            break;
        case 3:
            (void)panel_tick(&panel, &field, now_ms);
            break;
        case 4:
            panel_pick(&panel, &field, data[1]);
            break;
        case 5:
            panel_delete(&panel, &field);
            break;
        case 6:
            panel_rewrite(&panel);
            break;
        default:
            panel_pen(&panel, &field, PEN_MOVE, y, x, 0, now_ms);
            break;
        }
        const struct input_query *query = panel_query(&panel);
        if (query && query->kind == QUERY_HAND) {
            answer_hand(hand, &panel, &field, query);
        }
        if (field.caret > field.size || panel.ink.stroke_count > HAND_STROKES_MAX) {
            abort();
        }
    }
    return 0;
}
