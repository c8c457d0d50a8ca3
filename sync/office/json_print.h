/* json_print.h - what a command made as JSON, on its way out; record/json.h writes it and knows no
 * files. */
#pragma once

#include <stdio.h>

#include "json.h"

/* The whole text and a line end. ERR_NOMEM: the arena was full; nothing was written. */
MUST_CHECK enum err json_print(struct json *j, FILE *out);
