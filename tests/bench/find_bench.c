/* find_bench.c - what a search over six years of content costs: the first page of hits against a
 * bare pass of memmem over the same text held in memory, turn by turn; and what the index weighs
 * beside the text.
 *
 * usage: find_bench FOLDER RECORDS ROUNDS. Prints one JSON object. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "find.h"
#include "hash.h"
#include "utf8.h"

enum {
    RECORDS_MAX = 20000,
    ROUNDS_MAX = 1000,
    BATCH = 500,
    TEXT_BYTES = 2400,
    PAGE = 20,
    ARENA_BYTES = 64 * 1024 * 1024,
    COMMON_CHARS = 2500, /* of the block a text is filled up from, so that texts are hardly alike */
};

static const char *const words[] = {
    "居委会", "电梯",   "加装", "楼道", "灯具", "更换", "停水",   "通知", "检修", "低保", "名单",
    "公示",   "助餐点", "花坛", "补种", "物业", "收费", "标准",   "会议", "代表", "听证", "协调",
    "评议",   "经费",   "收支", "维修", "消防", "沙箱", "值班",   "社区", "街道", "办事", "证明",
    "材料",   "老人",   "理发", "聚餐", "儿童", "活动", "垃圾",   "分类", "车棚", "充电", "价格",
    "监督",   "小组",   "签字", "审核", "本月", "十月", "十一月", "一楼", "广场", "健身", "器材",
    "保洁",   "绿化",   "门禁", "巡查", "安全", "宣传", "志愿者", "报名", "地点", "时间",
};
static const char *const queries[] = {"低保名单", "dbmd",    "dianti", "停水 检修", "ldd",
                                      "助餐",     "zhibanx", "电梯",   "鼹鼠",      "zqxwk"};

static char *all; /* the text of every record, one after another: the floor searches it */
static size_t all_size;
static double ours_ms[ROUNDS_MAX], floor_ms[ROUNDS_MAX];

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "find_bench: %s failed (%d)\n", what, failed);
        exit(74);
    }
}

static uint32_t next_random(void)
{
    static uint32_t seed = 20261125;
    seed = seed * 1664525 + 1013904223;
    return seed >> 8;
}

static size_t put_word(char *to, const char *word)
{
    size_t size = strlen(word);
    memcpy(to, word, size + 1);
    return size;
}

static struct text make_text(char *to, size_t max)
{
    size_t size = 0;

    while (size + 40 < max) {
        if (next_random() % 3) {
            size += put_word(to + size, words[next_random() % (sizeof words / sizeof words[0])]);
        } else {
            size += utf8_put(0x4e00 + next_random() % COMMON_CHARS, to + size);
        }
        if (next_random() % 12 == 0) {
            size += put_word(to + size, "。\n");
        }
    }
    return (struct text){to, size};
}

static void fill(struct content *content, size_t records, struct arena *arena)
{
    static struct content_change changes[BATCH];
    static struct hash hashes[BATCH];
    static char texts[TEXT_BYTES], title[120];
    struct content_state state = {.head = bytes_of("h", 1), .root = bytes_of("r", 1)};
    struct complaint why = {""};
    size_t in_batch = 0;

    for (size_t i = 0; i < records; i++) {
        struct bytes object;
        struct text text = make_text(texts, 600 + next_random() % (TEXT_BYTES - 600));
        const struct notice notice = {.title = make_text(title, sizeof title),
                                      .text = text,
                                      .date = 20000 + (int32_t)(i % 2200)};
        memcpy(all + all_size, notice.title.data, notice.title.size);
        all_size += notice.title.size;
        memcpy(all + all_size, text.data, text.size);
        all_size += text.size;
        check(notice_encode(&notice, arena, &object, &why), "encode");
        hashes[in_batch] = hash_of(object);
        changes[in_batch].key = arena_printf(arena, "notice/n%05zu", i);
        changes[in_batch].ver = 1;
        changes[in_batch].entry = bytes_of("entry", 5);
        check(content_stage(content, &hashes[in_batch], object), "stage");
        if (++in_batch == BATCH || i + 1 == records) {
            state.seq++;
            check(content_flip(content, changes, hashes, in_batch, &state, &why), "flip");
            in_batch = 0;
            arena_reset(arena);
        }
    }
}

static uint64_t used(struct content *content)
{
    uint64_t bytes = 0, limit = 0;
    check(store_usage(content_store(content), &bytes, &limit), "usage");
    return bytes;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double at(double *values, int n, double part)
{
    qsort(values, (size_t)n, sizeof *values, by_value);
    return values[(size_t)((double)(n - 1) * part)];
}

/* A pass that ends with the text, like a search that finds nothing. */
static size_t scan(const char *needle)
{
    const char *here = all;
    size_t left = all_size, found = 0;

    while ((here = memmem(here, left, needle, strlen(needle))) != NULL) {
        here += strlen(needle);
        left = all_size - (size_t)(here - all);
        found++;
    }
    return found;
}

int main(int argc, char **argv)
{
    static struct find_hit hits[PAGE];
    struct content *content;
    struct complaint why = {""};
    struct arena arena;
    size_t records = argc == 4 ? (size_t)atoi(argv[2]) : 0;
    int rounds = argc == 4 ? atoi(argv[3]) : 0;

    if (records < 1 || records > RECORDS_MAX || rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: find_bench FOLDER RECORDS ROUNDS\n");
        return 2;
    }
    all = malloc(records * (TEXT_BYTES + sizeof(struct text) + 120));
    check(!all || arena_init(&arena, ARENA_BYTES), "memory");
    check(content_open(argv[1], STORE_WRITE, CONTENT_MAP_BYTES_DEFAULT, &content, &why), "open");
    fill(content, records, &arena);
    size_t index = 0;
    check(content_find_weight(content, &index), "weight");
    size_t total_hits = 0, total_scanned = 0;
    for (int i = 0; i < rounds; i++) {
        const char *query = queries[(size_t)i % (sizeof queries / sizeof queries[0])];
        size_t count = 0;
        bool more = false;
        arena_reset(&arena);
        double start = now_ms();
        check(content_find(content, text_of(query), 0, 0, &arena, hits, PAGE, &count, &more),
              "find");
        ours_ms[i] = now_ms() - start;
        total_hits += count;
        start = now_ms();
        total_scanned += scan(query);
        floor_ms[i] = now_ms() - start;
    }
    double p50 = at(ours_ms, rounds, 0.5), p99 = at(ours_ms, rounds, 0.99);
    double floor50 = at(floor_ms, rounds, 0.5);
    printf("{\"records\": %zu, \"find_cpu_ms_p50\": %.2f, \"find_cpu_ms_p99\": %.2f, "
           "\"find_p50_over_memmem\": %.2f, \"index_over_text\": %.2f, \"store_over_text\": %.2f, "
           "\"hits\": %zu, \"scanned\": %zu}\n",
           records, p50, p99, p50 / floor50, (double)index / (double)all_size,
           (double)used(content) / (double)all_size, total_hits, total_scanned);
    content_close(content);
    arena_deinit(&arena);
    free(all);
    return 0;
}
