/* scale_bench.c - ten thousand kiosks against one server, in one process: the real names, bytes,
 * signatures and checks, without a store and a screen each.
 *
 *   fleet SITE KIOSKS                       admits that many at a demonstration site, and publishes
 *   poll ORIGIN KIOSKS SECONDS BEATS        what they ask in that time (BEATS 1: and tell)
 *   change ORIGIN KIOSKS SECONDS            that many fetch and check the newest publication
 *   letters ORIGIN KIOSKS SECONDS [KEYS]    each sends one, a tenth of them twice; KEYS: to an
 *                                           object store
 *   midnight ORIGIN KIOSKS SECONDS [KEYS]   all at once: they poll and tell, a tenth fetch the
 *                                           change, another tenth send a letter
 *   storm ORIGIN SECONDS THREADS            polls without a pause: what the server can take
 *   spread KIOSKS SECONDS                   when they come, reckoned
 *
 * Open loop: each request has its moment, and what waits behind a slow one counts as its time. A
 * new connection each time, as after a kiosk's pause of five minutes. Prints one JSON object. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "ack.h"
#include "backoff.h"
#include "credentials.h"
#include "envelope.h"
#include "fleet.h"
#include "hash.h"
#include "head.h"
#include "heartbeat.h"
#include "keys.h"
#include "log_entry.h"
#include "pack.h"
#include "publish.h"
#include "random.h"
#include "routes.h"

enum {
    THREADS_MAX = 64,
    THREADS = 24,
    EVENTS_MAX = 400000,
    ANSWER_BYTES_MAX = 512 * 1024,
    ARENA_BYTES = 16 * 1024 * 1024,
    BATCH = 500,
    BEAT_S = 900,
    LETTERS_TWICE_OF = 10,
    MIDNIGHT_PART = 10, /* of the kiosks fetch a change, and as many write, in the same minute */
    BUCKET_S = 10,
    STORM_KIOSKS = 10000,
    KIOSKS_NET = 127 << 24 | 1 << 16,
    LETTER_BYTES_MAX = 1024,
    MS = 1000,
};

enum what { POLL, BEAT, CHANGE, LETTER };
enum { WHAT_COUNT = LETTER + 1 };

struct event {
    double due_s, took_ms;
    enum what what;
    bool failed;
    unsigned kiosk;
};

static struct event *events;
static size_t event_count;
static atomic_size_t next_event;
static const char *host, *origin;
static unsigned port;
static char prefix[128]; /* of the path */
static struct root root;
static struct head first_head;
static char head_etag[HTTP_ETAG_BYTES_MAX + 1];
static atomic_size_t failures, requests, bytes_down, acknowledged, known;
static double begun_s;
static uint64_t run_salt; /* a kiosk's letters of two runs are two */
static struct credentials store_keys;
static bool to_store;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "scale_bench: %s failed (%d)\n", what, failed);
        exit(74);
    }
}

/* ---- kiosks, the same each time ---- */

static struct signer kiosk_of(unsigned number)
{
    struct signer kiosk;
    char seed[32];

    snprintf(seed, sizeof seed, "scale kiosk %u", number);
    struct hash hash = hash_of(text_bytes(text_of(seed)));
    sign_keypair_from_seed(hash.b, &kiosk.pk, &kiosk.sk);
    return kiosk;
}

