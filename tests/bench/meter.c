/* meter.c - measures a program with a window from outside, without its help.
 *
 * usage: meter X_SERVER_PID SECONDS_IDLE SCROLL CLICK COMMAND...
 *   SECONDS_IDLE  "start": the start alone is measured.
 *   SCROLL  "wheel:X,Y" turns the wheel 300 times in 5 s there, 25 down, 25 up and so on;
 * "drag:X,Y,STEP" holds the button down and moves it that many pixels instead of each turn, from Y
 * upwards and back; "click:X,Y" presses there (a program that scrolls by itself for 5 s); "-"
 * leaves it out. "tap:X,Y/" before it taps first, and tells how long it took until the last change
 * of a second (open_ms). CLICK   "X1,Y1/X2,Y2": taps in turn, ten times each; "-" leaves it out.
 *
 * Start: from just before fork to the last X damage before a second of quiet. CPU: the scheduler's
 * account of every thread of the process tree; X: of the server. PSS: smaps_rollup over the tree. A
 * frame: damage more than 3 ms after the one before. Work: the program's own CPU between two turns
 * of the wheel or movements of the pointer. Prints one JSON object. */
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES_MAX = 256, CLICKS = 20, SCROLL_STEPS = 300, SCROLL_TURN = 25, FRAMES_MAX = 4096 };

static Display *display;
static Damage damage;
static int damage_event;
static pid_t x_server, child;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static pid_t parent_of(pid_t pid)
{
    char path[64], line[512];
    snprintf(path, sizeof(path), "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    int parent = 0;
    if (file && fgets(line, sizeof(line), file)) {
        char *after_name = strrchr(line, ')');
        if (after_name) {
            sscanf(after_name, ") %*c %d", &parent);
        }
    }
    if (file) {
        fclose(file);
    }
    return parent;
}

/* The child and all that came from it. */
static size_t tree(pid_t *pids)
{
    static pid_t all[32768];
    size_t count = 0, n = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *e; proc && (e = readdir(proc)) && count < 32768;) {
        pid_t pid = atoi(e->d_name);
        if (pid > 0) {
            all[count++] = pid;
        }
    }
    if (proc) {
        closedir(proc);
    }
    for (size_t i = 0; i < count && n < PROCESSES_MAX; i++) {
        for (pid_t p = all[i]; p > 1; p = parent_of(p)) {
            if (p == child) {
                pids[n++] = all[i];
                break;
            }
        }
    }
    return n;
}

static double threads_cpu_ms(pid_t pid)
{
    char path[300];
    double sum = 0;
    snprintf(path, sizeof(path), "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    for (struct dirent *e; tasks && (e = readdir(tasks));) {
        double ns = 0;
        if (e->d_name[0] == '.') {
            continue;
        }
        snprintf(path, sizeof(path), "/proc/%d/task/%.32s/schedstat", pid, e->d_name);
        FILE *file = fopen(path, "r");
        if (file) {
            if (fscanf(file, "%lf", &ns) == 1) {
                sum += ns / 1e6;
            }
            fclose(file);
        }
    }
    if (tasks) {
        closedir(tasks);
    }
    return sum;
}

static double cpu_ms(void)
{
    pid_t pids[PROCESSES_MAX];
    double sum = 0;
    for (size_t i = 0, n = tree(pids); i < n; i++) {
        sum += threads_cpu_ms(pids[i]);
    }
    return sum;
}

static double pss_mib(void)
{
    pid_t pids[PROCESSES_MAX];
    double kib = 0;
    for (size_t i = 0, n = tree(pids); i < n; i++) {
        char path[64], line[256];
        long value;
        snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pids[i]);
        FILE *file = fopen(path, "r");
        while (file && fgets(line, sizeof(line), file)) {
            if (sscanf(line, "Pss: %ld", &value) == 1) {
                kib += (double)value;
            }
        }
        if (file) {
            fclose(file);
        }
    }
    return kib / 1024;
}

