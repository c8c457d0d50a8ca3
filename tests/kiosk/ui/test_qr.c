/* QR codes hold what they were given, byte for byte, and say so to somebody else's reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "qr.h"
#include "support.h"

static void a_code_has_its_three_finders(void **state)
{
    static struct qr qr;

    (void)state;
    assert_ok(qr_encode(bytes_of_text("555-0100"), &qr));
    assert_int_equal(qr.side, 21);
    const int corners[3][2] = {{0, 0}, {qr.side - 7, 0}, {0, qr.side - 7}};
    for (int i = 0; i < 3; i++) {
        int x = corners[i][0], y = corners[i][1];
        assert_true(qr_is_dark(&qr, x, y) && qr_is_dark(&qr, x + 6, y + 6));
        assert_false(qr_is_dark(&qr, x + 1, y + 1));
        assert_true(qr_is_dark(&qr, x + 3, y + 3));
    }
    assert_false(qr_is_dark(&qr, -1, 0));
    assert_false(qr_is_dark(&qr, 0, qr.side));
}

static void it_holds_so_much_and_no_more(void **state)
{
    static struct qr qr;
    static uint8_t many[QR_BYTES_MAX + 1];

    (void)state;
    memset(many, 0xe5, sizeof many);
    assert_ok(qr_encode(bytes_of(many, QR_BYTES_MAX), &qr));
    assert_int_equal(qr.side, QR_SIDE_MAX);
    assert_err(ERR_FULL, qr_encode(bytes_of(many, QR_BYTES_MAX + 1), &qr));
    assert_err(ERR_INVALID, qr_encode(bytes_of(many, 0), &qr));
}

/* 99 characters: the offer of a kiosk. */
static void capitals_and_digits_need_fewer_modules(void **state)
{
    static const char offer[] =
        "NP1:WUTONGLI:4F2A9C01D7E86B35:"
        "MZXW6YTBOI4DCMRTGQ2TMNZYHEYGCYTDMRSWM2BAJBUW63TPOQ2A:K7D2M4XQ9F3TN8WA";
    static struct qr qr;
    char small[sizeof offer];

    (void)state;
    assert_ok(qr_encode(bytes_of_text(offer), &qr));
    assert_int_equal(qr.side, 37); /* version 5 */
    for (size_t i = 0; i < sizeof offer; i++) {
        small[i] = (char)(offer[i] >= 'A' && offer[i] <= 'Z' ? offer[i] - 'A' + 'a' : offer[i]);
    }
    assert_ok(qr_encode(bytes_of_text(small), &qr));
    assert_int_equal(qr.side, 41);
}

/* Painted as a picture with its quiet zone. */
static void write_code(const struct qr *qr, const char *path)
{
    enum { MODULE_PX = 4, SIDE_PX = (QR_SIDE_MAX + 2 * QR_QUIET) * MODULE_PX };
    static uint32_t pixels[SIDE_PX * SIDE_PX];
    struct complaint why = {{0}};
    int side = (qr->side + 2 * QR_QUIET) * MODULE_PX;

    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            bool dark = qr_is_dark(qr, x / MODULE_PX - QR_QUIET, y / MODULE_PX - QR_QUIET);
            pixels[y * side + x] = dark ? 0xff000000 : 0xffffffff;
        }
    }
    assert_ok_why(picture_write(path, (struct surface){pixels, side, side, side}, &why), &why);
}

static void another_reader_finds_the_same_text(void **state)
{
    static const char *const texts[] = {
        "NP1:WUTONGLI:4F2A9C01D7E86B35",
        "555-0100",
        "BEGIN:VEVENT\nSUMMARY:3号楼加装电梯听证会\nLOCATION:活动室\nEND:VEVENT",
        "十月收支：上月结余18,240.50元，收入12,000.00元，支出9,316.80元，结余20,923.70元。",
    };
    const char *folder = *state;
    static struct qr qr;

    if (system("command -v zbarimg >/dev/null 2>&1") != 0) {
        print_message("SKIPPED: zbarimg (package zbar-tools) is not installed\n");
        skip();
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char command[TEMP_PATH_BYTES_MAX + 80], said[1024] = {0};
        const char *path = temp_path(folder, "code.png");
        assert_ok(qr_encode(bytes_of_text(texts[i]), &qr));
        write_code(&qr, path);
        snprintf(command, sizeof command, "zbarimg -q --raw -Sdisable -Sqrcode.enable '%s'", path);
        FILE *reader = popen(command, "r");
        assert_non_null(reader);
        size_t size = fread(said, 1, sizeof said - 1, reader);
        assert_int_equal(pclose(reader), 0);
        assert_true(size > 0 && said[size - 1] == '\n'); /* the reader ends with one */
        said[size - 1] = 0;
        assert_string_equal(said, texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_code_has_its_three_finders),
        TEST_PLAIN(it_holds_so_much_and_no_more),
        TEST_PLAIN(capitals_and_digits_need_fewer_modules),
        TEST(another_reader_finds_the_same_text, temp_folder),
    };
    return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
