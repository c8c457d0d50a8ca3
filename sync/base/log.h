/* log.h - one line a fact, to standard error, for whoever looks after the machine.
 *
 * Never the content of a letter, a name, a PIN, a passphrase or a key. */
#pragma once

void log_open(const char *program); /* the name that begins each line; kept by reference */
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Tests and --json runs silence info and warn. */
void log_quiet(int quiet);
