/* names.c - see names.h. */
#include "names.h"

#include <string.h>

#include "utf8.h"

enum {
    MARKS = 10,
    COLUMNS_MAX = 20,
    STAR = '*',
    WIDE_STAR = 0xFF0A,
    SOME = 0x67D0, /* 某 */
};

/* ---- one name ---- */

bool name_is_masked(struct text name)
{
    for (uint32_t c; (c = utf8_next(&name)) != 0;) {
        if (c == STAR || c == WIDE_STAR || c == SOME) {
            return true;
        }
    }
    return false;
}

/* Two characters that are one surname. */
static bool is_compound(uint32_t first, uint32_t second)
{
    static const char surnames[] =
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠"
        "公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁"
        "拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山公坚左丘公伯"
        "西门公祖第五公乘贯丘公皙南荣东里东宫仲长子书子桑即墨达奚褚师纳兰完颜叶赫那拉";
    struct text rest = text_of(surnames);
    for (uint32_t a; (a = utf8_next(&rest)) != 0;) {
        if (a == first && utf8_next(&rest) == second) {
            return true;
        }
        if (a != first) {
            utf8_next(&rest);
        }
    }
    return false;
}

static bool is_joint(uint32_t c)
{
    return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0xFF65; /* · • ‧ ・ ･ */
}

static bool is_latin(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250);
}

static void add_character(struct buffer *b, uint32_t c)
{
    char put[4];
    buffer_add(b, put, utf8_put(c, put));
}

/* No part of a name: a blank, and what a table's text escapes with. A bar that lost its backslash
 * to the mask would begin a new cell. */
static bool is_passed_over(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x3000 || c == '\\' || c == '|';
}

/* The characters of one name. */
struct characters {
    uint32_t at[NAME_BYTES_MAX];
    size_t count;
    bool joined;
};

static void read_characters(struct text name, struct characters *read)
{
    read->count = 0;
    read->joined = false;
    for (uint32_t c; read->count < NAME_BYTES_MAX && (c = utf8_next(&name)) != 0;) {
        if (is_passed_over(c)) {
            continue;
        }
        read->joined = read->joined || is_joint(c);
        read->at[read->count++] = c;
    }
}

/* Every part keeps its first character. */
static void mask_joined(const struct characters *name, struct buffer *b)
{
    bool begins = true, hidden = false;
    for (size_t i = 0; i < name->count; i++) {
        if (is_joint(name->at[i])) {
            begins = true;
            hidden = false;
            add_character(b, name->at[i]);
        } else if (begins) {
            begins = false;
            add_character(b, name->at[i]);
        } else if (!hidden) {
            hidden = true;
            buffer_add_byte(b, STAR);
        }
    }
    if (!memchr(b->arena->base + b->start, STAR, buffer_size(b))) {
        buffer_add_byte(b,
                        STAR); /* 阿·木: each part is one character; hide something all the same */
    }
}

static void mask_plain(const struct characters *name, struct buffer *b)
{
    size_t surname = name->count >= 3 && is_compound(name->at[0], name->at[1]) ? 2 : 1;
    bool keeps_last = name->count >= surname + 2 && !is_latin(name->at[0]);
    /* Of one character, or none, all is hidden. */
    for (size_t i = 0; i < surname && name->count > 1; i++) {
        add_character(b, name->at[i]);
    }
    buffer_add_byte(b, STAR);
    if (keeps_last) {
        add_character(b, name->at[name->count - 1]);
    }
}

/* Where （户主） or (户主) begins; the whole size when there is none. */
static size_t bracket_of(struct text name)
{
    struct text rest = name;
    while (rest.size > 0) {
        size_t at = name.size - rest.size;
        uint32_t c = utf8_next(&rest);
        if ((c == '(' || c == 0xFF08) && at > 0) {
            return at;
        }
    }
    return name.size;
}

static void mask_into(struct text name, struct buffer *b)
{
    struct characters read;
    name = text_trim(name);
    size_t bracket = bracket_of(name);
    read_characters(text_slice(name, 0, bracket), &read);
    if (name.size == 0 || name_is_masked(text_slice(name, 0, bracket))) {
        buffer_add_text(b, name);
        return;
    }
    struct buffer part = *b;
    part.start = b->arena->used;
    if (read.joined) {
        mask_joined(&read, &part);
    } else {
        mask_plain(&read, &part);
    }
    b->failed = b->failed || part.failed;
    buffer_add_text(b, text_slice(name, bracket, name.size));
}

