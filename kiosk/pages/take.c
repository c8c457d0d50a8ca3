#include "take.h"

#include <stdio.h>

#include "civil.h"
#include "utf8.h"

enum {
    NUMBER_BYTES_MAX = 8, /* "(12/12) " */
    PIECE_BYTES_MAX = TAKE_CODE_BYTES_MAX - NUMBER_BYTES_MAX,
    STAMP_BYTES = 20,
};

/* ---- lines of iCalendar and vCard ---- */

/* Ends the line that began at `start`, folding it: after every 75 bytes, between characters, CRLF
 * and a blank. */
static void add_line(struct buffer *buffer, struct text line)
{
    size_t left = TAKE_LINE_BYTES_MAX;

    while (line.size > 0) {
        struct text before = line;
        utf8_next(&line);
        size_t size = before.size - line.size;
        if (size > left) {
            buffer_add_text(buffer, text_of("\r\n "));
            left = TAKE_LINE_BYTES_MAX - 1;
        }
        buffer_add(buffer, before.data, size);
        left -= size;
    }
    buffer_add_text(buffer, text_of("\r\n"));
}

/* NAME:value with the value escaped (RFC 5545 section 3.3.11, RFC 2426 section 4). Nothing for an
 * empty value. */
static void add_property(struct buffer *buffer, struct arena *scratch, const char *name,
                         struct text value)
{
    size_t mark = arena_mark(scratch);
    struct buffer line = buffer_begin(scratch);
    struct bytes out;

    if (value.size == 0) {
        return;
    }
    buffer_add_text(&line, text_of(name));
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '\\' || c == ',' || c == ';') {
            buffer_add_byte(&line, '\\');
            buffer_add_byte(&line, (uint8_t)c);
        } else if (c == '\n') {
            buffer_add_text(&line, text_of("\\n"));
        } else if ((unsigned char)c >= ' ') {
            buffer_add_byte(&line, (uint8_t)c);
        }
    }
    if (buffer_end(&line, &out)) {
        buffer->failed = true;
    } else {
        add_line(buffer, bytes_text(out));
    }
    arena_rewind(scratch, mark);
}

static char *stamp(int64_t at_s, char to[STAMP_BYTES])
{
    struct civil_time t = civil_time_at(at_s, 0);

    snprintf(to, STAMP_BYTES, "%04d%02d%02dT%02d%02d%02dZ", t.date.year, t.date.month, t.date.day,
             t.hour, t.minute, t.second);
    return to;
}

static char *day_stamp(int32_t day, char to[STAMP_BYTES])
{
    struct civil_date date = civil_date_of(day);

    snprintf(to, STAMP_BYTES, "%04d%02d%02d", date.year, date.month, date.day);
    return to;
}

static void add_when(struct buffer *b, struct arena *scratch, const struct take_event *event)
{
    char at[STAMP_BYTES];

    if (event->start_s != 0) {
        add_property(b, scratch, "DTSTART:", text_of(stamp(event->start_s, at)));
        add_property(b, scratch,
                     "DTEND:", text_of(stamp(event->start_s + TAKE_EVENT_MINUTES * 60, at)));
    } else {
        add_property(b, scratch, "DTSTART;VALUE=DATE:", text_of(day_stamp(event->day, at)));
    }
}

static enum err write_event(const void *what, bool with_note, struct arena *scratch,
                            struct arena *arena, struct text *code)
{
    const struct take_event *event = what;
    char at[STAMP_BYTES];
    struct buffer b = buffer_begin(arena);
    struct bytes out;

