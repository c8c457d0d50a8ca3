/* model.h - everything a page may know. Filled by kiosk/snapshot from the store, read by pages.
 *
 * Plain values; texts live in the snapshot's arena and are valid for one frame. Pages derive
 * nothing from a clock or a store: `now` is judged (base/clock.h) and comes with its doubt. */
#pragma once

#include "board.h" /* rules */
#include "civil.h"
#include "compliance.h" /* rules */
#include "convening.h"  /* rules */
#include "entry_form.h"
#include "four_forms.h" /* rules */
#include "issue.h"      /* rules */
#include "letter.h"
#include "markdown.h"
#include "meeting.h" /* rules */
#include "panel.h"   /* input */
#include "record.h"
#include "resolution.h" /* rules */
#include "textfield.h"  /* ui */
#include "theme.h"

enum {
    MODEL_MONTHS_MAX = 72, /* boards that can be chosen: six years */
    MODEL_LIST_MAX = 200,
    MODEL_LETTER_CHARS_MAX = 2000,
    MODEL_LETTER_BYTES_MAX = 8000,
    MODEL_ENTRIES_MAX = 200,
    MODEL_STAFF_MAX = 32,
    MODEL_LOADS_MAX = 40,        /* persons with something to do */
    MODEL_THREADS_MAX = 20,      /* opinions beside one item */
    MODEL_COMPARE_MAX = 24,      /* categories beside each other */
    MODEL_COURSE_MAX = 12,       /* months of the course of spending */
    MODEL_VOLUME_YEARS_MAX = 40, /* volumes of the archive */
    MODEL_VOLUME_ITEMS_MAX = 400,
    MODEL_SLIDES_MAX = 12,
    MODEL_QUERY_BYTES_MAX = 121,
    MODEL_HITS_MAX = 60,
    PLACE_ARG_BYTES_MAX = 121,
};

enum page_id {
#define PAGE(name, text, argument) PAGE_##name,
#include "pages.def"
#undef PAGE
    PAGES
};

/* Where one is: a page and what it shows ("item" + key). */
struct place {
    enum page_id page;
    char arg[PLACE_ARG_BYTES_MAX]; /* NUL-terminated */
};

/* "home", "board/2026-11", "item/KEY". ERR_INVALID: no such page, or an argument too much, missing
 * or too long. */
MUST_CHECK enum err place_parse(struct text text, struct place *place);
struct place place_of(enum page_id page, struct text arg);

/* How old the content is, for the strip on every screen. */
enum freshness {
    FRESH_NOTHING, /* nothing was ever received */
    FRESH_OK,
    FRESH_DAYS,  /* not confirmed with the office for more than 3 days: amber */
    FRESH_WEEKS, /* more than 30 days: red, and whom to call */
};

struct model_site {
    bool enrolled;     /* a root is pinned */
    bool has_content;  /* a policy was received and is valid */
    bool started_over; /* the device store was damaged and begun anew */
    bool disk_full;    /* letters cannot be taken now */
    struct text name;  /* 梧桐里社区居委会 */
    struct text supervision_office, supervision_phone; /* G10: on every screen */
    struct text office_phone, office_hours;
    struct text fingerprint; /* 16 characters, of the pinned root */
    struct text kiosk_id;
    struct text offer; /* of our key, for a QR code; "" when there is none, or we are admitted */
    unsigned reply_days, letters_keep_days; /* 0: not said */
    unsigned idle_s;                        /* until an untouched screen is wiped */
    int disclosure_day;                     /* of each month */
    int term_first_year, term_years;        /* of term 1: 2024, 3 */
    const struct calendar *calendar;        /* terms as they really began; NULL: count from there */
    enum period_kind often[ITEM_COUNT + 1]; /* how often, by item number */
    enum freshness freshness;
    int64_t issued_s;  /* of the content on screen */
    int64_t checked_s; /* last confirmed with the office */
    uint64_t seq;
};

