/* compliance_board.c - what the board asks for: periods, signatures, answers to opinions (G). */
#include "compliance_private.h"
#include "four_forms.h"

enum { ITEM_OF_THE_WALL = 2 }; /* G7(3): post duties and work regulations */

static const char *const item_names[ITEM_COUNT + 1] = {
    "",
    "三年任期目标",
    "成员分工、岗位职责和工作制度",
    "年度目标、实事工程及完成情况",
    "居民会议决议及落实情况",
    "社区工作经费收支",
    "证明项目、服务项目和接待时间",
    "低保、帮困卡条件和享受人员名单",
    "年度计划生育工作目标",
    "监督小组工作报告",
    "居民要求公开的其他内容",
};

static const char *const due_article = "居务公开制度第六条、第八条";

/* G9: a named person is responsible for the daily work of disclosure. */
static struct text responsible(const struct compliance *list)
{
    return list->rules->policy->responsible;
}

static struct text leader(const struct compliance *list)
{
    const struct people *people = list->facts->people;
    struct text name = people ? post_holder(list, people->supervision, "组长") : (struct text){0};
    return name.size > 0 ? name : text_of("监督小组组长");
}

static struct obligation of_item(enum obligation_kind kind, unsigned item, int32_t due_on,
                                 struct text who, const struct published *record)
{
    return (struct obligation){
        .kind = kind,
        .item = item,
        .due_on = due_on,
        .who = who,
        .article = kind == OBLIGATION_SIGN ? "居务公开制度第十一条" : due_article,
        .key = record ? record->key : text_of(""),
    };
}

static void oblige_item(struct compliance *list, enum obligation_kind kind, unsigned item,
                        struct period period, int32_t due_on, const struct published *record)
{
    char name[PERIOD_BYTES];
    bool signs = kind == OBLIGATION_SIGN;
    struct obligation obligation =
        of_item(kind, item, due_on, signs ? leader(list) : responsible(list), record);
    oblige(list, obligation, true, "%s第 %u 项%s（%s）",
           signs                          ? "审核签字："
           : kind == OBLIGATION_WITHDRAWN ? "撤回后重新公开："
                                          : "公开",
           item, item_names[item], period_format(period, name));
}

static const struct forms *forms_of(const struct compliance *list, struct text key)
{
    for (size_t i = 0; i < list->facts->form_count; i++) {
        if (text_equal(list->facts->forms[i].key, key)) {
            return &list->facts->forms[i];
        }
    }
    return NULL;
}

/* G7: the kiosk does not replace the board, and item 2 hangs on the office wall too. The assembly
 * has a day of its own (half-year), and the kiosk itself is one of the fourth form. */
static void oblige_forms(struct compliance *list, const struct board_row *row)
{
    struct form_tick ticks[FORM_COUNT];
    char name[PERIOD_BYTES];
    if (!list->facts->forms || !row->record || row->expired) {
        return;
    }
    form_ticks(forms_of(list, row->record->key), row->published_day, list->today, ticks);
    bool wall = row->item == ITEM_OF_THE_WALL && !ticks[FORM_WALL].done;
    if (ticks[FORM_BOARD].done && !wall) {
        return;
    }
    struct obligation obligation =
        of_item(OBLIGATION_FORMS, row->item, row->published_day, responsible(list), row->record);
    obligation.article = "居务公开制度第七条";
    oblige(list, obligation, true, "第 %u 项（%s）还要%s%s%s", row->item,
           period_format(row->period, name), ticks[FORM_BOARD].done ? "" : "贴上公开栏",
           wall && !ticks[FORM_BOARD].done ? "、" : "", wall ? "在办公室上墙" : "");
}

/* What should hang there today. */
static void board_today(struct compliance *list, const struct board *board)
{
    struct board_row rows[ITEM_COUNT];
    board_rows(board, list->moment, (struct period){PERIOD_NONE, 0, 0}, rows);
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        const struct board_row *row = &rows[i];
        switch (row->state) {
        case BOARD_PENDING:
        case BOARD_OVERDUE:
            oblige_item(list, OBLIGATION_DISCLOSE, row->item, row->period, row->due_day,
                        row->record);
            break;
        case BOARD_UNSIGNED:
            oblige_item(list, OBLIGATION_SIGN, row->item, row->period, row->due_day, row->record);
            break;
        case BOARD_WITHDRAWN:
            oblige_item(list, OBLIGATION_WITHDRAWN, row->item, row->period, row->due_day,
                        row->record);
            break;
        case BOARD_PUBLISHED:
            oblige_forms(list, row);
            break;
        case BOARD_NOT_DUE:
            break;
        }
    }
}

/* What the next disclosure day will ask for. */
static void board_next(struct compliance *list, const struct board *board)
{
    struct readiness readiness;
    int32_t tomorrow = list->today + 1;
    board_readiness(board, tomorrow, &readiness);
    for (size_t i = 0; i < readiness.count; i++) {
        const struct readiness_line *line = &readiness.lines[i];
        if (line->state == READY) {
            continue;
        }
        oblige_item(list,
                    line->state == READY_UNSIGNED    ? OBLIGATION_SIGN
                    : line->state == READY_WITHDRAWN ? OBLIGATION_WITHDRAWN
                                                     : OBLIGATION_DISCLOSE,
                    line->item, line->period, readiness.day, line->record);
    }
}

/* G11(4): opinions get an answer. */
static void opinions(struct compliance *list)
{
    for (size_t i = 0; i < list->facts->thread_count; i++) {
        const struct thread_fact *fact = &list->facts->threads[i];
        struct thread_state state =
            thread_state_of(fact->record, list->rules, list->today, list->moment.doubtful);
        if (state.asked_on == 0) {
            continue;
        }
        struct obligation obligation = {
            .kind = OBLIGATION_OPINION,
            .due_on = state.answer_by,
            .who = responsible(list),
            .article = "居务公开制度第十一条第四项",
            .key = fact->key,
            .item = (unsigned)fact->record->item,
        };
        oblige(list, obligation, true, "答复居民对第 %llu 项（%.*s 公开栏）的意见",
               (unsigned long long)fact->record->item, TEXT_ARG(fact->record->month));
    }
}

void compliance_board(struct compliance *list)
{
    struct board board;
    if (board_init(list->arena, &list->rules->calendar, list->facts->published,
                   list->facts->published_count, &board)) {
        list->failed = true;
        return;
    }
    board_today(list, &board);
    board_next(list, &board);
    opinions(list);
    if (text_trim(list->rules->policy->supervision_phone).size == 0) {
        struct obligation obligation = {
            .kind = OBLIGATION_PHONE, .who = responsible(list), .article = "居务公开制度第十条"};
        oblige(list, obligation, true, "公开街道民政部门或监督部门的居务公开监督电话");
    }
}
