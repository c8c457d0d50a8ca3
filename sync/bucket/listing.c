/* listing.c - see listing.h. */
#include "listing.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

struct reading {
    XML_Parser parser;
    listed_fn *take;
    void *data;
    struct listing_rest *rest;
    enum err err;
    unsigned depth;
    bool is_page; /* the root element is the one we know */
    bool in_version, has_key, has_size;
    struct listed listed;
    char key[LISTING_TEXT_BYTES_MAX + 1], version[LISTING_TEXT_BYTES_MAX + 1];
    char text[LISTING_TEXT_BYTES_MAX + 1]; /* of the element being read */
    size_t text_size;
    bool text_cut;
};

enum { DEPTH_ROOT = 1, DEPTH_PART = 2, DEPTH_FIELD = 3 };

static void stop(struct reading *r, enum err err)
{
    r->err = r->err ? r->err : err;
    XML_StopParser(r->parser, XML_FALSE);
}

static void version_begin(struct reading *r, bool marker)
{
    r->in_version = true;
    r->has_key = r->has_size = false;
    r->key[0] = r->version[0] = '\0';
    r->listed = (struct listed){.marker = marker};
}

static void element_begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = context;
    (void)attributes;

    r->depth++;
    r->text_size = 0;
    r->text_cut = false;
    if (r->depth > LISTING_DEPTH_MAX) {
        stop(r, ERR_INVALID);
    } else if (r->depth == DEPTH_ROOT) {
        r->is_page = strcmp(name, "ListVersionsResult") == 0;
        if (!r->is_page) {
            stop(r, ERR_INVALID);
        }
    } else if (r->depth == DEPTH_PART) {
        bool marker = strcmp(name, "DeleteMarker") == 0;
        r->in_version = false;
        if (marker || strcmp(name, "Version") == 0) {
            version_begin(r, marker);
        }
    }
}

static void text_take(void *context, const XML_Char *text, int size)
{
    struct reading *r = context;

    for (int i = 0; i < size; i++) {
        if (r->text_size == LISTING_TEXT_BYTES_MAX) {
            r->text_cut = true;
            return;
        }
        r->text[r->text_size++] = text[i];
    }
}

static bool text_keep(struct reading *r, char to[LISTING_TEXT_BYTES_MAX + 1])
{
    if (r->text_cut) {
        stop(r, ERR_INVALID);
        return false;
    }
    memcpy(to, r->text, r->text_size + 1);
    return true;
}

static void field_end(struct reading *r, const char *name)
{
    if (strcmp(name, "Key") == 0) {
        r->has_key = text_keep(r, r->key);
    } else if (strcmp(name, "VersionId") == 0) {
        (void)text_keep(r, r->version);
    } else if (strcmp(name, "IsLatest") == 0) {
        r->listed.newest = strcmp(r->text, "true") == 0;
    } else if (strcmp(name, "Size") == 0) {
        r->has_size =
            !text_parse_uint((struct text){r->text, r->text_size}, INT64_MAX, &r->listed.size);
    }
}

static void version_end(struct reading *r)
{
    r->in_version = false;
    if (!r->has_key || (!r->has_size && !r->listed.marker)) {
        stop(r, ERR_INVALID);
        return;
    }
    r->listed.key = text_of(r->key);
    r->listed.version = text_of(r->version);
    enum err err = r->take(&r->listed, r->data);
    if (err) {
        stop(r, err);
    }
}

static void part_end(struct reading *r, const char *name)
{
    if (r->in_version) {
        version_end(r);
    } else if (strcmp(name, "IsTruncated") == 0) {
        r->rest->truncated = strcmp(r->text, "true") == 0;
    } else if (strcmp(name, "NextKeyMarker") == 0) {
        (void)text_keep(r, r->rest->key);
    } else if (strcmp(name, "NextVersionIdMarker") == 0) {
        (void)text_keep(r, r->rest->version);
    }
}

static void element_end(void *context, const XML_Char *name)
{
    struct reading *r = context;

    r->text[r->text_size] = '\0';
    if (r->depth == DEPTH_FIELD && r->in_version) {
        field_end(r, name);
    } else if (r->depth == DEPTH_PART) {
        part_end(r, name);
    }
    r->text_size = 0;
    r->depth--;
}

static void doctype_begin(void *context, const XML_Char *name, const XML_Char *system,
                          const XML_Char *public, int has_subset)
{
    (void)name, (void)system, (void)public, (void)has_subset;
    stop(context, ERR_INVALID);
}

enum err listing_parse(struct bytes xml, listed_fn *take, void *data, struct listing_rest *rest,
                       struct complaint *why)
{
    struct reading *r = calloc(1, sizeof *r);
    XML_Parser parser = r ? XML_ParserCreate("UTF-8") : NULL;
    enum err err = ERR_NOMEM;

    *rest = (struct listing_rest){0};
    if (!parser) {
        free(r);
        return err;
    }
    *r = (struct reading){.parser = parser, .take = take, .data = data, .rest = rest};
    XML_SetUserData(parser, r);
    XML_SetElementHandler(parser, element_begin, element_end);
    XML_SetCharacterDataHandler(parser, text_take);
    XML_SetStartDoctypeDeclHandler(parser, doctype_begin);
    bool whole =
        xml.size <= LISTING_PAGE_BYTES_MAX &&
        XML_Parse(parser, (const char *)xml.data, (int)xml.size, XML_TRUE) == XML_STATUS_OK;
    err = r->err ? r->err : whole ? OK : ERR_INVALID;
    if (!err && rest->truncated && !rest->key[0]) {
        err = ERR_INVALID; /* more, and nowhere to go on from */
    }
    XML_ParserFree(parser);
    free(r);
    return err == ERR_INVALID
               ? complain(why, err, "the object store's list of what lies there cannot be read")
               : err;
}
