/* credentials.c - see credentials.h. */
#include "credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "settings.h"
#include "sign.h"

enum { NOT_ITS_OWNER = 077 };

static const char *const known[] = {"access-key", "secret-key", "region", "origin",
                                    "pin",        "token",      NULL};

void credentials_wipe(struct credentials *credentials)
{
    wipe(credentials, sizeof *credentials);
}

/* What a header can carry: printable ASCII without blanks. */
static bool is_plain(struct text value)
{
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] <= ' ' || value.data[i] > '~') {
            return false;
        }
    }
    return true;
}

static bool take(struct text value, char *to, size_t size)
{
    if (value.size >= size || !is_plain(value)) {
        return false;
    }
    text_copy(value, to, size);
    return true;
}

static bool region_is_name(const char *region)
{
    return strspn(region, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(region);
}

static enum err finish(struct credentials *c, bool fits, const char *where, struct complaint *why)
{
    if (!fits || !region_is_name(c->region) || !c->access_key[0] || !c->secret_key[0]) {
        credentials_wipe(c);
        return complain(
            why, ERR_INVALID,
            "%s: access-key and secret-key are needed, region in lower case, all without "
            "blanks",
            where);
    }
    if (!c->region[0]) {
        text_copy(text_of(CREDENTIALS_REGION_DEFAULT), c->region, sizeof c->region);
    }
    c->keys = (struct http_keys){.access_key = c->access_key,
                                 .secret_key = c->secret_key,
                                 .region = c->region,
                                 .token = c->token[0] ? c->token : NULL};
    return OK;
}

enum err credentials_given(const struct credentials_words *words, const char *where,
                           struct credentials *credentials, struct complaint *why)
{
    struct credentials *c = credentials;

    *c = (struct credentials){0};
    bool fits = take(words->access_key, c->access_key, sizeof c->access_key) &&
                take(words->secret_key, c->secret_key, sizeof c->secret_key) &&
                take(words->region, c->region, sizeof c->region) &&
                take(words->token, c->token, sizeof c->token) &&
                take(words->origin, c->origin, sizeof c->origin) &&
                take(words->pin, c->pin, sizeof c->pin);
    return finish(c, fits, where, why);
}

static enum err parse(struct bytes bytes, const char *path, struct credentials *c,
                      struct complaint *why)
{
    struct settings settings;

    if (settings_parse(bytes, known, &settings, NULL)) { /* its sentence may hold half a key */
        return complain(why, ERR_INVALID,
                        "%s: lines of `name = value` are needed: access-key, secret-key, region, "
                        "origin, pin, token",
                        path);
    }
    const struct credentials_words words = {
        .access_key = settings_get(&settings, "access-key"),
        .secret_key = settings_get(&settings, "secret-key"),
        .region = settings_get(&settings, "region"),
        .token = settings_get(&settings, "token"),
        .origin = settings_get(&settings, "origin"),
        .pin = settings_get(&settings, "pin"),
    };
    return credentials_given(&words, path, c, why);
}

/* A regular file of its owner's alone, at most size - 1 bytes. */
static enum err read_private(const char *path, uint8_t *to, size_t size, size_t *taken,
                             struct complaint *why)
{
    struct stat info;
    enum err err = OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

    *taken = 0;
    if (fd < 0 || fstat(fd, &info)) {
        err = complain(why, file_err(errno), "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        err = complain(why, ERR_INVALID, "%s is no regular file", path);
    } else if (info.st_mode & NOT_ITS_OWNER) {
        err = complain(why, ERR_DENIED, "%s can be read by others; run: chmod 600 %s", path, path);
    }
    while (!err) {
        ssize_t n = read(fd, to + *taken, size - *taken);
        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            err = complain(why, file_err(errno), "%s: %s", path, strerror(errno));
        }
        *taken += n > 0 ? (size_t)n : 0;
        if (*taken == size) {
            err = complain(why, ERR_FULL, "%s is larger than a file of keys", path);
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    return err;
}

enum err credentials_read(const char *path, struct credentials *credentials, struct complaint *why)
{
    uint8_t bytes[CREDENTIALS_BYTES_MAX + 1];
    size_t size;
    enum err err = read_private(path, bytes, sizeof bytes, &size, why);

    err = err ? err : parse(bytes_of(bytes, size), path, credentials, why);
    wipe(bytes, sizeof bytes);
    if (err) {
        credentials_wipe(credentials);
    }
    return err;
}
