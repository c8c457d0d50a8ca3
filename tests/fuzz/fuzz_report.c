/* fuzz_report.c - any bytes are a city's report or refused; what was read can be walked to its end.
 */
#include <stdlib.h>

#include "city_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct city_report report;
    struct city_kiosk kiosk;
    size_t at = 0, count = 0;

    if (city_report_read(bytes_of(data, size), &report)) {
        return 0;
    }
    while (city_report_next(&report, &at, &kiosk) == OK) {
        must(kiosk.id.size == 16 && kiosk.name.size <= CITY_NAME_BYTES_MAX);
        count++;
    }
    must(count == report.kiosk_count);
    return 0;
}
