/* A program that has entered the sandbox reaches nothing of the outside world. */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"
#include "support.h"

/* In a child: what of the outside world is still within reach; 0 none of it. */
static int reach(const char *folder)
{
    int old = open(temp_path(folder, "open"), O_WRONLY | O_CREAT, 0600);
    struct complaint why;

    sandbox_before();
    if (sandbox_enter(&why)) {
        return 77;
    }
    int found = open("/etc/hostname", O_RDONLY) >= 0 ? 1 : 0;
    found |= socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? 2 : 0;
    found |= write(old, "x", 1) == 1 ? 4 : 0; /* not even into what is open */
    found |= fork() >= 0 ? 8 : 0;
    found |= unlink(temp_path(folder, "open")) == 0 ? 16 : 0;
    return found;
}

static void the_sandbox_leaves_no_file_no_network_no_process(void **state)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        _exit(reach(*state));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(access(temp_path(*state, "open"), F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_sandbox_leaves_no_file_no_network_no_process, temp_folder),
    };
    return cmocka_run_group_tests_name("helper.sandbox", tests, NULL, NULL);
}
