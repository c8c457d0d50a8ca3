#include "ui_kit.h"

#include <string.h>

#define T(literal) text_of(literal)

enum { PAGE_KIT = 1 };
enum {
    ID_FIRST = UI_ID(PAGE_KIT, 0),
    ID_MAIN,
    ID_BACK,
    ID_HOME,
    ID_BIG,
    ID_SCROLL,
    ID_TILE,
    ID_CHECK = ID_TILE + 8,
    ID_PAD = ID_CHECK + 8,
    ID_MONTH = ID_FIRST + 70,
};

static const struct {
    const char *number, *title, *second, *tag;
    enum ui_tone row, tone;
} items[] = {
    {"一", "三年任期目标", "按任期公开 · 2024年至2027年", "已公开", TONE_PLAIN, TONE_JADE},
    {"二", "成员分工、岗位职责和工作制度", "按任期公开 · 4份文件", "已公开", TONE_PLAIN, TONE_JADE},
    {"三", "年度目标、实事工程和完成情况", "按年公开 · 2026年", "已公开", TONE_PLAIN, TONE_JADE},
    {"四", "居民会议决议和落实情况", "按季度公开 · 三季度 · 10月15日公开", "已公开（迟5天）",
     TONE_PLAIN, TONE_JADE},
    {"五", "社区工作经费收支", "按月公开 · 10月 · 11月10日公开", "已公开", TONE_PLAIN, TONE_JADE},
    {"六", "证明项目、服务项目和接待时间", "按年公开 · 2026年", "已公开", TONE_PLAIN, TONE_JADE},
    {"七", "低保、帮困卡条件和名单", "按月公开 · 10月 · 应在11月10日公开", "逾期未公开 15天",
     TONE_RED, TONE_RED},
    {"八", "年度计划生育工作目标", "按年公开 · 2026年", "已公开", TONE_PLAIN, TONE_JADE},
    {"九", "居务监督小组工作报告", "按年公开 · 2025年", "已公开", TONE_PLAIN, TONE_JADE},
    {"十", "居民要求公开的其他内容", "十分之一以上居民提出 · 停车费用途", "待监督小组审核",
     TONE_AMBER, TONE_AMBER},
};

void kit_init(struct kit *kit, struct text_engine *text, const struct theme_options *options)
{
    *kit = (struct kit){.last_row = -1};
    theme_init(&kit->theme, options);
    ui_init(&kit->ui, &kit->theme, text);
    textfield_init(&kit->line, kit->line_buffer, sizeof kit->line_buffer);
    textfield_init(&kit->area, kit->area_buffer, sizeof kit->area_buffer);
    kit->area.multiline = true;
    textfield_set(&kit->line, T("张建国"));
    textfield_set(&kit->area, T("三号楼门口的路灯坏了一个星期，晚上老人下楼看不见台"));
}

static void months(struct kit *kit, struct rect *body)
{
    static const char *const names[] = {"去年", "8月", "9月", "10月", "11月", "档案"};
    struct rect line = cut_top(body, kit->theme.button_h * 11 / 12);

    for (int i = 0; i < 6; i++) {
        ui_button(&kit->ui, ID_MONTH + i, split_columns(line, 6, i, kit->theme.gap_s), T(names[i]),
                  i == 4 ? BUTTON_MAIN : BUTTON_PLAIN);
    }
    cut_top(body, kit->theme.gap);
    struct rect tags = cut_top(body, kit->theme.tag_h);
    ui_tag_left(&kit->ui, &tags, TONE_JADE, T("已公开 8 项"));
    ui_tag_left(&kit->ui, &tags, TONE_RED, T("逾期未公开 1 项"));
    ui_tag_right(&kit->ui, &tags, TONE_AMBER, T("待监督小组审核 1 项"));
    cut_top(body, kit->theme.gap);
}

static void board(struct kit *kit, struct rect body)
{
    struct ui *ui = &kit->ui;

    months(kit, &body);
    struct rect rest = ui_scroll_begin(ui, ID_SCROLL, body, &kit->scroll, COLOR_PAPER);
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        struct ui_row row = {.number = T(items[i].number),
                             .title = T(items[i].title),
                             .second = T(items[i].second),
                             .tags = {{items[i].tone, T(items[i].tag)}},
                             .tag_count = 1,
                             .tone = items[i].row};
        if (i == 4) {
            row.tags[1] = row.tags[0];
            row.tags[0].tone = TONE_BLUE;
            row.tags[0].text = T("新");
            row.tag_count = 2;
        }
        struct rect rect = cut_top(&rest, ui_row_height(ui, rest.w, &row));
        cut_top(&rest, kit->theme.gap_s);
        if (ui_row(ui, KIT_ROW + (int)i, rect, &row)) {
            kit->last_row = (int)i;
        }
    }
    ui_scroll_end(ui, rest);
}