    buffer_add_text(&b, text_of("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Noticepoint//ZH\r\n"
                                "BEGIN:VEVENT\r\n"));
    add_property(&b, scratch, "UID:", event->id);
    add_property(&b, scratch, "DTSTAMP:", text_of(stamp(event->written_s, at)));
    add_when(&b, scratch, event);
    add_property(&b, scratch, "SUMMARY:", event->title);
    add_property(&b, scratch, "LOCATION:", event->place);
    if (with_note) {
        add_property(&b, scratch, "DESCRIPTION:", event->note);
    }
    buffer_add_text(&b, text_of("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    enum err err = buffer_end(&b, &out);
    if (!err) {
        *code = bytes_text(out);
    }
    return err;
}

static enum err write_contact(const void *what, bool with_note, struct arena *scratch,
                              struct arena *arena, struct text *code)
{
    const struct take_contact *contact = what;
    struct buffer b = buffer_begin(arena);
    struct bytes out;

    buffer_add_text(&b, text_of("BEGIN:VCARD\r\nVERSION:3.0\r\n"));
    add_property(&b, scratch, "N:", contact->name);
    add_property(&b, scratch, "FN:", contact->name);
    add_property(&b, scratch, "ORG:", contact->organisation);
    add_property(&b, scratch, "TITLE:", contact->post);
    add_property(&b, scratch, "TEL;TYPE=VOICE:", contact->phone);
    if (with_note) {
        add_property(&b, scratch, "NOTE:", contact->note);
    }
    buffer_add_text(&b, text_of("END:VCARD\r\n"));
    enum err err = buffer_end(&b, &out);
    if (!err) {
        *code = bytes_text(out);
    }
    return err;
}

/* Room for one escaped line; a longer value does not fit a code in any case. */
enum { LINE_ROOM_BYTES = 8 * TAKE_CODE_BYTES_MAX };

typedef enum err write_code(const void *what, bool with_note, struct arena *scratch,
                            struct arena *arena, struct text *code);

/* With its note if that fits, else without. */
static enum err fit(write_code *write, const void *what, struct text note, struct arena *arena,
                    struct text *code)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct arena scratch;
    size_t mark = arena_mark(arena);

    arena_init_over(&scratch, room, sizeof room);
    for (int with_note = note.size <= TAKE_CODE_BYTES_MAX; with_note >= 0; with_note--) {
        enum err err = write(what, with_note, &scratch, arena, code);
        if (err == OK && code->size <= TAKE_CODE_BYTES_MAX) {
            return OK;
        }
        arena_rewind(arena, mark);
        if (err) {
            return err;
        }
    }
    return ERR_FULL;
}

enum err take_event(const struct take_event *event, struct arena *arena, struct text *code)
{
    if (event->id.size == 0 || event->title.size == 0 || (event->start_s == 0 && event->day == 0)) {
        return ERR_INVALID;
    }
    return fit(write_event, event, event->note, arena, code);
}

enum err take_contact(const struct take_contact *contact, struct arena *arena, struct text *code)
{
    if (contact->name.size == 0) {
        return ERR_INVALID;
    }
    return fit(write_contact, contact, contact->note, arena, code);
}

/* ---- plain text on several codes ---- */

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b; /* 。!?; */
}

/* How many bytes of `text` go on a code of `max`: all, or up to the best place in its second half.
 */
static size_t cut(struct text text, size_t max)
{
    struct text rest = text;
    size_t line = 0, sentence = 0, character = 0;

    if (text.size <= max) {
        return text.size;
    }
    for (;;) {
        uint32_t c = utf8_next(&rest);
        size_t at = text.size - rest.size;
        if (at > max) {
            break;
        }
        character = at;
        if (c == '\n') {
            line = at;
        } else if (ends_sentence(c)) {
            sentence = at;
        }
    }
    return line > max / 2 ? line : sentence > max / 2 ? sentence : character;
}

enum err take_text(struct text text, struct arena *arena, struct text codes[TAKE_CODES_MAX],
                   size_t *count)
{
    struct text rest = text, pieces[TAKE_CODES_MAX];
    size_t max = text.size <= TAKE_CODE_BYTES_MAX ? TAKE_CODE_BYTES_MAX : PIECE_BYTES_MAX, n = 0;

    if (text.size == 0) {
        return ERR_INVALID;
    }
    while (rest.size > 0) {
        if (n == TAKE_CODES_MAX) {
            return ERR_FULL;
        }
        size_t size = cut(rest, max);
        pieces[n++] = text_slice(rest, 0, size);
        rest = text_slice(rest, size, rest.size);
    }
    for (size_t i = 0; i < n; i++) {
        codes[i] = n == 1 ? arena_text(arena, pieces[i])
                          : arena_printf(arena, "(%zu/%zu) %.*s", i + 1, n, TEXT_ARG(pieces[i]));
        if (!codes[i].data) {
            return ERR_NOMEM;
        }
    }
    *count = n;
    return OK;
}
