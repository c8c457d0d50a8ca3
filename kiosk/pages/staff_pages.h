/* staff_pages.h - what the staff pages share: the vault's lock, the bar, entries of registers.
 *
 * Private to kiosk/pages. */
#pragma once

#include "parts.h"

/* The passphrase, and the panel that writes it in the rest of the body. True: it was finished. */
bool secret_cut(struct page *page, struct rect body, struct rect bar, int id, struct text label);
/* How the last try went, or that one is under way. */
void secret_state_cut(struct page *page, struct rect *rest);
/* Where one would see names and letters: whether the vault is open, else a button that asks for the
 * passphrase, on a page of its own: vault_ask. */
void vault_cut(struct page *page, struct rect *rest, int id);
/* Whether the passphrase is being asked for; then vault_frame draws the whole page. */
bool vault_asks(const struct page *page);
void vault_frame(struct page *page, int id);
/* Back, and out of staff mode; `middle` between them may be NULL. */
void staff_bar(struct page *page, struct rect bar, const struct bar_button *middle);
struct head staff_head(const struct page *page, struct text title);

/* ---- entries ---- */

/* What an entry says of one thing that is asked; empty: nothing. */
struct text entry_value(struct page *page, const struct book_look *look, const struct ask *ask,
                        const void *record);
/* True: touched. */
bool entry_row(struct page *page, struct rect *rest, int id, enum book book,
               const struct model_entry *entry);
