/* golden.h - pictures and draw lists against their references under tests/golden/.
 *
 * Pixel by pixel, line by line. A difference fails the test and leaves what was got as NAME_err.png
 * or NAME_err.txt in the build folder's golden/. With UPDATE_GOLDEN=1 in the environment the
 * reference is rewritten instead. Names may hold one folder: "ui/kit_portrait". */
#pragma once

#include "draw_list.h"
#include "paint.h"

#define assert_golden_picture(name, surface)                                                       \
    golden_assert_picture((name), (surface), __FILE__, __LINE__)
void golden_assert_picture(const char *name, struct surface surface, const char *file, int line);
#define assert_golden_list(name, list) golden_assert_list((name), (list), __FILE__, __LINE__)
void golden_assert_list(const char *name, const struct draw_list *list, const char *file, int line);

/* The folder of the fonts in the build tree, and an engine over it; the test fails without. */
const char *golden_font_folder(void);
struct text_engine *golden_text(void);
