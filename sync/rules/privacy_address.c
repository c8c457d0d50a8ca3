/* privacy_address.c - addresses down to the room (门牌 + 室). See privacy.h.
 *
 * An address is a chain: a number with a word for a door, house or unit behind it (12号, 5幢,
 * 3单元, A座, 12弄), then, with nothing but such links, blanks and cell borders between, a number
 * with 室 or 房 behind it, or a room number right after 单元. 302室 alone, 活动室 and 205会议室 are
 * no address. */
#include <string.h>

#include "privacy_private.h"

enum {
    CHAIN_CHARACTERS_MAX = 32,
    ROOM_DIGITS_MIN = 3,
    ROOM_DIGITS_MAX = 4,
    FLOORS_MAX = 60,
    FLATS_MAX = 40,
    PLAIN_BYTES_MAX = 256
};

enum {
    HAO = 0x53F7,    /* 号 */
    LONG = 0x5F04,   /* 弄 */
    ZHUANG = 0x5E62, /* 幢 */
    DONG = 0x680B,   /* 栋 */
    ZUO = 0x5EA7,    /* 座 */
    LOU = 0x697C,    /* 楼 */
    DAN = 0x5355,    /* 单 */
    YUAN = 0x5143,   /* 元 */
    MEN = 0x95E8,    /* 门 */
    CENG = 0x5C42,   /* 层 */
    ZHI = 0x4E4B,    /* 之 */
    DI = 0x7B2C,     /* 第 */
    SHI = 0x5BA4,    /* 室 */
    FANG = 0x623F,   /* 房 */
    JIAN = 0x95F4,   /* 间 */
};

static bool is_number(uint32_t c)
{
    int value;
    return digit_of(c, &value) != DIGIT_NONE || c == 0x5341 || c == 0x767E; /* 十 百 */
}

static bool is_capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xFF21 && c <= 0xFF3A);
}

/* What may stand inside the chain without breaking it. */
static bool is_link(uint32_t c)
{
    switch (c) {
    case HAO:
    case LONG:
    case ZHUANG:
    case DONG:
    case ZUO:
    case LOU:
    case DAN:
    case YUAN:
    case MEN:
    case CENG:
    case ZHI:
    case DI:
    case '-':
    case '#':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '|':
    case 0x2010:
    case 0x2013:
    case 0x2014:
    case 0x3000:
    case 0xFF0D:
    case 0xFF03:
        return true;
    default:
        return is_capital(c);
    }
}

/* Behind a number: makes it a door, a house or a unit. */
static bool is_door(uint32_t c)
{
    return c == HAO || c == LONG || c == ZHUANG || c == DONG || c == ZUO || c == DAN || c == '-' ||
           c == '#' || c == 0xFF0D || c == 0xFF03 || c == 0x2013 || c == 0x2014;
}

/* Behind a number that could be a bare room's: it counts or measures something, or goes on. */
static bool is_measure(uint32_t c)
{
    static const uint32_t measures[] = {
        0x6237, 0x4EBA, 0x4E2A, 0x5143, 0x5E73, 0x7C73, 0x6B21, 0x4E07,
        0x5343, /* 户人个元平米次万千 */
        0x53F0, 0x5E74, 0x6708, 0x65E5, 0x76CF, 0x5757, 0x53EA, 0x5F20,
        0x5957, /* 台年月日盏块只张套 */
        0x4EF6, 0x6839, 0x6247, 0x68F5, 0x8F86, 0x90E8, 0x4EFD, 0x5C01,
        0x540D, /* 件根扇棵辆部份封名 */
        0x4F4D, 0x4EA9, 0x5428, 0x5EA6, 0x671F, 0x4F59, 0x591A, 0x70B9, /* 位亩吨度期余多点 */
        '%',    '.',    ',',    ':',    0xFF1A,                         /* ： */
    };
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        if (measures[i] == c) {
            return true;
        }
    }
    return false;
}

/* The room is one for everybody: 205会议室. */
static bool is_common_room(struct text text, size_t at)
{
    static const char *const words[] = {"会议", "活动", "办公", "接待", "图书", "阅览", "服务"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_starts(text_slice(text, at, text.size), words[i])) {
            return true;
        }
    }
    return false;
}

/* 室, 房, 房间; not 房屋, 房租. */
static bool is_room(struct text text, uint32_t c, size_t next, size_t *end)
{
    *end = next;
    if (c == SHI) {
        return true;
    }
    size_t after = next;
    uint32_t behind = c == FANG && next < text.size ? character_at(text, next, &after) : 0;
    *end = behind == JIAN ? after : next;
    static const uint32_t others[] = {0x5C4B, 0x4EA7, 0x79DF,
                                      0x4EF7, 0x4E1C, 0x7BA1}; /* 屋产租价东管 */
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (behind == others[i]) {
            return false;
        }
    }
    return c == FANG;
}

/* ---- venues by policy ---- */

struct plain {
    uint32_t at[PLAIN_BYTES_MAX];
    size_t count;
};

