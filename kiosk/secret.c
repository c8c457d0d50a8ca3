/* secret.c - see secret.h. */
#include "secret.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "log.h"
#include "sign.h" /* wipe */

void *secret_new(size_t size)
{
    void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (block == MAP_FAILED) {
        return NULL;
    }
    if (mlock2(block, size, MLOCK_ONFAULT)) {
        log_warn("memory for drafts cannot be locked: %s", strerror(errno));
    }
    if (madvise(block, size, MADV_DONTDUMP) || madvise(block, size, MADV_WIPEONFORK)) {
        log_warn("memory for drafts cannot be kept out of dumps: %s", strerror(errno));
    }
    return block;
}

void secret_free(void *block, size_t size)
{
    if (block) {
        wipe(block, size);
        munmap(block, size);
    }
}

void secret_harden_process(void)
{
    struct rlimit none = {0, 0};

    if (setrlimit(RLIMIT_CORE, &none)) {
        log_warn("core dumps cannot be switched off: %s", strerror(errno));
    }
#ifndef __SANITIZE_ADDRESS__ /* the leak check looks into the process from outside */
    if (prctl(PR_SET_DUMPABLE, 0)) {
        log_warn("the process cannot be closed to others: %s", strerror(errno));
    }
#endif
}
