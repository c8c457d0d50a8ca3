/* fake_print.c - instead of noticepoint-print: leaves the slip it got in the file that its first
 * argument (the printer's name) is, and does what its second (the paper) says. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "print_wire.h"

static int tell(enum print_state state)
{
    uint8_t bytes[PRINT_EVENT_BYTES];

    print_event_encode(state, bytes);
    return write(STDOUT_FILENO, bytes, sizeof bytes) == (ssize_t)sizeof bytes ? 0 : 1;
}

static int keep_slip(const char *path)
{
    static char slip[128 * 1024];
    ssize_t size = read(3, slip, sizeof slip);
    FILE *file = size > 0 ? fopen(path, "w") : NULL;

    return file && fwrite(slip, (size_t)size, 1, file) == 1 && fclose(file) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 4 || keep_slip(argv[1])) {
        return 1;
    }
    if (strcmp(argv[2], "die") == 0) {
        return 1;
    }
    if (strcmp(argv[2], "lie") == 0) {
        return write(STDOUT_FILENO, "????", 4) == 4 ? 0 : 1;
    }
    if (strcmp(argv[2], "hang") == 0) {
        return tell(PRINT_SENT) || pause();
    }
    if (strcmp(argv[2], "jam") == 0) { /* it is watched no longer, and printed later */
        return tell(PRINT_SENT) || tell(PRINT_JAM);
    }
    return tell(PRINT_SENT) || tell(PRINT_NO_PAPER) || tell(PRINT_SENT) || tell(PRINT_DONE);
}