struct model_board {
    int year, month;                   /* of the board shown */
    bool is_current;                   /* the newest board there is */
    struct board_row rows[ITEM_COUNT]; /* by item, see rules/board.h */
    struct text titles[ITEM_COUNT];    /* of the record shown, "" for the item's general name */
    struct board_counts counts;
    struct board_counts ten;    /* the parts of item 10, one by one */
    struct board_row others[2]; /* items 11 and 12 (G13): the newest of each; item 0: none */
    struct text other_titles[2];
    int32_t next_day;                  /* the next disclosure day */
    int days_left;                     /* until then; 0: it is today */
    unsigned issue;                    /* 第n期, as on the printed sheet; 0: none */
    char check_code[ISSUE_CODE_BYTES]; /* "ABCD-EFGH": to be compared with the sheet; "" none */
    bool code_differs;                 /* the office's own list of the month says otherwise */
    struct {
        int year, month;
    } months[MODEL_MONTHS_MAX]; /* boards that can be shown, newest first */
    size_t month_count;
};

enum item_state {
    ITEM_SHOWN,
    ITEM_UNSIGNED,
    ITEM_WITHDRAWN,
    ITEM_MISSING,
    ITEM_NOT_OPEN,
    ITEM_HIDDEN,
    ITEM_INVALID
};

/* An opinion on what was disclosed, and what the committee answered (G11). */
struct model_thread {
    struct text key, about; /* of the thread; of the disclosure */
    unsigned item;
    bool hidden;                        /* the privacy gate: nothing of it is shown */
    bool answered, late;                /* late: promised_on has passed */
    int32_t promised_on;                /* 0: unknown */
    const struct thread_entry *entries; /* in order of their days */
    size_t entry_count;
};

struct model_item {
    enum item_state state; /* HIDDEN: the privacy gate; INVALID: a signature or hash does not fit */
    struct board_row row;  /* what the board says of this item and period; row.item is always set */
    struct text key, title, period;
    bool nil, corrected;
    int32_t corrected_on;
    struct text correction;
    struct text older_key;  /* of the version that was corrected, "" if it is not here */
    struct text newer_key;  /* this is an earlier version: of the one that holds now, else "" */
    struct text before_key; /* the same item one period earlier, "" if it is not here */
    struct blocks text;     /* the record's text */
    struct text recording;  /* key of the office's own reading, as the record names it; "" none */
    bool has_ledger;
    struct ledger_row *rows;
    size_t row_count;
    int64_t opening, income, spending, closing; /* fen; re-added here from the rows */
    bool carries;                               /* the balance before is this opening */
    struct {
        struct text category;
        int64_t sum;
        unsigned percent;
    } shares[12]; /* of the spending, largest first; percents sum to 100 */
    size_t share_count;
    struct text handler, approver;
    struct text leader; /* who signed for the supervision group */
    int64_t leader_signed_s, opens_s;
    struct text withdrawn_reason;
    int32_t withdrawn_on;
    size_t part_count; /* records of this item and period; their keys: */
    struct text part_keys[20], part_titles[20];
    struct board_row part_rows[20]; /* item 0: not known */
    bool forms_known;
    struct form_tick forms[FORM_COUNT]; /* G7 */
    struct model_thread *threads;       /* newest first */
    size_t thread_count;
};

/* Two periods of one item's accounts. */
struct model_compare {
    struct text key, before_key; /* "" where there is nothing to compare with */
    struct period period, before;
    int64_t opening, income, spending, closing; /* fen, of `period` */
    int64_t opening_before, income_before, spending_before, closing_before;
    bool carries; /* closing_before is this opening */
    struct {
        struct text category;
        int64_t sum, before;
    } rows[MODEL_COMPARE_MAX]; /* spending, largest first */
    size_t row_count;
    struct {
        struct period period;
        int64_t income, spending;
    } course[MODEL_COURSE_MAX]; /* months with accounts, oldest first, the last is `period` */
    size_t course_count;
};

/* What became of one item since the board a month before. */
struct model_change {
    enum board_change_kind kind;
    struct board_row row; /* of the board shown */
    struct text key;      /* of the record, "" none */
    bool has_sums;
    int64_t spending, spending_before; /* fen */
    unsigned added, removed, altered;  /* lines */
};

struct model_changes {
    int year, month; /* the board; compared with the one a month before */
    struct model_change items[ITEM_COUNT];
    size_t count; /* 0: nothing to compare with */
};

struct model_volume_item {
    struct board_row row;
    struct text key, title;
};

