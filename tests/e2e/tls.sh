#!/usr/bin/env bash
# The office's own server over TLS with a self-made certificate: read and write by the pin kept at enrolment, also with a
# clock that is years off; another key, and plain http to the same port, are refused.
. "$(dirname "$0")/lib.sh"
command -v openssl >/dev/null || { echo "SKIPPED: openssl is missing"; exit 77; }

certificate() { # NAME: makes NAME.key and NAME.pem
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 400 -subj /CN=wutongli \
        -addext 'subjectAltName=IP:127.0.0.1' -keyout "$here/$1.key" -out "$here/$1.pem" 2>/dev/null
}
serve() { start_office --admit-new --tls-cert "$here/$1.pem" --tls-key "$here/$1.key"; }
certificate one
certificate two
new_site
office publish "$site" >/dev/null
refused 65 '要一起给' serve "$site" --listen 127.0.0.1:0 --tls-cert "$here/one.pem"
refused 65 '没有证书' serve "$site" --listen 127.0.0.1:0 --tls-cert "$here/one.key" --tls-key "$here/one.key"
refused 69 '不是一对' serve "$site" --listen 127.0.0.1:0 --tls-cert "$here/one.pem" --tls-key "$here/two.key"
serve one
case $url in https://127.0.0.1:*) ;; *) fail "no https: $url" ;; esac
for _ in $(seq 1200); do [ "$(wc -l <"$here/url")" -ge 2 ] && break; sleep 0.05; done
pin=$(sed -n 2p "$here/url")
want=$(openssl x509 -in "$here/one.pem" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)
expect "$pin" "sha256//$want" "the pin"

agent "$here/kiosk" --ca "$here/one.pem" --pin "$pin" enrol >/dev/null
agent_until true "$here/kiosk" admitted --ca "$here/one.pem"
"$PEN" "$here/kiosk" letter 路灯不亮 >/dev/null
agent "$here/kiosk" --ca "$here/one.pem" once # the pin was kept at enrolment
expect "$(status "$here/kiosk" done)" 1 "a letter over TLS"

# No battery: the clock says 1970, then 2099. What is signed is read, and the pin alone stands for the office.
"$PEN" "$here/kiosk" letter 没有电池 >/dev/null
if command -v faketime >/dev/null; then
    ASAN_OPTIONS=verify_asan_link_order=0 faketime '1970-01-02 00:00:00' "$SYNC" --data "$here/kiosk" --origin "$url" --ca "$here/one.pem" once 2>>"$here/sync.err" ||
        fail "a clock of 1970 keeps the kiosk from the office"
    expect "$(status "$here/kiosk" done)" 2 "a letter with a clock of 1970"
fi

# Another key at the same address; and plain http.
stop_office
serve two
before=$(status "$here/kiosk" seq)
agent "$here/kiosk" --ca "$here/two.pem" once && fail "another TLS key is taken"
status "$here/kiosk" last_error | has -i 'pin\|tls\|key' || fail "the status does not say that it is the key"
expect "$(status "$here/kiosk" seq)" "$before" "the view"
url=${url/https/http} agent "$here/kiosk" once && fail "plain http to a TLS port brings something"
expect "$(status "$here/kiosk" in_trouble)" true "trouble"
