/* compliance_people.c - what the rolls leave to be put right (G5(2), G9, G10, R9, R10, W9). */
#include "compliance_private.h"

enum { TERM_WARN_MONTHS = 3 }; /* elections are prepared so far ahead; practice, no article */

static void warnings(struct compliance *list)
{
    struct people_warning found[PEOPLE_WARNINGS_MAX];
    size_t count =
        people_warnings(list->facts->people, list->rules, list->today, found, PEOPLE_WARNINGS_MAX);
    for (size_t i = 0; i < count && i < PEOPLE_WARNINGS_MAX; i++) {
        struct text sentence = people_warning_text(&found[i], list->arena);
        struct obligation obligation = {.kind = OBLIGATION_PEOPLE,
                                        .who = director_of(list),
                                        .article = people_warning_article(found[i].kind)};
        list->failed = list->failed || !sentence.data;
        oblige(list, obligation, true, "%.*s", TEXT_ARG(sentence));
    }
}

static void supervision(struct compliance *list)
{
    struct complaint why = {0};
    if (supervision_check(list->facts->people, list->today, &why)) {
        struct obligation obligation = {.kind = OBLIGATION_SUPERVISION,
                                        .who = director_of(list),
                                        .article = "居务公开制度第十条"};
        oblige(list, obligation, true, "%s", why.text);
    }
}

/* R9, G10, W9: all are elected anew together, and what the committee keeps is handed over. */
static void term(struct compliance *list)
{
    const struct calendar *calendar = &list->rules->calendar;
    struct period running = period_of_day(calendar, PERIOD_TERM, list->today);
    int32_t ends = period_ends(calendar, running);
    if (civil_add_months(ends, -TERM_WARN_MONTHS) > list->today || ends < list->today) {
        return;
    }
    struct obligation obligation = {.kind = OBLIGATION_TERM,
                                    .due_on = ends,
                                    .who = director_of(list),
                                    .article = "居民会议制度第九条、工作制度第九项"};
    oblige(list, obligation, true, "准备换届：居委会、居民代表、监督小组，并办理财物移交");
}

void compliance_people(struct compliance *list)
{
    if (list->facts->people) {
        warnings(list);
        supervision(list);
    }
    term(list);
}
