#!/usr/bin/env bash
# nginx with the configuration that is shipped, as it is: an origin over TLS in front of the office's folder, and an edge
# with a cache in front of that. Kiosks read and write through both.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || { echo "SKIPPED: nginx (nginx-light) is not installed"; exit 77; }
command -v openssl >/dev/null || { echo "SKIPPED: openssl is missing"; exit 77; }
shipped=$TOP/firmware/rootfs/nginx
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
origin_port=$(free_port) edge_port=$(free_port)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 400 -subj /CN=wutongli \
    -addext 'subjectAltName=IP:127.0.0.1' -keyout "$here/web.key" -out "$here/web.pem" 2>/dev/null
pin=sha256//$(openssl x509 -in "$here/web.pem" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)

new_site
printf -- '---\nkind: notice\ntitle: 停水通知\n---\n明天停水。\n' >"$here/water.md"
office import "$site" "$here/water.md" >/dev/null
office sign "$site" --as office --all >/dev/null
office publish "$site" >/dev/null
start_office --admit-new
office_url=$url

# What an administrator writes himself: addresses, the folder, the certificate, where the cache lies.
mkdir -p "$here/nginx/tmp" "$here/nginx/cache"
chmod 755 "$here" # nginx's workers are somebody else where this runs as root
common="daemon off; error_log $here/nginx.err crit; pid $here/PID; events { worker_connections 256; }"
[ "$(id -u)" != 0 ] || common="user root; $common"
tmp=$(for what in client_body proxy fastcgi scgi uwsgi; do printf '%s_temp_path %s/nginx/tmp/%s; ' "$what" "$here" "$what"; done)
cat >"$here/origin.conf" <<CONF
${common/PID/origin.pid}
http {
    access_log off; $tmp
    include $shipped/noticepoint-http.conf;
    upstream noticepoint_office { zone noticepoint_office 64k; server ${office_url#http://} max_conns=16; keepalive 8; }
    server {
        listen 127.0.0.1:$origin_port ssl;
        ssl_certificate $here/web.pem; ssl_certificate_key $here/web.key;
        root $site/tree;
        include $shipped/noticepoint-server.conf;
    }
}
CONF
cat >"$here/edge.conf" <<CONF
${common/PID/edge.pid}
http {
    log_format cache '\$uri \$upstream_cache_status';
    access_log $here/edge.log cache; $tmp
    include $shipped/noticepoint-http.conf;
    proxy_cache_path $here/nginx/cache levels=1:2 keys_zone=noticepoint:1m max_size=64m;
    upstream noticepoint_origin { server 127.0.0.1:$(free_port); }
    server { listen 127.0.0.1:1; }
}
CONF
# The edge speaks plain http to its origin here: a second listener of the same origin server.
plain_port=$(free_port)
sed -i "s/listen 127.0.0.1:$origin_port ssl;/& listen 127.0.0.1:$plain_port;/" "$here/origin.conf"
sed -i "s/server 127.0.0.1:[0-9]*; }/server 127.0.0.1:$plain_port; keepalive 8; }/; s#server { listen 127.0.0.1:1; }#server { listen 127.0.0.1:$edge_port; include $shipped/noticepoint-edge.conf; }#" "$here/edge.conf"
web=()
trap 'kill "${web[@]}" 2>/dev/null || true; cleanup' EXIT
for name in origin edge; do
    nginx -p "$here/nginx" -c "$here/$name.conf" -t 2>>"$here/nginx.err" || fail "nginx does not take the $name's configuration"
    nginx -p "$here/nginx" -c "$here/$name.conf" 2>>"$here/nginx.err" &
    web+=($!)
done
origin=https://127.0.0.1:$origin_port edge=http://127.0.0.1:$edge_port
for try in "$origin" "$edge"; do
    for _ in $(seq 600); do curl -sk -o /dev/null "$try/" && break; sleep 0.05; done
done

# A kiosk enrols, reads, writes and is answered over the origin's TLS; another through the edge.
url=$origin
agent "$here/kiosk" --ca "$here/web.pem" --pin "$pin" enrol >/dev/null
agent_until true "$here/kiosk" admitted --ca "$here/web.pem"
"$PEN" "$here/kiosk" letter '三楼的路灯不亮' >/dev/null
agent "$here/kiosk" --ca "$here/web.pem" once
expect "$(status "$here/kiosk" done)" 1 "a letter through nginx"
url=$edge
agent "$here/other" enrol >/dev/null
agent_until true "$here/other" admitted
"$PEN" "$here/other" letter '垃圾桶满了' >/dev/null
agent "$here/other" once
expect "$(status "$here/other" done)" 1 "a letter through the edge"

# What changes is asked for each time, and a 304 costs no body; what never changes may be kept for ever.
ask() { : >"$here/body"; curl -sk -o "$here/body" -D "$here/head" -w '%{http_code}' "$@"; }
name() { sed -n "s/^$1: //Ip" "$here/head" | tr -d '\r'; }
# A letter's state is published a moment after it came, so the head may change between two questions.
asked_again() { # URL: the head, and the status of asking for it once more with its ETag
    local i
    for i in $(seq 40); do
        [ "$(ask "$1")" = 200 ] || break
        [ "$(ask -H "If-None-Match: $(name etag)" "$1")" != 304 ] || { echo 304; return; }
        sleep 0.25
    done
    echo "$i times another head"
}
for at in "$origin" "$edge"; do
    expect "$(ask "$at/v1/wutongli/head")" 200 "the head"
    expect "$(name cache-control)" no-cache "the head's caching"
    expect "$(asked_again "$at/v1/wutongli/head")" 304 "the same head"
    expect "$(wc -c <"$here/body")" 0 "bytes of a 304's body"
    expect "$(ask "$at/v1/wutongli/log/0000000000000001")" 200 "a log"
    expect "$(name cache-control)" "public, max-age=31536000, immutable" "a log's caching"
    expect "$(ask -H 'Range: bytes=10-' "$at/v1/wutongli/log/0000000000000001")" 206 "the rest of a log"
    expect "$(ask "$at/v1/wutongli/log/00000000000000ff")" 404 "a log that is not there"
    expect "$(ask "$at/v1/wutongli/head/../../../store/data.mdb")" 404 "something beside the tree"
    expect "$(ask "$at/v1/site?x=1")" 200 "the hint"
    expect "$(ask -X POST -d x "$at/v1/wutongli/head")" 403 "a POST"
    expect "$(ask -X PUT -d x "$at/v1/wutongli/head")" 403 "a PUT of the head"
    expect "$(ask -X DELETE "$at/v1/wutongli/head")" 403 "a DELETE"
    head -c 70000 /dev/zero >"$here/large"
    expect "$(ask -T "$here/large" "$at/v1/up/wutongli/0123456789abcdef/0000000000000001-00112233445566778899")" 413 "an envelope that is none"
    expect "$(ask -X PUT -d rubbish "$at/v1/hb/wutongli/0123456789abcdef")" 400 "rubbish goes through to the office"
done
has '^/v1/wutongli/log/0000000000000001 HIT$' <"$here/edge.log" || fail "the edge keeps nothing"
has '^/v1/wutongli/head HIT$' <"$here/edge.log" && fail "the edge keeps the head"

# Publications within a second of each other: none is taken for the one before.
tag() { ask "$edge/v1/wutongli/head" >/dev/null; name etag; }
tags=$(tag)
for i in 1 2 3 4; do
    printf -- '---\nkind: notice\ntitle: 停水通知\n---\n改到第 %s 天。\n' "$i" >"$here/water.md"
    office import "$site" "$here/water.md" --correction 改期 >/dev/null
    office sign "$site" --as office --all >/dev/null
    office publish "$site" >/dev/null
    seen=$(tag)
    has -F "$seen" <<<"$tags" && fail "a new head under an old ETag"
    tags+=$'\n'$seen
done
for _ in $(seq 40); do
    agent "$here/other" once
    agent "$here/kiosk" --ca "$here/web.pem" --origin "$origin" once
    [ "$(status "$here/other" seq)" != "$(status "$here/kiosk" seq)" ] || break
    sleep 0.25
done
expect "$(status "$here/other" seq)" "$(status "$here/kiosk" seq)" "what both show"

# The origin is away: what was fetched once still comes; what changes does not pretend to.
kill "${web[0]}"
wait "${web[0]}" 2>/dev/null || true
expect "$(ask "$edge/v1/wutongli/log/0000000000000001")" 200 "from the edge alone"
expect "$(ask "$edge/v1/wutongli/head")" 502 "the head without its origin"

# Who says nothing, or half a request, is sent away.
python3 - "$edge_port" <<'PY'
import socket, sys
slow = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
slow.sendall(b"GET /v1/wutongli/head HTTP/1.1\r\nHost: x\r\nX-Slow: ")
slow.settimeout(120)  # who is waited for that long was not sent away: it fails here
try:
    slow.recv(100)
except ConnectionError:
    pass
PY
true