static void ledger(struct kit *kit, struct rect *rest)
{
    struct text cells[7 * 4];
    static const char *const words[7 * 4] = {"10-09",
                                             "街道拨付工作经费",
                                             "李敏 / 陈立",
                                             "+12,000.00",
                                             "10-12",
                                             "楼道灯具更换",
                                             "王秀兰 / 陈立",
                                             "−2,380.00",
                                             "10-16",
                                             "公开栏印刷",
                                             "李敏 / 陈立",
                                             "−486.00",
                                             "10-17",
                                             "重阳节敬老活动",
                                             "周琴 / 陈立",
                                             "−3,150.80",
                                             "10-21",
                                             "绿化补种",
                                             "王秀兰 / 陈立",
                                             "−2,700.00",
                                             "10-28",
                                             "办公用品",
                                             "李敏 / 陈立",
                                             "−600.00",
                                             "",
                                             "本月结余",
                                             "",
                                             "20,923.70"};
    struct ui_table table = {.columns = {{T("日期"), ALIGN_LEFT, 0},
                                         {T("项目"), ALIGN_LEFT, 1},
                                         {T("经手 / 审批"), ALIGN_LEFT, 1},
                                         {T("金额"), ALIGN_RIGHT, 0}},
                             .column_count = 4,
                             .cells = cells,
                             .row_count = 7,
                             .foot = true,
                             .style = STYLE_CELL};

    for (size_t i = 0; i < 7 * 4; i++) {
        cells[i] = T(words[i]);
    }
    cut_top(rest, ui_table(&kit->ui, *rest, &table) + kit->theme.gap);
}

static void bars(struct kit *kit, struct rect *rest)
{
    struct ui *ui = &kit->ui;
    int line = ui_line_h(ui, STYLE_BUTTON);

    ui_paragraph(ui, rest, STYLE_SECTION, COLOR_INK, T("钱花在哪里"));
    ui_bar_row(ui, cut_top(rest, line), T("敬老活动"), 34, 34, T("34%"), T("3,150.80"));
    ui_bar_row(ui, cut_top(rest, line), T("绿化补种"), 29, 34, T("29%"), T("2,700.00"));
    ui_bar_row(ui, cut_top(rest, line), T("印刷、办公"), 12, 34, T("12%"), T("1,086.00"));
    cut_top(rest, kit->theme.gap);
    ui_paragraph(ui, rest, STYLE_SECTION, COLOR_INK, T("到会人数"));
    ui_meter(ui, cut_top(rest, theme_px(&kit->theme, 64)), 27, 41, 21, TONE_JADE);
    cut_top(rest, kit->theme.gap);
}

static void signed_by(struct kit *kit, struct rect *rest)
{
    struct ui *ui = &kit->ui;
    struct rect line = cut_top(rest, theme_px(&kit->theme, 200));
    struct text lines[3] = {T("居务监督"), T("小组"), T("11月6日")};

    ui_seal(ui, cut_left(&line, theme_px(&kit->theme, 190)), lines, 3);
    cut_left(&line, kit->theme.gap * 2);
    ui_done_mark(ui, cut_right(&line, theme_px(&kit->theme, 172)));
    struct text_span spans[3] = {
        ui_span(ui, STYLE_SMALL_BOLD, COLOR_INK, T("监督小组组长 赵国强 已签字\n")),
        ui_span(ui, STYLE_SMALL, COLOR_MUTED, T("审批 陈立（主任） 经手 李敏等\n")),
        ui_span(ui, STYLE_SMALL, COLOR_MUTED, T("签字后内容没有改动"))};
    ui_rich(ui, line, ALIGN_LEFT, spans, 3);
    cut_top(rest, kit->theme.gap);
}

static void reading(struct kit *kit, struct rect *rest)
{
    struct ui *ui = &kit->ui;

    ui_paragraph(ui, rest, STYLE_DISPLAY, COLOR_INK, T("3号楼加装电梯听证会"));
    ui_paragraph(
        ui, rest, STYLE_BODY, COLOR_INK,
        T("第十二条 居民会议由十八周岁以上的居民组成（每户派代表参加的，须经过半数的户同意）。"
          "会议必须有过半数的居民、户的代表或者居民小组选举的代表出席，才能举行；会议的决定，由出席"
          "人的"
          "过半数通过。“居务公开”每月10日前张贴，电话555-0100，网址www.example.org/very/long/path。"
          "罕见字：㛃、𬱖、𫖯、䶮，没有的字：\U000F0000。"));
    cut_top(rest, kit->theme.gap);
    struct rect card = cut_top(rest, theme_text_px(&kit->theme, 3 * 100) + 2 * kit->theme.pad);
    struct rect inside = ui_card(ui, card, TONE_PLAIN);
    ui_step(ui, cut_top(&inside, theme_text_px(&kit->theme, 110)), STEP_DONE, false,
            T("已存进这台公告机"), T("11月25日 10:29"), T("11月25日"));
    ui_step(ui, cut_top(&inside, theme_text_px(&kit->theme, 110)), STEP_NOW, false, T("送到居委会"),
            T("有网络就自动送出"), T("明天 19:00"));
    ui_step(ui, cut_top(&inside, theme_text_px(&kit->theme, 80)), STEP_LATER, true, T("可以查回复"),
            T(""), T(""));
    cut_top(rest, kit->theme.gap);
}

