/* front_matter.c - see front_matter.h. */
#include "front_matter.h"

#include <string.h>

static bool is_rule(struct text line)
{
    return text_is(text_trim(line), "---");
}

/* Splits at the first ':' or full-width colon. */
static bool split_colon(struct text line, struct text *name, struct text *value)
{
    static const char wide[] = "\xEF\xBC\x9A";
    for (size_t i = 0; i < line.size; i++) {
        size_t colon = line.data[i] == ':' ? 1 : 0;
        if (!colon && line.size - i >= 3 && memcmp(line.data + i, wide, 3) == 0) {
            colon = 3;
        }
        if (colon) {
            *name = text_trim(text_slice(line, 0, i));
            *value = text_trim(text_slice(line, i + colon, line.size));
            return name->size > 0;
        }
    }
    return false;
}

static struct text without_quotes(struct text value)
{
    bool quoted = value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"';
    return quoted ? text_slice(value, 1, value.size - 1) : value;
}

static const struct front_field *find_any(const struct front_matter *front, struct text name)
{
    for (size_t i = 0; i < front->count; i++) {
        if (text_equal(front->fields[i].name, name)) {
            return &front->fields[i];
        }
    }
    return NULL;
}

static enum err add_field(struct front_matter *front, struct front_field field,
                          struct complaint *why)
{
    if (front->count == FRONT_FIELDS_MAX) {
        return complain(why, ERR_FULL, "第 %u 行：开头的项目超过%d个", field.line,
                        FRONT_FIELDS_MAX);
    }
    front->fields[front->count++] = field;
    return OK;
}

static enum err parse_item(struct text line, unsigned number, struct front_matter *front,
                           struct complaint *why)
{
    const struct front_field *last = front->count ? &front->fields[front->count - 1] : NULL;
    if (!last || (!last->item && last->value.size > 0)) {
        return complain(why, ERR_INVALID, "第 %u 行：“- ”前面要有一行“名称:”", number);
    }
    struct text value = without_quotes(text_trim(text_slice(line, 1, line.size)));
    return add_field(front, (struct front_field){last->name, value, number, true}, why);
}

static enum err parse_line(struct text line, unsigned number, struct front_matter *front,
                           struct complaint *why)
{
    struct front_field field = {.line = number};
    line = text_trim(line);
    if (line.size == 0 || line.data[0] == '#') {
        return OK;
    }
    if (line.data[0] == '-') {
        return parse_item(line, number, front, why);
    }
    if (!split_colon(line, &field.name, &field.value)) {
        return complain(why, ERR_INVALID, "第 %u 行：要写成“名称: 内容”", number);
    }
    field.value = without_quotes(field.value);
    if (find_any(front, field.name)) {
        return complain(why, ERR_INVALID, "第 %u 行：“%.*s”写了两次", number, TEXT_ARG(field.name));
    }
    return add_field(front, field, why);
}

/* Without blank lines before and white space behind; counts the lines skipped. */
static struct text trim_body(struct text body, unsigned *line)
{
    size_t from = 0;
    for (size_t i = 0; i < body.size && strchr(" \t\n", body.data[i]); i++) {
        if (body.data[i] == '\n') {
            from = i + 1;
            ++*line;
        }
    }
    size_t to = body.size;
    while (to > from && strchr(" \t\n", body.data[to - 1])) {
        to--;
    }
    return text_slice(body, from, to);
}

enum err front_matter_parse(struct text text, struct front_matter *out, struct complaint *why)
{
    struct front_matter front = {.count = 0};
    struct text rest = text, line = {0};
    unsigned number = 1;

    if (!text_split(&rest, '\n', &line) || !is_rule(line)) {
        return complain(why, ERR_INVALID, "第 1 行应是“---”，下面写 kind: 等项目，再以“---”结束");
    }
    while (text_split(&rest, '\n', &line)) {
        number++;
        if (is_rule(line)) {
            front.body_line = number + 1;
            front.body = trim_body(rest, &front.body_line);
            *out = front;
            return OK;
        }
        enum err err = parse_line(line, number, &front, why);
        if (err) {
            return err;
        }
    }
    return complain(why, ERR_INVALID, "开头的项目没有结束；请在项目后面加一行“---”");
}

const struct front_field *front_find(const struct front_matter *front, const char *name)
{
    for (size_t i = 0; i < front->count; i++) {
        const struct front_field *field = &front->fields[i];
        if (field->value.size > 0 && text_is(field->name, name)) {
            return field;
        }
    }
    return NULL;
}

struct text front_value(const struct front_matter *front, const char *name)
{
    const struct front_field *field = front_find(front, name);
    return field ? field->value : text_of("");
}

enum err front_check_names(const struct front_matter *front, const char *const *known,
                           struct complaint *why)
{
    for (size_t i = 0; i < front->count; i++) {
        const char *const *name = known;
        while (*name && !text_is(front->fields[i].name, *name)) {
            name++;
        }
        if (!*name) {
            return complain(why, ERR_INVALID, "第 %u 行：这类文件没有“%.*s”这一项；请检查拼写",
                            front->fields[i].line, TEXT_ARG(front->fields[i].name));
        }
    }
    return OK;
}
