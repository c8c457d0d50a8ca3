/* keys.h - the office's secrets: who holds which, and how they are opened.
 *
 * Roles root-1 root-2 root-3 office supervision head mailbox, one file each. A sealed key wants its
 * passphrase: from --passphrase-file (one line for all, or lines `role: passphrase`), else from the
 * terminal; without a terminal it fails and names the option. An open key (demonstration) says so
 * once per run. */
#pragma once

#include "key_file.h"
#include "signed.h"

enum { PASSPHRASE_FILE_BYTES_MAX = 4096, KEY_ROLES = 7 };

struct passphrases {
    char text[PASSPHRASE_FILE_BYTES_MAX + 1];
    size_t size;
    bool given;
    bool told[KEY_ROLES]; /* an open key was announced */
};

extern const char *const key_roles[KEY_ROLES];

/* ERR_INVALID, ERR_NOT_FOUND with a sentence. `path` NULL: none given. */
MUST_CHECK enum err passphrases_read(const char *path, struct passphrases *p,
                                     struct complaint *why);
void passphrases_wipe(struct passphrases *p);
/* For a key about to be made: from the file, or asked for twice. */
MUST_CHECK enum err passphrase_new(struct passphrases *p, const char *role,
                                   char to[PASSWORD_BYTES_MAX + 1], struct complaint *why);

bool key_role_known(const char *role);
/* What staff call it: 根钥匙一, 监督小组签字钥匙. */
const char *key_role_words(const char *role);
/* Opens the file at `path`. ERR_DENIED: wrong or no passphrase, or no file. */
MUST_CHECK enum err key_signer_at(const char *path, const char *role, struct passphrases *p,
                                  struct signer *signer, struct complaint *why);
/* Opens SITE/keys/<role>.key. ERR_DENIED: wrong or no passphrase. Wipe the secret after use. */
MUST_CHECK enum err key_signer(const char *site_folder, const char *role, struct passphrases *p,
                               struct signer *signer, struct complaint *why);
MUST_CHECK enum err key_mailbox(const char *site_folder, struct passphrases *p,
                                struct box_secret *secret, struct complaint *why);
/* Opens without a passphrase, or with one from the file: never asks. */
bool key_is_ready(const char *site_folder, const char *role, const struct passphrases *p);
