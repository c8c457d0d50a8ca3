# Sourced by bucket.sh and ceph.sh, which have started a store: an office and its kiosks meet in a bucket, on one kind
# of store as on the other. Expects $store (its address), owner.keys in $here, and two functions:
#   new_user USER    makes the user np-USER and writes $here/USER.keys
#   new_bucket NAME  makes a bucket of the owner


to_bucket() { office mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys" "$@"; }

# as USER METHOD PATH [CURL ARGS...]: a request by other means than ours; prints the status.
as() {
    local user=$1 method=$2 path=$3
    shift 3
    [ "$method" != PUT ] || set -- -d '' "$@"
    local keys=("$(sed -n 's/^access-key = //p' "$here/$user.keys")" "$(sed -n 's/^secret-key = //p' "$here/$user.keys")")
    curl -s -o "$here/as.body" -w '%{http_code}' -X "$method" --aws-sigv4 aws:amz:default:s3 -u "${keys[0]}:${keys[1]}" \
        -H "x-amz-content-sha256: $(printf '' | sha256sum | cut -d' ' -f1)" "$@" "$store/city/wutongli/$path"
}
anybody() { curl -s -o "$here/as.body" -w '%{http_code}' "$@"; }

water() { # TITLE...: publishes a notice
    printf -- '---\nkind: notice\ntitle: 停水通知\n---\n%s\n' "$1" >"$here/water.md"
    office import "$site" "$here/water.md" --correction 改期 >/dev/null 2>&1 || office import "$site" "$here/water.md" >/dev/null
    office sign "$site" --as office --all >/dev/null
    office publish "$site" >/dev/null
}

# The bucket is set up by its owner from what the office tells; the tree goes there.
new_bucket city
new_user wutongli
new_site --origin "$store/city/wutongli"
water 明天停水。
office mirror "$site" s3://city/wutongli --rights >"$here/wutongli.rights"
office bucket s3://city "$here/wutongli.rights" --endpoint "$store" --keys "$here/owner.keys" | has '1 个居委会' || fail "the bucket's policy"
to_bucket | has '第 1 期' || fail "the first copy"
to_bucket | has '新文件 0 个，删去 0 个' || fail "the same goes up again"

# Anybody reads, by a name and not by a list; a kiosk needs no key for it, and gets in by its code.
url=$store/city/wutongli
expect "$(anybody "$url/v1/wutongli/head")" 200 "the head, to anybody"
expect "$(anybody "$store/city?list-type=2")" 403 "a list, to anybody"
expect "$(anybody -X PUT -d x "$url/v1/wutongli/head")" 403 "a write, by anybody"
agent "$here/kiosk" enrol >/dev/null 2>&1 && fail "a bucket took an offer"
expect "$(status "$here/kiosk" seq)" 1 "read from the bucket"
office admit "$site" "$(status "$here/kiosk" offer | tr -d '"')" >/dev/null
kiosk=$(status "$here/kiosk" kiosk | tr -d '"')
new_user "$kiosk"
printf 'origin = %s\n' "$url" >>"$here/$kiosk.keys"
office mirror "$site" s3://city/wutongli --rights >"$here/wutongli.rights"
has "$kiosk" <"$here/wutongli.rights" || fail "the kiosk is not in the rights"
office bucket s3://city "$here/wutongli.rights" --endpoint "$store" --keys "$here/owner.keys" >/dev/null
to_bucket >/dev/null
screen() { agent "$here/kiosk" --store-keys "$here/$kiosk.keys" "$@"; }

# A letter lies there sealed until the office takes it; done is what the office signed for.
"$PEN" "$here/kiosk" letter '三楼的路灯不亮' >"$here/receipt"
screen once
expect "$(status "$here/kiosk" waiting)" 1 "waiting until it is acknowledged"
to_bucket | has '屏幕写的：2 份新的' || fail "letter and heartbeat"
screen once
expect "$(status "$here/kiosk" waiting) $(status "$here/kiosk" done)" "0 1" "after the acknowledgement"
expect "$(office inbox "$site" --json | field items.0.state)" received "the letter's state"
[ "$(status "$here/kiosk" echoed)" -gt 0 ] || fail "the office is not heard through the bucket"

# Who has a kiosk's keys writes its letters and nothing else. Other bytes under a letter's name are one version more.
"$PEN" "$here/kiosk" letter '第二封' >/dev/null
screen once
letter=$(list_names up | head -n 1)
[ -n "$letter" ] || fail "no letter lies in the bucket"
expect "$(as "$kiosk" GET "$letter")" 403 "the writer reads it again"
expect "$(as "$kiosk" DELETE "$letter")" 403 "the writer takes it away"
expect "$(as "$kiosk" GET "v1/up/wutongli/?versions=")" 403 "the writer lists"
other=${letter/$kiosk/0123456789abcdef}
expect "$(as "$kiosk" PUT "$other" -H 'x-amz-acl: bucket-owner-full-control')" 403 "another kiosk's place"
expect "$(as "$kiosk" PUT v1/wutongli/head -H 'x-amz-acl: bucket-owner-full-control')" 403 "the head"
expect "$(as "$kiosk" PUT "$letter" -H 'x-amz-acl: bucket-owner-full-control')" 200 "written over"
to_bucket >"$here/told"
screen once
expect "$(status "$here/kiosk" done)" 2 "the one written over"
expect "$(list_names up | wc -l)" 0 "letters left in the bucket"

# The city's look comes from the same bucket, and nobody else reads it.
office fleet s3://city --endpoint "$store" --keys "$here/owner.keys" >"$here/city"
has '^[绿黄].*wutongli.*1 块屏幕\|共 1 个居委会.*1 块屏幕' <"$here/city" || { cat "$here/city" >&2; fail "the city's look"; }
expect "$(anybody "$store/city/fleet/wutongli")" 403 "the report, to anybody"

# What has left the tree leaves the bucket, with all its versions.
water 改到后天。
to_bucket >/dev/null
screen once
to_bucket >/dev/null # an earlier head goes with the run behind the one that replaced it

versions=$(list_names wutongli/head | wc -l)
expect "$versions" 1 "versions of the head"

# A second office shares the bucket and nothing else.
new_user tiyuan
expect "$(as tiyuan GET v1/wutongli/head)" 200 "it reads what anybody reads"
expect "$(as tiyuan PUT v1/wutongli/head -H 'x-amz-acl: bucket-owner-full-control')" 403 "it writes there"
expect "$(as tiyuan DELETE v1/wutongli/head)" 403 "it deletes there"
printf 'office = tiyuan\nprefix = tiyuan\nkiosks =\n' >"$here/tiyuan.rights"
printf 'office = tiyuan\nprefix = wutongli/in\nkiosks =\n' >"$here/in.rights"
refused 65 '自己的一段路径' bucket s3://city "$here/wutongli.rights" "$here/in.rights"
office bucket s3://city "$here/wutongli.rights" "$here/tiyuan.rights" --endpoint "$store" --keys "$here/owner.keys" >/dev/null
refused 77 AccessDenied mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/tiyuan.keys"
cp -r "$site" "$here/old"

# An old copy of the folder does not put the bucket back; nothing there changes.
water 又改了。
to_bucket >/dev/null
before=$(anybody "$url/v1/wutongli/head" >/dev/null; sha256sum <"$here/as.body")
refused 65 '对象存储没有改动' mirror "$here/old" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys"
expect "$(anybody "$url/v1/wutongli/head" >/dev/null; sha256sum <"$here/as.body")" "$before" "the head after an old copy came"

# The keys are nowhere to be seen, and a file that others can read is not used.
chmod 644 "$here/wutongli.keys"
refused 77 'chmod 600' mirror "$site" s3://city/wutongli --endpoint "$store" --keys "$here/wutongli.keys"
chmod 600 "$here/wutongli.keys"
refused 2 'AWS_ACCESS_KEY_ID' mirror "$site" s3://city/wutongli --endpoint "$store"
refused 65 's3://BUCKET' mirror "$site" s3://City/x --endpoint "$store" --keys "$here/wutongli.keys"
refused 65 'NoSuchBucket' mirror "$site" s3://no-such-bucket/x --endpoint "$store" --keys "$here/owner.keys"
refused 69 '' mirror "$site" s3://city/wutongli --endpoint http://127.0.0.1:9 --keys "$here/wutongli.keys"
refused 77 'https' mirror "$site" s3://city/wutongli --endpoint http://192.0.2.1 --keys "$here/wutongli.keys"
