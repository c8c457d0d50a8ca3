#include "qr.h"

#include <qrencode.h>
#include <string.h>

/* What QR codes hold in 5.5 bits a character: digits, capitals and nine signs. */
static bool is_capitals(struct bytes data)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    for (size_t i = 0; i < data.size; i++) {
        if (data.data[i] == 0 || !strchr(signs, data.data[i])) {
            return false;
        }
    }
    return true;
}

static QRcode *encode(struct bytes data)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    QRcode *code = NULL;

    if (input && QRinput_append(input, is_capitals(data) ? QR_MODE_AN : QR_MODE_8, (int)data.size,
                                data.data) == 0) {
        code = QRcode_encodeInput(input);
    }
    QRinput_free(input);
    return code;
}

enum err qr_encode(struct bytes data, struct qr *out)
{
    if (data.size == 0) {
        return ERR_INVALID;
    }
    if (data.size > QR_BYTES_MAX) {
        return ERR_FULL;
    }
    QRcode *code = encode(data);
    if (!code) {
        return ERR_NOMEM;
    }
    *out = (struct qr){.side = code->width};
    for (int i = 0; i < code->width * code->width; i++) {
        out->bits[i / 8] |= (uint8_t)((code->data[i] & 1) << i % 8);
    }
    QRcode_free(code);
    return OK;
}

bool qr_is_dark(const struct qr *qr, int x, int y)
{
    if (x < 0 || y < 0 || x >= qr->side || y >= qr->side) {
        return false;
    }
    int i = y * qr->side + x;
    return qr->bits[i / 8] >> i % 8 & 1;
}