static void make_plain(struct text text, struct plain *plain)
{
    plain->count = 0;
    for (uint32_t c; plain->count < PLAIN_BYTES_MAX && (c = utf8_next(&text)) != 0;) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '|' || c == 0x3000) {
            continue;
        }
        plain->at[plain->count++] = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c;
    }
}

/* The whole of a number at either end: 2号楼101室 does not pass for 12号楼101室. */
static bool contains(const struct plain *text, const struct plain *part)
{
    for (size_t at = 0; at + part->count <= text->count; at++) {
        bool whole = at == 0 || !is_number(text->at[at - 1]);
        if (whole && memcmp(&text->at[at], part->at, part->count * sizeof part->at[0]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_venue(struct text found, const struct privacy_allowed *allowed)
{
    struct plain part, address;
    make_plain(found, &part);
    for (size_t i = 0; allowed && i < allowed->contact_count; i++) {
        make_plain(allowed->contacts[i].address, &address);
        if (part.count > 0 && contains(&address, &part)) {
            return true;
        }
    }
    return false;
}

/* ---- the chain ---- */

struct chain {
    bool open;          /* a door has been seen, and links alone since */
    bool lane;          /* a 弄 is in it */
    bool house;         /* the number now being read follows a house or unit at once */
    size_t from;        /* byte of the chain's first number */
    size_t characters;  /* since then */
    size_t number_from; /* of the number being read or just read */
    size_t digits;      /* in it, 0 none */
    unsigned value;     /* of the number, as long as `digits` is at most ROOM_DIGITS_MAX */
    bool gap;           /* blanks stand behind it: its word may still come */
};

static void chain_break(struct chain *chain)
{
    *chain = (struct chain){0};
}

/* 302, 1105: a floor and a flat. */
static bool is_room_number(const struct chain *chain)
{
    unsigned floor = chain->value / 100, flat = chain->value % 100;
    return chain->digits >= ROOM_DIGITS_MIN && chain->digits <= ROOM_DIGITS_MAX && floor >= 1 &&
           floor <= FLOORS_MAX && flat >= 1 && flat <= FLATS_MAX;
}

/* A number has ended before `c`. True: an address ends, at *end. */
static bool number_ends(struct text text, struct chain *chain, uint32_t c, size_t at, size_t next,
                        size_t *end)
{
    bool counted_rooms = c == FANG && chain->digits < ROOM_DIGITS_MIN; /* 1-3房 */
    if (chain->open && !counted_rooms && is_room(text, c, next, end)) {
        return true;
    }
    if (chain->open && chain->house && is_room_number(chain) && !is_measure(c) && !is_door(c) &&
        !is_number(c) && !is_common_room(text, at)) {
        *end = at;
        return true;
    }
    if (is_door(c) && !chain->open) {
        chain->open = true;
        chain->from = chain->number_from;
        chain->characters = 0;
    }
    chain->house = false;
    return false;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x3000;
}

static void chain_take(struct chain *chain, uint32_t c, size_t at)
{
    if (is_number(c) || (is_capital(c) && chain->digits == 0)) {
        int value = 0;
        bool counts = digit_of(c, &value) != DIGIT_NONE; /* 十 and letters make no room number */
        chain->number_from = chain->digits == 0 ? at : chain->number_from;
        chain->value = chain->digits == 0 ? 0 : chain->value;
        chain->digits++;
        if (chain->digits <= ROOM_DIGITS_MAX) {
            chain->value = counts ? chain->value * 10 + (unsigned)value : FLOORS_MAX * 1000;
        }
    } else if (is_blank(c)) {
        chain->gap = chain->digits > 0;
    } else if (is_link(c)) {
        chain->digits = 0;
        chain->lane = chain->lane || c == LONG;
        chain->house = c == YUAN || c == LOU || c == ZHUANG || c == DONG ||
                       (c == HAO && chain->lane) || (chain->house && c == '-');
    } else {
        chain_break(chain);
        return;
    }
    if (chain->open && ++chain->characters > CHAIN_CHARACTERS_MAX) {
        chain->open = false;
    }
}

bool find_address(struct text text, size_t from, const struct privacy_allowed *allowed,
                  struct privacy_hit *hit)
{
    struct chain chain = {0};
    size_t at = from;
    while (at <= text.size) {
        size_t next = at + 1, end = at;
        uint32_t c = at < text.size ? character_at(text, at, &next) : 0;
        bool ends = chain.digits > 0 && !is_blank(c) && (!is_number(c) || chain.gap);
        if (ends && number_ends(text, &chain, c, at, next, &end)) {
            if (!is_venue(text_slice(text, chain.from, end), allowed)) {
                *hit = (struct privacy_hit){PRIVACY_ADDRESS, chain.from, end};
                return true;
            }
            chain_break(&chain);
        }
        if (ends) {
            chain.gap = false;
            chain.digits = is_number(c) ? 0 : chain.digits; /* another number begins */
        }
        chain_take(&chain, c, at);
        at = next;
    }
    return false;
}
