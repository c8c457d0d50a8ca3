/* voice.h - the voice as the kiosk hears of it: sentences in, which one is being said out.
 *
 * noticepoint-voice is started with the first sentence and killed with the last or with
 * voice_hush, so nothing of what it was told outlives the reading. It may hang or die
 * (speech.h). One at a time. */
#pragma once

#include "speech.h"

struct voice;

/* NULL: no memory. The path is copied; nothing is started yet. */
struct voice *voice_new(const char *program);
void voice_free(struct voice *voice); /* accepts NULL */

/* Reads `count` sentences (as reading_pinyin makes them) aloud; they stay the caller's and are used
 * until voice_hush or the end. What was being said is ended. */
void voice_begin(struct voice *voice, const struct text *sentences, size_t count);
/* The same of one recording. `sound_fd` is open for reading at its beginning and stays open,
 * the caller's, until voice_hush or the end. */
void voice_begin_recording(struct voice *voice, int sound_fd);
void voice_hush(struct voice *voice);
/* 1 .. VOICE_VOLUME_MAX, heard at once. */
void voice_set_volume(struct voice *voice, unsigned volume);
/* Takes what came, asks for what is next. True: speech changed. */
bool voice_turn(struct voice *voice, int64_t now_ms);
const struct speech *voice_speech(const struct voice *voice);
int voice_fd(const struct voice *voice);         /* becomes readable with news; -1 none */
int64_t voice_due_ms(const struct voice *voice); /* when voice_turn wants to be called anyway */
