/* keys.c - see keys.h. */
#include "keys.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "file.h"
#include "utf8.h"

const char *const key_roles[KEY_ROLES] = {"root-1",      "root-2", "root-3", "office",
                                          "supervision", "head",   "mailbox"};

/* What staff call the keys; the role stands beside it, since passphrase files name it. */
static const char *const key_titles[KEY_ROLES] = {"根钥匙一",       "根钥匙二",         "根钥匙三",
                                                  "居委会签字钥匙", "监督小组签字钥匙", "发布钥匙",
                                                  "信箱钥匙"};

static size_t role_index(const char *role)
{
    size_t i = 0;
    while (i + 1 < KEY_ROLES && strcmp(key_roles[i], role) != 0) {
        i++;
    }
    return i;
}

static const char *role_title(const char *role)
{
    return key_titles[role_index(role)];
}

bool key_role_known(const char *role)
{
    return strcmp(key_roles[role_index(role)], role) == 0;
}

const char *key_role_words(const char *role)
{
    return role_title(role);
}

enum err passphrases_read(const char *path, struct passphrases *p, struct complaint *why)
{
    uint8_t block[2 * PASSPHRASE_FILE_BYTES_MAX];
    struct arena arena;
    struct bytes bytes;

    *p = (struct passphrases){.given = path != NULL};
    if (!path) {
        return OK;
    }
    arena_init_over(&arena, block, sizeof block);
    enum err err = file_read(path, PASSPHRASE_FILE_BYTES_MAX, &arena, &bytes, why);
    if (err == ERR_NOT_FOUND) {
        err = complain(why, ERR_INVALID, "没有口令文件 %s；请检查路径", path);
    }
    if (!err && !utf8_valid(bytes)) {
        err = complain(why, ERR_INVALID, "%s 不是 UTF-8 文字", path);
    }
    if (!err) {
        memcpy(p->text, bytes.data, bytes.size);
        p->size = bytes.size;
    }
    wipe(block, sizeof block);
    return err;
}

void passphrases_wipe(struct passphrases *p)
{
    wipe(p->text, sizeof p->text);
    p->size = 0;
}

static bool line_for(struct text line, const char *role, struct text *words)
{
    size_t size = strlen(role);
    if (line.size <= size || !text_starts(line, role) || line.data[size] != ':') {
        return false;
    }
    *words = text_trim(text_slice(line, size + 1, line.size));
    return true;
}

/* The line of this role, else the only line that names no role. */
static bool find_passphrase(const struct passphrases *p, const char *role, struct text *words)
{
    struct text rest = {p->text, p->size}, line, any = {0};
    while (p->given && text_split(&rest, '\n', &line)) {
        line = text_trim(line);
        bool named = false;
        for (size_t i = 0; i < KEY_ROLES; i++) {
            named = named || line_for(line, key_roles[i], words);
        }
        if (named && line_for(line, role, words)) {
            return true;
        }
        if (!named && line.size > 0 && !any.data) {
            any = line;
        }
    }
    *words = any;
    return any.data != NULL;
}

static enum err copy_words(struct text words, char to[PASSWORD_BYTES_MAX + 1],
                           struct complaint *why)
{
    if (words.size > PASSWORD_BYTES_MAX) {
        return complain(why, ERR_INVALID, "口令超过 %d 个字节", PASSWORD_BYTES_MAX);
    }
    text_copy(words, to, PASSWORD_BYTES_MAX + 1);
    return OK;
}

static enum err ask(const char *prompt, const char *role, char to[PASSWORD_BYTES_MAX + 1],
                    struct complaint *why)
{
    struct termios shown, hidden;
    char line[PASSWORD_BYTES_MAX + 2];

    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) != 0) {
        return complain(why, ERR_DENIED,
                        "需要%s（%s）的口令，而这里没有终端可以输入；请用 --passphrase-file 文件",
                        role_title(role), role);
    }
    fprintf(stderr, "%s，%s（%s）：", prompt, role_title(role), role);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    char *got = fgets(line, sizeof line, stdin);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    enum err err = got ? copy_words(text_trim(text_of(line)), to, why)
                       : complain(why, ERR_DENIED, "没有输入口令");
    wipe(line, sizeof line);
    return err;
}

