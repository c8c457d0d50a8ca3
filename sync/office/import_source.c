/* import_source.c - see import_source.h. */
#include "import_source.h"

#include <stdio.h>
#include <string.h>

struct text source_value(const struct source *s, const char *name)
{
    return front_value(&s->front, name);
}

unsigned source_line(const struct source *s, const char *name)
{
    const struct front_field *field = front_find(&s->front, name);
    return field ? field->line : 1;
}

enum err source_date(const struct source *s, const char *name, int32_t *day)
{
    const struct front_field *field = front_find(&s->front, name);
    if (field && civil_parse_date(field->value, day)) {
        return complain(s->why, ERR_INVALID,
                        "第 %u 行：%s“%.*s”不是日期，或没有这一天；要写成 2026-11-10", field->line,
                        name, TEXT_ARG(field->value));
    }
    return OK;
}

enum err source_number(const struct source *s, const char *name, uint64_t max, uint64_t *number)
{
    const struct front_field *field = front_find(&s->front, name);
    if (field && text_parse_uint(field->value, max, number)) {
        return complain(s->why, ERR_INVALID, "第 %u 行：%s“%.*s”不是数（0 到 %llu）", field->line,
                        name, TEXT_ARG(field->value), (unsigned long long)max);
    }
    return OK;
}

enum err source_flag(const struct source *s, const char *name, bool *flag)
{
    const struct front_field *field = front_find(&s->front, name);
    struct text said = field ? field->value : text_of("no");
    *flag = text_is(said, "true") || text_is(said, "yes") || text_is(said, "是");
    if (!*flag && !text_is(said, "false") && !text_is(said, "no") && !text_is(said, "否")) {
        return complain(s->why, ERR_INVALID, "第 %u 行：%s 要写 true 或 false", field->line, name);
    }
    return OK;
}

enum err source_need(const struct source *s, const char *const *names)
{
    for (; *names; names++) {
        if (source_value(s, *names).size == 0) {
            return complain(s->why, ERR_INVALID, "第 1 行起的项目里没有 %s；请补上“%s: …”", *names,
                            *names);
        }
    }
    return OK;
}

bool source_is_plain_name(struct text name)
{
    return name.size > 0 && name.size < FILE_PATH_BYTES_MAX && name.data[0] != '.' &&
           !memchr(name.data, '/', name.size) && !memchr(name.data, '\\', name.size);
}

enum err source_beside(const struct source *s, struct text name, char path[FILE_PATH_BYTES_MAX])
{
    int folder = (int)(s->file->name - s->file->path);
    int size =
        snprintf(path, FILE_PATH_BYTES_MAX, "%.*s%.*s", folder, s->file->path, TEXT_ARG(name));

    return size < 0 || size >= FILE_PATH_BYTES_MAX
               ? complain(s->why, ERR_INVALID, "“%.*s”的路径太长；请把文件夹挪到浅一些的地方",
                          TEXT_ARG(name))
               : OK;
}