static void fleet_make(const char *folder, unsigned count)
{
    struct passphrases passphrases = {0};
    struct publisher publisher = {.has_office = true};
    struct complaint why = {0};
    struct site site;
    struct txn *txn = NULL;

    check(site_open(folder, (int64_t)time(NULL), &site, &why), why.text);
    check(key_signer(folder, "office", &passphrases, &publisher.office, &why), why.text);
    check(key_signer(folder, "head", &passphrases, &publisher.head, &why), why.text);
    for (unsigned i = 0; i < count; i++) {
        char id[KIOSK_ID_BYTES];
        size_t mark = arena_mark(&site.scratch);
        struct signer kiosk = kiosk_of(i);
        const struct enrol_offer offer = {.office = site.root.office, .pk = kiosk.pk};
        kiosk_id_of(&kiosk.pk, id);
        if (i % BATCH == 0) {
            check(txn_begin_write(site.store, &txn), "begin");
        }
        check(fleet_offer(&site, txn, text_of(id), &offer), "offer");
        check(fleet_admit(&site, txn, text_of(id), false, &publisher.office, &why), why.text);
        if (i % BATCH == BATCH - 1 || i + 1 == count) {
            check(txn_commit(txn), "commit");
        }
        arena_rewind(&site.scratch, mark);
    }
    check(publish_run(&site, &publisher, PUBLISH_EVERYTHING, NULL, &why), why.text);
    site_close(&site);
    printf("{\"kiosks\": %u}\n", count);
}

/* ---- one request ---- */

struct response {
    int status;
    char etag[HTTP_ETAG_BYTES_MAX + 1];
    struct bytes body;
};

