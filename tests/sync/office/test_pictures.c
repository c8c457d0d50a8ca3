/* Pictures of a text become records named by what they hold, and the text names them. */
#include <string.h>

#include "office_desk.h"

#include "file.h"
#include "hash.h"
#include "photograph.h"
#include "picture_file.h"
#include "picture_key.h"

static struct bytes photograph(struct desk *desk)
{
    struct bytes file;

    assert_ok_why(file_read(PICTURES "/plain.jpg", 100000, &desk->site.scratch, &file, &desk->why),
                  &desk->why);
    return file;
}

static void put_photograph(struct desk *desk, const char *name, char key[PICTURE_KEY_BYTES])
{
    struct bytes file = photograph(desk);
    const struct hash hash = hash_of(file);

    temp_file(desk->folder, name, file);
    picture_key(&hash, key);
}

#define NOTICE(body) "---\nkind: notice\ntitle: 斜坡修好了\n---\n" body

static void a_picture_is_imported_with_the_text_that_shows_it(void **state)
{
    struct desk *desk = *state;
    char key[PICTURE_KEY_BYTES], shown[128];
    struct picture picture;
    struct notice notice;

    put_photograph(desk, "斜坡.jpg", key);
    desk_file(desk, "a.md", NOTICE("昨天修好了。\n\n![3号楼门口的斜坡](斜坡.jpg)\n\n请慢走。\n"));
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_reported(desk, key);
    desk_record(desk, key, &picture);
    assert_text(picture.words, "3号楼门口的斜坡");
    assert_true(bytes_equal(picture.file, photograph(desk)));
    desk_record(desk, "notice/a", &notice);
    snprintf(shown, sizeof shown, "昨天修好了。\n\n![3号楼门口的斜坡](%s)\n\n请慢走。", key);
    assert_text(notice.text, shown);
}

static void a_picture_of_two_texts_is_one_record(void **state)
{
    struct desk *desk = *state;
    char key[PICTURE_KEY_BYTES], text[256];

    put_photograph(desk, "p.jpg", key);
    desk_file(desk, "a.md", NOTICE("![斜坡](p.jpg)\n"));
    desk_file(desk, "b.md", NOTICE("![斜坡，从东边看](p.jpg) ![斜坡](p.jpg)\n"));
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_ok_why(desk_import(desk, "b.md"), &desk->why);
    assert_int_equal(desk_entry(desk, key).version, 1);
    /* What was exported names it by its key, and comes back without the file. */
    snprintf(text, sizeof text, NOTICE("![斜坡](%s)\n"), key);
    desk_file(desk, "a.md", text);
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_reported(desk, "0 条有变化");
}

static void a_slide_names_its_picture_in_a_field(void **state)
{
    struct desk *desk = *state;
    char key[PICTURE_KEY_BYTES];
    struct slide slide;

    put_photograph(desk, "p.jpg", key);
    desk_file(desk, "s.md", "---\nkind: slide\ntitle: 剪纸课\npicture: p.jpg\n---\n周三下午。\n");
    assert_ok_why(desk_import(desk, "s.md"), &desk->why);
    desk_record(desk, "slide/s", &slide);
    assert_text(slide.picture, key);
}

static void what_cannot_be_shown_names_its_line(void **state)
{
    struct desk *desk = *state;
    char key[PICTURE_KEY_BYTES];

    put_photograph(desk, "p.jpg", key);
    desk_refuses(desk, NOTICE("前面。\n\n![斜坡](q.jpg)\n"), "第 7 行");
    desk_refuses(desk, NOTICE("![斜坡](q.jpg)\n"), "放在同一个文件夹");
    desk_refuses(desk, NOTICE("![斜坡](../p.jpg)\n"), "圆括号里只写文件名");
    desk_refuses(desk, NOTICE("![斜坡](http://a.example/p.jpg)\n"), "不上网");
    desk_refuses(desk, NOTICE("![](p.jpg)\n"), "方括号里写上");
    desk_refuses(desk, NOTICE("![斜坡](picture/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)\n"),
                 "这里没有图片");
    desk_file(desk, "t.jpg", "no picture at all");
    desk_refuses(desk, NOTICE("![斜坡](t.jpg)\n"), "不是 PNG 或 JPEG");
    desk_refuses(
        desk,
        "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\nuntil: 2026-12-31\n---\n![名单](p.jpg)\n",
        "到期撤下的名单不带图片");
    desk_refuses(
        desk,
        "---\nkind: meeting\ntype: mediation\ntitle: 漏水\ndate: 2026-11-20\n---\n![漏水](p.jpg)\n",
        "不带图片");
}

static void a_picture_that_only_markdown_sees_is_refused(void **state)
{
    struct desk *desk = *state;
    char key[PICTURE_KEY_BYTES];

    put_photograph(desk, "p.jpg", key);
    desk_refuses(desk, NOTICE("![图[1]](p.jpg)\n"), "没有认出来");
    desk_refuses(desk, NOTICE("![斜\n坡](p.jpg)\n"), "没有认出来");
    desk_refuses(desk, NOTICE("![斜坡][p]\n\n[p]: p.jpg\n\n![又](q.jpg)\n"), "放在同一个文件夹");
}

