/* agenda.c - see agenda.h. */
#include "agenda.h"

#include "book_print.h"
#include "compliance.h"
#include "due.h"
#include "inbox.h"
#include "json_print.h"

enum { PERSONS_MAX = 100 };

struct gathering {
    struct site *site;
    struct txn *txn;
    const struct mailbox_keys *mailbox;
    struct policy policy;
    struct rule_set rules;
    struct board_facts board_facts;
    struct board board;
    struct people people;
    struct fact_list zones, duty;
    struct books books;
    struct compliance_facts facts;
    struct obligation *list;
    size_t count;
};

static enum err gather_meetings(struct gathering *g)
{
    struct fact_list published, own;
    enum err err = facts_of_kind(g->site, g->txn, FACTS_NEWEST, KIND_meeting, &published);
    err = err ? err : facts_kept(g->site, g->txn, KIND_meeting, &own);
    struct meeting_fact *meetings =
        err ? NULL
            : ARENA_ARRAY(&g->site->scratch, struct meeting_fact, published.count + own.count + 1);
    if (!meetings) {
        return err ? err : ERR_NOMEM;
    }
    for (size_t i = 0; i < published.count; i++) {
        meetings[i] = (struct meeting_fact){published.keys[i],
                                            &((const struct meeting *)published.records)[i]};
    }
    for (size_t i = 0; i < own.count; i++) {
        meetings[published.count + i] =
            (struct meeting_fact){own.keys[i], &((const struct meeting *)own.records)[i]};
    }
    g->facts.meetings = meetings;
    g->facts.meeting_count = published.count + own.count;
    return OK;
}

static enum err gather_resolutions(struct gathering *g)
{
    struct fact_list list;
    enum err err = facts_of_kind(g->site, g->txn, FACTS_NEWEST, KIND_resolution, &list);
    struct resolution_fact *to =
        err ? NULL : ARENA_ARRAY(&g->site->scratch, struct resolution_fact, list.count + 1);
    for (size_t i = 0; to && i < list.count; i++) {
        to[i] =
            (struct resolution_fact){list.keys[i], &((const struct resolution *)list.records)[i]};
    }
    g->facts.resolutions = to;
    g->facts.resolution_count = to ? list.count : 0;
    return err ? err : to ? OK : ERR_NOMEM;
}

static enum err gather_proposals(struct gathering *g)
{
    struct fact_list list;
    enum err err = facts_of_kind(g->site, g->txn, FACTS_NEWEST, KIND_proposal, &list);
    struct proposal_fact *to =
        err ? NULL : ARENA_ARRAY(&g->site->scratch, struct proposal_fact, list.count + 1);
    for (size_t i = 0; to && i < list.count; i++) {
        to[i] = (struct proposal_fact){list.keys[i], &((const struct proposal *)list.records)[i]};
    }
    g->facts.proposals = to;
    g->facts.proposal_count = to ? list.count : 0;
    return err ? err : to ? OK : ERR_NOMEM;
}

static enum err gather_threads(struct gathering *g)
{
    struct fact_list list;
    enum err err = facts_of_kind(g->site, g->txn, FACTS_NEWEST, KIND_thread, &list);
    struct thread_fact *to =
        err ? NULL : ARENA_ARRAY(&g->site->scratch, struct thread_fact, list.count + 1);
    for (size_t i = 0; to && i < list.count; i++) {
        to[i] = (struct thread_fact){list.keys[i], &((const struct thread *)list.records)[i]};
    }
    g->facts.threads = to;
    g->facts.thread_count = to ? list.count : 0;
    return err ? err : to ? OK : ERR_NOMEM;
}

static enum err gather_forms(struct gathering *g)
{
    struct fact_list list;
    enum err err = facts_of_kind(g->site, g->txn, FACTS_NEWEST, KIND_forms, &list);
    if (!err && list.count > 0) { /* an office that ticks nothing keeps its lists elsewhere */
        g->facts.forms = list.records;
        g->facts.form_count = list.count;
    }
    return err;
}

