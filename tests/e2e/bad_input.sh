#!/usr/bin/env bash
# Whatever is wrong gets a sentence naming file, line and remedy, an exit code, and leaves the store as
# it was.
. "$(dirname "$0")/lib.sh"

refused 2 '--help'
refused 2 '没有这个命令' dance "$site"
refused 2 'publish SITE'
refused 2 '--what' list "$site" --what
refused 2 '没有 --reason' list "$site" --reason x
refused 2 '--now TIME' list "$site" --now
refused 2 'list SITE' list
refused 2 'list SITE' list "$site" more
refused 2 'letter SITE ID' letter "$site"
"$OFFICE" sign --help >"$here/help" || fail "sign --help"
grep -q -- '--as' "$here/help" || fail "sign --help does not tell its options"
grep -q -- '--term-start' "$here/help" && fail "sign --help tells options of others"
refused 2 '--term-start' init "$site" --id a --name b
refused 65 'init' list "$here/nowhere"
refused 65 '没有这一天' init "$site" --demo --id a --name b --term-start 2026-02-30
refused 65 '--id' init "$site" --demo --id 'A B' --name b --term-start 2026-02-01
refused 65 '第十条' init "$site" --demo --id a --name b --term-start 2026-02-01 \
    --office-holder 甲 --supervision-holder 甲
refused 65 '2026-13' init "$site" --demo --id a --name b --term-start 2026-02-01 --first-board 2026-13
[ -e "$site" ] && fail "a refused init left something"
[ -e "$site.init" ] && fail "a refused init left its scaffold"

new_site
refused 65 '已经有东西' init "$site" --demo --id a --name b --term-start 2026-02-01
before=$(office list "$site" --all | sha256sum)

# line FILE TEXT EXPECTED-LINE EXPECTED-WORD
line() {
    # shellcheck disable=SC2059 # the texts here are formats
    printf -- "$2" >"$here/$1"
    refused 65 "$1: $3" import "$site" "$here/$1"
    grep -qF -- "$4" "$here/refused.out" || { cat "$here/refused.out" >&2; fail "$1: no '$4'"; }
    expect "$(office list "$site" --all | sha256sum)" "$before" "the store after $1"
}
head='日期,项目,类别,经手人,审批人,收入,支出\n,上月结余,,,,0,\n'
line latin.txt '公约\n\xe5\xb1\x85\xe6\xb0\x91\xff\n' '第 2 行' UTF-8
line 05-2026-10.csv "${head}2026-10-09,拨款,拨款,甲,,5,\n,本月结余,,,,5,\n" '第 3 行' 审批人
line 05-2026-10.csv "${head}2026-10-09,拨款,拨款,,乙,5,\n,本月结余,,,,5,\n" '第 3 行' 经手人
line 05-2026-10.csv "${head}2026-10-09,拨款,拨款,甲,乙,5,\n,本月结余,,,,6,\n" '第 4 行' 账不平
line 05-2026-10.csv "日期,项目\n" '第 1 行' '台账要写'
line 05-2026-10.csv "" '文件是空的' 保存
line duty-2026-11.csv '日期,开始,结束,值班人,岗位,电话,地点\n2026-11-31,08:30,17:30,甲,接待,555-0101,接待室\n' '第 2 行' 没有这一天
line 05-2026-10.csv "${head}2026-10-33,拨款,拨款,甲,乙,5,\n,本月结余,,,,5,\n" '第 3 行' 没有这一天
line 14-2026-10.csv "${head},本月结余,,,,0,\n" '文件名' '第 14 项'
line a.md '---\nkind: disclosure\nitem: 11x\nperiod: 2026-10\n---\n' '第 3 行' item
printf -- '---\nkind: disclosure\nitem: 13\nperiod: 2026-10\n---\nx\n' >"$here/b.md"
refused 65 'b.md: 第 3 行' import "$site" "$here/b.md"
printf -- '---\nkind: notice\ntitle: %s\n---\n今晚停水\n' "$(printf '长%.0s' $(seq 100))" >"$here/d.md"
refused 65 '“标题”太长' import "$site" "$here/d.md"
printf -- '---\nkind: notice\ntitle: 通知\n---\n找 13812345678\n' >"$here/c.md"
refused 65 'c.md: 第 5 行' import "$site" "$here/c.md"
refused 65 '没有这个文件' import "$site" "$here/none.md"
expect "$(office list "$site" --all | sha256sum)" "$before" "the store after all of it"

