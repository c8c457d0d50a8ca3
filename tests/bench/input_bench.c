/* input_bench.c - how well and how fast the input panel's engines read: handwriting and pinyin.
 *
 * Usage: input_bench FOLDER PROGRAM SENTENCES CHARACTERS [INK]
 *
 * FOLDER and PROGRAM as in engine.h; SENTENCES lines of text, tab, pinyin; CHARACTERS how many of
 * the templates are written in each hand, and the most sentences that are typed. INK: real ink to
 * read, lines of character, tab, strokes as "x,y x,y;x,y ..."; none is part of the project. Figures
 * as JSON on standard output; times are CPU, of the engine's process too. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine.h"
#include "spoil.h"
#include "utf8.h"

enum {
    TIMES_MAX = 64 * 1024,
    LINE_BYTES_MAX = 256 * 1024,
    NINE_KEYS_MAX = 20, /* the panel works word by word with nine keys */
    SIX = 6,
    PAGE = 7, /* candidates that the panel shows at once */
    SHARE_STEPS = 1000,
};

static double times_ms[TIMES_MAX];
static size_t time_count;
static struct hand_ink ink;
static char line[LINE_BYTES_MAX];

/* ---- figures ---- */

static void die(const char *what)
{
    fprintf(stderr, "input_bench: %s\n", what);
    exit(1);
}

