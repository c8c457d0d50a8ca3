/* key_sheet.c - see key_sheet.h. */
#include "key_sheet.h"

#include <string.h>

#include "civil.h"
#include "hash.h"

enum { SEED_CHARS = 52, GROUP = 4, CHECK_CHARS = SHEET_CHARS - SEED_CHARS };

static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

/* Four characters over role and seed: a slip passes once in a million. */
static void check_chars(const char *role, const uint8_t seed[SHEET_SEED_BYTES],
                        char to[CHECK_CHARS + 1])
{
    struct hasher hasher;
    hasher_begin(&hasher);
    hasher_add(&hasher, text_bytes(text_of("np-sheet-v1")));
    hasher_add(&hasher, bytes_of(role, strlen(role) + 1));
    hasher_add(&hasher, bytes_of(seed, SHEET_SEED_BYTES));
    struct hash hash = hasher_end(&hasher);
    base32_format(bytes_of(hash.b, sizeof hash.b), CHECK_CHARS, to);
}

void key_sheet_format(const char *role, const uint8_t seed[SHEET_SEED_BYTES],
                      char to[SHEET_TEXT_BYTES])
{
    uint8_t padded[SHEET_SEED_BYTES + 1] = {0};
    char chars[SHEET_CHARS + 1];
    size_t at = 0;
    memcpy(padded, seed, SHEET_SEED_BYTES);
    base32_format(bytes_of(padded, sizeof padded), SEED_CHARS, chars);
    check_chars(role, seed, chars + SEED_CHARS);
    for (size_t i = 0; i < SHEET_CHARS; i++) {
        if (i > 0 && i % GROUP == 0) {
            to[at++] = ' ';
        }
        to[at++] = chars[i];
    }
    to[at] = '\0';
    wipe(padded, sizeof padded);
    wipe(chars, sizeof chars);
}

/* What a hand writes for what was printed. */
static char as_printed(char c)
{
    c = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return (char)(c == '0' ? 'o' : c == '1' ? 'l' : c == '8' ? 'b' : c);
}

enum err key_sheet_parse(const char *role, struct text text, uint8_t seed[SHEET_SEED_BYTES])
{
    char chars[SHEET_CHARS + 1] = "", expected[CHECK_CHARS + 1];
    uint8_t bytes[SHEET_SEED_BYTES + 1] = {0};
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = as_printed(text.data[i]);
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '-') {
            continue;
        }
        if (count == SHEET_CHARS || !strchr(digits, c)) {
            return ERR_INVALID;
        }
        chars[count++] = c;
    }
    if (count != SHEET_CHARS) {
        return ERR_INVALID;
    }
    for (size_t i = 0; i < (size_t)SEED_CHARS * 5; i++) {
        unsigned value = (unsigned)(strchr(digits, chars[i / 5]) - digits);
        bytes[i / 8] |= (uint8_t)((value >> (4 - i % 5) & 1) << (7 - i % 8));
    }
    check_chars(role, bytes, expected);
    enum err err =
        bytes[SHEET_SEED_BYTES] == 0 && memcmp(expected, chars + SEED_CHARS, CHECK_CHARS) == 0
            ? OK
            : ERR_MISMATCH;
    if (!err) {
        memcpy(seed, bytes, SHEET_SEED_BYTES);
    }
    wipe(bytes, sizeof bytes);
    wipe(chars, sizeof chars);
    return err;
}

/* ---- from and to the key's file ---- */

static bool is_mailbox(const char *role)
{
    return strcmp(role, "mailbox") == 0;
}

/* A signing key's secret begins with its seed; a box key's secret is its seed. */
static enum err seed_open(struct site *site, const char *role, struct passphrases *p,
                          uint8_t seed[SHEET_SEED_BYTES], struct complaint *why)
{
    struct signer signer;
    struct box_secret box;
    enum err err = is_mailbox(role) ? key_mailbox(site->folder, p, &box, why)
                                    : key_signer(site->folder, role, p, &signer, why);
    if (!err) {
        memcpy(seed, is_mailbox(role) ? box.b : signer.sk.b, SHEET_SEED_BYTES);
    }
    wipe(&signer, sizeof signer);
    wipe(&box, sizeof box);
    return err;
}

