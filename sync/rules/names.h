/* names.h - persons' names made unreadable enough for a public list (G5(7); PIPL 6, 25, 73).
 *
 * 张芳 becomes 张*, 张小芳 张*芳, 欧阳芳 欧阳*, 欧阳小芳 欧阳*芳, 阿依古丽·买买提 阿*·买*, and a
 * name in Latin letters its first letter and *. What holds a * (or 某) is masked already and stays
 * as it is, so masking twice is masking once. In a list two persons with one mask are told apart by
 * 甲, 乙, 丙 ... in order of appearance. Names are never normalised. */
#pragma once

#include "record.h"

enum {
    NAME_BYTES_MAX = 240, /* of one cell; a longer one is masked by its first character alone */
    NAMES_MAX = 2000,     /* rows of a list */
};

bool name_is_masked(struct text name);
/* The mask of one name, without a mark; `name` itself when it is masked or empty. What stands in
 * brackets behind it (（户主）) stays. data == NULL: the arena is too small. */
struct text name_masked(struct text name, struct arena *arena);
/* A column of a list: masked[i] for names[i], with marks where two different names have one mask.
 * Several names in one cell (、 between) are each masked; such a cell takes no mark of its own.
 * ERR_FULL: more than NAMES_MAX; ERR_NOMEM. */
MUST_CHECK enum err names_mask(const struct text *names, size_t count, struct arena *arena,
                               struct text *masked);

/* Does a column's heading say that persons' names stand below? 姓名, 户主姓名, 户主, 享受人员:
 * blanks and emphasis aside. */
bool heading_is_name(struct text heading);
/* A Markdown text with every table's columns under such a heading masked; everything else stays
 * byte by byte. The text itself when nothing changes. ERR_FULL, ERR_NOMEM. */
MUST_CHECK enum err names_mask_markdown(struct text markdown, struct arena *arena,
                                        struct text *out);

/* A name in such a column that is not masked. */
struct name_found {
    size_t from, to; /* byte range of the cell */
    size_t row;      /* of the table, from 1, its heading not counted */
    size_t column;   /* from 1 */
};
/* The first one at or after byte `from` (a line's begin); false: none. */
bool names_find_whole(struct text markdown, size_t from, struct name_found *found);
/* Is there a list of persons (a table with such a heading and a row) in it? It needs `until`. */
bool names_are_listed(struct text markdown);
