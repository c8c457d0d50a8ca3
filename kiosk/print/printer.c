#include "printer.h"

#include <cups/cups.h>
#include <cups/raster.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_MS = 3000, URI_BYTES = 512, MILLION = 1000000 };

/* What stands in the queue and in logs instead of what is printed. */
static const char job_name[] = "noticepoint";

struct printer {
    http_t *http;
    char name[PRINTER_NAME_BYTES_MAX + 1];
    char uri[URI_BYTES];
    int job; /* 0: none yet */
    cups_raster_t *raster;
};

/* ---- asking ---- */

static ipp_t *ask(struct printer *printer, ipp_op_t operation, const char *const *attributes,
                  int count)
{
    ipp_t *request = ippNewRequest(operation);

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, printer->uri);
    if (operation == IPP_OP_GET_JOB_ATTRIBUTES) {
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", printer->job);
    }
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 cupsUser());
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                  "requested-attributes", count, NULL, attributes);
    return cupsDoRequest(printer->http, request, "/");
}

static int integer_of(ipp_t *answer, const char *name, int otherwise)
{
    ipp_attribute_t *attribute = answer ? ippFindAttribute(answer, name, IPP_TAG_ZERO) : NULL;

    return attribute ? ippGetInteger(attribute, 0) : otherwise;
}

/* Keywords may end in -error, -warning or -report (RFC 8011, 5.4.12). */
static bool has_reason(ipp_t *answer, const char *name, const char *keyword)
{
    ipp_attribute_t *reasons = answer ? ippFindAttribute(answer, name, IPP_TAG_ZERO) : NULL;
    size_t size = strlen(keyword);

    for (int i = 0; reasons && i < ippGetCount(reasons); i++) {
        const char *reason = ippGetString(reasons, i, NULL);
        if (reason && strncmp(reason, keyword, size) == 0 &&
            (reason[size] == 0 || reason[size] == '-') && !strstr(reason, "-report")) {
            return true;
        }
    }
    return false;
}

static enum err judge_printer(struct printer *printer, struct complaint *why)
{
    static const char *const wanted[] = {"printer-is-accepting-jobs", "queued-job-count"};
    ipp_t *answer = ask(printer, IPP_OP_GET_PRINTER_ATTRIBUTES, wanted, 2);
    ipp_status_t status = cupsLastError();
    enum err err = OK;

    if (status == IPP_STATUS_ERROR_NOT_FOUND) {
        err = complain(why, ERR_NOT_FOUND, "there is no printer %s", printer->name);
    } else if (!answer || status > IPP_STATUS_OK_CONFLICTING) {
        err = complain(why, ERR_UNAVAILABLE, "the printing system: %s", cupsLastErrorString());
    } else {
        ipp_attribute_t *takes =
            ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
        bool refuses = takes && !ippGetBoolean(takes, 0);
        if (refuses || integer_of(answer, "queued-job-count", 0) >= PRINTER_QUEUE_MAX) {
            err = complain(why, ERR_FULL, "printer %s takes no more now", printer->name);
        }
    }
    ippDelete(answer);
    return err;
}

enum err printer_open(const char *name, struct printer **out, struct complaint *why)
{
    struct printer *printer = calloc(1, sizeof *printer);

    if (!printer) {
        return ERR_NOMEM;
    }
    snprintf(printer->name, sizeof printer->name, "%s", name);
    httpAssembleURIf(HTTP_URI_CODING_ALL, printer->uri, sizeof printer->uri, "ipp", NULL,
                     "localhost", 0, "/printers/%s", printer->name);
    printer->http = httpConnect2(cupsServer(), ippPort(), NULL, AF_UNSPEC, cupsEncryption(), 1,
                                 CONNECT_MS, NULL);
    enum err err = printer->http ? judge_printer(printer, why)
                                 : complain(why, ERR_UNAVAILABLE, "the printing system: %s",
                                            cupsLastErrorString());
    if (err) {
        printer_close(printer);
        return err;
    }
    *out = printer;
    return OK;
}

void printer_close(struct printer *printer)
{
    if (printer) {
        cupsRasterClose(printer->raster);
        httpClose(printer->http);
        free(printer);
    }
}

/* ---- sending ---- */

static ssize_t write_part(void *context, unsigned char *bytes, size_t size)
{
    struct printer *printer = context;
    http_status_t status = cupsWriteRequestData(printer->http, (const char *)bytes, size);

    return status == HTTP_STATUS_CONTINUE ? (ssize_t)size : -1;
}

enum err printer_begin(struct printer *printer, const char *media)
{
    cups_option_t *options = NULL;
    int count = cupsAddOption("media", media, 0, &options);

    printer->job = cupsCreateJob(printer->http, printer->name, job_name, count, options);
    cupsFreeOptions(count, options);
    if (printer->job == 0 || cupsStartDocument(printer->http, printer->name, printer->job, job_name,
                                               "image/pwg-raster", 1) != HTTP_STATUS_CONTINUE) {
        return ERR_IO;
    }
    printer->raster = cupsRasterOpenIO(write_part, printer, CUPS_RASTER_WRITE_PWG);
    return printer->raster ? OK : ERR_NOMEM;
}

