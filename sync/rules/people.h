/* people.h - who sits in which body, whether the supervision group may sit as it does, and which
 * seats are empty (G5(2), G9, G10, R5, R9, R10).
 *
 * A roll lists one body's members, those who have left included. Names are compared character by
 * character without blanks, never normalised: 頔 is not 𬱖. Two people of one name are told
 * apart by what else the roll says of them, which no rule here can: a complaint that names a person
 * asks staff to look. Complaints are Chinese. */
#pragma once

#include "rule_set.h"

enum body {
    BODY_UNKNOWN,
    BODY_COMMITTEE,       /* 居民委员会 */
    BODY_WORKERS,         /* 社区工作者 (W1, W2) */
    BODY_SUPERVISION,     /* 居务监督小组 (G10) */
    BODY_REPRESENTATIVES, /* 居民代表 (R5) */
    BODY_EX_OFFICIO,      /* 当然代表 (R5) */
    BODY_LEAD,            /* 居务公开领导小组 (G6(5)) */
    BODY_COUNT,
};

enum { ROLL_MEMBERS_MAX = 400, PEOPLE_WARNINGS_MAX = 32, NAME_SHOWN_BYTES = 61 };

enum body body_of(struct text id); /* "committee" */
const char *body_id(enum body body);
const char *body_name(enum body body); /* 居务监督小组; "" for BODY_UNKNOWN */

/* The same name, blanks (also U+3000) aside. */
bool name_equal(struct text a, struct text b);
/* In office on `day`: from <= day <= to, where an end that is 0 is open. */
bool member_serves(const struct member *member, int32_t day);
/* Those in office on `day`, in the roll's order; at most `max` are written, all are counted. */
size_t roll_serving(const struct roll *roll, int32_t day, const struct member **members,
                    size_t max);
/* The one in office on `day` with that name, or with that post (whole: 主任 is not 副主任); NULL:
 * nobody. */
const struct member *roll_find(const struct roll *roll, struct text name, int32_t day);
const struct member *roll_post(const struct roll *roll, const char *post, int32_t day);
/* Seats nobody sits on (R10): roll.seats less those in office; 0 when `seats` is not known. */
size_t roll_vacancies(const struct roll *roll, int32_t day);
/* Was it elected in the term that runs on `day`? (R9, G10: representatives and supervision group
 * change together with the committee.) True also when `elected` is not written down. */
bool roll_is_of_term(const struct roll *roll, const struct calendar *calendar, int32_t day);

/* ERR_INVALID with a sentence naming the row: an unknown body, a term that ends before it begins,
 * one person twice at the same time, two directors (or group leaders) at once, a representative
 * without a group, more representatives of a group than the rule set allows (R5). `rules` NULL: the
 * documents' figures. */
MUST_CHECK enum err roll_check(const struct roll *roll, const struct rule_set *rules,
                               struct complaint *why);

/* ---- the supervision group (G10) ---- */

/* What the rolls say together; any may be NULL: not known. */
struct people {
    const struct roll *committee, *workers, *supervision, *representatives, *ex_officio, *lead;
    const struct kin *kin; /* known at the office alone, never published */
};

/* Sorts rolls into their places; of two for one body the one elected later counts. */
struct people people_of(const struct roll *rolls, size_t count, const struct kin *kin);

/* Rejects: ERR_DENIED when one in office in the group on `day` sits in the committee then, or is
 * named as spouse or direct relative of somebody who does. The sentence names the person. */
MUST_CHECK enum err supervision_check(const struct people *people, int32_t day,
                                      struct complaint *why);

/* Warnings: what is not as it should be, but is published all the same. */
enum people_warning_kind {
    PEOPLE_NO_COMMITTEE,      /* no roll of the committee */
    PEOPLE_NO_DIRECTOR,       /* 主任 */
    PEOPLE_NO_DUTIES,         /* a committee member without division of labour (G5(2)) */
    PEOPLE_NO_SUPERVISION,    /* no roll of the group */
    PEOPLE_SUPERVISION_FEW,   /* fewer than 5 (G10) */
    PEOPLE_SUPERVISION_MANY,  /* more than 7 */
    PEOPLE_SUPERVISION_HEAD,  /* no leader (组长): nobody can sign item by item (G11) */
    PEOPLE_SUPERVISION_MIX,   /* not mostly residents' representatives */
    PEOPLE_SUPERVISION_STALE, /* elected in an earlier term */
    PEOPLE_REPRESENTATIVES_STALE,
    PEOPLE_VACANCY,          /* seats of a body are empty (R10) */
    PEOPLE_NO_RESPONSIBLE,   /* G9: nobody is named for disclosure */
    PEOPLE_RESPONSIBLE_GONE, /* or he is neither in the committee nor a worker */
};

struct people_warning {
    enum people_warning_kind kind;
    enum body body;       /* PEOPLE_VACANCY and the stale ones */
    struct text who;      /* PEOPLE_NO_DUTIES, PEOPLE_RESPONSIBLE_GONE */
    size_t count;         /* members, empty seats */
    unsigned least, most; /* PEOPLE_SUPERVISION_FEW, PEOPLE_SUPERVISION_MANY */
};

/* At most `max`; returns how many there are. */
size_t people_warnings(const struct people *people, const struct rule_set *rules, int32_t day,
                       struct people_warning *warnings, size_t max);
/* A Chinese sentence: 监督小组现在 4 人，应为 5 至 7 人. */
struct text people_warning_text(const struct people_warning *warning, struct arena *arena);
const char *people_warning_article(enum people_warning_kind kind); /* 居务公开制度第十条 */

/* ---- representatives by group (R5, R6, R10) ---- */

struct group_count {
    struct text name; /* 第三居民小组 */
    size_t serving;
};

/* The first `max` groups of the roll in order of appearance, those nobody represents any more
 * included; returns how many were written. */
size_t representatives_by_group(const struct roll *representatives, int32_t day,
                                struct group_count *groups, size_t max);
/* The base N of an assembly of representatives: representatives and ex-officio delegates in office
 * on `day`, the committee's members among these, each person once (R5, R13). */
uint64_t assembly_base(const struct people *people, int32_t day);
