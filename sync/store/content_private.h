/* content_private.h - what content.c and find.c share; nobody else includes it. */
#pragma once

#include "content.h"

enum {
    TABLE_META,
    TABLE_ENTRIES, /* key -> version, object's hash, entry: the view */
    TABLE_HISTORY, /* key 0x00 version -> the same, of earlier versions */
    TABLE_OBJECTS, /* hash -> object */
    TABLE_REFS,    /* hash -> how many entries of view and history name it */
    TABLE_FIND,    /* key -> what find.c keeps of the record in the view */
    TABLES,

    FIND_SCRATCH_BYTES = 2 * 1024 * 1024, /* to decode a record of RECORD_BYTES_MAX with its rows */
};

/* What is staged is seen by who stages it: the transaction may be the staging one. */
enum err content_look_begin(struct content *content, struct txn **txn);
void content_look_end(struct content *content, struct txn *txn);
/* The object in the view under a key, a view of the map. */
enum err content_txn_object(struct txn *txn, struct text key, struct bytes *object);

/* What indexing needs, made once for many records, at the bottom of an arena of FIND_SCRATCH_BYTES
 * that is its own. NULL: the arena is too small. */
struct find_indexer;
struct find_indexer *find_indexer_new(struct arena *scratch);
/* Writes the row of the record now in the view under `key`, or takes it away when the record is
 * none that people search. */
enum err find_index(struct txn *txn, struct text key, struct find_indexer *indexer);
enum err find_index_all(struct txn *txn, struct find_indexer *indexer);
