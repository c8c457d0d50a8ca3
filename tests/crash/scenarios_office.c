/* scenarios_office.c - what an office must survive. */
#include "scenario.h"

const struct scenario *const scenarios[] = {
    &scenario_office_publish,
    &scenario_office_sign,
    &scenario_office_intake,
    &scenario_office_answer,
    &scenario_office_collect,
    &scenario_office_tidy,
    NULL,
};