static void every_beginning_of_a_picture_is_read_or_refused(void **state)
{
    static const char whole[] = "看图：![a] b ![斜坡](p.jpg) ![再看](p.jpg)";
    struct desk *desk = *state;
    char key[PICTURE_KEY_BYTES], text[256];

    put_photograph(desk, "p.jpg", key);
    for (size_t size = 0; size < sizeof whole; size++) {
        if (((unsigned char)whole[size] & 0xc0) == 0x80) {
            continue; /* not in the middle of a character */
        }
        snprintf(text, sizeof text, NOTICE("%.*s\n后面。\n"), (int)size, whole);
        desk_file(desk, "a.md", text);
        assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    }
    struct notice notice;
    desk_record(desk, "notice/a", &notice);
    snprintf(text, sizeof text, "看图：![a] b ![斜坡](%s) ![再看](%s)\n后面。", key, key);
    assert_text(notice.text, text);
}

/* As a phone held upright makes it: 12 million pixels, lying on their side, and where it was. */
static struct bytes from_a_phone(struct arena *arena)
{
    static const uint8_t sideways[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0,    0,    'M', 'M',
                                       0,    42,   0, 0,  0,   8,   0,   1,   0x01, 0x12, 0,   3,
                                       0,    0,    0, 1,  0,   6,   0,   0,   0,    0,    0,   0};
    struct bytes file = photograph_make(arena, PHOTOGRAPH_JPEG, 4000, 3000, 12), made;
    struct buffer b = buffer_begin(arena);

    buffer_add(&b, file.data, 2);
    buffer_add(&b, sideways, sizeof sideways);
    buffer_add(&b,
               "\xff\xfe\0\x0e"
               "39.9N 116.4E",
               16);
    buffer_add(&b, file.data + 2, file.size - 2);
    assert_ok(buffer_end(&b, &made));
    return made;
}

static void what_a_phone_takes_is_made_smaller_and_stays_turned(void **state)
{
    struct desk *desk = *state;
    struct notice notice;
    struct picture picture;
    struct picture_shown shown;
    char key[PICTURE_KEY_BYTES];
    uint32_t w, h, fields[4];

    temp_file(desk->folder, "p.jpg", from_a_phone(&desk->site.scratch));
    arena_reset(&desk->site.scratch);
    desk_file(desk, "a.md", NOTICE("![斜坡](p.jpg)\n"));
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_reported(desk, "p.jpg\t图片太大，已经自动缩小");
    desk_record(desk, "notice/a", &notice);
    assert_true(picture_find(notice.text, 0, &shown));
    text_copy(shown.target, key, sizeof key);
    desk_record(desk, key, &picture);
    assert_true(picture.file.size <= PICTURE_BYTES_MAX);
    assert_null(memmem(picture.file.data, picture.file.size, "116.4E", 6));
    assert_memory_equal(picture.file.data + 6, "Exif", 4);
    assert_int_equal(picture.file.data[31], 6); /* as it was held */
    photograph_look(picture.file, &w, &h, fields);
    assert_int_equal(w * 3, h * 4);
    assert_true(w >= 1000 && w * h <= PICTURE_PIXELS_MAX);
    assert_true((fields[0] >> 16) > 180 && (fields[2] & 255) > 180); /* red above blue */
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_reported(desk, "0 条有变化"); /* the same again is the same picture */
}

static void what_cannot_be_made_smaller_says_what_to_do(void **state)
{
    struct desk *desk = *state;
    struct arena *arena = &desk->site.scratch;
    struct bytes file = photograph_make(arena, PHOTOGRAPH_PNG, 3000, 2500, 0);
    uint8_t *damaged = (uint8_t *)(uintptr_t)file.data;

    damaged[file.size / 2] ^= 1; /* its parts are sound, its pixels are not */
    temp_file(desk->folder, "p.png", file);
    arena_reset(arena);
    desk_refuses(desk, NOTICE("![斜坡](p.png)\n"), "请用看图软件改成宽 1600 左右");
}

static void a_text_that_only_looks_like_a_picture_stays_as_it_is(void **state)
{
    struct desk *desk = *state;
    struct notice notice;

    desk_file(desk, "a.md", NOTICE("注意![重要] 看(这里)，还有![半个](没完\n"));
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    desk_record(desk, "notice/a", &notice);
    assert_text(notice.text, "注意![重要] 看(这里)，还有![半个](没完");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_is_imported_with_the_text_that_shows_it, desk),
        TEST(a_picture_of_two_texts_is_one_record, desk),
        TEST(a_slide_names_its_picture_in_a_field, desk),
        TEST(what_cannot_be_shown_names_its_line, desk),
        TEST(a_picture_that_only_markdown_sees_is_refused, desk),
        TEST(every_beginning_of_a_picture_is_read_or_refused, desk),
        TEST(what_a_phone_takes_is_made_smaller_and_stays_turned, desk),
        TEST(what_cannot_be_made_smaller_says_what_to_do, desk),
        TEST(a_text_that_only_looks_like_a_picture_stays_as_it_is, desk),
    };
    return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
