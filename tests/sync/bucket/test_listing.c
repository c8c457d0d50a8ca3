/* A page of versions is read whole or refused, whatever a store sends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listing.h"
#include "support.h"

enum { TOLD_BYTES = 512 };

#define BEGIN                                                                                      \
    "<?xml version=\"1.0\"?><ListVersionsResult "                                                  \
    "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
#define END "</ListVersionsResult>"

/* "key@version size newest" lines. */
static enum err tell(const struct listed *listed, void *data)
{
    char *told = data;
    size_t used = strlen(told);

    if (text_is(listed->key, "stop")) {
        return ERR_FULL;
    }
    snprintf(told + used, TOLD_BYTES - used, "%.*s@%.*s %llu%s%s;", TEXT_ARG(listed->key),
             TEXT_ARG(listed->version), (unsigned long long)listed->size,
             listed->newest ? " newest" : "", listed->marker ? " marker" : "");
    return OK;
}

static enum err page_read(const char *xml, char told[TOLD_BYTES], struct listing_rest *rest)
{
    told[0] = '\0';
    return listing_parse(bytes_of_text(xml), tell, told, rest, NULL);
}

static void versions_come_in_order_with_size_and_age(void **state)
{
    char told[TOLD_BYTES];
    struct listing_rest rest;
    (void)state;

    assert_ok(page_read(BEGIN
                        "<IsTruncated>false</IsTruncated>"
                        "<Version><Key>a/b</Key><VersionId>v2</VersionId><IsLatest>true</IsLatest>"
                        "<Size>12</Size><Owner><ID>x</ID><Key>no</Key></Owner></Version>"
                        "<DeleteMarker><Key>c</Key><VersionId>v3</VersionId>"
                        "<IsLatest>false</IsLatest></DeleteMarker>" END,
                        told, &rest));
    assert_string_equal(told, "a/b@v2 12 newest;c@v3 0 marker;");
    assert_false(rest.truncated);
}

static void a_page_says_where_the_next_begins(void **state)
{
    char told[TOLD_BYTES];
    struct listing_rest rest;
    (void)state;

    assert_ok(page_read(BEGIN
                        "<IsTruncated>true</IsTruncated><NextKeyMarker>a&amp;b</NextKeyMarker>"
                        "<NextVersionIdMarker>v1</NextVersionIdMarker>" END,
                        told, &rest));
    assert_true(rest.truncated);
    assert_string_equal(rest.key, "a&b");
    assert_string_equal(rest.version, "v1");
    assert_err(ERR_INVALID, page_read(BEGIN "<IsTruncated>true</IsTruncated>" END, told, &rest));
}

static void half_a_page_another_document_and_rubbish_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "not xml",
        BEGIN "<Version><Key>a</Key>",
        "<html><body>Welcome</body></html>",
        "<Error><Code>AccessDenied</Code></Error>",
        BEGIN "<Version><Key>a</Key></Version>" END,   /* no size */
        BEGIN "<Version><Size>1</Size></Version>" END, /* no key */
        BEGIN "<Version><Key>a</Key><Size>-1</Size></Version>" END,
        BEGIN "<a><b><c><d><e><f><g><h></h></g></f></e></d></c></b></a>" END,
        BEGIN "\xff" END,
    };
    char told[TOLD_BYTES];
    struct listing_rest rest;
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_err(ERR_INVALID, page_read(bad[i], told, &rest));
        assert_string_equal(told, "");
    }
}

static void a_document_type_is_not_read(void **state)
{
    char told[TOLD_BYTES];
    struct listing_rest rest;
    (void)state;

    assert_err(ERR_INVALID,
               page_read("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>" BEGIN
                         "<Version><Key>&b;</Key><Size>1</Size></Version>" END,
                         told, &rest));
    assert_err(ERR_INVALID,
               page_read("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" BEGIN END, told, &rest));
}

static void a_key_longer_than_keys_are_is_refused(void **state)
{
    static char xml[8 * 1024], key[2 * LISTING_TEXT_BYTES_MAX];
    char told[TOLD_BYTES];
    struct listing_rest rest;
    (void)state;

    memset(key, 'k', LISTING_TEXT_BYTES_MAX + 1);
    snprintf(xml, sizeof xml, BEGIN "<Version><Key>%s</Key><Size>1</Size></Version>" END, key);
    assert_err(ERR_INVALID, page_read(xml, told, &rest));
    key[LISTING_TEXT_BYTES_MAX] = '\0';
    snprintf(xml, sizeof xml, BEGIN "<Version><Key>%s</Key><Size>1</Size></Version>" END, key);
    assert_ok(page_read(xml, told, &rest));
}

static void what_the_reader_returns_ends_the_page(void **state)
{
    char told[TOLD_BYTES];
    struct listing_rest rest;
    (void)state;

    assert_err(ERR_FULL, page_read(BEGIN "<Version><Key>stop</Key><Size>1</Size></Version>"
                                         "<Version><Key>b</Key><Size>1</Size></Version>" END,
                                   told, &rest));
    assert_string_equal(told, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions_come_in_order_with_size_and_age),
        cmocka_unit_test(a_page_says_where_the_next_begins),
        cmocka_unit_test(half_a_page_another_document_and_rubbish_are_refused),
        cmocka_unit_test(a_document_type_is_not_read),
        cmocka_unit_test(a_key_longer_than_keys_are_is_refused),
        cmocka_unit_test(what_the_reader_returns_ends_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
