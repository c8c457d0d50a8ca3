/* print_job.h - one slip on its way to the printer, as the kiosk hears of it. One at a time. */
#pragma once

#include "helper.h"
#include "print_wire.h"

enum { PRINT_HANG_MS = 120 * 1000 /* longer than noticepoint-print watches */ };

struct print_job {
    bool active;
    struct helper helper;
    bool has_state;
    enum print_state state; /* the last it told */
    int64_t due_ms;
    uint8_t got[PRINT_EVENT_BYTES];
    size_t got_size;
};

void print_job_init(struct print_job *job);
/* `slip` is encoded; `arguments` are the program's: path, printer, paper, fonts, NULL. ERR_BUSY:
 * one is on its way already. */
MUST_CHECK enum err print_job_start(struct print_job *job, char *const *arguments,
                                    struct bytes slip, int64_t now_ms);
/* True: job->state is another one, or it has ended (then active is false). */
bool print_job_turn(struct print_job *job, int64_t now_ms);
/* Looks no more; what was handed to the printing system is printed. */
void print_job_forget(struct print_job *job);
int print_job_fd(const struct print_job *job); /* -1 none */
