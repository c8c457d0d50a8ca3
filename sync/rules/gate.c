/* gate.c - see gate.h. */
#include "gate.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_BYTES_MAX = 4096, /* the cells of one row, joined */
    LINE_CELLS_MAX = 20,
};

static const char joint[] = " | ";

bool kind_is_gated(enum kind kind)
{
    switch ((int)kind) {
    case KIND_disclosure:
    case KIND_announce:
    case KIND_withdraw:
    case KIND_meeting:
    case KIND_resolution:
    case KIND_proposal:
    case KIND_notice:
    case KIND_service:
    case KIND_emergency:
    case KIND_slide:
    case KIND_picture:
    case KIND_duty:
    case KIND_zone:
    case KIND_roll:
    case KIND_thread:
    case KIND_answer_text:
    case KIND_receipt:
    case KIND_forms:
    case KIND_purge:
        return true;
    default:
        return false;
    }
}

/* The cells of the row being read, as one line. */
struct line {
    char text[LINE_BYTES_MAX];
    size_t size;
    struct {
        const char *field;
        size_t from;
    } cells[LINE_CELLS_MAX];
    size_t count;
    ptrdiff_t row;
};

struct gate {
    struct privacy_allowed allowed;
    struct text phones[PRIVACY_POLICY_PHONES];
    bool masks;
    enum kind kind;
    struct gate_finding *findings;
    size_t count, max;
    struct line line;
};

static void add_finding(struct gate *gate, struct text text, struct privacy_hit hit,
                        struct gate_finding finding)
{
    finding.kind = hit.kind;
    privacy_masked(text, hit, finding.masked);
    gate->findings[gate->count++] = finding;
}

/* ---- rows: cells joined ---- */

static struct gate_finding place_in_line(const struct line *line, size_t at)
{
    size_t cell = 0;
    while (cell + 1 < line->count && line->cells[cell + 1].from <= at) {
        cell++;
    }
    return (struct gate_finding){
        .field = line->cells[cell].field, .row = (size_t)line->row + 1, .column = cell + 1};
}

static void end_line(struct gate *gate)
{
    struct line *line = &gate->line;
    struct text text = {line->text, line->size};
    struct privacy_scan scan = privacy_scan_begin(text, &gate->allowed);
    struct privacy_hit hit;
    while (gate->count < gate->max && privacy_scan_next(&scan, &hit)) {
        add_finding(gate, text, hit, place_in_line(line, hit.from));
    }
    line->count = 0;
    line->size = 0;
}

static void add_cell(struct gate *gate, const char *field, ptrdiff_t row, struct text text)
{
    struct line *line = &gate->line;
    bool fits =
        line->count < LINE_CELLS_MAX && line->size + sizeof joint - 1 + text.size <= LINE_BYTES_MAX;
    if (line->count > 0 && (row != line->row || !fits)) {
        end_line(gate);
    }
    line->row = row;
    if (line->count > 0) {
        memcpy(line->text + line->size, joint, sizeof joint - 1);
        line->size += sizeof joint - 1;
    }
    line->cells[line->count].field = field;
    line->cells[line->count++].from = line->size;
    memcpy(line->text + line->size, text.data, text.size);
    line->size += text.size;
}

/* ---- texts: by line, and cell where the line is a table's ---- */

/* Walks along with the hits, so that a long text is counted through once. */
struct place {
    size_t at, line, line_from;
};

static void place_move(struct place *place, struct text text, size_t to)
{
    for (; place->at < to; place->at++) {
        if (text.data[place->at] == '\n') {
            place->line++;
            place->line_from = place->at + 1;
        }
    }
}

static size_t column_at(struct text text, size_t line_from, size_t at)
{
    size_t bars = 0;
    bool leading = line_from < text.size && text.data[line_from] == '|';
    for (size_t i = line_from; i < at; i++) {
        bars += text.data[i] == '|';
    }
    return bars ? bars + !leading : 0;
}

