/* support.h - what every test of ours begins with: cmocka, fixtures by name, folders that go away.
 *
 * A fixture is a pair of functions name_setup and name_teardown; TEST(sentence, name) binds them.
 * What cannot be made here (no memory, no disk) ends the test program: a test is no place to go on.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"

/* The value of an `enum err` expression, by its name in the message. */
#define assert_ok(e) assert_err(OK, e)
#define assert_err(code, e) support_assert_err((code), (e), #e, __FILE__, __LINE__)
void support_assert_err(enum err expected, enum err got, const char *what, const char *file,
                        int line);
/* As assert_ok, and prints what `why` (struct complaint *) says when it fails. */
#define assert_ok_why(e, why) support_assert_ok_why((e), (why), #e, __FILE__, __LINE__)
void support_assert_ok_why(enum err got, const struct complaint *why, const char *what,
                           const char *file, int line);
/* The sentence contains `part`. */
#define assert_says(why, part) support_assert_says((why), (part), __FILE__, __LINE__)
void support_assert_says(const struct complaint *why, const char *part, const char *file, int line);
#define assert_text(text, expected) support_assert_text((text), (expected), __FILE__, __LINE__)
void support_assert_text(struct text text, const char *expected, const char *file, int line);

#define TEST(name, fixture)                                                                        \
    cmocka_unit_test_setup_teardown(name, fixture##_setup, fixture##_teardown)
/* A test without a fixture. */
#define TEST_PLAIN(name) cmocka_unit_test(name)

/* ---- bytes ---- */

struct bytes bytes_of_text(const char *nul_terminated); /* without the NUL */
/* "a1 05 ..." (blanks are skipped), in a static block that the next 7 calls keep. */
struct bytes bytes_of_hex(const char *hex);

/* ---- an arena: *state is a `struct arena *` of TEST_ARENA_BYTES, reset for each test ---- */

enum { TEST_ARENA_BYTES = 32 * 1024 * 1024 };
int test_arena_setup(void **state);
int test_arena_teardown(void **state);

/* ---- a temporary folder, under TMPDIR or /tmp, removed with all that is in it ---- */

enum { TEMP_PATH_BYTES_MAX = 512 };

/* *state is the folder's path (const char *). */
int temp_folder_setup(void **state);
int temp_folder_teardown(void **state);
/* The same for fixtures that hold more. */
void temp_folder_make(char path[TEMP_PATH_BYTES_MAX]);
void folder_remove(const char *path); /* with all that is in it; follows no links */
/* "folder/name" in a static block that the next 7 calls keep. */
const char *temp_path(const char *folder, const char *name);
/* Puts a file there, plainly. */
void temp_file(const char *folder, const char *name, struct bytes bytes);
/* The whole file, in the arena; the test fails when there is none. */
struct bytes file_bytes(struct arena *arena, const char *path);

/* ---- numbers that look random and are the same in each run (xorshift) ---- */

struct dice {
    uint64_t state; /* not 0 */
};
uint64_t dice_roll(struct dice *dice);
uint64_t dice_below(struct dice *dice, uint64_t limit); /* 0 .. limit - 1 */
