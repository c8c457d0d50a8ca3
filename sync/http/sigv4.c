/* sigv4.c - see sigv4.h. */
#include "sigv4.h"

#include <stdio.h>
#include <time.h>

#include "hash.h"

void sigv4_provider(const struct http_keys *keys, char to[SIGV4_PROVIDER_BYTES])
{
    snprintf(to, SIGV4_PROVIDER_BYTES, "aws:amz:%s:s3", keys->region);
}

const char *sigv4_body_hash(struct bytes body, char to[SIGV4_VALUE_BYTES])
{
    uint8_t hash[SHA256_BYTES];

    sha256_of(body, hash);
    hex_format(bytes_of(hash, sizeof hash), to);
    return to;
}

const char *sigv4_date(int64_t moment_s, char to[SIGV4_VALUE_BYTES])
{
    time_t moment = (time_t)moment_s;
    struct tm parts = {0};

    gmtime_r(&moment, &parts);
    strftime(to, SIGV4_VALUE_BYTES, "%Y%m%dT%H%M%SZ", &parts);
    return to;
}
