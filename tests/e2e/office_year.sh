#!/usr/bin/env bash
# A year of a fictitious office, driven by the command line under its own clock. What is due is compared
# with expectations written by hand from the regulation (G5, G6, G8, G12), on both sides of each boundary.
. "$(dirname "$0")/lib.sh"

# at TIME COMMAND ARGS...: the office at that time.
at() {
    local now=$1 command=$2
    shift 2
    office "$command" "$site" --now "$now" "$@"
}

# item FILE ITEM PERIOD [FRONT-MATTER-LINE...]: a disclosure with a text.
item() {
    local file=$1 number=$2 period=$3
    shift 3
    {
        printf -- '---\nkind: disclosure\nitem: %s\nperiod: %s\n' "$number" "$period"
        printf '%s\n' "$@"
        case " $* " in
        *'nil: true'*) printf -- '---\n' ;;
        *) printf -- '---\n第 %s 项，%s。\n' "$number" "$period" ;;
        esac
    } >"$here/$file"
}

# ledger MONTH OPENING: one income and one spending; carries OPENING + 100 - 40 over.
ledger() {
    local month=$1 opening=$2
    {
        printf '日期,项目,类别,经手人,审批人,收入,支出\n,上月结余,,,,%s,\n' "$opening"
        printf '%s-05,街道拨款,拨款,甲,乙,100,\n%s-20,买灯,维修,甲,乙,,40\n' "$month" "$month"
        printf ',本月结余,,,,%s,\n' $((opening + 60))
    } >"$here/05-$month.csv"
}

# release DAY FILE...: imported and signed by the office that day, by the group's leader, and published.
release() {
    local day=$1
    shift
    at "$day 09:00" import "${@/#/$here/}" >/dev/null
    at "$day 10:00" sign --as office --all >/dev/null
    at "$day 16:00" sign --as supervision --all >/dev/null
    at "$day 17:00" publish >/dev/null
}