/* The archive (G12): volumes by year, in them months in the order of publication, in them items. */
struct model_archive {
    int year, month;    /* 0: not chosen yet */
    int month_year;     /* the year of the month: January's of the next one may be in the volume */
    int32_t keep_until; /* the volume chosen is kept until then at least */
    struct {
        int year;
        unsigned count;
    } years[MODEL_VOLUME_YEARS_MAX]; /* newest first */
    size_t year_count;
    struct {
        int year, month;
        unsigned count;
    } months[13]; /* of the volume chosen, oldest first */
    size_t month_count;
    struct model_volume_item *items; /* of the month chosen, in the order of publication */
    size_t item_count;
    bool more; /* there are more than MODEL_VOLUME_ITEMS_MAX */
};

struct model_resolution {
    struct text key;
    const struct resolution *record;
    enum resolution_state state;
};

struct model_meeting {
    struct text key;
    bool hidden; /* the privacy gate: nothing of it is shown */
    struct meeting record;
    struct blocks text, result;
    struct stage stages[STAGES_MAX];
    size_t stage_count;
    unsigned sitting, sittings_max; /* mediation: the which on its matter, of how many; else 0 */
    struct model_resolution *resolutions;
    size_t resolution_count;
};

struct model_list_item {
    struct text key, title;
    struct text second;     /* meeting: the place; service: the hours; else "" */
    struct text time;       /* meeting: "19:00" */
    enum meeting_type type; /* meeting */
    int32_t date;           /* 0: none */
};

struct model_list {
    struct model_list_item *at;
    size_t count;
};

/* In force today; key "": none. */
struct model_emergency {
    struct text key, title, text, phone, place;
    int32_t date;
    bool over; /* 解除 */
};

/* A published picture that the page's text shows (`![words](key)`). */
struct model_picture {
    struct text key;
    uint64_t id;       /* names the bytes */
    struct bytes file; /* PNG or JPEG; empty: not here, hidden, or not to be believed */
    struct text words; /* what it shows */
};
enum { MODEL_PICTURES_MAX = 20 };

/* The office's slides for those who walk by. */
struct model_attract {
    struct {
        struct text title, text, picture; /* picture: a key, "" none */
    } at[MODEL_SLIDES_MAX];
    size_t count;
};

/* The published threads of all items, and how letters were answered. */
struct model_answers {
    struct model_thread *at; /* newest word first */
    size_t count;
    struct mailbox month; /* month.month "": not known */
};

/* Who sits where (G5(2), G9, G10, R5): those in office today. */
struct model_body {
    const struct member *at;
    size_t count;
    uint64_t vacant; /* empty seats */
    bool hidden;     /* the privacy gate: nothing of it is shown */
};
struct model_organisation {
    bool known;
    struct model_body committee, workers, supervision, representatives, ex_officio, lead;
    int32_t term_first, term_last;
    struct text responsible; /* G9: for disclosure */
};

/* 我这栋楼找谁 (W2). */
struct model_building {
    const struct text *names; /* of all buildings, as people say them */
    size_t count;
    struct text chosen;                   /* "" none yet, or nobody looks after that one */
    const struct zone *zone;              /* of the chosen one, NULL: none */
    const struct member *representatives; /* of the zone's groups */
    size_t representative_count;
};

struct model_duty {
    struct duty_row *today; /* in order of their beginning */
    size_t today_count;
    struct duty_row *coming; /* the next days, weekends first to be looked at */
    size_t coming_count;
    bool known; /* there is a roster for today's month */
};

struct model_regulation {
    struct text key, title, text; /* plain: shown character by character */
    bool markdown;
    struct blocks blocks; /* when markdown */
    struct toc_entry *toc;
    size_t toc_count;
};

struct model_notice {
    struct text key, title, hours, place, phone;
    struct blocks text;
    bool is_service;
    bool hidden;                   /* the privacy gate: nothing of it is shown */
    int32_t date, until;           /* 0: unknown, no end */
    int32_t objection_until;       /* 公示: last day for objections; 0: none is asked for */
    struct text objection_contact; /* to whom */
};

enum hit_kind {
    HIT_ITEM,
    HIT_MEETING,
    HIT_REGULATION,
    HIT_NOTICE,
    HIT_SERVICE,
    HIT_ANSWER,
    HIT_PEOPLE, /* duty, zones, bodies */
    HIT_KINDS,
};

