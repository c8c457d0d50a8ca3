/* notes.c - see notes.h. */
#include "notes.h"

#include "device.h"

enum err note_get(struct txn *txn, const char *name, struct bytes *value)
{
    enum err err = txn_get(txn, DEVICE_META, text_bytes(text_of(name)), value);

    if (err == ERR_NOT_FOUND) {
        *value = bytes_of(NULL, 0);
        return OK;
    }
    return err;
}

enum err note_put(struct txn *txn, const char *name, struct bytes value)
{
    return value.size == 0 ? note_drop(txn, name)
                           : txn_put(txn, DEVICE_META, text_bytes(text_of(name)), value);
}

enum err note_drop(struct txn *txn, const char *name)
{
    enum err err = txn_del(txn, DEVICE_META, text_bytes(text_of(name)));
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err note_number(struct txn *txn, const char *name, uint64_t *n)
{
    return txn_get_number(txn, DEVICE_META, name, n);
}

enum err note_put_number(struct txn *txn, const char *name, uint64_t n)
{
    return txn_put_number(txn, DEVICE_META, name, n);
}
