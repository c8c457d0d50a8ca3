/* import_table.h - the other tables staff keep in a spreadsheet: people, relatives, zones, rest
 * days, offices and opening hours. */
#pragma once

#include "csv.h"
#include "import.h"

/* Takes the table its header says; ERR_INVALID with all known headers when it is none. */
MUST_CHECK enum err import_table(struct import *import, const struct csv *csv,
                                 struct complaint *why);

/* Is it a table that never leaves the office, or one that says which telephones may be shown? */
bool import_table_is_exempt(const struct csv *csv);

/* ---- shared by the parts ---- */

/* A cell that is a day, or empty (0). */
MUST_CHECK enum err table_day(const struct csv_row *row, size_t column, const char *title,
                              int32_t *day, struct complaint *why);
MUST_CHECK enum err table_number(const struct csv_row *row, size_t column, const char *title,
                                 uint64_t max, uint64_t *number, struct complaint *why);
/* "5号楼、6号楼;7号楼": the parts between 、 ; and the full-width ones, at most `max`. */
MUST_CHECK enum err table_list(struct import *import, const struct csv_row *row, size_t column,
                               const char *title, size_t max, struct texts *to,
                               struct complaint *why);

MUST_CHECK enum err import_rolls(struct import *import, const struct csv *csv,
                                 struct complaint *why);
MUST_CHECK enum err import_kin(struct import *import, const struct csv *csv, struct complaint *why);
MUST_CHECK enum err import_zones(struct import *import, const struct csv *csv,
                                 struct complaint *why);
MUST_CHECK enum err import_rest_days(struct import *import, const struct csv *csv,
                                     struct complaint *why);
MUST_CHECK enum err import_contacts(struct import *import, const struct csv *csv,
                                    struct complaint *why);
MUST_CHECK enum err import_hours(struct import *import, const struct csv *csv,
                                 struct complaint *why);
