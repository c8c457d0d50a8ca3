/* regulation_text.h - articles and headings of a regulation, found in plain text.
 *
 * The text is not changed. Level 1: chapters (第N章, 总则, 附则, 一、…, or a short line of its own
 * right before an article); level 2: articles (第N条); level 3, only where there are no articles:
 * lines that begin with (一) or (1). Clauses inside articles are no headings. */
#pragma once

#include "record.h"

enum { TOC_MAX = 1000 };

struct toc {
    struct toc_entry *at;
    size_t count;
    size_t articles;
};

/* The first line that is not blank. Empty: there is none. */
struct text regulation_title(struct text text);
/* ERR_FULL: more than TOC_MAX; ERR_NOMEM. Labels point into `text`. */
MUST_CHECK enum err regulation_toc(struct text text, struct arena *arena, struct toc *toc);