/* Each kiosk comes from an address of its own, as in a city: the server bounds what one takes. */
static int line_open(unsigned kiosk)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const struct sockaddr_in ours = {.sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(KIOSKS_NET + 1 + kiosk)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    const struct timeval patience = {.tv_sec = 60};

    inet_pton(AF_INET, host, &address.sin_addr);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (fd >= 0 && (bind(fd, (const struct sockaddr *)&ours, sizeof ours) ||
                    connect(fd, (struct sockaddr *)&address, sizeof address))) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static bool send_all(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        ssize_t n = send(fd, at, size, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        at += n;
        size -= (size_t)n;
    }
    return true;
}

/* A line of the answer's head, or NULL; names as servers here write them. */
static const char *line_of(const char *text, const char *name)
{
    size_t size = strlen(name);

    for (const char *at = strchr(text, '\n'); at; at = strchr(at + 1, '\n')) {
        if (strncasecmp(at + 1, name, size) == 0) {
            return at + 1 + size;
        }
    }
    return NULL;
}

static bool receive(int fd, char *to, struct response *answer)
{
    size_t size = 0, head = 0, wanted = 0;

    while (head == 0 || size < head + wanted) {
        ssize_t n = recv(fd, to + size, ANSWER_BYTES_MAX - size, 0);
        if (n <= 0) {
            return false;
        }
        size += (size_t)n;
        to[size] = '\0';
        const char *end = head ? NULL : strstr(to, "\r\n\r\n");
        if (end) {
            head = (size_t)(end - to) + 4;
            const char *length = line_of(to, "Content-Length: "), *etag = line_of(to, "ETag: ");
            answer->status = atoi(to + strlen("HTTP/1.1 "));
            wanted = length && answer->status != 304 ? strtoul(length, NULL, 10) : 0;
            if (etag) {
                text_copy((struct text){etag, strcspn(etag, "\r\n")}, answer->etag,
                          sizeof answer->etag);
            }
        }
    }
    atomic_fetch_add(&bytes_down, size);
    answer->body = bytes_of(to + head, size - head);
    return true;
}

struct worker {
    struct arena arena;
    char *buffer;
    struct http *http; /* to an object store */
};

static bool ask(struct worker *w, int fd, const char *method, const char *path, const char *extra,
                struct bytes body, struct response *answer)
{
    char head[1024];
    int size = snprintf(head, sizeof head, "%s %s/%s HTTP/1.1\r\nHost: %s:%u\r\n%s", method, prefix,
                        path, host, port, extra);

    if (body.size > 0) {
        size +=
            snprintf(head + size, sizeof head - (size_t)size, "Content-Length: %zu\r\n", body.size);
    }
    size += snprintf(head + size, sizeof head - (size_t)size, "\r\n");
    *answer = (struct response){0};
    atomic_fetch_add(&requests, 1);
    return send_all(fd, head, (size_t)size) &&
           (body.size == 0 || send_all(fd, body.data, body.size)) && receive(fd, w->buffer, answer);
}

/* ---- what a kiosk does ---- */

static bool poll_once(struct worker *w, unsigned kiosk)
{
    char route[ROUTE_BYTES_MAX], extra[200];
    struct response answer;
    int fd = line_open(kiosk);

    route_head(route, root.office);
    snprintf(extra, sizeof extra, "If-None-Match: %s\r\n", head_etag);
    bool ok = fd >= 0 && ask(w, fd, "GET", route, extra, (struct bytes){0}, &answer) &&
              (answer.status == 304 || answer.status == 200);
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

/* Head, then the newest log, checked as a kiosk does: signatures, chain, tip. */
static bool change_once(struct worker *w, unsigned kiosk)
{
    char route[ROUTE_BYTES_MAX];
    struct response answer;
    struct head head;
    struct log_entry log;
    struct bytes plain;
    int fd = line_open(kiosk);

    route_head(route, root.office);
    bool ok = fd >= 0 && ask(w, fd, "GET", route, "", (struct bytes){0}, &answer) &&
              answer.status == 200 && !head_open(answer.body, &root, &head, NULL);
    if (ok) {
        route_log(route, root.office, head.seq);
        ok = ask(w, fd, "GET", route, "", (struct bytes){0}, &answer) && answer.status == 200 &&
             !unpack_frame(answer.body, LOG_BYTES_MAX, &w->arena, &plain) &&
             !log_entry_decode(plain, &w->arena, &log, NULL) &&
             !log_entry_check(&log, &root, head.seq - 1, &log.previous, NULL);
        struct hash tip = ok ? hash_of(plain) : (struct hash){0};
        ok = ok && hash_equal(&tip, &head.tip);
        for (size_t i = 0; ok && i < log.object_count; i++) {
            struct hash hash = hash_of(log.objects[i]);
            size_t k = 0;
            while (k < log.entry_count && !hash_equal(&hash, &log.entries[k].hash)) {
                k++;
            }
            ok = k < log.entry_count && !entry_fits_object(&log.entries[k], log.objects[i], NULL);
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

static bool store_put(struct worker *w, const char *route, struct bytes bytes, bool once)
{
    const struct http_put put = {.path = route, .bytes = bytes, .once = once, .max = 4096};
    struct http_answer answer;
    struct bytes body;

    atomic_fetch_add(&requests, 1);
    return !http_put(w->http, &put, &w->arena, &answer, &body, NULL) &&
           (answer.status == 200 || answer.status == 412);
}

static bool beat_once(struct worker *w, unsigned number)
{
    char route[ROUTE_BYTES_MAX], id[KIOSK_ID_BYTES];
    struct signer kiosk = kiosk_of(number);
    struct response answer;
    struct bytes object, sealed;
    const struct health health = {.free_kib = 1024 * 1024, .version = text_of("0.1.0")};
    struct heartbeat beat = {
        .number = (uint64_t)time(NULL), .seq = first_head.seq, .tip = first_head.tip};

    kiosk_id_of(&kiosk.pk, id);
    random_fill(beat.nonce, sizeof beat.nonce);
    check(health_encode(&health, &w->arena, &object, NULL), "health");
    check(heartbeat_seal(&beat, &root, &kiosk, object, &w->arena, &sealed), "heartbeat");
    route_heartbeat(route, root.office, text_of(id));
    if (to_store) {
        return store_put(w, route, sealed, false);
    }
    int fd = line_open(number);
    bool ok = fd >= 0 && ask(w, fd, "PUT", route, "", sealed, &answer) && answer.status == 200;
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

static struct bytes letter_make(struct worker *w, unsigned number, const struct signer *kiosk,
                                struct upload_id *id)
{
    static const char words[] = "三楼的路灯坏了好几天，晚上下楼看不清台阶，请派人来看一看，谢谢。";
    struct receipt_loc loc;
    struct shared_key content;
    struct bytes object, sealed;
    char receipt[RECEIPT_DIGITS + 1] = "000000000000";
    const uint64_t seed[2] = {run_salt, number};
    struct hash hash = hash_of(bytes_of(seed, sizeof seed));
    const struct letter letter = {.receipt = text_of(receipt),
                                  .category = text_of("意见"),
                                  .text = text_of(words),
                                  .at = (int64_t)time(NULL)};

    memcpy(id->b, hash.b, sizeof id->b);
    memcpy(loc.b, hash.b + sizeof id->b, sizeof loc.b);
    check(record_encode(KIND_letter, &letter, &w->arena, &object, NULL), "letter");
    check(
        envelope_seal(&root, kiosk, 1, id, KIND_letter, &loc, object, &w->arena, &content, &sealed),
        "envelope");
    return sealed;
}

/* Each kiosk's letter, kept for those who send theirs twice. */
static struct letter_kept {
    size_t size; /* 0: not written yet */
    uint8_t bytes[LETTER_BYTES_MAX];
} * letters;

static bool is_acknowledged(struct worker *w, struct bytes body, const char *kiosk,
                            const struct upload_id *id, struct bytes letter)
{
    struct hash hash = hash_of(letter);
    struct ack ack;

    if (ack_open(body, &root, text_of(kiosk), &w->arena, &ack, NULL)) {
        return false;
    }
    for (size_t i = 0; i < ack.count; i++) {
        if (memcmp(ack.items[i].id.b, id->b, sizeof id->b) == 0 &&
            hash_equal(&ack.items[i].hash, &hash)) {
            return true;
        }
    }
    return false;
}

static bool letter_once(struct worker *w, const struct event *event)
{
    char route[ROUTE_BYTES_MAX], id[KIOSK_ID_BYTES];
    struct signer kiosk = kiosk_of(event->kiosk);
    struct upload_id upload;
    struct response answer;
    struct letter_kept *kept = &letters[event->kiosk];

    kiosk_id_of(&kiosk.pk, id);
    struct bytes made = letter_make(w, event->kiosk, &kiosk, &upload);
    if (kept->size == 0) {
        check(made.size > sizeof kept->bytes, "room for a letter");
        memcpy(kept->bytes, made.data, made.size);
        kept->size = made.size;
    }
    struct bytes letter = bytes_of(kept->bytes, kept->size);
    route_upload(route, root.office, text_of(id), 1, &upload);
    if (to_store) {
        return store_put(w, route, letter, true);
    }
    int fd = line_open(event->kiosk);
    bool ok = fd >= 0 && ask(w, fd, "PUT", route, "If-None-Match: *\r\n", letter, &answer) &&
              (answer.status == 201 || answer.status == 200);
    if (ok && is_acknowledged(w, answer.body, id, &upload, letter)) {
        atomic_fetch_add(&acknowledged, 1);
    }
    atomic_fetch_add(&known, ok && answer.status == 200 ? 1 : 0);
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

/* ---- the crowd ---- */

static void wait_until(double moment_s)
{
    double left = moment_s - now_s();
    if (left > 0) {
        struct timespec t = {.tv_sec = (time_t)left,
                             .tv_nsec = (long)((left - (time_t)left) * 1e9)};
        nanosleep(&t, NULL);
    }
}

static bool event_do(struct worker *w, const struct event *event)
{
    switch (event->what) {
    case POLL:
        return poll_once(w, event->kiosk);
    case BEAT:
        return beat_once(w, event->kiosk);
    case CHANGE:
        return change_once(w, event->kiosk);
    case LETTER:
        return letter_once(w, event);
    }
    return false;
}

static void worker_begin(struct worker *w)
{
    const struct http_options options = {.origin = origin, .keys = &store_keys.keys};

    check(arena_init(&w->arena, ARENA_BYTES), "memory");
    w->buffer = malloc(ANSWER_BYTES_MAX + 1);
    w->http = NULL;
    check(!w->buffer || (to_store && http_new(&options, &w->http, NULL)), "memory");
}

static void worker_end(struct worker *w)
{
    http_free(w->http);
    arena_deinit(&w->arena);
    free(w->buffer);
}

static void *worker_run(void *data)
{
    struct worker w;
    size_t i;
    (void)data;

    worker_begin(&w);
    while ((i = atomic_fetch_add(&next_event, 1)) < event_count) {
        struct event *event = &events[i];
        wait_until(begun_s + event->due_s);
        arena_reset(&w.arena);
        event->failed = !event_do(&w, event);
        atomic_fetch_add(&failures, event->failed ? 1 : 0);
        event->took_ms = (now_s() - begun_s - event->due_s) * MS;
    }
    worker_end(&w);
    return NULL;
}

static int by_due(const void *a, const void *b)
{
    double x = ((const struct event *)a)->due_s, y = ((const struct event *)b)->due_s;
    return (x > y) - (x < y);
}

static int by_time(const void *a, const void *b)
{
    double x = ((const struct event *)a)->took_ms, y = ((const struct event *)b)->took_ms;
    return (x > y) - (x < y);
}

/* Each kind by itself. */
static int by_kind_and_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    return x->what != y->what ? (x->what > y->what) - (x->what < y->what)
                              : (x->took_ms > y->took_ms) - (x->took_ms < y->took_ms);
}

static void event_add(double due_s, enum what what, unsigned kiosk)
{
    check(event_count == EVENTS_MAX, "room for events");
    events[event_count++] = (struct event){.due_s = due_s, .what = what, .kiosk = kiosk};
}

static double chance(void)
{
    uint32_t dice;
    random_fill(&dice, sizeof dice);
    return (double)dice / 4294967296.0;
}

/* A kiosk that has been running for long: its first moment is anywhere in its interval. */
static void polls_add(unsigned kiosk, double seconds)
{
    double at_s = chance() * INTERVAL_S_DEFAULT;

    while (at_s < seconds) {
        uint32_t dice;
        event_add(at_s, POLL, kiosk);
        random_fill(&dice, sizeof dice);
        at_s += (double)interval_ms(INTERVAL_S_DEFAULT, dice) / MS;
    }
}

/* All of one kind lie together, the slowest last. */
static void kind_print(const char *name, const struct event *first, size_t count)
{
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        failed += first[i].failed ? 1 : 0;
    }
    printf(", \"%s\": {\"count\": %zu, \"failures\": %zu, \"p50_ms\": %.2f, \"p99_ms\": %.2f, "
           "\"max_ms\": %.2f}",
           name, count, failed, first[count / 2].took_ms, first[count * 99 / 100].took_ms,
           first[count - 1].took_ms);
}

static void kinds_print(void)
{
    static const char *const names[WHAT_COUNT] = {"poll", "heartbeat", "change", "letter"};

    qsort(events, event_count, sizeof *events, by_kind_and_time);
    for (size_t i = 0, end; i < event_count; i = end) {
        for (end = i; end < event_count && events[end].what == events[i].what;) {
            end++;
        }
        kind_print(names[events[i].what], events + i, end - i);
    }
}

static double peak_over_mean(const size_t *buckets, size_t from, size_t to)
{
    size_t sum = 0, peak = 0;

    for (size_t i = from; i < to; i++) {
        sum += buckets[i];
        peak = buckets[i] > peak ? buckets[i] : peak;
    }
    return sum ? (double)peak * (double)(to - from) / (double)sum : 0;
}

/* As they came. */
static double peak_now(double seconds)
{
    size_t count = (size_t)seconds / BUCKET_S, *buckets = calloc(count + 1, sizeof *buckets);

    check(!buckets, "memory");
    for (size_t i = 0; i < event_count; i++) {
        buckets[(size_t)events[i].due_s / BUCKET_S]++;
    }
    double peak = peak_over_mean(buckets, 0, count);
    free(buckets);
    return peak;
}

static void crowd_run(double planned_s)
{
    pthread_t threads[THREADS];

    qsort(events, event_count, sizeof *events, by_due);
    begun_s = now_s();
    for (int i = 0; i < THREADS; i++) {
        check(pthread_create(&threads[i], NULL, worker_run, NULL), "thread");
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    double seconds = now_s() - begun_s;
    qsort(events, event_count, sizeof *events, by_time);
    printf("{\"events\": %zu, \"requests\": %zu, \"seconds\": %.1f, \"failures\": %zu, "
           "\"p50_ms\": %.2f, \"p99_ms\": %.2f, \"max_ms\": %.2f, \"bytes_down\": %zu, "
           "\"acknowledged\": %zu, \"known\": %zu, \"peak_over_mean\": %.2f",
           event_count, (size_t)requests, seconds, (size_t)failures,
           events[event_count / 2].took_ms, events[event_count * 99 / 100].took_ms,
           events[event_count - 1].took_ms, (size_t)bytes_down, (size_t)acknowledged, (size_t)known,
           peak_now(planned_s));
    kinds_print();
    printf("}\n");
}

/* ---- as fast as it goes ---- */

static double storm_end_s;

static void *storm_run(void *data)
{
    struct worker w;
    (void)data;

    worker_begin(&w);
    while (now_s() < storm_end_s) {
        if (!poll_once(&w, (unsigned)(atomic_fetch_add(&next_event, 1) % STORM_KIOSKS))) {
            atomic_fetch_add(&failures, 1);
        }
    }
    worker_end(&w);
    return NULL;
}

static void storm(double seconds, unsigned count)
{
    pthread_t threads[THREADS_MAX];

    check(count == 0 || count > THREADS_MAX, "number of threads");
    begun_s = now_s();
    storm_end_s = begun_s + seconds;
    for (unsigned i = 0; i < count; i++) {
        check(pthread_create(&threads[i], NULL, storm_run, NULL), "thread");
    }
    for (unsigned i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("{\"requests\": %zu, \"failures\": %zu, \"requests_per_s\": %.0f}\n", (size_t)requests,
           (size_t)failures, (double)requests / (now_s() - begun_s));
}

/* ---- when they come ---- */

/* In buckets of ten seconds; `together`: all were switched on at once. */
static double spread_of(unsigned kiosks, double seconds, bool together)
{
    size_t count = (size_t)seconds / BUCKET_S, *buckets = calloc(count, sizeof *buckets);

    check(!buckets, "memory");
    for (unsigned i = 0; i < kiosks; i++) {
        double at_s = together ? 0 : chance() * INTERVAL_S_DEFAULT;
        while (at_s < seconds) {
            uint32_t dice;
            buckets[(size_t)at_s / BUCKET_S]++;
            random_fill(&dice, sizeof dice);
            at_s += (double)interval_ms(INTERVAL_S_DEFAULT, dice) / MS;
        }
    }
    double peak = peak_over_mean(buckets, together ? count / 2 : 0, count);
    free(buckets);
    return peak;
}

/* ---- the office that is there ---- */

static void origin_read(const char *given)
{
    static char name[64];

    check(sscanf(given, "http://%63[0-9.]:%u%127s", name, &port, prefix) < 2, "origin");
    host = name;
    origin = given;
}

/* Office, root and head, as an enrolled kiosk has them. */
static void root_fetch(void)
{
    static uint8_t block[256 * 1024];
    static struct arena arena;
    struct worker w;
    struct response answer;
    char route[ROUTE_BYTES_MAX];
    int fd = line_open(0);

    arena_init_over(&arena, block, sizeof block);
    worker_begin(&w);
    check(fd < 0, "connection");
    route_root(route, text_of("wutongli"), 1);
    check(!ask(&w, fd, "GET", route, "", (struct bytes){0}, &answer), "root");
    struct bytes kept = arena_copy(&arena, answer.body.data, answer.body.size);
    check(root_open(kept, &root, NULL), "root");
    route_head(route, root.office);
    check(!ask(&w, fd, "GET", route, "", (struct bytes){0}, &answer), "head");
    kept = arena_copy(&arena, answer.body.data, answer.body.size);
    check(head_open(kept, &root, &first_head, NULL), "head");
    memcpy(head_etag, answer.etag, sizeof head_etag);
    close(fd);
    worker_end(&w);
    requests = bytes_down = 0;
}

static void letter_add(unsigned kiosk, double seconds)
{
    double at_s = chance() * seconds;

    event_add(at_s, LETTER, kiosk);
    if (kiosk % LETTERS_TWICE_OF == 0) {
        event_add(at_s + 2 + chance() * 5, LETTER, kiosk);
    }
}

static void beat_add(unsigned kiosk, double seconds)
{
    double at_s = chance() * BEAT_S;
    if (at_s < seconds) {
        event_add(at_s, BEAT, kiosk);
    }
}

static void midnight_add(unsigned kiosk, unsigned kiosks, double seconds)
{
    unsigned part = kiosk / (kiosks / MIDNIGHT_PART);

    polls_add(kiosk, seconds);
    beat_add(kiosk, seconds);
    if (part == MIDNIGHT_PART / 2) {
        letter_add(kiosk, seconds);
    } else if (part == 0) {
        event_add(chance() * seconds, CHANGE, kiosk);
    }
}

int main(int argc, char **argv)
{
    check(seal_start(), "libsodium");
    if (argc == 4 && strcmp(argv[1], "fleet") == 0) {
        fleet_make(argv[2], (unsigned)atoi(argv[3]));
        return 0;
    }
    if (argc == 4 && strcmp(argv[1], "spread") == 0) {
        unsigned kiosks = (unsigned)atoi(argv[2]);
        printf("{\"kiosks\": %u, \"peak_over_mean\": %.2f, \"switched_on_together\": %.2f}\n",
               kiosks, spread_of(kiosks, atof(argv[3]), false),
               spread_of(kiosks, atof(argv[3]), true));
        return 0;
    }
    if (argc < 5) {
        fprintf(stderr, "usage: see the head of scale_bench.c\n");
        return 2;
    }
    random_fill(&run_salt, sizeof run_salt);
    events = calloc(EVENTS_MAX, sizeof *events);
    check(!events, "memory");
    origin_read(argv[2]);
    root_fetch();
    if (strcmp(argv[1], "storm") == 0) {
        storm(atof(argv[3]), (unsigned)atoi(argv[4]));
        return 0;
    }
    unsigned kiosks = (unsigned)atoi(argv[3]);
    double seconds = atof(argv[4]);
    letters = calloc(kiosks, sizeof *letters);
    check(!letters, "memory");
    bool is_midnight = strcmp(argv[1], "midnight") == 0;
    if (argc > 5 && (is_midnight || strcmp(argv[1], "letters") == 0)) {
        check(credentials_read(argv[5], &store_keys, NULL), "keys");
        to_store = true;
    }
    for (unsigned i = 0; i < kiosks; i++) {
        if (is_midnight) {
            midnight_add(i, kiosks, seconds);
        } else if (strcmp(argv[1], "poll") == 0) {
            polls_add(i, seconds);
            if (argc > 5 && atoi(argv[5])) {
                beat_add(i, seconds);
            }
        } else if (strcmp(argv[1], "change") == 0) {
            event_add(chance() * seconds, CHANGE, i);
        } else {
            letter_add(i, seconds);
        }
    }
    crowd_run(seconds);
    return 0;
}
