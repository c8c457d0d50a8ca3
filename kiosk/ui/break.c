#include "break.h"

#include <stdbool.h>

#include "break_table.h"

/* A set of classes as bits. */
#define SET(name) (UINT64_C(1) << BREAK_##name)
#define AL_HL (SET(AL) | SET(HL))
#define OP_ANY (SET(OP) | SET(OPW))
#define CP_ANY (SET(CP) | SET(CPW))
#define CLOSERS (SET(CL) | CP_ANY)
#define HARD (SET(BK) | SET(CR) | SET(LF) | SET(NL))
#define HANGUL (SET(JL) | SET(JV) | SET(JT) | SET(H2) | SET(H3))
#define IDEOGRAPHS (SET(ID) | SET(EB) | SET(EM))

static enum break_class chinese_class(uint32_t character, enum break_class class)
{
    switch (character) {
    case 0x2018: /* curly quotes know their side in Chinese */
    case 0x201c:
        return BREAK_OP;
    case 0x2019:
    case 0x201d:
        return BREAK_CL;
    case 0x00b7:
        return BREAK_NS;
    default:
        return class == BREAK_AI ? BREAK_ID : class;
    }
}

static enum break_class class_of(enum break_manner manner, uint32_t character)
{
    size_t low = 0, high = break_range_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (break_ranges[middle].first <= character) {
            low = middle;
        } else {
            high = middle;
        }
    }
    enum break_class class = (enum break_class)break_ranges[low].class;
    if (manner == BREAK_CHINESE) {
        return chinese_class(character, class);
    }
    return class == BREAK_AI ? BREAK_AL : class;
}

static bool in(enum break_class class, uint64_t set)
{
    return set >> class & 1;
}

/* Pairs between which a line never ends, of two classes that touch: LB19 to LB30b without those
 * that need more context. */
static const struct {
    uint64_t before, after;
} glued[] = {
    {UINT64_MAX, SET(QU)},                            /* LB19 */
    {SET(QU), UINT64_MAX},                            /* LB19 */
    {UINT64_MAX, SET(BA) | SET(HY) | SET(NS)},        /* LB21 */
    {SET(BB), UINT64_MAX},                            /* LB21 */
    {SET(SY), SET(HL)},                               /* LB21b */
    {UINT64_MAX, SET(IN)},                            /* LB22 */
    {AL_HL, SET(NU)},                                 /* LB23 */
    {SET(NU), AL_HL},                                 /* LB23 */
    {SET(PR), IDEOGRAPHS},                            /* LB23a */
    {IDEOGRAPHS, SET(PO)},                            /* LB23a */
    {SET(PR) | SET(PO), AL_HL},                       /* LB24 */
    {AL_HL, SET(PR) | SET(PO)},                       /* LB24 */
    {SET(JL), SET(JL) | SET(JV) | SET(H2) | SET(H3)}, /* LB26 */
    {SET(JV) | SET(H2), SET(JV) | SET(JT)},           /* LB26 */
    {SET(JT) | SET(H3), SET(JT)},                     /* LB26 */
    {HANGUL, SET(PO)},                                /* LB27 */
    {SET(PR), HANGUL},                                /* LB27 */
    {AL_HL, AL_HL},                                   /* LB28 */
    {SET(IS), AL_HL},                                 /* LB29 */
    {AL_HL | SET(NU), SET(OP)},                       /* LB30 */
    {SET(CP), AL_HL | SET(NU)},                       /* LB30 */
    {SET(EB), SET(EM)},                               /* LB30b */
};

/* How far a number has come: NU (NU | SY | IS)*, then (CL | CP). */
enum number { NUMBER_NONE, NUMBER_IN, NUMBER_CLOSED };

/* What is remembered of the text before a place where a line might end. */
struct context {
    enum break_class last;  /* of the character just before; marks count as what they mark (LB9) */
    enum break_class solid; /* the last that was no blank, for the rules with "SP*" */
    enum break_class earlier; /* the one before `last` */
    bool joiner;              /* just before stands a ZWJ */
    enum number number;       /* LB25 */
    unsigned flags;           /* regional indicators in a row */
};

/* LB6 to LB18; true when one of them decides, then *may says how. */
static bool decide_spaces(const struct context *context, enum break_class next, bool *may)
{
    bool after_space = context->last == BREAK_SP;
    uint64_t never = HARD | SET(SP) | SET(ZW);

    *may = false;
    if (in(next, never)) {
        return true; /* LB6, LB7 */
    }
    if (context->solid == BREAK_ZW) {
        *may = true;
        return true; /* LB8 */
    }
    if (context->joiner) {
        return true; /* LB8a */
    }
    if (next == BREAK_WJ || context->last == BREAK_WJ || context->last == BREAK_GL) {
        return true; /* LB11, LB12 */
    }
    if (next == BREAK_GL && !in(context->last, SET(SP) | SET(BA) | SET(HY))) {
        return true; /* LB12a */
    }
    if (in(next, CLOSERS | SET(EX) | SET(IS) | SET(SY))) {
        return true; /* LB13 */
    }
    if (in(context->solid, OP_ANY) || (context->solid == BREAK_QU && in(next, OP_ANY)) ||
        (in(context->solid, CLOSERS) && next == BREAK_NS) ||
        (context->solid == BREAK_B2 && next == BREAK_B2)) {
        return true; /* LB14 to LB17 */
    }
    *may = true;
    return after_space; /* LB18 */
}

