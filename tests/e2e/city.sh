#!/usr/bin/env bash
# A city's look at many offices: reports as files, green, amber and red with the reason; JSON, and figures that another
# reader of Prometheus' format takes.
. "$(dirname "$0")/lib.sh"

new_site
office publish "$site" >/dev/null
start_office --admit-new
agent "$here/north" enrol --name 北门 >/dev/null
agent_until true "$here/north" admitted
agent "$here/north" once
agent "$here/south" enrol --name 南门 >/dev/null 2>&1
agent_until true "$here/south" admitted
stop_office
mkdir "$here/reports"
office report "$site" "$here/reports/wutongli.report"
city() { office fleet "$here/reports" "$@"; }

later() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; }
city >"$here/told"
has '^绿.*wutongli' <"$here/told" || { cat "$here/told" >&2; fail "all is well and not green"; }
city --now "$(later 7200)" | has '黄.*北门.*一小时以上没有消息' || fail "two hours of silence"
city --now "$(later 100000)" | has '红.*一天以上没有新报告' || fail "a report of yesterday"

# Rubbish, half a report and one of a program to come are red, by their names; the others are seen.
head -c 40 "$here/reports/wutongli.report" >"$here/reports/half.report"
printf '\033[2J' >"$here/reports/rubbish.report"
ln -s "$here/reports/wutongli.report" "$here/reports/link.report"
printf 'not one' >"$here/reports/notes.txt"
city >"$here/told"
expect "$(grep -c '^红.*读不了' "$here/told")" 2 "sources that cannot be read"
has '共 3 个居委会：绿 1 黄 0 红 2；2 块屏幕：绿 2 黄 0 红 0' <"$here/told" || { cat "$here/told" >&2; fail "the sums"; }
refused 65 '没有一份能读的报告' fleet "$here/reports/rubbish.report"
refused 65 '没有一份能读的报告' fleet "$here/nowhere"
refused 2 '只能要一个' fleet "$here/reports" --json --metrics

# A revoked kiosk is not counted; one that waits is amber.
office admit "$site" "$(status "$here/south" kiosk | tr -d '"')" --revoke >/dev/null
office report "$site" "$here/reports/wutongli.report"
rm "$here"/reports/{half,rubbish,link}.report
city --json >"$here/json"
python3 - "$here/json" <<'PY'
import json, sys
(site,) = json.load(open(sys.argv[1]))
(kiosk,) = site["kiosks"]
assert site["office"] == "wutongli" and site["colour"] in ("green", "amber"), site
assert kiosk["name"] == "北门" and kiosk["version"] and kiosk["free_kib"] > 0, kiosk
PY
city --metrics >"$here/metrics"
if python3 -c 'import prometheus_client' 2>/dev/null || /usr/bin/python3 -c 'import prometheus_client' 2>/dev/null; then
    python=python3
    $python -c 'import prometheus_client' 2>/dev/null || python=/usr/bin/python3
    $python - "$here/metrics" <<'PY'
import sys
from prometheus_client.parser import text_string_to_metric_families
seen = {family.name: family for family in text_string_to_metric_families(open(sys.argv[1]).read())}
assert len(seen) == 8, sorted(seen)
free = seen["noticepoint_kiosk_free_bytes"].samples[0]
assert free.labels["office"] == "wutongli" and free.value % 1024 == 0 and free.value > 0, free
colours = {s.labels["colour"]: s.value for s in seen["noticepoint_site_kiosks"].samples}
assert sum(colours.values()) == 1, colours
PY
else
    echo "python3-prometheus-client is not installed: the figures were not read by another reader"
fi
true