/* The moment of the next damage, or 0 at the deadline. */
static double wait_damage(double until_ms)
{
    for (;;) {
        while (XPending(display)) {
            XEvent event;
            XNextEvent(display, &event);
            if (event.type == damage_event) {
                double at = now_ms();
                XDamageSubtract(display, damage, None, None);
                XFlush(display);
                return at;
            }
        }
        double rest = until_ms - now_ms();
        if (rest <= 0) {
            return 0;
        }
        struct pollfd fd = {.fd = ConnectionNumber(display), .events = POLLIN};
        poll(&fd, 1, rest < 1 ? 1 : (int)rest);
    }
}

/* Waits that long; returns how many frames were seen. */
static int watch(double ms)
{
    double end = now_ms() + ms, last = -1e9, at;
    int frames = 0;
    while ((at = wait_damage(end)) != 0) {
        frames += at - last > 3;
        last = at;
    }
    return frames;
}

static void move_to(int x, int y)
{
    XTestFakeMotionEvent(display, -1, x, y, 0);
    XSync(display, False);
}

static void press(unsigned button)
{
    XTestFakeButtonEvent(display, button, True, 0);
    XTestFakeButtonEvent(display, button, False, 0);
    XFlush(display);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, int n, double q)
{
    if (n == 0) {
        return -1;
    }
    qsort(values, (size_t)n, sizeof(*values), by_value);
    int i = (int)(q * n);
    return values[i < n ? i : n - 1];
}

static void measure_start(double started_ms)
{
    double last = 0, at, until = started_ms + 30000;
    double cpu = 0;
    while ((at = wait_damage(until)) != 0) {
        last = at;
        cpu = cpu_ms();
        until = at + 1000;
    }
    printf("\"start_ms\":%.1f,\"start_cpu_ms\":%.1f", last - started_ms, cpu);
}

static void measure_idle(double seconds)
{
    double cpu = cpu_ms(), x = threads_cpu_ms(x_server), began = now_ms();
    int frames = watch(seconds * 1000);
    double minute = 60000 / (now_ms() - began);
    printf(",\"idle_frames\":%d,\"idle_cpu_ms_min\":%.2f,\"idle_x_ms_min\":%.2f", frames,
           (cpu_ms() - cpu) * minute, (threads_cpu_ms(x_server) - x) * minute);
}

static void measure_scroll(const char *how)
{
    int x = 0, y = 0;
    if (sscanf(how, "tap:%d,%d", &x, &y) == 2) {
        move_to(x, y);
        watch(300);
        double tapped = now_ms(), last = tapped, seen;
        press(1);
        while ((seen = wait_damage(tapped + 1000)) != 0) {
            last = seen;
        }
        printf(",\"open_ms\":%.2f", last - tapped);
        how = strchr(how, '/') ? strchr(how, '/') + 1 : "-";
    }
    int drag_px = 0;
    bool wheel = sscanf(how, "wheel:%d,%d", &x, &y) == 2 ||
                 sscanf(how, "drag:%d,%d,%d", &x, &y, &drag_px) == 3;
    if (!wheel && sscanf(how, "click:%d,%d", &x, &y) != 2) {
        return;
    }
    move_to(x, y);
    watch(300);
    double cpu = cpu_ms(), x_cpu = threads_cpu_ms(x_server), began = now_ms();
    static double gaps[FRAMES_MAX], works[SCROLL_STEPS];
    int frames = 0, gap_count = 0, step = 0;
    double worked = threads_cpu_ms(child);
    double last = -1, last_any = -1e9, at, end = began + 5300;
    if (!wheel) {
        press(1);
    } else if (drag_px != 0) {
        XTestFakeButtonEvent(display, 1, True, 0);
        XFlush(display);
    }
    for (double next = began; now_ms() < end;) {
        if (wheel && step < SCROLL_STEPS && now_ms() >= next) {
            double work = threads_cpu_ms(child); /* it sleeps by now: what the last turn cost it */
            works[step] = work - worked;
            worked = work;
            bool back = step / SCROLL_TURN % 2;
            if (drag_px != 0) {
                y += back ? drag_px : -drag_px;
                XTestFakeMotionEvent(display, -1, x, y, 0);
                XFlush(display);
            } else {
                press(back ? 4 : 5);
            }
            step++;
            next = began + step * 5000.0 / SCROLL_STEPS;
        }
        at = wait_damage(wheel && step < SCROLL_STEPS && next < end ? next : end);
        if (at == 0) {
            continue;
        }
        if (at - last_any > 3) {
            if (last >= 0 && gap_count < FRAMES_MAX) {
                gaps[gap_count++] = at - last;
            }
            last = at;
            frames++;
        }
        last_any = at;
    }
    if (drag_px != 0) {
        XTestFakeButtonEvent(display, 1, False, 0);
        XFlush(display);
    }
    double client = cpu_ms() - cpu, server = threads_cpu_ms(x_server) - x_cpu;
    printf(",\"scroll_cpu_ms\":%.1f,\"scroll_x_ms\":%.1f,\"scroll_sum_ms\":%.1f,\"frames\":%d",
           client, server, client + server, frames);
    printf(",\"gap_p50_ms\":%.1f,\"gap_p99_ms\":%.1f", quantile(gaps, gap_count, 0.5),
           quantile(gaps, gap_count, 0.99));
    if (wheel) {
        printf(",\"work_p50_ms\":%.2f,\"work_p99_ms\":%.2f", quantile(works, step, 0.5),
               quantile(works, step, 0.99));
    }
}