/* LB25: (PR | PO)? (OP | HY)? NU (NU | SY | IS)* (CL | CP)? (PR | PO)? stays whole. */
static bool is_within_number(const struct context *context, enum break_class next,
                             enum break_class after_next)
{
    if (in(context->last, SET(PR) | SET(PO)) && in(next, OP_ANY | SET(HY))) {
        return after_next == BREAK_NU;
    }
    if (next == BREAK_NU && in(context->last, SET(PR) | SET(PO) | OP_ANY | SET(HY))) {
        return true;
    }
    if (context->number == NUMBER_IN && in(next, SET(NU) | SET(SY) | SET(IS) | CLOSERS)) {
        return true;
    }
    return context->number != NUMBER_NONE && in(next, SET(PO) | SET(PR));
}

/* `after_next`: the class behind next and its marks; BREAK_AL at the end of the text. */
static bool may_break(const struct context *context, enum break_class next,
                      enum break_class after_next)
{
    bool may;

    if (decide_spaces(context, next, &may)) {
        return may;
    }
    for (size_t i = 0; i < 2; i++) { /* LB19 goes before LB20 */
        if (in(context->last, glued[i].before) && in(next, glued[i].after)) {
            return false;
        }
    }
    if (context->last == BREAK_CB || next == BREAK_CB) {
        return true; /* LB20 */
    }
    if (context->earlier == BREAK_HL && in(context->last, SET(HY) | SET(BA))) {
        return false; /* LB21a */
    }
    for (size_t i = 2; i < sizeof glued / sizeof glued[0]; i++) {
        if (in(context->last, glued[i].before) && in(next, glued[i].after)) {
            return false;
        }
    }
    if (is_within_number(context, next, after_next)) {
        return false;
    }
    return !(context->last == BREAK_RI && next == BREAK_RI && context->flags % 2 == 1); /* LB30a */
}

static bool is_mark(enum break_class class)
{
    return class == BREAK_CM || class == BREAK_ZWJ;
}

static void step(struct context *context, enum break_class next)
{
    context->flags = next == BREAK_RI ? context->flags + 1 : 0;
    if (next == BREAK_NU) {
        context->number = NUMBER_IN;
    } else if (context->number == NUMBER_IN && in(next, CLOSERS)) {
        context->number = NUMBER_CLOSED;
    } else if (context->number != NUMBER_IN || !in(next, SET(SY) | SET(IS))) {
        context->number = NUMBER_NONE;
    }
    context->earlier = context->last;
    context->last = next;
    if (next != BREAK_SP) {
        context->solid = next;
    }
}

static struct context begin(enum break_class first)
{
    enum break_class class = is_mark(first) ? BREAK_AL : first; /* LB10 */

    return (struct context){.last = class,
                            .solid = class,
                            .earlier = BREAK_AL,
                            .joiner = first == BREAK_ZWJ,
                            .number = class == BREAK_NU ? NUMBER_IN : NUMBER_NONE,
                            .flags = class == BREAK_RI};
}

/* The first class from `at` on that is no mark. */
static enum break_class class_behind(enum break_manner manner, const uint32_t *characters,
                                     size_t count, size_t at)
{
    for (; at < count; at++) {
        enum break_class class = class_of(manner, characters[at]);
        if (!is_mark(class)) {
            return class;
        }
    }
    return BREAK_AL;
}

void break_find(enum break_manner manner, const uint32_t *characters, size_t count, uint8_t *breaks)
{
    struct context context = {0};
    enum break_class class = BREAK_AL;

    for (size_t i = 0; i < count; i++) {
        enum break_class next = class_of(manner, characters[i]);
        bool hard = i > 0 && in(class, HARD) && !(class == BREAK_CR && next == BREAK_LF);
        if (i == 0 || hard) {
            if (i > 0) {
                breaks[i - 1] = LINE_MUST; /* LB4, LB5 */
            }
            context = begin(next);
        } else if (is_mark(next) && !in(context.last, HARD | SET(SP) | SET(ZW))) {
            breaks[i - 1] = LINE_NO; /* LB9 */
            context.joiner = next == BREAK_ZWJ;
        } else {
            enum break_class as = is_mark(next) ? BREAK_AL : next;
            enum break_class behind = BREAK_AL; /* asked for only where it matters */
            if (in(as, OP_ANY | SET(HY))) {
                behind = class_behind(manner, characters, count, i + 1);
            }
            breaks[i - 1] = may_break(&context, as, behind) ? LINE_MAY : LINE_NO;
            step(&context, as);
            context.joiner = next == BREAK_ZWJ;
        }
        class = next;
    }
    if (count > 0) {
        breaks[count - 1] = LINE_MUST; /* LB3 */
    }
}
