#include "recording.h"

#include <opusfile.h>
#include <stdlib.h>

enum { STEREO_SAMPLES_MAX = 2 * 5760 /* the longest Opus packet */ };

struct recording {
    OggOpusFile *file;
    size_t left; /* samples until RECORDING_MINUTES_MAX */
};

enum err recording_open(struct bytes bytes, struct recording **out, struct complaint *why)
{
    struct recording *recording = calloc(1, sizeof *recording);
    int code = 0;

    if (!recording) {
        return ERR_NOMEM;
    }
    if (bytes.size > 0 && bytes.size <= RECORDING_BYTES_MAX) {
        recording->file = op_open_memory(bytes.data, bytes.size, &code);
    }
    if (!recording->file) {
        free(recording);
        return complain(why, ERR_INVALID, "this is no Ogg Opus recording (%d)", code);
    }
    recording->left = (size_t)RECORDING_RATE_HZ * 60 * RECORDING_MINUTES_MAX;
    *out = recording;
    return OK;
}

void recording_close(struct recording *recording)
{
    if (recording) {
        op_free(recording->file);
        free(recording);
    }
}

size_t recording_read(struct recording *recording, int16_t *samples, size_t max)
{
    opus_int16 both[STEREO_SAMPLES_MAX];
    int wanted = max < STEREO_SAMPLES_MAX / 2 ? (int)max * 2 : STEREO_SAMPLES_MAX;
    int got = recording->left > 0 ? op_read_stereo(recording->file, both, wanted) : 0;

    if (got <= 0) { /* OP_HOLE too: what is damaged is not played on */
        recording->left = 0;
        return 0;
    }
    size_t count = (size_t)got;
    count = count < recording->left ? count : recording->left;
    recording->left -= count;
    for (size_t i = 0; i < count; i++) {
        samples[i] = (int16_t)((both[2 * i] + both[2 * i + 1]) / 2);
    }
    return count;
}
