/* scenarios_store.c - what a kiosk's stores must survive. */
#include "scenario.h"

const struct scenario *const scenarios[] = {
    &scenario_outbox_append,  &scenario_outbox_first,
    &scenario_outbox_ack,     &scenario_outbox_settle,
    &scenario_outbox_migrate, &scenario_content_flip,
    &scenario_content_whole,  &scenario_content_expire,
    &scenario_device_damaged, NULL,
};