static void measure_click(const char *where)
{
    int x[2], y[2], n = 0;
    double took[CLICKS];
    if (sscanf(where, "%d,%d/%d,%d", &x[0], &y[0], &x[1], &y[1]) != 4) {
        return;
    }
    for (int i = 0; i < CLICKS; i++) {
        move_to(x[i % 2], y[i % 2]);
        watch(250);
        double began = now_ms();
        press(1);
        double at = wait_damage(began + 2000);
        if (at != 0) {
            took[n++] = at - began;
        }
    }
    printf(",\"clicks\":%d,\"click_p50_ms\":%.2f,\"click_p99_ms\":%.2f", n, quantile(took, n, 0.5),
           quantile(took, n, 0.99));
}

static void end_child(void)
{
    pid_t pids[PROCESSES_MAX];
    for (size_t n = tree(pids); n > 0; n--) {
        kill(pids[n - 1], SIGTERM);
    }
    watch(500);
    for (size_t n = tree(pids); n > 0; n--) {
        kill(pids[n - 1], SIGKILL);
    }
    waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: meter X_SERVER_PID SECONDS_IDLE SCROLL CLICK COMMAND...\n");
        return 2;
    }
    display = XOpenDisplay(NULL);
    int error_base;
    if (!display || !XDamageQueryExtension(display, &damage_event, &error_base)) {
        fprintf(stderr, "meter: no display with the damage extension\n");
        return 69;
    }
    x_server = atoi(argv[1]);
    damage_event += XDamageNotify;
    damage = XDamageCreate(display, DefaultRootWindow(display), XDamageReportNonEmpty);
    move_to(2, 2);
    watch(200);

    double started = now_ms();
    child = fork();
    if (child == 0) {
        setsid();
        execvp(argv[5], argv + 5);
        _exit(127);
    }
    printf("{");
    measure_start(started);
    if (strcmp(argv[2], "start") == 0) {
        printf("}\n");
        end_child();
        return 0;
    }
    watch(10000 - (now_ms() - started) > 0 ? 10000 - (now_ms() - started) : 0);
    printf(",\"pss_10s_mib\":%.2f", pss_mib());
    double idle_s = atof(argv[2]);
    if (idle_s > 0) {
        measure_idle(idle_s);
    }
    measure_scroll(argv[3]);
    measure_click(argv[4]);
    printf(",\"pss_after_mib\":%.2f}\n", pss_mib());
    end_child();
    return 0;
}