static void scan_text(struct gate *gate, const char *field, ptrdiff_t row, struct text text)
{
    struct privacy_scan scan = privacy_scan_begin(text, &gate->allowed);
    struct place place = {.line = 1};
    struct privacy_hit hit;
    while (gate->count < gate->max && privacy_scan_next(&scan, &hit)) {
        place_move(&place, text, hit.from);
        struct gate_finding finding = {.field = field,
                                       .row = row < 0 ? place.line : (size_t)row + 1,
                                       .column = column_at(text, place.line_from, hit.from)};
        add_finding(gate, text, hit, finding);
    }
}

static void scan_names(struct gate *gate, const char *field, struct text text)
{
    struct name_found found;
    struct place place = {.line = 1};
    if (gate->count == gate->max || !names_find_whole(text, 0, &found)) {
        return; /* one is enough to know that the column was not masked */
    }
    place_move(&place, text, found.from);
    struct gate_finding finding = {.field = field, .row = place.line, .column = found.column};
    add_finding(gate, text, (struct privacy_hit){PRIVACY_NAME, found.from, found.to}, finding);
}

static void handle_field(void *data, const char *field, ptrdiff_t row, struct text text)
{
    struct gate *gate = data;
    if (row >= 0 && text.size <= LINE_BYTES_MAX) {
        add_cell(gate, field, row, text);
        return;
    }
    scan_text(gate, field, row, text);
    if (gate->masks && row < 0 && strcmp(field, "text") == 0) {
        scan_names(gate, field, text);
    }
}

bool gate_lists_residents(enum kind kind, const void *record)
{
    return kind == KIND_notice ||
           (kind == KIND_disclosure && ((const struct disclosure *)record)->item != 2);
}

size_t gate_record(enum kind kind, const void *record, const struct policy *policy,
                   struct gate_finding *findings, size_t max)
{
    struct gate gate = {.masks = true, .kind = kind, .findings = findings, .max = max};
    if (!kind_is_gated(kind)) {
        return 0;
    }
    if (policy) {
        gate.allowed = privacy_allowed_of(policy, gate.phones);
        gate.masks = policy_rule(policy, RULE_mask_names).number != 0;
    }
    gate.masks = gate.masks && gate_lists_residents(kind, record);
    record_each_text(kind, record, handle_field, &gate);
    if (gate.line.count > 0) {
        end_line(&gate);
    }
    return gate.count;
}

bool gate_passes(enum kind kind, const void *record, const struct policy *policy)
{
    struct gate_finding finding;
    return gate_record(kind, record, policy, &finding, 1) == 0;
}

/* ---- said ---- */

struct text gate_finding_text(const struct gate_finding *finding, struct arena *arena)
{
    char column[48] = "";
    if (finding->column > 0) {
        snprintf(column, sizeof column, "第 %zu 列", finding->column);
    }
    return arena_printf(arena, "第 %zu 行%s（%s）有%s（%s）", finding->row, column, finding->field,
                        privacy_kind_name(finding->kind), finding->masked);
}

enum err gate_check(enum kind kind, const void *record, const struct policy *policy,
                    struct text record_name, struct complaint *why)
{
    struct gate_finding finding;
    uint8_t block[512];
    struct arena arena;
    if (gate_record(kind, record, policy, &finding, 1) == 0) {
        return OK;
    }
    arena_init_over(&arena, block, sizeof block);
    struct text sentence = gate_finding_text(&finding, &arena);
    return complain(why, ERR_INVALID, "%.*s：%.*s：%s", TEXT_ARG(record_name), TEXT_ARG(sentence),
                    finding.kind == PRIVACY_NAME
                        ? "名单上的姓名要隐去一字，请重新导入"
                        : "公开的内容里不能出现，请删去后再导入；本单位的电话和场所请写进规则");
}

enum err gate_check_persons(const struct disclosure *disclosure, struct complaint *why)
{
    bool item_of_persons = disclosure->item == 7 && !disclosure->nil;
    bool residents =
        gate_lists_residents(KIND_disclosure, disclosure) && names_are_listed(disclosure->text);
    if (disclosure->until != 0 || (!item_of_persons && !residents)) {
        return OK;
    }
    return complain(
        why, ERR_INVALID,
        "人员名单要写明公示到哪一天为止（until），到期自动撤下（公开制度第五条第七项）");
}

bool gate_has_expired(int32_t until, int32_t today)
{
    return until != 0 && today > until;
}