/* Who does what: not known as long as no roll, no zone, no roster was imported. */
static enum err gather_people(struct gathering *g)
{
    struct site *site = g->site;
    enum err err = facts_people(site, g->txn, FACTS_NEWEST, &g->people);
    err = err ? err : facts_of_kind(site, g->txn, FACTS_NEWEST, KIND_zone, &g->zones);
    err = err ? err : facts_of_kind(site, g->txn, FACTS_NEWEST, KIND_duty, &g->duty);
    if (!err) {
        g->facts.people = &g->people;
        g->facts.zones = g->zones.count ? g->zones.records : NULL;
        g->facts.zone_count = g->zones.count;
        g->facts.duty = g->duty.records;
        g->facts.duty_count = g->duty.count;
    }
    return err;
}

static enum err gather_books(struct gathering *g)
{
    struct book_list list;
    unsigned unreadable;
    if (!g->mailbox) {
        return OK;
    }
    enum err err = book_open_all(g->site, g->txn, KIND_NONE, g->mailbox, &list, &unreadable);
    struct book_fact *standing =
        err ? NULL : ARENA_ARRAY(&g->site->scratch, struct book_fact, list.count + 1);
    if (!standing) {
        return err ? err : ERR_NOMEM;
    }
    g->books = (struct books){.facts = standing, .offset_min = g->rules.calendar.offset_min};
    for (size_t i = 0; i < list.count; i++) {
        if (list.stands[i]) {
            standing[g->books.count++] = list.facts[i];
        }
    }
    g->facts.books = &g->books;
    return OK;
}

static enum err gather(struct gathering *g, struct complaint *why)
{
    struct site *site = g->site;
    struct calendar calendar;
    struct letter_fact *letters = NULL;
    enum err err = site_policy(site, g->txn, &g->policy, &calendar, why);
    err = err ? err : rule_set_init(&g->policy, &g->rules);
    err = err ? err : facts_of_board(site, g->txn, FACTS_PUBLISHED, &g->board_facts);
    err = err ? err : gather_people(g);
    err = err ? err : gather_meetings(g);
    err = err ? err : gather_resolutions(g);
    err = err ? err : gather_proposals(g);
    err = err ? err : gather_threads(g);
    err = err ? err : gather_forms(g);
    err = err ? err : inbox_facts(site, g->txn, &letters, &g->facts.letter_count);
    err = err ? err : gather_books(g);
    g->facts.letters = letters;
    g->facts.published = g->board_facts.at;
    g->facts.published_count = g->board_facts.count;
    return err;
}

/* ---- printing ---- */

static void print_obligation(const struct obligation *o, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    fprintf(out, "%s\t", obligation_state_name(o->state));
    if (o->due_on) {
        fprintf(out, "%s", civil_format_date(o->due_on, date));
        if (o->state == OBLIGATION_OVERDUE) {
            fprintf(out, "（已过 %u 天）", o->days);
        }
    }
    fprintf(out, "\t%.*s（%s）", TEXT_ARG(o->what), o->article);
    if (o->who.size > 0) {
        fprintf(out, "\t%.*s", TEXT_ARG(o->who));
    }
    fprintf(out, "\n");
}

static void json_obligation(struct json *j, const struct obligation *o, const char *section)
{
    json_object(j, NULL);
    json_text(j, "kind", text_of(obligation_id(o->kind)));
    json_text(j, "state", text_of(obligation_state_id(o->state)));
    json_date(j, "due_on", o->due_on);
    json_uint(j, "days", o->days);
    json_text(j, "who", o->who);
    json_text(j, "what", o->what);
    json_text(j, "article", text_of(o->article));
    json_text(j, "key", o->key);
    json_uint(j, "item", o->item);
    if (section) {
        json_text(j, "section", text_of(section));
    }
    json_object_end(j);
}

static size_t monday_lines(const struct gathering *g, int32_t day, struct agenda_line **lines)
{
    *lines = ARENA_ARRAY(&g->site->scratch, struct agenda_line, OBLIGATIONS_MAX);
    return *lines ? compliance_agenda(g->list, g->count, day, *lines, OBLIGATIONS_MAX) : 0;
}