struct text name_masked(struct text name, struct arena *arena)
{
    struct bytes out;
    struct buffer b = buffer_begin(arena);
    mask_into(name, &b);
    return buffer_end(&b, &out) ? (struct text){0} : bytes_text(out);
}

/* ---- a column ---- */

static bool parts_names(uint32_t c)
{
    return c == 0x3001 || c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B || c == '/';
}

static bool holds_several(struct text cell)
{
    for (uint32_t c; (c = utf8_next(&cell)) != 0;) {
        if (parts_names(c)) {
            return true;
        }
    }
    return false;
}

/* 张小芳、李明 -> 张*芳、李* */
static void mask_several(struct text cell, struct buffer *b)
{
    struct text rest = cell;
    size_t from = 0;
    while (rest.size > 0) {
        size_t at = cell.size - rest.size;
        uint32_t c = utf8_next(&rest);
        if (parts_names(c)) {
            mask_into(text_slice(cell, from, at), b);
            from = cell.size - rest.size;
            add_character(b, c);
        }
    }
    mask_into(text_slice(cell, from, cell.size), b);
}

static struct text mask_cell(struct text cell, struct arena *arena)
{
    struct bytes out;
    struct buffer b = buffer_begin(arena);
    cell = text_trim(cell);
    if (holds_several(cell)) {
        mask_several(cell, &b);
    } else {
        mask_into(cell, &b);
    }
    return buffer_end(&b, &out) ? (struct text){0} : bytes_text(out);
}

static void mark_format(size_t number, char to[16])
{
    static const char *const marks[MARKS] = {"甲", "乙", "丙", "丁", "戊",
                                             "己", "庚", "辛", "壬", "癸"};
    size_t at = 0;
    if (number < MARKS) {
        memcpy(to, marks[number], strlen(marks[number]) + 1);
        return;
    }
    number++;
    char digits[16];
    for (; number > 0 && at < sizeof digits; number /= 10) {
        digits[at++] = (char)('0' + number % 10);
    }
    for (size_t i = 0; i < at; i++) {
        to[i] = digits[at - 1 - i];
    }
    to[at] = '\0';
}

/* Cells sorted by mask, then by name, so that a mask's different names lie together: `order` holds
 * their indices. A heap sort, for qsort() cannot be told of which column. */
struct column {
    const struct text *names;
    struct text *masked;
    size_t count;
};

static int compare_cells(const struct column *column, size_t a, size_t b)
{
    int masks = bytes_compare(text_bytes(column->masked[a]), text_bytes(column->masked[b]));
    if (masks) {
        return masks;
    }
    int names = bytes_compare(text_bytes(text_trim(column->names[a])),
                              text_bytes(text_trim(column->names[b])));
    return names ? names : (a > b) - (a < b);
}

static void sift(const struct column *column, size_t *order, size_t root, size_t count)
{
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare_cells(column, order[child], order[child + 1]) < 0) {
            child++;
        }
        if (compare_cells(column, order[root], order[child]) >= 0) {
            return;
        }
        size_t swap = order[root];
        order[root] = order[child];
        order[child] = swap;
    }
}

static void sort_cells(const struct column *column, size_t *order)
{
    for (size_t i = column->count / 2; i > 0; i--) {
        sift(column, order, i - 1, column->count);
    }
    for (size_t end = column->count; end > 1; end--) {
        size_t swap = order[0];
        order[0] = order[end - 1];
        order[end - 1] = swap;
        sift(column, order, 0, end - 1);
    }
}

static bool same_name(const struct column *column, size_t a, size_t b)
{
    return text_equal(text_trim(column->names[a]), text_trim(column->names[b]));
}

/* first[i]: the first row in which the name of row i stands. */
static void find_first_rows(const struct column *column, const size_t *order, size_t *first)
{
    for (size_t i = 0; i < column->count; i++) {
        bool again = i > 0 && same_name(column, order[i - 1], order[i]);
        first[order[i]] = again ? first[order[i - 1]] : order[i];
    }
}

/* Numbers the different names of the mask at order[from .. to) by where they first appear. */
static void number_names(const size_t *order, const size_t *first, size_t from, size_t to,
                         size_t *number)
{
    for (size_t i = from; i < to; i++) {
        size_t earlier = 0;
        if (first[order[i]] != order[i]) {
            continue; /* one name is numbered once */
        }
        for (size_t j = from; j < to; j++) {
            earlier += first[order[j]] == order[j] && order[j] < order[i];
        }
        number[order[i]] = earlier;
    }
}

