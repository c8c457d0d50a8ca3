#!/usr/bin/env bash
# The commands of the README's "A real office, step by step" work as they stand there, with passphrases.
. "$(dirname "$0")/lib.sh"
[ -n "$KIOSK" ] || { echo "SKIPPED: the kiosk is not built"; exit 77; }
mkdir "$here/bin" "$here/tests"
cp -r "$TOP/tests/sample" "$here/tests/sample"
echo 'correct horse battery staple' >"$here/passphrases"
echo '路灯已经报修，本周内换好。' >"$here/answer.txt"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; cleanup' EXIT

# The program, with what a person would type at the prompt, and a small cost of passphrases.
cat >"$here/bin/noticepoint-office" <<EOF
#!/usr/bin/env bash
more=()
case \$1 in
init) more=(--passphrase-file "$here/passphrases" --argon2-kib 8) ;;
serve) more=(--passphrase-file "$here/passphrases" --listen 127.0.0.1:$port) ;;
sign | publish | letter | answer | admit) more=(--passphrase-file "$here/passphrases") ;;
esac
exec "$OFFICE" "\$@" "\${more[@]}"
EOF
# A round each second rather than every five minutes.
cat >"$here/bin/noticepoint-sync" <<EOF
#!/usr/bin/env bash
[ "\${*: -1}" != run ] || set -- --interval 1 "\$@"
exec "$SYNC" "\$@"
EOF
ln -s "$KIOSK" "$here/bin/noticepoint-kiosk"
chmod +x "$here"/bin/noticepoint-{office,sync}
export PATH=$here/bin:$PATH
fonts=$(dirname "$(dirname "$KIOSK")")/fonts
cd "$here"

# Each command in a line of its own, without its remark.
mapfile -t commands < <(sed -n '/^### A real office/,/^## /p' "$TOP/README.md" | sed -n 's/^    //p' |
    sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' -e 's/ *# .*//')
[ ${#commands[@]} -ge 15 ] || fail "the README has ${#commands[@]} commands only"
ran=0
for command in "${commands[@]}"; do
    command=${command//8710/$port}
    case $command in
    'export PATH='*) continue ;; # ours is set
    *' serve '*)
        $command >serve.out 2>serve.err </dev/null &
        pids+=($!)
        for _ in $(seq 600); do [ -s serve.out ] && break; sleep 0.05; done
        [ -s serve.out ] || fail "serve does not start"
        ;;
    *' run')
        $command >run.out 2>sync.err </dev/null &
        pids+=($!)
        for _ in $(seq 600); do
            [ "$("$SYNC" --data kiosk status --json 2>/dev/null | field admitted)" = true ] && break
            sleep 0.05
        done
        ;;
    noticepoint-kiosk*)
        # shellcheck disable=SC2086 # words
        NOTICEPOINT_FONTS=$fonts $command --render-text home --at "$(TZ=CST-8 date '+%Y-%m-%d %H:%M')" >home.txt
        grep -qF 梧桐里社区居委会 home.txt || fail "the kiosk does not show the office"
        "$PEN" kiosk letter '三号楼门口的路灯坏了。' >receipt
        for _ in $(seq 600); do
            noticepoint-office inbox site --json 2>inbox.err | has '"id"' && break
            sleep 0.05
        done
        ;;
    *)
        case $command in
        *' KIOSK') command=${command/KIOSK/$(noticepoint-office admit site --list | cut -f1)} ;;
        *' ID'*) command=${command/ ID/ $(noticepoint-office inbox site --json | python3 -c \
            'import json, sys; v = json.load(sys.stdin); v = v if isinstance(v, list) else next(x for x in v.values() if isinstance(x, list)); print(v[0]["id"])')} ;;
        esac
        # shellcheck disable=SC2086 # words
        $command >out.txt 2>out.err </dev/null || { cat out.txt out.err >&2; fail "$command"; }
        ;;
    esac
    ran=$((ran + 1))
done
for _ in $(seq 600); do
    NOTICEPOINT_FONTS=$fonts noticepoint-kiosk --data kiosk --render-text "receipt/$(tr -cd 0-9 <receipt)" \
        --at "$(TZ=CST-8 date '+%Y-%m-%d %H:%M')" >answer.out
    grep -qF 本周内换好 answer.out && break
    sleep 0.1
done
grep -qF 本周内换好 answer.out || fail "the answer does not come to the kiosk"
echo "$ran commands of the README"
