/* command_line.c - what leaves the office by other ways than its own server. */
#include <stdio.h>

#include "command.h"
#include "mirror.h"

enum err command_mirror(struct command *c)
{
    return mirror_run(&c->site, c->words[0], stdout, &c->why);
}