static enum err mark_cells(struct column *column, const size_t *order, const size_t *first,
                           size_t *number, struct arena *arena)
{
    for (size_t from = 0, to; from < column->count; from = to) {
        struct text mask = column->masked[order[from]];
        size_t names = 0;
        for (to = from; to < column->count && text_equal(column->masked[order[to]], mask); to++) {
            names += first[order[to]] == order[to];
        }
        if (names < 2 || !name_is_masked(mask) || holds_several(mask)) {
            continue;
        }
        number_names(order, first, from, to, number);
        for (size_t i = from; i < to; i++) {
            char mark[16];
            mark_format(number[first[order[i]]], mark);
            struct text marked = arena_printf(arena, "%.*s%s", TEXT_ARG(mask), mark);
            if (!marked.data) {
                return ERR_NOMEM;
            }
            column->masked[order[i]] = marked;
        }
    }
    return OK;
}

enum err names_mask(const struct text *names, size_t count, struct arena *arena,
                    struct text *masked)
{
    struct column column = {names, masked, count};
    if (count > NAMES_MAX) {
        return ERR_FULL;
    }
    size_t *order = ARENA_ARRAY(arena, size_t, count), *first = ARENA_ARRAY(arena, size_t, count);
    size_t *number = ARENA_ARRAY(arena, size_t, count);
    if (!order || !first || !number) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
        masked[i] = mask_cell(names[i], arena);
        if (!masked[i].data) {
            return ERR_NOMEM;
        }
    }
    sort_cells(&column, order);
    find_first_rows(&column, order, first);
    return mark_cells(&column, order, first, number, arena);
}

/* ---- tables in Markdown ---- */

bool heading_is_name(struct text heading)
{
    static const char *const whole[] = {"户主", "享受人员", "享受人", "当事人"};
    char plain[64];
    size_t size = 0;
    for (struct text rest = heading; rest.size > 0;) {
        uint32_t c = utf8_next(&rest);
        char put[4];
        size_t bytes = utf8_put(c, put);
        if (c == ' ' || c == '\t' || c == STAR || c == '_' || c == 0x3000) {
            continue;
        }
        if (size + bytes > sizeof plain) {
            return false;
        }
        memcpy(plain + size, put, bytes);
        size += bytes;
    }
    struct text text = {plain, size};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        if (text_is(text, whole[i])) {
            return true;
        }
    }
    return text_ends(text, "姓名");
}

struct cell {
    size_t from, to; /* trimmed, byte offsets in the whole text */
};

/* The cells of one line, at most COLUMNS_MAX; 0: no bar in it. */
static size_t split_cells(struct text text, size_t from, size_t to, struct cell *cells)
{
    size_t count = 0, begin = from;
    bool bars = false;
    struct text line = text_trim(text_slice(text, from, to));
    size_t first = line.size ? (size_t)(line.data - text.data) : from, last = first + line.size;
    begin = first;
    for (size_t at = first; at <= last && count < COLUMNS_MAX; at++) {
        bool bar = at < last && text.data[at] == '|' && (at == first || text.data[at - 1] != '\\');
        if (!bar && at < last) {
            continue;
        }
        bars = bars || bar;
        struct text cell = text_trim(text_slice(text, begin, at));
        bool edge = cell.size == 0 && ((bar && at == first) || (at == last && begin == last));
        if (!edge) {
            size_t start = cell.size ? (size_t)(cell.data - text.data) : begin;
            cells[count++] = (struct cell){start, start + cell.size};
        }
        begin = at + 1;
    }
    return bars ? count : 0;
}

static bool is_rule(struct text text, size_t from, size_t to)
{
    bool dash = false;
    for (size_t at = from; at < to; at++) {
        char c = text.data[at];
        dash = dash || c == '-';
        if (c != '-' && c != ':' && c != '|' && c != ' ' && c != '\t' && c != '\r') {
            return false;
        }
    }
    return dash;
}

static size_t line_end(struct text text, size_t at)
{
    const char *end = at < text.size ? memchr(text.data + at, '\n', text.size - at) : NULL;
    return end ? (size_t)(end - text.data) : text.size;
}

/* Walks a text line by line and knows which cells stand under a heading for names. */
struct walk {
    struct text text;
    size_t at;  /* the next line's begin */
    bool table; /* in the rows of a table that has such columns */
    bool named[COLUMNS_MAX];
    size_t columns;
    size_t row; /* of the table, from 1 */
    struct cell cells[COLUMNS_MAX];
    size_t count; /* cells of the row just read */
};

