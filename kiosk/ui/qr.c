#include "qr.h"

#include <qrencode.h>
#include <string.h>

enum err qr_encode(struct bytes data, struct qr *out)
{
    if (data.size == 0) {
        return ERR_INVALID;
    }
    if (data.size > QR_BYTES_MAX) {
        return ERR_FULL;
    }
    QRcode *code = QRcode_encodeData((int)data.size, data.data, 0, QR_ECLEVEL_M);
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
