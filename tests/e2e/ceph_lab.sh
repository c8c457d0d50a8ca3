# Sourced behind lib.sh: a Ceph object gateway on loopback, all of it in $here. Expects $daemons (of storage); gives $store, its
# address, pids[], new_user, new_bucket and list_names (see bucket_round.sh), and gateway() to start it anew. Ends with 77 where
# Ceph is not installed.
for program in ceph ceph-mon ceph-mgr ceph-osd radosgw radosgw-admin; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || { echo "SKIPPED: $program (ceph-mon ceph-mgr ceph-osd radosgw) is not installed"; exit 77; }
done
PATH=$PATH:/usr/sbin

lab=$here/ceph
declare -A pids=()
end_ceph() {
    local name
    for name in "${!pids[@]}"; do kill -9 "${pids[$name]}" 2>/dev/null || true; done
    wait "${pids[@]}" 2>/dev/null || true
}
trap 'end_ceph; cleanup' EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
run() { # NAME PROGRAM...: in the background, without the sanitizers' settings
    local name=$1
    shift
    env -u ASAN_OPTIONS -u LD_PRELOAD "$@" >"$lab/$name.out" 2>&1 &
    pids[$name]=$!
}
await() { # WHAT COMMAND...: until it succeeds
    local what=$1
    shift
    for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
    tail -n 5 "$lab"/*.out >&2
    fail "$what does not come up"
}

mkdir -p "$lab"/{mon,mgr,rgw}
export CEPH_CONF=$lab/ceph.conf
mon_port=$(free_port) rgw_port=$(free_port) cluster=$(cat /proc/sys/kernel/random/uuid)
store=http://127.0.0.1:$rgw_port
cat >"$CEPH_CONF" <<CONF
[global]
fsid = $cluster
mon_initial_members = a
mon_host = [v2:127.0.0.1:$mon_port/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
keyring = $lab/keyring
run_dir = $lab
admin_socket = $lab/\$name.asok
log_file = $lab/\$name.log
osd_pool_default_size = $daemons
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_max_pg_per_osd = 500
osd_heartbeat_grace = 8
[mon]
mon_data = $lab/mon
mon_data_avail_crit = 1
mon_data_avail_warn = 2
[mgr]
mgr_data = $lab/mgr
[osd]
osd_data = $lab/osd\$id
osd_objectstore = bluestore
osd_memory_target = 939524096
bluestore_cache_size = 67108864
bluestore_block_create = true
bluestore_block_size = 2147483648
bluestore_block_db_create = false
bluestore_block_wal_create = false
[client.rgw.a]
rgw_data = $lab/rgw
rgw_frontends = beast endpoint=127.0.0.1:$rgw_port tcp_nodelay=1
rgw_enable_usage_log = false
rgw_thread_pool_size = 32
CONF
key() { ceph-authtool "$lab/keyring" --gen-key -n "$@" >/dev/null; }
ceph-authtool --create-keyring "$lab/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
key client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
key mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
key client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow rw'
for i in $(seq 0 $((daemons - 1))); do key "osd.$i" --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'; done
monmaptool --create --clobber --fsid "$cluster" --addv a "[v2:127.0.0.1:$mon_port]" "$lab/monmap" >/dev/null
ceph-mon --mkfs -i a --monmap "$lab/monmap" --keyring "$lab/keyring" >/dev/null
run mon ceph-mon -i a -f
await "the monitor" ceph --connect-timeout 5 -s
run mgr ceph-mgr -i x -f
for i in $(seq 0 $((daemons - 1))); do
    uuid=$(cat /proc/sys/kernel/random/uuid)
    mkdir "$lab/osd$i"
    ceph osd new "$uuid" >/dev/null
    ceph-osd -i "$i" --mkfs --osd-uuid "$uuid" --keyring "$lab/keyring" >/dev/null 2>&1
    run "osd$i" ceph-osd -i "$i" -f
done
all_up() { ceph osd stat | grep -q "$daemons up"; }
await "the storage" all_up
gateway() {
    run gateway radosgw -n client.rgw.a -f
    await "the gateway" curl -fsS -o /dev/null "$store/"
}
gateway

make_user() { # UID NAME
    radosgw-admin user create --uid="$1" --display-name="$1" --access-key="A-$2" --secret-key="secret-$2" >/dev/null 2>&1
    printf 'access-key = A-%s\nsecret-key = secret-%s\n' "$2" "$2" >"$here/$2.keys"
    chmod 600 "$here/$2.keys"
}
new_user() { make_user "np-$1" "$1"; }
make_user city owner
empty=$(printf '' | sha256sum | cut -d' ' -f1)
owner() { curl -sS --aws-sigv4 aws:amz:default:s3 -u A-owner:secret-owner -H "x-amz-content-sha256: $empty" "$@"; }
new_bucket() { owner -o /dev/null -X PUT "$store/$1"; }
list_names() {
    owner "$store/city?prefix=wutongli%2Fv1%2F${1/\//%2F}&versions=" | grep -o '<Key>[^<]*' | sed 's/<Key>wutongli.//'
}