static double clock_ms(clockid_t id)
{
    struct timespec now = {0};

    clock_gettime(id, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void note_time(double ms)
{
    if (time_count < TIMES_MAX) {
        times_ms[time_count++] = ms;
    }
}

static int compare_times(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void print_times(const char *name)
{
    qsort(times_ms, time_count, sizeof times_ms[0], compare_times);
    printf(", \"%s_p50_ms\": %.2f, \"%s_p99_ms\": %.2f, \"%s_max_ms\": %.2f", name,
           times_ms[time_count / 2], name, times_ms[time_count * 99 / 100], name,
           times_ms[time_count - 1]);
    time_count = 0;
}

static double percent(size_t part, size_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

/* ---- handwriting ---- */

struct reading {
    size_t all, first, six;
};

static void read_ink(struct hand *hand, uint32_t character, struct reading *reading)
{
    uint32_t got[SIX];
    double before = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    size_t count = hand_match(hand, &ink, got, SIX);

    note_time(clock_ms(CLOCK_PROCESS_CPUTIME_ID) - before);
    reading->all++;
    for (size_t i = 0; i < count; i++) {
        reading->first += got[i] == character && i == 0;
        reading->six += got[i] == character;
    }
}

static void bench_hands(struct hand *hand, size_t characters)
{
    size_t known = hand_size(hand), step = known / characters ? known / characters : 1;

    printf("\"templates\": %zu, \"hands\": {", known);
    for (int spoil = 0; spoil < SPOIL_COUNT; spoil++) {
        struct dice dice = {20261125};
        struct reading reading = {0};
        for (size_t i = 0; i < known && reading.all < characters; i += step) {
            uint32_t character = hand_character(hand, i);
            spoil_write(hand, character, (enum spoil)spoil, &dice, &ink);
            read_ink(hand, character, &reading);
        }
        printf("%s\"%s\": {\"n\": %zu, \"top1\": %.1f, \"top6\": %.1f}", spoil ? ", " : "",
               spoil_name((enum spoil)spoil), reading.all, percent(reading.first, reading.all),
               percent(reading.six, reading.all));
    }
    printf("}");
    print_times("stroke");
}

/* "x,y x,y;x,y" after the tab. */
static void parse_ink(char *at)
{
    hand_ink_wipe(&ink);
    for (bool begins = true; *at && *at != '\n'; begins = *at++ == ';') {
        int x = (int)strtol(at, &at, 10);
        int y = *at == ',' ? (int)strtol(at + 1, &at, 10) : 0;
        hand_ink_add(&ink, begins, x, y);
        if (*at != ' ' && *at != ';') {
            break;
        }
    }
}

static void bench_real(struct hand *hand, const char *path)
{
    FILE *file = fopen(path, "r");
    struct reading reading = {0};
    static struct hand_ink unused;
    size_t unknown = 0;

    if (!file) {
        die("the real ink cannot be read");
    }
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        struct text text = text_of(line);
        uint32_t character = utf8_next(&text);
        if (!tab || hand_template(hand, character, &unused)) {
            unknown++;
            continue;
        }
        parse_ink(tab + 1);
        read_ink(hand, character, &reading);
    }
    fclose(file);
    printf(", \"real\": {\"n\": %zu, \"not_in_templates\": %zu, \"top1\": %.1f, \"top6\": %.1f}",
           reading.all, unknown, percent(reading.first, reading.all),
           percent(reading.six, reading.all));
}

/* ---- pinyin ---- */

struct typist {
    struct input_engines *engines;
    struct input_answer answer;
    uint32_t serial;
};

/* CPU of both processes so far. */
static double cpu_ms(const struct typist *typist)
{
    clockid_t child;
    double ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID);

    if (input_engines_child(typist->engines) > 0 &&
        clock_getcpuclockid(input_engines_child(typist->engines), &child) == 0) {
        ms += clock_ms(child);
    }
    return ms;
}

static void ask(struct typist *typist, enum query_kind kind, enum pinyin_scheme scheme,
                const char *keys, size_t size, size_t pick)
{
    struct input_query query = {.kind = kind,
                                .serial = ++typist->serial,
                                .scheme = scheme,
                                .keys_size = size,
                                .pick = pick,
                                .count = PAGE};

    memcpy(query.keys, keys, size);
    input_engines_ask(typist->engines, &query, 0);
    while (!input_engines_take(typist->engines, &typist->answer, 0)) {
        struct pollfd wait = {.fd = input_engines_fd(typist->engines), .events = POLLIN};
        (void)poll(&wait, 1, 1000);
    }
    if (typist->answer.failed) {
        die("the pinyin engine is not there");
    }
}

static struct text candidate(const struct typist *typist, size_t index)
{
    const struct input_candidate *one = &typist->answer.candidates[index];

    return (struct text){one->text, one->size};
}

static char nine_key(char letter)
{
    static const char digits[] = "22233344455566677778889999";

    return digits[letter - 'a'];
}

/* The keys of a sentence, at most `max`. */
static size_t keys_of(const char *pinyin, bool nine, size_t max, char *keys)
{
    size_t size = 0;

    for (; *pinyin && *pinyin != '\n' && size < max; pinyin++) {
        if (*pinyin >= 'a' && *pinyin <= 'z') {
            keys[size++] = nine ? nine_key(*pinyin) : *pinyin;
        }
    }
    return size;
}

struct writing {
    size_t sentences, first, six, characters, right; /* typed in one go */
    size_t picks, whole;                             /* word by word, from the page shown */
};

static void count_characters(struct text wanted, struct text got, struct writing *writing)
{
    while (wanted.size > 0) {
        uint32_t a = utf8_next(&wanted), b = got.size ? utf8_next(&got) : 0;
        writing->characters++;
        writing->right += a == b;
    }
}

/* The longest candidate shown that goes on with the sentence; PAGE: none. */
static size_t next_pick(const struct typist *typist, struct text rest)
{
    size_t best = PAGE, best_size = 0;

    for (size_t i = 0; i < typist->answer.count; i++) {
        struct text one = candidate(typist, i);
        if (one.size > best_size && one.size <= rest.size &&
            memcmp(one.data, rest.data, one.size) == 0) {
            best = i;
            best_size = one.size;
        }
    }
    return best;
}

/* After the whole sentence was typed: as many picks as it takes, without turning a page. */
static void pick_words(struct typist *typist, enum pinyin_scheme scheme, char *keys, size_t size,
                       struct text rest, struct writing *writing)
{
    while (rest.size > 0 && size > 0) {
        size_t pick = next_pick(typist, rest);
        if (pick == PAGE) {
            return;
        }
        size_t taken = candidate(typist, pick).size;
        ask(typist, QUERY_PICK, scheme, keys, size, pick);
        rest = text_slice(rest, taken, rest.size);
        size = 0;
        for (size_t i = 0; i < typist->answer.rest_size; i++) {
            if (typist->answer.rest[i] != '\'') {
                keys[size++] = typist->answer.rest[i];
            }
        }
        writing->picks++;
    }
    writing->whole += rest.size == 0;
}

static void write_sentence(struct typist *typist, enum pinyin_scheme scheme, struct text sentence,
                           const char *pinyin, struct writing *writing)
{
    char keys[QUERY_KEYS_MAX];
    bool nine = scheme == SCHEME_NINE;
    size_t size = keys_of(pinyin, nine, nine ? NINE_KEYS_MAX : QUERY_KEYS_MAX, keys);

    for (size_t i = 1; i <= size; i++) {
        double before = cpu_ms(typist);
        ask(typist, QUERY_KEYS, scheme, keys, i, 0);
        note_time(cpu_ms(typist) - before);
    }
    if (size == NINE_KEYS_MAX && nine) {
        return; /* longer than what is typed in one go: its keys were timed */
    }
    writing->sentences++;
    for (size_t i = 0; i < typist->answer.count && i < SIX; i++) {
        bool same = text_equal(candidate(typist, i), sentence);
        writing->first += same && i == 0;
        writing->six += same;
    }
    count_characters(sentence, typist->answer.count ? candidate(typist, 0) : (struct text){0},
                     writing);
    pick_words(typist, scheme, keys, size, sentence, writing);
}

static void bench_scheme(struct typist *typist, enum pinyin_scheme scheme, const char *path,
                         size_t most)
{
    static const char *const names[SCHEME_COUNT] = {"full", "fuzzy", "nine"};
    FILE *file = fopen(path, "r");
    struct writing writing = {0};

    if (!file) {
        die("the sentences cannot be read");
    }
    ask(typist, QUERY_KEYS, scheme, "a", 1, 0); /* the engine's start is no key's */
    for (size_t typed = 0; typed < most && fgets(line, sizeof line, file);) {
        char *tab = strchr(line, '\t');
        if (line[0] != '#' && tab) {
            typed++;
            write_sentence(typist, scheme, (struct text){line, (size_t)(tab - line)}, tab + 1,
                           &writing);
        }
    }
    fclose(file);
    printf(", \"%s\": {\"sentences\": %zu, \"top1\": %.1f, \"top6\": %.1f, \"characters\": %.1f, "
           "\"whole_without_paging\": %.1f, \"picks_per_sentence\": %.2f",
           names[scheme], writing.sentences, percent(writing.first, writing.sentences),
           percent(writing.six, writing.sentences), percent(writing.right, writing.characters),
           percent(writing.whole, writing.sentences),
           (double)writing.picks / (double)(writing.sentences ? writing.sentences : 1));
    print_times("key");
    printf("}");
}

static long status_kib(int pid, const char *field)
{
    char path[64];
    long kib = 0;

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, field, strlen(field)) == 0) {
            kib = strtol(line + strlen(field), NULL, 10);
        }
    }
    if (file) {
        fclose(file);
    }
    return kib;
}

