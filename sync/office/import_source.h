/* import_source.h - one Markdown file on its way in: its front matter, read field by field.
 *
 * What is not given reads as nothing; what cannot be read is a sentence with the line. */
#pragma once

#include "import.h"

struct source {
    struct import *import;
    const struct import_file *file;
    struct front_matter front;
    struct complaint *why;
};

struct text source_value(const struct source *s, const char *name);
/* Where it is given; 1 when it is not. */
unsigned source_line(const struct source *s, const char *name);
MUST_CHECK enum err source_date(const struct source *s, const char *name, int32_t *day);
MUST_CHECK enum err source_number(const struct source *s, const char *name, uint64_t max,
                                  uint64_t *number);
MUST_CHECK enum err source_flag(const struct source *s, const char *name, bool *flag);
/* ERR_INVALID when one of the NULL-terminated names is not given. */
MUST_CHECK enum err source_need(const struct source *s, const char *const *names);

/* The name of a file in the same folder, without a path. */
bool source_is_plain_name(struct text name);
/* Its path. ERR_INVALID: too long. */
MUST_CHECK enum err source_beside(const struct source *s, struct text name,
                                  char path[FILE_PATH_BYTES_MAX]);

/* The pictures that the text shows become records (picture_file.h); the text names them by key.
 * Each complaint has its line. */
MUST_CHECK enum err import_pictures(struct source *s);
/* The same for one that a field names; `key` is left where the field is not given. */
MUST_CHECK enum err import_picture_named(struct source *s, const char *name, struct text *key);

/* The recording that the field `recording` names becomes a record (sound_file.h); `key` is left
 * where the field is not given. */
MUST_CHECK enum err import_recording(struct source *s, struct text *key);

/* A meeting of the committee's own, or a mediation: not read by everybody. */
bool source_stays(const struct source *s);

/* Each takes the file of its kind. */
MUST_CHECK enum err import_meeting(struct source *s);
MUST_CHECK enum err import_resolution(struct source *s);
MUST_CHECK enum err import_proposal(struct source *s);
MUST_CHECK enum err import_petition(struct source *s);
