/* delivery.c - see delivery.h. */
#include "delivery.h"

#include <stdlib.h>

#include "fleet.h"

enum { STATUS_OK = 200, STATUS_CREATED = 201, STATUS_LARGE = 413 };

enum err delivery_begin(struct delivery *delivery, struct intake *intake)
{
    *delivery = (struct delivery){.intake = intake, .has_office = intake->publisher.has_office};
    delivery->kiosks = calloc(DELIVERY_KIOSKS_MAX, sizeof *delivery->kiosks);
    if (!delivery->kiosks) {
        return ERR_NOMEM;
    }
    /* Acknowledged once for each kiosk at the end, not for each item. */
    intake->publisher.has_office = delivery->has_office && intake->admit_new;
    return OK;
}

static void count(struct delivery *d, const struct route *route, unsigned status)
{
    if (route->kind == ROUTE_ENROL && (status == STATUS_OK || status == STATUS_CREATED)) {
        d->offers++;
    } else if (status == STATUS_CREATED || (status == STATUS_OK && route->kind != ROUTE_UPLOAD)) {
        d->taken++;
    } else if (status == STATUS_OK) {
        d->known++;
    } else {
        d->refused++;
    }
}

unsigned delivery_take(struct delivery *delivery, const struct route *route, struct bytes bytes)
{
    size_t limit = intake_limit(route);
    unsigned status = STATUS_LARGE;

    if (limit > 0 && bytes.size <= limit) {
        status = intake_put(delivery->intake, route, bytes).status;
    }
    count(delivery, route, status);
    return status;
}

void delivery_heard(struct delivery *delivery, struct text kiosk)
{
    for (size_t i = 0; i < delivery->kiosk_count; i++) {
        if (text_is(kiosk, delivery->kiosks[i])) {
            return;
        }
    }
    if (delivery->kiosk_count < DELIVERY_KIOSKS_MAX && kiosk.size == KIOSK_ID_HEX) {
        text_copy(kiosk, delivery->kiosks[delivery->kiosk_count++], KIOSK_ID_HEX + 1);
    }
}

static enum err acknowledge(struct delivery *d, struct complaint *why)
{
    struct site *site = d->intake->site;
    const struct signer *office = &d->intake->publisher.office;
    struct bytes bytes;
    enum err err = OK;

    for (size_t i = 0; !err && i < d->kiosk_count; i++) {
        size_t mark = arena_mark(&site->scratch);
        err = fleet_acknowledge(site, text_of(d->kiosks[i]), office, &bytes, why);
        err = err == ERR_NOT_FOUND ? OK : err; /* none of ours */
        arena_rewind(&site->scratch, mark);
    }
    return err ? err : fleet_acknowledge_waiting(site, office, why);
}

enum err delivery_end(struct delivery *delivery, bool anew, enum err err, struct complaint *why)
{
    struct intake *intake = delivery->intake;

    intake->publisher.has_office = delivery->has_office;
    if (!err && intake->has_head && (anew || intake->publish_due)) {
        err = publish_run(intake->site, &intake->publisher, PUBLISH_OWN, NULL, why);
    }
    err = err || !delivery->has_office ? err : acknowledge(delivery, why);
    free(delivery->kiosks);
    delivery->kiosks = NULL;
    return err;
}