struct model_hit {
    enum hit_kind kind;
    struct place place; /* where it leads */
    struct text title, excerpt;
    size_t at, size; /* bytes of the excerpt that were looked for */
    int32_t date;    /* 0: none */
};

/* Search over everything published. The query is a resident's words: wiped by app. */
struct model_search {
    char query_buffer[MODEL_QUERY_BYTES_MAX];
    struct textfield query;
    bool asked;             /* hits answer the query */
    struct model_hit *hits; /* best first */
    size_t count;
    bool more; /* there are others */
};

/* The letter being written: the only state with a resident's words in it. Wiped by app. */
struct draft {
    int category; /* index into the categories of words, -1: not chosen */
    char text_buffer[MODEL_LETTER_BYTES_MAX], name_buffer[60], phone_buffer[40];
    struct textfield text, name, phone;
    struct textfield_undo text_undo;
    struct input_panel panel;        /* what is being written and not yet text */
    struct textfield *writing;       /* the field the panel writes into: one of these */
    char about[PLACE_ARG_BYTES_MAX]; /* the record it is about, "" none */
};

/* Is it about something disclosed? Then it goes up as an opinion, and what is answered stands
 * beside the item (G11). */
bool draft_is_opinion(const struct draft *draft);

enum letter_state {
    LETTER_KEPT,     /* durable on this kiosk, not yet acknowledged */
    LETTER_RECEIVED, /* the office has it */
    LETTER_HANDLING,
    LETTER_ANSWERED,      /* by the office */
    LETTER_ANSWERED_HERE, /* by staff at this kiosk, the office has yet to confirm: 待居委会确认 */
    LETTER_RETRACTED,
    LETTER_UNKNOWN, /* a well-formed receipt that neither this kiosk nor the office's tree knows */
};

struct model_receipt {
    bool just_submitted, busy; /* busy: the key is being computed */
    bool invalid;              /* not a receipt: check digit */
    bool limited;              /* too many tries; wait_s says how long */
    int64_t wait_s;
    char digits[RECEIPT_DIGITS + 1];
    enum letter_state state;
    bool can_retract;
    bool retract_asked;           /* show the question */
    int64_t submitted_s, state_s; /* 0: not known here */
    struct text answer, answer_by;
    int64_t answer_s;
    int32_t promised_by; /* day until which an answer is promised, 0 unknown */
};

/* One entry of a register. */
struct model_entry {
    uint8_t id[ENTRY_FORM_ID_BYTES]; /* of its envelope */
    int64_t at_s;                    /* the moment it is about */
    bool corrected;                  /* a later entry corrects it: it no longer counts */
    bool corrects;                   /* it corrects an earlier one */
    const void *record;              /* struct of the book's kind; NULL while the vault is shut */
};

/* What the overview says of a register: entries of its period that count. */
struct model_book {
    unsigned count;
};

struct model_staff_letter {
    char id[21]; /* hex of the upload id */
    struct text category, text, name, phone, about, answer;
    int64_t at_s;
    bool answered, retracted;
};

/* What the documents ask of the committee now (rules/compliance.h). */
struct model_compliance {
    bool known;
    struct obligation *at; /* most urgent first */
    size_t count;
    struct compliance_counts counts;
    struct agenda_line *agenda; /* of this week's Monday */
    size_t agenda_count;
    struct person_load loads[MODEL_LOADS_MAX];
    size_t load_count;
};

enum panel_said {
    PANEL_SAID_NOTHING,
    PANEL_SAID_ASTRAY, /* the crosses were not met, nothing changed */
    PANEL_SAID_BACK,   /* nobody said that it is right */
    PANEL_SAID_KEPT,
    PANEL_SAID_DISK, /* it could not be kept */
};

/* The panel's turn and touches, as app tries them. */
struct model_panel {
    bool trying, turned; /* something is tried; it is the turn, not the touches */
    bool aiming;
    int aim;                    /* which cross, from 0 */
    int32_t target_x, target_y; /* of it, in units of the picture */
    int64_t left_ms;            /* until it is as before */
    enum panel_said said;
};

