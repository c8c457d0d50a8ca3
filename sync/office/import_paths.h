/* import_paths.h - the files that staff mean when they name files and folders. */
#pragma once

#include "arena.h"

enum { IMPORT_FILES_MAX = 4096 };

/* The suffixes of what can be imported; README explains a folder and is not. */
bool import_is_wanted(const char *name);

/* Each path as it is; a folder stands for the importable files right in it, by name (no hidden
 * ones, no folders below). Copied into the arena. ERR_INVALID: a folder with nothing to import.
 * ERR_FULL: more than IMPORT_FILES_MAX. */
MUST_CHECK enum err import_paths(const char *const *given, size_t count, struct arena *arena,
                                 const char ***paths, size_t *path_count, struct complaint *why);
