#!/usr/bin/env bash
# The tree in a bucket, and letters out of it, on a store that we tell what to do wrong (object_store.py). ceph.sh does
# the same on a real one.
. "$(dirname "$0")/lib.sh"

faults=$here/faults
: >"$faults"
printf 'access-key = OWNER\nsecret-key = ownerssecret0\n' >"$here/owner.keys"
chmod 600 "$here/owner.keys"
/usr/bin/env python3 "$(dirname "$0")/object_store.py" "$faults" OWNER:ownerssecret0:city >"$here/store.url" 2>"$here/store.err" &
store_pid=$!
trap 'kill $store_pid 2>/dev/null || true; cleanup' EXIT
for _ in $(seq 1200); do [ -s "$here/store.url" ] && break; sleep 0.05; done
store=$(head -n 1 "$here/store.url")

new_user() {
    curl -s -X PUT -d "A-$1:secret/$1+:np-$1" "$store/-/user"
    printf 'access-key = A-%s\nsecret-key = secret/%s+\n' "$1" "$1" >"$here/$1.keys"
    chmod 600 "$here/$1.keys"
}
new_bucket() {
    curl -s -o /dev/null -X PUT --aws-sigv4 aws:amz:default:s3 -u OWNER:ownerssecret0 \
        -H "x-amz-content-sha256: $(printf '' | sha256sum | cut -d' ' -f1)" "$store/$1"
}
list_names() { # PART: names below v1/PART, one line for each version
    curl -s --aws-sigv4 aws:amz:default:s3 -u OWNER:ownerssecret0 -H "x-amz-content-sha256: $(printf '' | sha256sum | cut -d' ' -f1)" \
        "$store/city?prefix=wutongli%2Fv1%2F${1/\//%2F}&versions=" | grep -o '<Key>[^<]*' | sed 's/<Key>wutongli.//'
}
. "$(dirname "$0")/bucket_round.sh"

# Small pages, and a store whose clock is three years from ours.
printf 'page 2\nahead 94608000\n' >"$faults"
"$PEN" "$here/kiosk" letter '第三封' >/dev/null
"$PEN" "$here/kiosk" letter '第四封' >/dev/null
screen once
to_bucket >"$here/told"
screen once
expect "$(status "$here/kiosk" done) $(status "$here/kiosk" waiting)" "4 0" "with small pages and another clock"
: >"$faults"

# It says later, cuts bodies, is slow, or loses its answer behind what it did: the run goes on, or the next completes it.
for trouble in 'busy 3' 'cut 2' 'slow 2' 'deaf 1' 'deaf 2'; do
    "$PEN" "$here/kiosk" letter "$trouble" >/dev/null
    screen once
    water "$trouble"
    printf '%s\n' "$trouble" >"$faults"
    to_bucket >"$here/told" || fail "the run does not get over '$trouble'"
    : >"$faults"
    screen once
    screen once
    expect "$(status "$here/kiosk" waiting)" 0 "waiting after '$trouble'"
done
printf 'busy 100\n' >"$faults"
refused 69 'SlowDown' mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys"
: >"$faults"
to_bucket >/dev/null

# A wrong ETag: the store says of its own head what does not hold. Nothing is replaced, and it is told who might be there.
water 'etag'
printf 'etag 100\n' >"$faults"
to_bucket >/dev/null
: >"$faults"
water 'and again'
to_bucket >/dev/null || fail "an ETag the store gave and honours"

# A kiosk whose store is busy keeps its letter; a store that knows no conditions takes head and letter all the same.
"$PEN" "$here/kiosk" letter 'busy' >/dev/null
printf 'busy 1\n' >"$faults"
screen once || true
printf 'unconditional 1\n' >"$faults"
screen once
water 'unconditional'
to_bucket >/dev/null
screen once
expect "$(status "$here/kiosk" waiting)" 0 "waiting after a busy store"

# Killed in the middle, over and over: the head never names what is not there, and the next run completes it.
for i in $(seq 6); do
    water "killed $i"
    "$OFFICE" mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys" >/dev/null 2>&1 &
    run=$!
    sleep "0.0$((RANDOM % 10))"
    kill -9 $run 2>/dev/null || true
    wait $run 2>/dev/null || true
    screen once || fail "a kiosk is refused after a run was killed"
done
to_bucket >/dev/null
screen once
expect "$(status "$here/kiosk" in_trouble)" false "trouble at the end"
to_bucket --check | has '新文件 0 个' || fail "what is there differs from the tree"

# What lies there changed is found by --check and mended.
object=$(list_names wutongli/log | head -n 1)
expect "$(as wutongli PUT "$object" -H 'x-amz-acl: bucket-owner-full-control')" 200 "the office's own keys write"
to_bucket >/dev/null
to_bucket --check | has '新文件 0 个' || fail "an emptied object is not put right"
# A kiosk that was enrolled at the office's own server moves to the bucket and back, by the signed list alone; its keys for
# the bucket come from the office, sealed. An address is tried before it is on the list.
start_office --admit-new
own=$url
moves() { agent "$here/mover" once; }
move() { # ADDRESS [--alone]: read there, signed by both, published
    office move "$site" "$@" | has '屏幕依次去取' || fail "no move to $1"
    office sign "$site" --as supervision policy --publish | has '公布了 1 条' || fail "the list is not published"
}
move "$own" --alone
url=$own
agent "$here/mover" enrol >/dev/null
agent_until true "$here/mover" admitted
mover=$(status "$here/mover" kiosk | tr -d '"')
new_user "$mover"
printf 'origin = %s/city/wutongli\n' "$store" >>"$here/$mover.keys"
refused 65 'origin = ' admit "$site" "$mover" --keys "$here/wutongli.keys"
office admit "$site" "$mover" --keys "$here/$mover.keys" | has '封好了' || fail "no keys for the kiosk"
refused 69 '取不到' move "$site" http://127.0.0.1:1
refused 65 '请先 mirror' move "$site" "$store/city/elsewhere"
refused 65 '那里还是第' move "$site" "$store/city/wutongli"
office policy "$site" | grep -F '127.0.0.1:1' && fail "an address where nothing is got on the list"
office mirror "$site" s3://city/wutongli --rights >"$here/wutongli.rights"
office bucket s3://city "$here/wutongli.rights" --endpoint "$store" --keys "$here/owner.keys" >/dev/null
to_bucket >/dev/null
move "$store/city/wutongli" --alone
to_bucket >/dev/null
moves # tells of the new view, and is answered with the keys
stop_office
url=$own
water '搬家了。'
to_bucket >/dev/null
"$PEN" "$here/mover" letter '搬家以后' >/dev/null
moves || fail "the kiosk does not find the bucket"
to_bucket | has '份新的' || fail "the letter did not go to the bucket"
moves || true
expect "$(status "$here/mover" waiting) $(status "$here/mover" seq)" "0 $(office report "$site" "$here/move.report"; office fleet "$here/move.report" --json | field 0.seq)" "moved to the bucket"
start_office # back, at another address; the bucket tells it once more
again=$url
move "$again" --alone
url=$own
to_bucket >/dev/null
moves || true
printf 'busy 1000\n' >"$faults"
"$PEN" "$here/mover" letter '搬回来了' >/dev/null
moves || true
: >"$faults"
expect "$(status "$here/mover" waiting)" 0 "moved back to the office's own server"
stop_office
grep -rqF 'secret/' "$here"/*.err "$here"/told "$site/store" && fail "a key is told"
true