enum err key_sheet_print(struct site *site, const char *role, struct passphrases *p, FILE *out,
                         struct complaint *why)
{
    uint8_t seed[SHEET_SEED_BYTES];
    char text[SHEET_TEXT_BYTES], date[CIVIL_DATE_BYTES], fingerprint[FINGERPRINT_CHARS + 1];
    enum err err =
        key_role_known(role)
            ? seed_open(site, role, p, seed, why)
            : complain(why, ERR_INVALID, "没有叫 %s 的钥匙；用 key SITE list 看有哪些", role);
    if (err) {
        return err;
    }
    key_sheet_format(role, seed, text);
    root_fingerprint(site->root_bytes, fingerprint);
    civil_format_date(civil_day_at(site->now_s, CIVIL_OFFSET_MIN_DEFAULT), date);
    fprintf(out,
            "钥匙备份单\n\n"
            "%.*s　%s（%s）\n"
            "根指纹 %s　%s 打印\n\n"
            "    %.34s\n    %s\n\n"
            "谁拿到这张纸，谁就有这把钥匙。请装进信封封好，由保管人签名，锁起来，不要拍照，"
            "不要放进电脑。\n"
            "用的时候：把上面两行照抄进一个文字文件，然后\n"
            "    noticepoint-office key SITE restore %s --text-file 文件\n"
            "抄完把那个文件删掉。抄错一个字会提示，不会用错。\n",
            TEXT_ARG(site->root.name), key_role_words(role), role, fingerprint, date, text,
            text + 35, role);
    wipe(seed, sizeof seed);
    wipe(text, sizeof text);
    return ferror(out) ? complain(why, ERR_IO, "写不出去") : OK;
}

/* Is it the key that the root names for this role? */
static bool root_names(const struct root *root, const char *role, const uint8_t public_half[32])
{
    struct public_key pk;
    memcpy(pk.b, public_half, sizeof pk.b);
    if (is_mailbox(role)) {
        return memcmp(root->mailbox.b, public_half, sizeof root->mailbox.b) == 0;
    }
    for (enum role r = ROLE_ROOT; r < ROLES; r++) {
        bool this_role =
            r == ROLE_ROOT ? strncmp(role, "root-", 5) == 0 : strcmp(role, role_name(r)) == 0;
        for (size_t i = 0; this_role && i < root->roles[r].count; i++) {
            if (public_key_equal(&root->roles[r].keys[i], &pk)) {
                return true;
            }
        }
    }
    return false;
}

static enum err restore(struct site *site, const char *role, const uint8_t seed[SHEET_SEED_BYTES],
                        struct passphrases *p, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX], part[64], words[PASSWORD_BYTES_MAX + 1] = "";
    struct public_key pk = {{0}};
    struct secret_key sk;
    struct box_secret box;
    struct box_public box_pk = {{0}};
    memcpy(box.b, seed, sizeof box.b);
    box_secret_public(&box, &box_pk);
    sign_keypair_from_seed(seed, &pk, &sk);
    const uint8_t *public_half = is_mailbox(role) ? box_pk.b : pk.b;
    struct bytes secret =
        is_mailbox(role) ? bytes_of(box.b, sizeof box.b) : bytes_of(sk.b, sizeof sk.b);
    snprintf(part, sizeof part, "keys/%s.key", role);
    enum err err = root_names(&site->root, role, public_half)
                       ? site_path(site, part, path)
                       : complain(why, ERR_MISMATCH,
                                  "这张备份单是 %s 的，但它已经换过，或者是别的居委会的", role);
    if (!err && file_exists(path)) {
        err = complain(why, ERR_EXISTS, "%s 还在；要用备份单，先把它拿走", path);
    }
    err = err ? err : passphrase_new(p, role, words, why);
    err = err ? err
              : key_file_write(path, role, public_half, secret, text_bytes(text_of(words)),
                               site->root.receipt_cost, why);
    wipe(&sk, sizeof sk);
    wipe(&box, sizeof box);
    wipe(words, sizeof words);
    return err;
}

enum err key_sheet_restore(struct site *site, const char *role, struct text words,
                           struct passphrases *p, struct complaint *why)
{
    uint8_t seed[SHEET_SEED_BYTES];
    enum err err =
        key_role_known(role)
            ? key_sheet_parse(role, words, seed)
            : complain(why, ERR_INVALID, "没有叫 %s 的钥匙；用 key SITE list 看有哪些", role);
    if (err && key_role_known(role)) {
        return complain(why, err,
                        err == ERR_MISMATCH
                            ? "抄错了一个字，或者不是 %s 的备份单"
                            : "要照抄备份单上的两行，一共 14 组、每组 4 个字符（%s）",
                        role);
    }
    err = err ? err : restore(site, role, seed, p, why);
    wipe(seed, sizeof seed);
    return err;
}