static enum err passphrase_for(struct passphrases *p, const char *role,
                               char to[PASSWORD_BYTES_MAX + 1], struct complaint *why)
{
    struct text words;
    if (find_passphrase(p, role, &words)) {
        return copy_words(words, to, why);
    }
    if (p->given) {
        return complain(why, ERR_DENIED, "--passphrase-file 里没有%s的口令；请加一行“%s: 口令”",
                        role_title(role), role);
    }
    return ask("口令", role, to, why);
}

static enum err ask_twice(const char *role, char to[PASSWORD_BYTES_MAX + 1], struct complaint *why)
{
    char again[PASSWORD_BYTES_MAX + 1];
    enum err err = ask("新口令", role, to, why);
    err = err ? err : ask("再输一次", role, again, why);
    if (!err && strcmp(to, again) != 0) {
        err = complain(why, ERR_INVALID, "两次输入的口令不一样");
    }
    wipe(again, sizeof again);
    return err;
}

enum err passphrase_new(struct passphrases *p, const char *role, char to[PASSWORD_BYTES_MAX + 1],
                        struct complaint *why)
{
    enum err err = p->given ? passphrase_for(p, role, to, why) : ask_twice(role, to, why);
    if (!err && utf8_count(text_of(to)) < PASSPHRASE_CHARS_MIN) {
        err = complain(why, ERR_INVALID, "%s（%s）的口令太短，至少要 %d 个字", role_title(role),
                       role, PASSPHRASE_CHARS_MIN);
    }
    return err;
}

static enum err key_path(const char *site_folder, const char *role, char to[FILE_PATH_BYTES_MAX])
{
    char name[KEY_ROLE_BYTES_MAX + 16];
    snprintf(name, sizeof name, "keys/%s.key", role);
    return path_join(to, site_folder, name);
}

static void tell_open(struct passphrases *p, const char *role)
{
    bool *told = &p->told[role_index(role)];
    if (!*told) {
        fprintf(stderr, "注意：演示用的%s（%s）没有口令，正式使用前请重新 init\n", role_title(role),
                role);
        *told = true;
    }
}

/* The secret of a role into secret[0..size), and its public half. */
static enum err read_key_at(const char *path, const char *role, struct passphrases *p,
                            uint8_t *secret, size_t size, uint8_t public_half[32],
                            struct complaint *why)
{
    char words[PASSWORD_BYTES_MAX + 1] = "";
    struct key_file info;
    enum err err = OK;
    if (!file_exists(path)) {
        return complain(why, ERR_DENIED, "这里没有%s（%s）；请插上存它的U盘，或到存它的电脑上办",
                        role_title(role), path);
    }
    err = key_file_look(path, &info, why);
    if (!err && info.open) {
        tell_open(p, role);
    } else if (!err) {
        err = passphrase_for(p, role, words, why);
    }
    bool asked = err != OK; /* then it was told already */
    err = err ? err : key_file_read(path, text_bytes(text_of(words)), secret, size, why);
    wipe(words, sizeof words);
    if (err == ERR_DENIED && !asked) {
        complain(why, err, "%s（%s）的口令不对", role_title(role), role);
    }
    if (!err) {
        memcpy(public_half, info.public_half, sizeof info.public_half);
    }
    return err;
}

static enum err read_key(const char *site_folder, const char *role, struct passphrases *p,
                         uint8_t *secret, size_t size, uint8_t public_half[32],
                         struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = key_path(site_folder, role, path);
    return err ? err : read_key_at(path, role, p, secret, size, public_half, why);
}

enum err key_signer_at(const char *path, const char *role, struct passphrases *p,
                       struct signer *signer, struct complaint *why)
{
    return read_key_at(path, role, p, signer->sk.b, sizeof signer->sk.b, signer->pk.b, why);
}

enum err key_signer(const char *site_folder, const char *role, struct passphrases *p,
                    struct signer *signer, struct complaint *why)
{
    return read_key(site_folder, role, p, signer->sk.b, sizeof signer->sk.b, signer->pk.b, why);
}

enum err key_mailbox(const char *site_folder, struct passphrases *p, struct box_secret *secret,
                     struct complaint *why)
{
    uint8_t public_half[32];
    return read_key(site_folder, "mailbox", p, secret->b, sizeof secret->b, public_half, why);
}

bool key_is_ready(const char *site_folder, const char *role, const struct passphrases *p)
{
    char path[FILE_PATH_BYTES_MAX];
    struct key_file info;
    struct text words;
    if (key_path(site_folder, role, path) || !file_exists(path) ||
        key_file_look(path, &info, NULL)) {
        return false;
    }
    return info.open || find_passphrase(p, role, &words);
}