# want DATE ITEM PERIOD DUE STATE OVERDUE LATE YEAR NEXT ('-' for null)
want() {
    local date=$1 number=$2
    shift 2
    [ -f "$here/due-$date" ] || office due "$site" --on "$date" --json >"$here/due-$date"
    local got
    got=$(python3 -c '
import json, sys
rows = json.load(open(sys.argv[1]))
assert len(rows) == 10 and [r["item"] for r in rows] == list(range(1, 11)), rows
row = rows[int(sys.argv[2]) - 1]
fields = ["period", "due_on", "state", "overdue_days", "late_days", "archive_year", "next_due_on"]
print(*["-" if row[f] is None else row[f] for f in fields])' "$here/due-$date" "$number")
    expect "$got" "$*" "item $number on $date"
}
fresh() { rm -f "$here"/due-*; }

new_site
# Before the first board day nothing is due; on it everything of the year and the term is.
want 2026-01-09 1 - - not_due 0 0 - 2026-01-10
want 2026-01-09 5 - - not_due 0 0 - 2026-01-10
want 2026-01-09 10 - - not_due 0 0 - -
want 2026-01-10 1 term-1 2026-01-10 pending 0 0 - 2029-01-10
want 2026-01-10 3 2026 2026-01-10 pending 0 0 - 2027-01-10
want 2026-01-10 4 2025-Q4 2026-01-10 pending 0 0 - 2026-04-10
want 2026-01-10 9 2025 2026-01-10 pending 0 0 - 2027-01-10
want 2026-01-11 5 2025-12 2026-01-10 overdue 1 0 - 2026-02-10

item 01.md 1 term-1; item 02.md 2 term-1; item 03.md 3 2026; item 06.md 6 2026
item 08.md 8 2026; item 09.md 9 2025; item 04.md 4 2025-Q4; item 07.md 7 2025-12
ledger 2025-12 0
release 2026-01-08 01.md 02.md 03.md 04.md 05-2025-12.csv 06.md 07.md 08.md 09.md
fresh
# G12: January's issue about a period of the year before belongs to that year; goals to their own.
want 2026-01-10 5 2025-12 2026-01-10 published 0 0 2025 2026-02-10
want 2026-01-10 9 2025 2026-01-10 published 0 0 2025 2027-01-10
want 2026-01-10 3 2026 2026-01-10 published 0 0 2026 2027-01-10
want 2026-01-10 1 term-1 2026-01-10 published 0 0 2026 2029-01-10
want 2026-02-09 5 2025-12 2026-01-10 published 0 0 2025 2026-02-10

# February in time; March's issue comes five days late.
ledger 2026-01 60; item 07.md 7 2026-01
release 2026-02-08 05-2026-01.csv 07.md
ledger 2026-02 120; item 07.md 7 2026-02
release 2026-03-08 07.md
want 2026-02-10 5 2026-01 2026-02-10 published 0 0 2026 2026-03-10
want 2026-03-10 5 2026-02 2026-03-10 pending 0 0 - 2026-04-10
want 2026-03-14 5 2026-02 2026-03-10 overdue 4 0 - 2026-04-10
release 2026-03-15 05-2026-02.csv
fresh
want 2026-03-14 5 2026-02 2026-03-10 overdue 4 0 - 2026-04-10
want 2026-03-15 5 2026-02 2026-03-10 published 0 5 2026 2026-04-10
want 2026-03-15 7 2026-02 2026-03-10 published 0 0 2026 2026-04-10

# April: the quarter's item waits for the group's leader, and counts as overdue meanwhile.
ledger 2026-03 180; item 07.md 7 2026-03
release 2026-04-08 05-2026-03.csv 07.md
item 04.md 4 2026-Q1
at '2026-04-08 18:00' import "$here/04.md" >/dev/null
at '2026-04-08 18:10' sign --as office --all >/dev/null
at '2026-04-08 18:20' publish >/dev/null
want 2026-04-10 4 2026-Q1 2026-04-10 unsigned 0 0 - 2026-07-10
want 2026-04-19 4 2026-Q1 2026-04-10 unsigned 9 0 - 2026-07-10
at '2026-04-20 10:00' sign --as supervision --all >/dev/null
at '2026-04-20 11:00' publish >/dev/null
fresh
want 2026-04-20 4 2026-Q1 2026-04-10 published 0 10 2026 2026-07-10
want 2026-07-09 4 2026-Q1 2026-04-10 published 0 10 2026 2026-07-10
want 2026-07-10 4 2026-Q2 2026-07-10 pending 0 0 - 2026-10-10

# May: nothing to tell is told, and signed.
ledger 2026-04 240; item 07.md 7 2026-04 'nil: true'
release 2026-05-08 05-2026-04.csv 07.md
want 2026-05-10 7 2026-04 2026-05-10 published 0 0 2026 2026-06-10
expect "$(office due "$site" --on 2026-05-10 --json | field 6.nil)" true "nil is told"

# June: a correction keeps the day on which the item first opened.
ledger 2026-05 300; item 07.md 7 2026-05
release 2026-06-08 05-2026-05.csv 07.md
item 05.md 5 2026-05 'title: 收支' 'correction: 标题写错了'
release 2026-06-20 05.md
want 2026-06-21 5 2026-05 2026-06-10 published 0 0 2026 2026-07-10
expect "$(office due "$site" --on 2026-06-21 --json | field 4.corrected)" true "corrected is told"

# A tenth of the residents ask for the parking fees (G5(10)); the lead group makes it monthly.
printf -- '---\nkind: petition\npart: 1\ntitle: 停车费\nperiod: month\nsince: 2026-06-15\nresidents: 99\nresidents_of: 1000\n---\n' >"$here/petition.md"
refused 65 '居民 100 人' import "$site" "$here/petition.md" --now '2026-06-20 12:00'
sed -i 's/residents: 99/residents: 100/' "$here/petition.md"
release 2026-06-20 petition.md
fresh
want 2026-07-09 10 - - not_due 0 0 - 2026-07-10
want 2026-07-10 10 2026-06 2026-07-10 pending 0 0 - 2026-08-10
item 10.md 10 2026-06 'title: 停车费'
ledger 2026-06 360; item 07.md 7 2026-06; item 04.md 4 2026-Q2
release 2026-07-08 05-2026-06.csv 07.md 04.md 10.md
fresh
want 2026-07-10 10 2026-06 2026-07-10 published 0 0 2026 2026-08-10
expect "$(office due "$site" --on 2026-07-10 --json | field 9.parts.0.part)" 1 "the part"

# August: taken back, with a reason; overdue until something stands in its place.
ledger 2026-07 420; item 07.md 7 2026-07; item 10.md 10 2026-07
release 2026-08-08 05-2026-07.csv 07.md 10.md
at '2026-08-20 09:00' withdraw disclosure/2026-07/05/1 --reason 数字有误 >/dev/null
at '2026-08-20 10:00' sign --as office --all >/dev/null
at '2026-08-20 11:00' sign --as supervision --all >/dev/null
at '2026-08-20 12:00' publish >/dev/null
fresh
want 2026-08-25 5 2026-07 2026-08-10 withdrawn 15 0 - 2026-09-10
want 2026-08-25 7 2026-07 2026-08-10 published 0 0 2026 2026-09-10
release 2026-08-26 05-2026-07.csv
fresh
want 2026-08-26 5 2026-07 2026-08-10 published 0 16 2026 2026-09-10

# September to December: one month is missed for good, the others are in time.
ledger 2026-08 480; item 10.md 10 2026-08
release 2026-09-08 05-2026-08.csv 10.md
want 2026-10-09 7 2026-08 2026-09-10 overdue 29 0 - 2026-10-10
ledger 2026-09 540; item 07.md 7 2026-09; item 10.md 10 2026-09; item 04.md 4 2026-Q3
release 2026-10-08 05-2026-09.csv 07.md 10.md 04.md
want 2026-10-10 4 2026-Q3 2026-10-10 published 0 0 2026 2027-01-10
want 2026-10-10 7 2026-09 2026-10-10 published 0 0 2026 2026-11-10
ledger 2026-10 600; item 07.md 7 2026-10; item 10.md 10 2026-10
release 2026-11-08 05-2026-10.csv 07.md 10.md
ledger 2026-11 660; item 07.md 7 2026-11; item 10.md 10 2026-11
release 2026-12-08 05-2026-11.csv 07.md 10.md

# The turn of the year: on 9 January the old ones, on the 10th the new.
want 2027-01-09 3 2026 2026-01-10 published 0 0 2026 2027-01-10
want 2027-01-09 9 2025 2026-01-10 published 0 0 2025 2027-01-10
want 2027-01-10 3 2027 2027-01-10 pending 0 0 - 2028-01-10
want 2027-01-10 9 2026 2027-01-10 pending 0 0 - 2028-01-10
want 2027-01-10 4 2026-Q4 2027-01-10 pending 0 0 - 2027-04-10
want 2027-01-10 1 term-1 2026-01-10 published 0 0 2026 2029-01-10
ledger 2026-12 720; item 07.md 7 2026-12; item 10.md 10 2026-12; item 04.md 4 2026-Q4
item 03.md 3 2027; item 06.md 6 2027; item 08.md 8 2027; item 09.md 9 2026
release 2027-01-09 05-2026-12.csv 07.md 10.md 04.md 03.md 06.md 08.md 09.md
fresh
want 2027-01-10 3 2027 2027-01-10 published 0 0 2027 2028-01-10
want 2027-01-10 4 2026-Q4 2027-01-10 published 0 0 2026 2027-04-10
want 2027-01-10 5 2026-12 2027-01-10 published 0 0 2026 2027-02-10
want 2027-01-10 9 2026 2027-01-10 published 0 0 2026 2028-01-10
# Term two begins three years later; its items on the first 10th after.
want 2029-01-09 1 term-1 2026-01-10 published 0 0 2026 2029-01-10
want 2029-01-10 1 term-2 2029-01-10 pending 0 0 - 2032-01-10

# The year's volume; nobody ends it before its sixth year is over.
at 2027-01-20 archive 2026 --json >"$here/archive"
python3 - "$here/archive" <<'PY' || fail "the volume of 2026"
import json, sys
volume, = json.load(open(sys.argv[1]))
months = [m["month"] for m in volume["months"]]
items = [i for m in volume["months"] for i in m["items"]]
assert volume["year"] == 2026 and volume["keep_until"] == "2032-12-31" and not volume["may_delete"]
assert months == sorted(months) and months[0] == "2026-01" and months[-1] == "2027-01", months
assert not any(i["item"] == 3 and i["period"] == "2027" for i in items)
assert any(i["kind"] == "withdraw" and i["key"] == "disclosure/2026-07/05/1" for i in items)
assert sum(i["key"] == "disclosure/2026-05/05/1" for i in items) == 2, "both versions are kept"
PY
refused 77 '第十二条' delete "$site" 2026 --by 甲 --approver 乙 --reason 期满 --now 2032-12-31
at '2027-01-20 09:00' sheet 2027-01 | grep '第 13 期' >/dev/null || fail "the issue's number"
