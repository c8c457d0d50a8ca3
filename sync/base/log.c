/* log.c - see log.h. */
#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

enum { LINE_BYTES_MAX = 2048 };

static const char *program_name = "noticepoint";
static bool is_quiet;

void log_open(const char *program)
{
    program_name = program;
}

void log_quiet(int quiet)
{
    is_quiet = quiet != 0;
}

/* One call, so that the lines of two processes do not mix; a fact from outside stays on one line.
 */
__attribute__((format(printf, 2, 0))) static void log_line(const char *level, const char *format,
                                                           va_list args)
{
    char fact[LINE_BYTES_MAX];
    vsnprintf(fact, sizeof fact, format, args);
    for (char *at = fact; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            *at = ' ';
        }
    }
    fprintf(stderr, "%s: %s%s\n", program_name, level, fact);
}

void log_info(const char *format, ...)
{
    if (!is_quiet) {
        va_list args;
        va_start(args, format);
        log_line("", format, args);
        va_end(args);
    }
}

void log_warn(const char *format, ...)
{
    if (!is_quiet) {
        va_list args;
        va_start(args, format);
        log_line("warning: ", format, args);
        va_end(args);
    }
}

void log_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line("error: ", format, args);
    va_end(args);
}