static void item(struct kit *kit, struct rect body)
{
    struct ui *ui = &kit->ui;
    struct rect mark = cut_right(&body, theme_px(&kit->theme, 10));

    cut_right(&body, kit->theme.gap_s);
    struct rect rest = ui_scroll_begin(ui, ID_SCROLL, body, &kit->scroll, COLOR_PAPER);
    ledger(kit, &rest);
    bars(kit, &rest);
    signed_by(kit, &rest);
    reading(kit, &rest);
    ui_scroll_end(ui, rest);
    ui_scroll_mark(ui, mark, &kit->scroll);
}

static void tiles(struct kit *kit, struct rect *rest)
{
    struct rect line = cut_top(rest, theme_px(&kit->theme, 210));

    ui_tile(&kit->ui, ID_TILE, split_columns(line, 2, 0, kit->theme.gap), T("公"), T("居务公开"),
            T("本月和往年档案"), BUTTON_PLAIN);
    ui_tile(&kit->ui, ID_TILE + 1, split_columns(line, 2, 1, kit->theme.gap), T("信"),
            T("主任信箱"), T("写信、查回复"), BUTTON_MAIN);
    cut_top(rest, kit->theme.gap);
}

static void writing(struct kit *kit, struct rect rest)
{
    struct ui *ui = &kit->ui;
    struct ui_field line = {.label = T("姓名"), .hint = T("可不填")};
    struct ui_field area = {.hint = T("请写在这里"), .area = true};

    struct rect right = rest;
    if (kit->theme.landscape) {
        right = cut_right(&rest, rest.w / 2 - kit->theme.gap);
        cut_right(&rest, kit->theme.gap);
    }
    tiles(kit, &rest);
    ui_textfield(ui, KIT_AREA, cut_top(&rest, theme_text_px(&kit->theme, 240)), &area, &kit->area);
    cut_top(&rest, kit->theme.gap);
    ui_textfield(ui, KIT_LINE, cut_top(&rest, kit->theme.field_h), &line, &kit->line);
    cut_top(&rest, kit->theme.gap);
    if (ui_check_row(ui, ID_CHECK, cut_top(&rest, kit->theme.touch_min), T("请回电话给我"),
                     kit->checked)) {
        kit->checked = !kit->checked;
    }
    cut_top(&rest, kit->theme.gap);
    struct rect pad = cut_top(kit->theme.landscape ? &right : &rest, theme_px(&kit->theme, 560));
    ui_digit_pad(ui, ID_PAD, cut_left(&pad, pad.w / 2), &kit->line, T("删除"), T("查回复"));
    cut_left(&pad, kit->theme.gap);
    struct rect red = ui_red_card(ui, pad);
    ui_paragraph(ui, &red, STYLE_HERO, COLOR_ON_RED, T("十一月"));
    ui_paragraph(ui, &red, STYLE_SMALL, COLOR_ON_RED, T("下次公开日 12月10日，还有15天"));
    ui_label(ui, cut_top(&red, theme_px(&kit->theme, 130)), STYLE_RECEIPT, COLOR_ON_RED,
             ALIGN_CENTRE, T("7305"));
    ui_button(ui, ID_FIRST, cut_top(&red, kit->theme.button_h), T("不能按"), BUTTON_DISABLED);
}

void kit_frame(struct kit *kit, struct draw_list *list, const struct input *input)
{
    struct ui *ui = &kit->ui;
    struct ui_top top = {T("居务公开"), T("2026年11月"), T("10:24"), T("11月25日 星期三")};

    ui_begin(ui, list, input);
    struct ui_frame frame = ui_frame_cut(ui, true);
    ui_top_bar(ui, frame.top, &top);
    if (kit->page == 0) {
        board(kit, frame.body);
    } else if (kit->page == 1) {
        item(kit, frame.body);
    } else {
        writing(kit, frame.body);
    }
    struct rect bar = ui_bar(ui, frame.bar);
    ui_button_left(ui, ID_BACK, &bar, T("返回"), BUTTON_PLAIN);
    ui_button_left(ui, ID_HOME, &bar, T("首页"), BUTTON_PLAIN);
    ui_button_right(ui, ID_BIG, &bar, T("大字"), BUTTON_PLAIN);
    kit->clicks += ui_button(ui, KIT_MAIN, bar, T("有意见？写给监督小组"), BUTTON_MAIN);
    ui_strip(ui, frame.strip, T("内容更新于 11月24日 08:05"), T("居务公开监督电话（街道民政科）"),
             T("555-0100"));
    ui_end(ui);
}
