/* sigv4.h - what a request to an object store says of itself so that it can be signed. The
 * signature is libcurl's (AWS Signature Version 4); these are the parts it leaves to us. */
#pragma once

#include "client.h"

enum {
    SIGV4_PROVIDER_BYTES = HTTP_KEY_BYTES_MAX + 16,
    SIGV4_VALUE_BYTES = 72,
};

/* "aws:amz:REGION:s3", for CURLOPT_AWS_SIGV4. */
void sigv4_provider(const struct http_keys *keys, char to[SIGV4_PROVIDER_BYTES]);
/* SHA-256 of the body in hex: with it in the signature, a changed body is refused by the store.
 * Both return `to`. */
const char *sigv4_body_hash(struct bytes body, char to[SIGV4_VALUE_BYTES]);
/* 20261110T000000Z */
const char *sigv4_date(int64_t moment_s, char to[SIGV4_VALUE_BYTES]);
