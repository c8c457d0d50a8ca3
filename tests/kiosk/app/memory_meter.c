#include "memory_meter.h"

#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
/* The sanitizer's own; gcc comes without the header that declares it. */
size_t __sanitizer_get_current_allocated_bytes(void); /* NOLINT(bugprone-reserved-identifier) */
#endif

enum { CHILDREN_MAX = 16, LINE_BYTES = 256, PLOT_W = 900, PLOT_H = 300, PLOT_MARGIN = 70 };

bool meter_is_sanitized(void)
{
#ifdef SANITIZED
    return true;
#else
    return false;
#endif
}

uint64_t meter_heap_bytes(void)
{
#ifdef SANITIZED
    return __sanitizer_get_current_allocated_bytes();
#else
    struct mallinfo2 info = mallinfo2();
    return (uint64_t)info.uordblks + (uint64_t)info.hblkhd;
#endif
}

/* ---- /proc ---- */

/* The number behind `name` in a file of lines "Name:   123 kB"; 0: none. */
static uint64_t figure(const char *path, const char *name)
{
    char line[LINE_BYTES];
    uint64_t value = 0;
    FILE *file = fopen(path, "r");

    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, strlen(name)) == 0) {
            value = strtoull(line + strlen(name), NULL, 10);
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return value;
}

static pid_t parent_of(long pid)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%ld/status", pid);
    return (pid_t)figure(path, "PPid:");
}

static size_t children_of(pid_t parent, long children[CHILDREN_MAX])
{
    size_t count = 0;
    DIR *proc = opendir("/proc");

    for (struct dirent *entry = proc ? readdir(proc) : NULL; entry && count < CHILDREN_MAX;
         entry = readdir(proc)) {
        long pid = strtol(entry->d_name, NULL, 10);
        if (pid > 0 && parent_of(pid) == parent) {
            children[count++] = pid;
        }
    }
    if (proc) {
        closedir(proc);
    }
    return count;
}

static uint64_t figure_of_all(const char *file, const char *name)
{
    long children[CHILDREN_MAX];
    char path[64];
    size_t count = children_of(getpid(), children);

    snprintf(path, sizeof path, "/proc/self/%s", file);
    uint64_t sum = figure(path, name);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "/proc/%ld/%s", children[i], file);
        sum += figure(path, name);
    }
    return sum;
}

uint64_t meter_rss_anon_kib(void)
{
    return figure_of_all("status", "RssAnon:");
}

uint64_t meter_pss_kib(void)
{
    return figure_of_all("smaps_rollup", "Pss:");
}

size_t meter_children(void)
{
    long children[CHILDREN_MAX];
    return children_of(getpid(), children);
}

/* ---- lines ---- */

void meter_take(struct meter *meter, uint64_t taps, uint64_t capped_bytes)
{
    if (meter->count < METER_SAMPLES_MAX) {
        meter->at[meter->count++] =
            (struct meter_sample){taps, meter_heap_bytes() - capped_bytes, meter_rss_anon_kib()};
    }
}

static double heap_kib(const struct meter_sample *sample)
{
    return (double)sample->heap_bytes / 1024;
}

static double rss_kib(const struct meter_sample *sample)
{
    return (double)sample->rss_anon_kib;
}

static int64_t slope(const struct meter *meter, size_t first,
                     double (*value)(const struct meter_sample *))
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;

    for (size_t i = first; i < meter->count; i++) {
        double taps = (double)(meter->at[i].taps - meter->at[first].taps) / 1000;
        n += 1;
        x += taps;
        y += value(&meter->at[i]);
        xx += taps * taps;
        xy += taps * value(&meter->at[i]);
    }
    double spread = n * xx - x * x;
    return spread > 0 ? (int64_t)(1000 * (n * xy - x * y) / spread) : 0;
}

int64_t meter_heap_slope(const struct meter *meter, size_t first)
{
    return slope(meter, first, heap_kib);
}

int64_t meter_rss_slope(const struct meter *meter, size_t first)
{
    return slope(meter, first, rss_kib);
}

uint64_t meter_heap_max(const struct meter *meter, size_t first, size_t end)
{
    uint64_t most = 0;

    for (size_t i = first; i < end && i < meter->count; i++) {
        most = meter->at[i].heap_bytes > most ? meter->at[i].heap_bytes : most;
    }
    return most;
}

/* ---- the picture ---- */

static double most_of(const struct meter *meter, double (*value)(const struct meter_sample *))
{
    double most = 1;

    for (size_t i = 0; i < meter->count; i++) {
        most = value(&meter->at[i]) > most ? value(&meter->at[i]) : most;
    }
    return most;
}

static void plot_line(FILE *out, const struct meter *meter, const char *color, double top,
                      double (*value)(const struct meter_sample *))
{
    double last = (double)meter->at[meter->count - 1].taps;

    fprintf(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", color);
    for (size_t i = 0; i < meter->count; i++) {
        fprintf(out, "%.1f,%.1f ",
                PLOT_MARGIN + (double)meter->at[i].taps / (last > 0 ? last : 1) * PLOT_W,
                PLOT_MARGIN + PLOT_H - value(&meter->at[i]) / top * PLOT_H);
    }
    fprintf(out, "\"/>\n");
}

bool meter_plot(const struct meter *meter, const char *path, const char *title)
{
    double heap = most_of(meter, heap_kib), rss = most_of(meter, rss_kib);
    double top = 1.1 * (heap > rss ? heap : rss);
    FILE *out = meter->count > 0 ? fopen(path, "w") : NULL;

    if (!out) {
        return false;
    }
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "font-family=\"sans-serif\" font-size=\"14\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
            "<text x=\"%d\" y=\"30\">%s</text>\n"
            "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>\n"
            "<text x=\"5\" y=\"%d\">%.0f KiB</text>\n"
            "<text x=\"%d\" y=\"%d\">%llu taps</text>\n",
            PLOT_W + 2 * PLOT_MARGIN, PLOT_H + 2 * PLOT_MARGIN, PLOT_MARGIN, title, PLOT_MARGIN,
            PLOT_MARGIN, PLOT_MARGIN + PLOT_H, PLOT_MARGIN + PLOT_W, PLOT_MARGIN - 8, top,
            PLOT_W - 20, PLOT_MARGIN + PLOT_H + 25,
            (unsigned long long)meter->at[meter->count - 1].taps);
    plot_line(out, meter, "#1a4a8a", top, rss_kib);
    plot_line(out, meter, "#9c2a1f", top, heap_kib);
    fprintf(out,
            "<text x=\"%d\" y=\"%d\" fill=\"#1a4a8a\">RssAnon with children, at rest</text>\n"
            "<text x=\"%d\" y=\"%d\" fill=\"#9c2a1f\">bytes held by malloc</text>\n</svg>\n",
            PLOT_MARGIN + 20, PLOT_MARGIN + PLOT_H + 25, PLOT_MARGIN + 320,
            PLOT_MARGIN + PLOT_H + 25);
    bool failed = ferror(out) != 0;
    return fclose(out) == 0 && !failed;
}