static void open_table(struct walk *walk, size_t from, size_t to)
{
    size_t rule = to + 1;
    if (to >= walk->text.size || !is_rule(walk->text, rule, line_end(walk->text, rule))) {
        return;
    }
    walk->columns = split_cells(walk->text, from, to, walk->cells);
    walk->row = 0;
    for (size_t i = 0; i < walk->columns; i++) {
        const struct cell *cell = &walk->cells[i];
        walk->named[i] = heading_is_name(text_slice(walk->text, cell->from, cell->to));
        walk->table = walk->table || walk->named[i];
    }
    if (walk->columns > 0) {
        walk->at = line_end(walk->text, rule) + 1;
    }
}

/* The next row of a table with names; false: no more. */
static bool walk_row(struct walk *walk)
{
    while (walk->at < walk->text.size) {
        size_t from = walk->at, to = line_end(walk->text, from);
        walk->at = to + 1;
        if (text_trim(text_slice(walk->text, from, to)).size == 0) {
            walk->table = false;
        } else if (walk->table) {
            walk->count = split_cells(walk->text, from, to, walk->cells);
            walk->row++;
            return true;
        } else {
            open_table(walk, from, to);
        }
    }
    return false;
}

static bool cell_is_named(const struct walk *walk, size_t column)
{
    return column < walk->columns && walk->named[column] &&
           walk->cells[column].to > walk->cells[column].from;
}

static bool is_whole(struct text cell)
{
    while (cell.size > 0) { /* each of several names */
        struct text rest = cell;
        size_t to = cell.size;
        while (rest.size > 0) {
            size_t at = cell.size - rest.size;
            if (parts_names(utf8_next(&rest))) {
                to = at;
                break;
            }
        }
        struct text name = text_trim(text_slice(cell, 0, to));
        if (name.size > 0 && !name_is_masked(text_slice(name, 0, bracket_of(name)))) {
            return true;
        }
        cell = to < cell.size ? rest : (struct text){0};
    }
    return false;
}

bool names_find_whole(struct text markdown, size_t from, struct name_found *found)
{
    struct walk walk = {.text = markdown};
    while (walk_row(&walk)) {
        for (size_t column = 0; column < walk.count; column++) {
            const struct cell *cell = &walk.cells[column];
            if (cell->from >= from && cell_is_named(&walk, column) &&
                is_whole(text_slice(markdown, cell->from, cell->to))) {
                *found = (struct name_found){cell->from, cell->to, walk.row, column + 1};
                return true;
            }
        }
    }
    return false;
}

bool names_are_listed(struct text markdown)
{
    struct walk walk = {.text = markdown};
    return walk_row(&walk);
}

/* The cells to be masked, in order of their place. */
struct listed {
    struct cell *cells;
    struct text *names, *masked;
    size_t count;
};

static enum err list_cells(struct text markdown, struct arena *arena, struct listed *listed)
{
    struct walk walk = {.text = markdown};
    listed->cells = ARENA_ARRAY(arena, struct cell, NAMES_MAX);
    listed->names = ARENA_ARRAY(arena, struct text, NAMES_MAX);
    listed->masked = ARENA_ARRAY(arena, struct text, NAMES_MAX);
    if (!listed->cells || !listed->names || !listed->masked) {
        return ERR_NOMEM;
    }
    while (walk_row(&walk)) {
        for (size_t column = 0; column < walk.count; column++) {
            if (!cell_is_named(&walk, column)) {
                continue;
            }
            if (listed->count == NAMES_MAX) {
                return ERR_FULL;
            }
            listed->cells[listed->count] = walk.cells[column];
            listed->names[listed->count++] =
                text_slice(markdown, walk.cells[column].from, walk.cells[column].to);
        }
    }
    return OK;
}

enum err names_mask_markdown(struct text markdown, struct arena *arena, struct text *out)
{
    struct listed listed = {0};
    bool changes = false;
    enum err err = list_cells(markdown, arena, &listed);
    err = err ? err : names_mask(listed.names, listed.count, arena, listed.masked);
    if (err) {
        return err;
    }
    for (size_t i = 0; i < listed.count; i++) {
        changes = changes || !text_equal(listed.names[i], listed.masked[i]);
    }
    if (!changes) {
        *out = markdown;
        return OK;
    }
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);
    size_t at = 0;
    for (size_t i = 0; i < listed.count; i++) {
        buffer_add_text(&b, text_slice(markdown, at, listed.cells[i].from));
        buffer_add_text(&b, listed.masked[i]);
        at = listed.cells[i].to;
    }
    buffer_add_text(&b, text_slice(markdown, at, markdown.size));
    err = buffer_end(&b, &bytes);
    if (!err) {
        *out = bytes_text(bytes);
    }
    return err;
}
