#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bytes.h"

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#else
#error "sandbox.c: name this machine's AUDIT_ARCH"
#endif

/* What a loaded engine still needs. Everything else, opening a file before all, is refused with
 * EACCES rather than punished: the C++ libraries ask for things they can do without. */
static const uint16_t allowed[] = {
    SYS_read,        SYS_write,           SYS_writev,         SYS_close,
    SYS_fstat,       SYS_lseek,           SYS_mmap,           SYS_munmap,
    SYS_mremap,      SYS_mprotect,        SYS_madvise,        SYS_brk,
    SYS_futex,       SYS_rt_sigaction,    SYS_rt_sigprocmask, SYS_rt_sigreturn,
    SYS_sigaltstack, SYS_clock_gettime,   SYS_gettimeofday,   SYS_clock_nanosleep,
    SYS_nanosleep,   SYS_sched_yield,     SYS_getpid,         SYS_gettid,
    SYS_getrandom,   SYS_restart_syscall, SYS_exit,           SYS_exit_group,
};

enum { ALLOWED = sizeof allowed / sizeof allowed[0], FILTER_MAX = 8 + 2 * ALLOWED };

void sandbox_before(void)
{
    const struct rlimit none = {0, 0};

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

static struct sock_filter load(size_t offset)
{
    return (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

static struct sock_filter answer(uint32_t action)
{
    return (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
}

enum err sandbox_enter(struct complaint *why)
{
    struct sock_filter filter[FILTER_MAX];
    unsigned short n = 0;

    filter[n++] = load(offsetof(struct seccomp_data, arch));
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0);
    filter[n++] = answer(SECCOMP_RET_KILL_PROCESS);
    filter[n++] = load(offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < ALLOWED; i++) {
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
        filter[n++] = answer(SECCOMP_RET_ALLOW);
    }
    filter[n++] = answer(SECCOMP_RET_ERRNO | EACCES);
    const struct sock_fprog program = {n, filter};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        return complain(
            why, ERR_UNAVAILABLE,
            "the kernel refuses a system call filter (%s); this program does not run without",
            strerror(errno));
    }
    return OK;
}
