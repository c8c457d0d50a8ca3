/* staff_mode.h - behind the held corner: PIN, activation, vault, registers, letters, the clock.
 *
 * A PIN (six digits, Argon2id in a child) opens staff mode; each try is counted on disk before it
 * is computed, so pulling the plug gives no more tries. First use: the activation code the office
 * printed, a PIN, and, for the first person of this site, a passphrase of ten characters or more,
 * under which the vault's secret half is wrapped. Who comes later has a PIN; the vault is opened by
 * a colleague. What is read with the vault stays in secret memory until staff leave.
 *
 * Each function reads and writes model->staff and says what happened in model->message. */
#pragma once

#include "child.h"
#include "snapshot_model.h"
#include "staff.h" /* store */

enum {
    STAFF_PIN_DIGITS = 6,
    STAFF_CODE_DIGITS = 16, /* of an activation code */
    STAFF_FREE_TRIES = 3,   /* then each wrong PIN makes one wait longer */
    STAFF_LOCK_S_MAX = 3600,
    STAFF_CODE_BURST = 5, /* activation codes and passphrases */
    STAFF_CODE_BACK_S = 60,
};

enum staff_work {
    STAFF_IDLE,
    STAFF_CHECK_CODE,
    STAFF_CHECK_PIN,
    STAFF_MAKE_PIN,
    STAFF_MAKE_VAULT,
    STAFF_OPEN_VAULT,
    STAFF_MAKE_ANSWER,
};

/* Kept in secret memory. */
struct staff_mode {
    struct child child;
    enum staff_work work;
    char id[STAFF_ID_BYTES_MAX + 1]; /* of the person chosen, then in */
    char name[64];
    struct staff record; /* as stored, or being made */
    bool makes_vault;    /* the first person of the site */
    char pin[STAFF_PIN_DIGITS + 1];
    char passphrase[PASSWORD_BYTES_MAX + 1];
    int64_t locked_until_s;
    struct box_secret vault;
    bool vault_open;
    char answer_digits[RECEIPT_DIGITS + 1];
};

/* What staff mode works on; made by app for one call. */
struct staff_room {
    struct data_folder *folder;
    struct snapshot *snapshot;
    struct model *model;
    struct arena *secret; /* what is read with the vault lives here until staff leave */
    struct clock_verdict clock;
    int64_t raw_s;             /* of the system clock, for the offset */
    struct password_cost cost; /* of new PINs and passphrases */
};

void staff_enter(struct staff_mode *mode, struct staff_room *room); /* the PIN page opens */
void staff_list_people(struct staff_mode *mode,
                       struct staff_room *room); /* after each load of it */
void staff_choose(struct staff_mode *mode, struct staff_room *room, int64_t index);
void staff_secret_typed(struct staff_mode *mode, struct staff_room *room);
/* Takes a child's answer, if there is one. True: something changed. */
bool staff_poll(struct staff_mode *mode, struct staff_room *room);
/* Seconds to wait are told anew. */
void staff_tick(struct staff_mode *mode, struct staff_room *room);
/* Wipes what was typed and read. */
void staff_leave(struct staff_mode *mode, struct staff_room *room);

void staff_fill_overview(struct staff_mode *mode, struct staff_room *room);
void staff_open_vault(struct staff_mode *mode, struct staff_room *room);
/* A register is turned to: its form is begun unless there is one under way. */
void staff_open_book(struct staff_mode *mode, struct staff_room *room, enum book book);
/* The form of the book shown becomes an entry; what it lacks is said. */
void staff_save_entry(struct staff_mode *mode, struct staff_room *room);
/* The form of its book starts from the entry shown, and corrects it; or no longer does. */
void staff_correct_entry(struct staff_mode *mode, struct staff_room *room);
void staff_correct_not(struct staff_mode *mode, struct staff_room *room);
/* Of the place shown, "visit" or, the entry staying chosen, "visit/3". */
void staff_fill_book(struct staff_mode *mode, struct staff_room *room);
void staff_fill_letters(struct staff_mode *mode, struct staff_room *room);
void staff_save_answer(struct staff_mode *mode, struct staff_room *room);
void staff_set_clock(struct staff_mode *mode, struct staff_room *room);

/* Seconds of waiting after so many wrong PINs in a row. */
int64_t staff_lock_s(uint32_t failures);
