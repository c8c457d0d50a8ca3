/* errors.h - what can go wrong, as codes that travel and sentences that do not.
 *
 * Functions return `enum err`; the place that knows the path, the line or the errno says so once:
 * to the log, or, where a person waits for the answer, in a `struct complaint` (what is wrong,
 * where, and what to do). Everyone above passes the code on. */
#pragma once

#define MUST_CHECK __attribute__((warn_unused_result))

enum err {
    OK = 0,
    ERR_INVALID,     /* the input breaks a rule of its format, or a limit of a single value */
    ERR_NOT_FOUND,   /* no such thing; also the end of an iteration */
    ERR_EXISTS,      /* there is one already, and it may not be replaced */
    ERR_MISMATCH,    /* other bytes, another key or another history than expected */
    ERR_DENIED,      /* a signature, PIN or passphrase is wrong, or its holder may not do this */
    ERR_FULL,        /* a named limit or the disk is reached; nothing was written */
    ERR_NOMEM,       /* the arena given is too small */
    ERR_IO,          /* the disk or the network failed */
    ERR_READONLY,    /* the medium refuses writes */
    ERR_CORRUPT,     /* our own store or file is damaged or foreign */
    ERR_NEWER,       /* written by a newer version of this program */
    ERR_UNAVAILABLE, /* the other side cannot be reached, or says "later" */
    ERR_BUSY,        /* somebody else holds it */
};

/* A short English name such as "corrupt", for logs and JSON. Never NULL. */
const char *err_name(enum err err);

/* The exit code of a program that ends with `err`: 0; 65 invalid, mismatch, corrupt or newer data;
 * 69 unavailable or busy; 74 I/O, full or read-only; 77 denied; 1 otherwise. */
int err_exit_code(enum err err);

enum { COMPLAINT_BYTES_MAX = 1024, EXIT_USAGE = 2 };

/* A sentence for a person. An empty text means nothing was said. */
struct complaint {
    char text[COMPLAINT_BYTES_MAX];
};

/* Writes the sentence (printf's format, cut at a character if too long) and returns `err`, so that
 * `return complain(why, ERR_INVALID, "...")` reads as one act. `why` may be NULL. */
enum err complain(struct complaint *why, enum err err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before what is already said, as the complaint travels up ("ledger.csv: ..."). */
void complaint_prefix(struct complaint *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