int main(int argc, char **argv)
{
    struct typist typist = {0};
    struct hand *hand = NULL;
    struct complaint why = {""};
    char path[1024];

    if (argc < 5) {
        die("FOLDER PROGRAM SENTENCES CHARACTERS [INK]");
    }
    snprintf(path, sizeof path, "%s/strokes.bin", argv[1]);
    double before = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (hand_open(path, &hand, &why)) {
        die(why.text);
    }
    printf("{\"hand_load_ms\": %.1f, ", clock_ms(CLOCK_PROCESS_CPUTIME_ID) - before);
    size_t characters = strtoul(argv[4], NULL, 10);
    bench_hands(hand, characters ? characters : 1);
    if (argc > 5) {
        bench_real(hand, argv[5]);
    }
    hand_close(hand);
    if (input_engines_new(argv[1], argv[2], &typist.engines)) {
        die("no memory");
    }
    for (int scheme = 0; scheme < SCHEME_COUNT; scheme++) {
        bench_scheme(&typist, (enum pinyin_scheme)scheme, argv[3], characters);
    }
    int child = input_engines_child(typist.engines);
    printf(", \"child_rss_kib\": %ld, \"child_anon_kib\": %ld}\n", status_kib(child, "VmRSS:"),
           status_kib(child, "RssAnon:"));
    input_engines_free(typist.engines);
    return 0;
}
