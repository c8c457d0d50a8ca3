/* break_table.h - classes of UAX #14 as the generated table names them; internal to break.c. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum break_class {
    BREAK_AI, /* break.c makes it AL or ID */
    BREAK_AL,
    BREAK_B2,
    BREAK_BA,
    BREAK_BB,
    BREAK_BK,
    BREAK_CB,
    BREAK_CL,
    BREAK_CM,
    BREAK_CP,
    BREAK_CPW, /* CP of full width */
    BREAK_CR,
    BREAK_EB,
    BREAK_EM,
    BREAK_EX,
    BREAK_GL,
    BREAK_H2,
    BREAK_H3,
    BREAK_HL,
    BREAK_HY,
    BREAK_ID,
    BREAK_IN,
    BREAK_IS,
    BREAK_JL,
    BREAK_JT,
    BREAK_JV,
    BREAK_LF,
    BREAK_NL,
    BREAK_NS,
    BREAK_NU,
    BREAK_OP,
    BREAK_OPW, /* OP of full width */
    BREAK_PO,
    BREAK_PR,
    BREAK_QU,
    BREAK_RI,
    BREAK_SP,
    BREAK_SY,
    BREAK_WJ,
    BREAK_ZW,
    BREAK_ZWJ,
    BREAK_CLASS_COUNT
};

/* From `first` to the next range's first. */
struct break_range {
    uint32_t first;
    uint8_t class;
};

extern const struct break_range break_ranges[];
extern const size_t break_range_count;
