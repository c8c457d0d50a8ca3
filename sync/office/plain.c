/* plain.c - see plain.h. */
#include "plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "utf8.h"

/* ---- fields of records, as staff know them ---- */

static const struct {
    const char *field, *title;
} field_titles[] = {
    {"title", "标题"},
    {"text", "正文"},
    {"result", "结果"},
    {"item", "项目"},
    {"category", "类别"},
    {"handler", "经手人"},
    {"approver", "审批人"},
    {"correction", "更正说明"},
    {"reason", "原因"},
    {"place", "地点"},
    {"convener", "召集人"},
    {"topics", "议题"},
    {"person", "值班人"},
    {"post", "岗位"},
    {"phone", "电话"},
    {"hours", "时间"},
    {"name", "名称"},
    {"office_phone", "居委会电话"},
    {"supervision_phone", "监督电话"},
    {"supervision_office", "监督部门"},
    {"responsible", "居务公开负责人"},
    {"office_hours", "接待时间"},
    {"origins", "取内容的地址"},
    {"by", "答复人"},
    {"address", "地址"},
    {"label", "标题"},
    {"source", "文件名"},
};

static const char *field_title(const char *name, size_t size)
{
    for (size_t i = 0; i < sizeof field_titles / sizeof field_titles[0]; i++) {
        if (strlen(field_titles[i].field) == size &&
            memcmp(field_titles[i].field, name, size) == 0) {
            return field_titles[i].title;
        }
    }
    return NULL;
}

/* "disclosure: rows, entry 2: approver: is missing": the last field before `at`, and the number of
 * the last entry; 0 when the sentence names none. */
static const char *last_field(const char *text, const char *at, size_t *size, unsigned long *entry)
{
    const char *end = at, *begin = text;
    *entry = 0;
    while (end > text && (end[-1] == ' ' || end[-1] == ':')) {
        end--;
    }
    begin = end;
    while (begin > text && begin[-1] != ' ' && begin[-1] != ':') {
        begin--;
    }
    *size = (size_t)(end - begin);
    for (const char *look = text; (look = strstr(look, ", entry ")) != NULL && look < at;) {
        look += strlen(", entry ");
        *entry = strtoul(look, NULL, 10);
    }
    return begin;
}

/* What record_encode() says of a field. */
static bool say_field(const char *said, char *to, size_t room)
{
    static const struct {
        const char *mark;    /* of the English sentence */
        const char *meaning; /* follows the field's name */
    } reasons[] = {
        {"is missing", "没有写；请补上"},
        {"does not belong in a text", "里有不能用的字符；请删去后重写"},
        {"not UTF-8", "不是文字；请重新输入"},
        {"the text is empty", "里有一条是空的；请删去或补上"},
    };
    char amount[96] = "", where[48] = "";
    const char *meaning = NULL, *mark = NULL;
    unsigned long entry;
    size_t size;

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0] && !meaning; i++) {
        mark = strstr(said, reasons[i].mark);
        meaning = mark ? reasons[i].meaning : NULL;
    }
    const char *most = strstr(said, "; at most ");
    if (!meaning && most) {
        snprintf(amount, sizeof amount, "太长；至多 %lu %s",
                 strtoul(most + strlen("; at most "), NULL, 10),
                 strstr(said, "bytes long") ? "个字节（一个汉字是 3 个字节）" : "条");
        meaning = amount;
        mark = most;
    }
    if (!meaning) {
        return false;
    }
    while (mark > said && strncmp(mark, ": ", 2) != 0) {
        mark--;
    }
    const char *field = last_field(said, mark, &size, &entry);
    const char *title = field_title(field, size);
    if (entry > 0) {
        snprintf(where, sizeof where, "第 %lu 条的", entry);
    }
    snprintf(to, room, "%s“%.*s”%s", where, title ? (int)strlen(title) : (int)size,
             title ? title : field, meaning);
    return true;
}

/* ---- everything else, by its code ---- */

static const char *say_code(enum err err)
{
    switch (err) {
    case OK:
        break;
    case ERR_INVALID:
        return "内容不合规，没有办成；请检查后再试";
    case ERR_NOT_FOUND:
        return "没有找到";
    case ERR_EXISTS:
        return "已经有了，不能覆盖；请换一个名称";
    case ERR_MISMATCH:
        return "与已有的内容不符，没有办成";
    case ERR_DENIED:
        return "口令不对，或没有权限";
    case ERR_FULL:
        return "磁盘已满，或超过了限制；请腾出空间后再试，已有的资料没有变";
    case ERR_NOMEM:
        return "内存不够；请关掉别的程序，或分成几次办";
    case ERR_IO:
        return "磁盘读写出错；请检查磁盘，已有的资料没有变";
    case ERR_READONLY:
        return "资料文件夹是只读的，写不进去；请检查磁盘和权限";
    case ERR_CORRUPT:
        return "资料损坏，或不是本程序的资料；请用备份恢复";
    case ERR_NEWER:
        return "资料由更新的版本写成；请先升级本程序";
    case ERR_UNAVAILABLE:
        return "对方暂时连不上；请稍后再试";
    case ERR_BUSY:
        return "正被另一个程序使用；请等它办完再试";
    }
    return "没有办成";
}

/* CJK punctuation, ideographs, full-width forms: beyond U+2FFF. */
static bool has_wide(struct text rest)
{
    while (rest.size > 0) {
        if (utf8_next(&rest) >= 0x3000) {
            return true;
        }
    }
    return false;
}

/* A folder's name may be Chinese where the sentence is not: words that are paths do not count. */
static bool has_chinese(const char *said)
{
    struct text rest = text_of(said), word;
    while (text_split(&rest, ' ', &word)) {
        bool ascii = word.size > 0 && (uint8_t)word.data[0] < 0x80;
        bool path = word.size > 0 && memchr(word.data, '/', word.size) &&
                    (ascii || word.data[word.size - 1] == ':');
        if (!path && has_wide(word)) {
            return true;
        }
    }
    return false;
}

void complaint_make_plain(struct complaint *why, enum err err)
{
    char plain[COMPLAINT_BYTES_MAX / 2];
    if (!why || !err || has_chinese(why->text)) {
        return;
    }
    struct complaint said = *why;
    if (!say_field(said.text, plain, sizeof plain)) {
        snprintf(plain, sizeof plain, "%s", say_code(err));
    }
    if (said.text[0]) {
        complain(why, err, "%s（技术信息：%s）", plain, said.text);
    } else {
        complain(why, err, "%s", plain);
    }
}
