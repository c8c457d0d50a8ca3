/* app_writing.c - between the input panel, which only asks, and the engines, which only answer. */
#include "app_parts.h"

#include "log.h"

bool app_writing_turn(struct app *app)
{
    struct draft *draft = &app->model->draft;
    const struct input_query *query = panel_query(&draft->panel);
    struct input_answer answer;
    bool changed = false;

    if (!app->engines) {
        if (query) { /* nothing is installed: say so at once */
            answer = (struct input_answer){.serial = query->serial, .failed = true};
            return panel_take(&draft->panel, draft->writing, &answer);
        }
        return false;
    }
    if (query) {
        input_engines_ask(app->engines, query, app->now_ms);
    }
    while (input_engines_take(app->engines, &answer, app->now_ms)) {
        changed = panel_take(&draft->panel, draft->writing, &answer) || changed;
    }
    wipe(&answer, sizeof answer);
    int fd = input_engines_fd(app->engines);
    if (fd >= 0 && app->lookout && lookout_fd(app->lookout, fd)) {
        log_error("too many children are watched");
    }
    return changed;
}