refused 2 'sign' sign "$site" --as director --all
refused 2 'sign' sign "$site" --as office
refused 65 '没有口令文件' sign "$site" --as office --all --passphrase-file "$here/none"
refused 65 'no/such' sign "$site" --as office no/such
refused 65 'list' show "$site" no/such
refused 2 '--reason' withdraw "$site" policy
refused 65 'inbox' letter "$site" 00ff
refused 2 '--text-file' answer "$site" 00ff
refused 65 'admit --list' admit "$site" 0123456789abcdef
refused 2 '--role' staff "$site" add 何晓梅
refused 65 'director' staff "$site" add 何晓梅 --role king
refused 2 '--now' list "$site" --now yesterday
refused 65 '--listen' serve "$site" --listen nowhere

# ---- the store itself ----

# spoilt TEXT: the site with a spoilt store is refused, and the file stays as it is.
spoilt() {
    local sum
    sum=$(sha256sum <"$here/spoilt/store/data.mdb")
    refused 65 "$1" list "$here/spoilt"
    refused 65 "$1" import "$here/spoilt" "$TOP/tests/sample/lunch.md"
    expect "$(sha256sum <"$here/spoilt/store/data.mdb")" "$sum" "the spoilt store"
}
cp -r "$site" "$here/spoilt"
head -c 8192 /dev/zero | tr '\0' x | dd of="$here/spoilt/store/data.mdb" conv=notrunc 2>/dev/null
spoilt '请用备份恢复'
truncate -s 4096 "$here/spoilt/store/data.mdb"
spoilt '只剩 4096 字节'
: >"$here/spoilt/store/data.mdb"
spoilt '不要重新 init'

cp "$site/store/data.mdb" "$here/spoilt/store/data.mdb"
"$PEN" "$here/spoilt/store" newer 2>"$here/pen.err"
spoilt '资料由更新的版本写成；请先升级本程序'

# A full disk and a read-only one, met at any moment: nothing changes, and what to do is said.
for mode in enospc:磁盘已满 erofs:只读; do
    for at in $(seq 100); do
        code=0
        cp -r "$site" "$here/disk"
        faulty "${mode%%:*}" "$at" "$here/disk" "$OFFICE" import "$here/disk" "$TOP/tests/sample/3-shared-spaces.txt" \
            >"$here/fault.out" 2>&1 || code=$?
        list=$(office list "$here/disk" --all | sha256sum)
        rm -rf "$here/disk"
        [ "$code" != 0 ] || break # it has no more durable calls than that
        [ "$code" = 74 ] || { cat "$here/fault.out" >&2; fail "$mode at $at ends with $code, not 74"; }
        grep -qF "${mode##*:}" "$here/fault.out" || { cat "$here/fault.out" >&2; fail "$mode at $at does not say so"; }
        expect "$list" "$before" "the store after $mode at $at"
    done
    [ "$at" -gt 5 ] || fail "$mode was met at $at moments only"
done

# The same on real disks, where we may mount them.
if small_mount "$here/small" 2m; then
    cp -r "$site" "$here/small/site"
    mount -o remount,ro "$here/small"
    refused 74 '只读' import "$here/small/site" "$TOP/tests/sample/lunch.md"
    refused 74 '只读' publish "$here/small/site"
    refused 74 '只读' init "$here/small/new" --demo --id a --name b --term-start 2026-02-01
    mount -o remount,rw "$here/small"
    head -c 8m /dev/zero >"$here/small/fill" 2>/dev/null || true
    refused 74 '磁盘已满' import "$here/small/site" "$TOP/tests/sample/3-shared-spaces.txt"
    refused 74 '磁盘已满' publish "$here/small/site"
    ! grep -qF '已公布' "$here/refused.out" || fail "published on a full disk"
    refused 74 '磁盘已满' init "$here/small/new" --demo --id a --name b --term-start 2026-02-01
    [ ! -e "$here/small/new" ] || fail "a refused init left something"
    rm -f "$here/small/fill"
    expect "$(office list "$here/small/site" --all | sha256sum)" "$before" "the store after a full disk"
fi