struct model_staff {
    struct {
        struct text id, name, role;
        bool active; /* has set a PIN on this kiosk */
    } people[MODEL_STAFF_MAX];
    size_t people_count;
    int person;          /* index chosen on the PIN page, -1 */
    bool activating;     /* first use: activation code, then new PIN, then passphrase */
    int activation_step; /* 0 code, 1 PIN, 2 PIN again, 3 passphrase, 4 passphrase again */
    bool busy;           /* a hash is being computed */
    int64_t locked_s;    /* seconds until another try, 0: none */
    bool wrong;          /* the last PIN, code or passphrase was wrong */
    int tries_left;
    bool in;          /* logged in */
    struct text name; /* of who is in */
    bool vault_open;  /* past visitors and letters can be read */
    char secret_buffer[129];
    struct textfield secret; /* PIN, code or passphrase being typed; wiped by app */
    /* Warnings: what the coming disclosure day lacks. */
    struct model_compliance compliance;
    struct readiness readiness; /* rules/board.h; its records live in the snapshot's arena */
    struct text sync_error;     /* "" fine */
    uint64_t waiting, conflicts;
    /* Registers. */
    struct entry_form forms[BOOKS];
    struct textfield_undo undo; /* of the field being written */
    struct model_book books[BOOKS];
    enum book entries_of; /* what follows is of this book; on the overview: of visitors */
    struct model_entry *entries;
    size_t entry_count;   /* newest first */
    int32_t entries_from; /* the first day listed */
    bool earlier;         /* a year instead of the book's period */
    int entry;            /* index opened, -1 */
    bool entry_saved;     /* the form's last entry was kept, and a new one is empty */
    /* Letters. */
    struct model_staff_letter *letters;
    size_t letter_count;
    int letter; /* index opened, -1 */
    char answer_buffer[MODEL_LETTER_BYTES_MAX];
    struct textfield answer;
    /* Clock. */
    char clock_buffer[13];
    struct textfield clock; /* YYYYMMDDhhmm */
    bool clock_wrong;       /* before the floor, or no such moment */
    struct model_panel panel;
};

enum { MODEL_VOLUME_MAX = 5 };

/* Reading aloud, as app has it. */
struct model_voice {
    bool available;    /* a voice is installed */
    bool night;        /* the hours in which nothing sounds */
    bool asked;        /* this text is private: the question stands whether others may hear it */
    bool on;           /* something is being read */
    unsigned volume;   /* 1 .. MODEL_VOLUME_MAX */
    uint32_t line;     /* another number for each sentence */
    struct text whole; /* what the page shows of it, "" nothing; from .. to are being said */
    size_t from, to;
};

/* Printing, as app has it. */
struct model_print {
    bool available; /* a printer is set up */
    bool busy;      /* a slip is on its way; model.message says how far */
};

struct model {
    int64_t now_s;
    bool doubtful;
    int offset_min;
    int32_t today;
    struct model_site site;
    int64_t cleaning_left_ms; /* of the minute in which the glass is wiped */
    int64_t idle_left_ms;     /* until the screen is wiped; -1: no warning shown */
    enum theme_scale scale;
    bool contrast, low_reach;

    struct place place;
    /* What the current page shows; others are stale. */
    struct model_board board; /* also on home and staff: today's */
    struct model_item item;
    struct model_compare compare;
    struct model_changes changes;
    struct model_archive archive;
    struct model_list meetings; /* newest first; also the home page's next meeting */
    bool half_year_known;
    struct half_year half_year;   /* of assemblies (R12, W5); on the list of meetings */
    struct model_meeting meeting; /* the page's; on home: the next one, key "" when none */
    struct model_duty duty;
    struct model_organisation organisation;
    struct model_building building;
    struct model_answers answers;
    struct model_list regulations;
    struct model_regulation regulation;
    struct model_list notices, services;
    struct model_notice notice;
    struct model_emergency emergency; /* on every page */
    struct model_attract attract;
    const struct model_picture
        *pictures; /* of the texts shown; on PAGE_PICTURE the one asked for */
    size_t picture_count;
    struct model_search search;
    struct draft draft;
    struct model_receipt receipt;
    char lookup_buffer[RECEIPT_DIGITS + 1];
    struct textfield lookup;
    struct model_staff staff;
    struct text recording; /* key of the office's own reading of the page's text; "" none */
    struct model_voice voice;
    struct model_print print;
    struct text message; /* one line to say above the bar ("没有收好..."), "" none */
};