enum err printer_page(struct printer *printer, const struct printer_page *page)
{
    cups_page_header2_t header = {.cupsWidth = (unsigned)page->width_px,
                                  .cupsHeight = (unsigned)page->height_px,
                                  .cupsBitsPerColor = 1,
                                  .cupsBitsPerPixel = 1,
                                  .cupsBytesPerLine = ((unsigned)page->width_px + 7) / 8,
                                  .cupsColorOrder = CUPS_ORDER_CHUNKED,
                                  .cupsColorSpace = CUPS_CSPACE_K,
                                  .cupsNumColors = 1,
                                  .NumCopies = 1};

    snprintf(header.MediaClass, sizeof header.MediaClass, "PwgRaster");
    snprintf(header.cupsPageSizeName, sizeof header.cupsPageSizeName, "%s", page->media);
    header.HWResolution[0] = header.HWResolution[1] = (unsigned)page->dpi;
    header.PageSize[0] = (unsigned)(page->width_px * 72 / page->dpi);
    header.PageSize[1] = (unsigned)(page->height_px * 72 / page->dpi);
    header.cupsPageSize[0] = (float)page->width_px * 72 / (float)page->dpi;
    header.cupsPageSize[1] = (float)page->height_px * 72 / (float)page->dpi;
    header.cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform] = 1;
    header.cupsInteger[CUPS_RASTER_PWG_FeedTransform] = 1;
    return cupsRasterWriteHeader2(printer->raster, &header) ? OK : ERR_IO;
}

enum err printer_row(struct printer *printer, const uint8_t *row, size_t size)
{
    uint8_t copy[1024]; /* the library takes no const */

    if (size > sizeof copy) {
        return ERR_INVALID;
    }
    memcpy(copy, row, size);
    return cupsRasterWritePixels(printer->raster, copy, (unsigned)size) == size ? OK : ERR_IO;
}

enum err printer_end(struct printer *printer)
{
    cupsRasterClose(printer->raster);
    printer->raster = NULL;
    ipp_status_t status = cupsFinishDocument(printer->http, printer->name);
    return status <= IPP_STATUS_OK_CONFLICTING ? OK : ERR_IO;
}

/* ---- looking ---- */

static enum print_state why_it_waits(struct printer *printer)
{
    static const struct {
        const char *keyword;
        enum print_state state;
    } reasons[] = {
        {"media-empty", PRINT_NO_PAPER}, {"media-needed", PRINT_NO_PAPER},
        {"media-jam", PRINT_JAM},        {"cover-open", PRINT_OPEN},
        {"door-open", PRINT_OPEN},       {"interlock-open", PRINT_OPEN},
        {"offline", PRINT_OFFLINE},      {"connecting-to-device", PRINT_OFFLINE},
        {"timed-out", PRINT_OFFLINE},    {"shutdown", PRINT_OFFLINE},
        {"paused", PRINT_STOPPED},       {"stopped-partly", PRINT_STOPPED},
    };
    static const char *const wanted[] = {"printer-state", "printer-state-reasons"};
    ipp_t *answer = ask(printer, IPP_OP_GET_PRINTER_ATTRIBUTES, wanted, 2);
    enum print_state state = PRINT_SENT;

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0] && state == PRINT_SENT; i++) {
        if (has_reason(answer, "printer-state-reasons", reasons[i].keyword)) {
            state = reasons[i].state;
        }
    }
    if (state == PRINT_SENT &&
        integer_of(answer, "printer-state", IPP_PSTATE_IDLE) == IPP_PSTATE_STOPPED) {
        state = PRINT_STOPPED;
    }
    ippDelete(answer);
    return state;
}

enum err printer_look(struct printer *printer, enum print_state *state)
{
    static const char *const wanted[] = {"job-state"};
    ipp_t *answer = ask(printer, IPP_OP_GET_JOB_ATTRIBUTES, wanted, 1);
    int job = integer_of(answer, "job-state", 0);
    bool gone = cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND;

    ippDelete(answer);
    if (job == 0 && !gone) {
        return ERR_UNAVAILABLE;
    }
    if (gone || job == IPP_JSTATE_COMPLETED) { /* gone: done, and no history is kept */
        *state = PRINT_DONE;
    } else if (job == IPP_JSTATE_ABORTED || job == IPP_JSTATE_CANCELED) {
        *state = PRINT_FAILED;
    } else if (job == IPP_JSTATE_HELD || job == IPP_JSTATE_STOPPED) {
        *state = PRINT_STOPPED;
    } else {
        *state = why_it_waits(printer);
    }
    return OK;
}

void printer_cancel(struct printer *printer)
{
    if (printer->job > 0) {
        cupsCancelJob2(printer->http, printer->name, printer->job, 1);
    }
}