static enum err print_json(const struct gathering *g, int32_t day, enum agenda_form form, FILE *out)
{
    struct json j;
    struct agenda_line *lines = NULL;
    static const char *const sections[] = {[AGENDA_LEFT_OVER] = "left_over",
                                           [AGENDA_THIS_WEEK] = "this_week",
                                           [AGENDA_COMING] = "coming"};
    size_t count = form == AGENDA_MONDAY ? monday_lines(g, day, &lines) : g->count;
    struct buffer b = buffer_begin(&g->site->scratch);
    json_begin(&j, &b);
    json_array(&j, NULL);
    for (size_t i = 0; i < count; i++) {
        if (lines) {
            json_obligation(&j, lines[i].obligation, sections[lines[i].section]);
        } else {
            json_obligation(&j, &g->list[i], NULL);
        }
    }
    json_array_end(&j);
    return json_print(&j, out);
}

static void print_monday(const struct gathering *g, int32_t day, FILE *out)
{
    struct agenda_line *lines;
    size_t count = monday_lines(g, day, &lines);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || lines[i].section != lines[i - 1].section) {
            fprintf(out, "%s%s\n", i ? "\n" : "", agenda_section_name(lines[i].section));
        }
        fprintf(out, "  ");
        print_obligation(lines[i].obligation, out);
    }
    if (count == 0) {
        fprintf(out, "没有要议的事\n");
    }
}

static void print_people(const struct gathering *g, FILE *out)
{
    struct person_load loads[PERSONS_MAX];
    size_t count = compliance_by_person(g->list, g->count, loads, PERSONS_MAX);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%.*s\t逾期 %zu，今天 %zu，待改 %zu，将到 %zu\n",
                TEXT_ARG(loads[i].who.size ? loads[i].who : text_of("居委会")), loads[i].overdue,
                loads[i].today, loads[i].amiss, loads[i].ahead);
    }
}

static void print_all(const struct gathering *g, FILE *out)
{
    struct compliance_counts counts = compliance_count(g->list, g->count);
    fprintf(out, "逾期 %zu，今天 %zu，待改 %zu，将到 %zu\n", counts.overdue, counts.today,
            counts.amiss, counts.ahead);
    for (size_t i = 0; i < g->count; i++) {
        print_obligation(&g->list[i], out);
    }
}

static enum err print_in(struct gathering *g, int32_t day, enum agenda_form form, bool json,
                         FILE *out, struct complaint *why)
{
    enum err err = gather(g, why);
    g->list = ARENA_ARRAY(&g->site->scratch, struct obligation, OBLIGATIONS_MAX);
    err = err ? err : g->list ? OK : ERR_NOMEM;
    err = err ? err
              : compliance_list(&g->facts, &g->rules, due_moment(&g->rules.calendar, day),
                                &g->site->scratch, g->list, OBLIGATIONS_MAX, &g->count);
    if (err || json) {
        return err ? err : print_json(g, day, form, out);
    }
    if (form == AGENDA_MONDAY) {
        print_monday(g, day, out);
    } else if (form == AGENDA_PEOPLE) {
        print_people(g, out);
    } else {
        print_all(g, out);
    }
    return OK;
}

enum err agenda_print(struct site *site, int32_t day, enum agenda_form form,
                      const struct mailbox_keys *mailbox, bool json, FILE *out,
                      struct complaint *why)
{
    size_t mark = arena_mark(&site->scratch);
    struct gathering *g = arena_alloc(&site->scratch, sizeof *g);
    if (!g) {
        return ERR_NOMEM;
    }
    *g = (struct gathering){.site = site, .mailbox = mailbox};
    enum err err = txn_begin_read(site->store, &g->txn);
    err = err ? err : print_in(g, day, form, json, out, why);
    txn_abort(g->txn);
    wipe(site->scratch.base + mark, arena_mark(&site->scratch) - mark); /* the books were open */
    arena_rewind(&site->scratch, mark);
    return err;
}
