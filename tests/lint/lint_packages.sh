#!/usr/bin/env bash
# The Debian packages hold what they must, need what they use, and leave the data alone. Packed from the
# release that NOTICEPOINT_RELEASE names (toolchain/test sets it). SOURCE BUILD
set -u
top=$1 release=${NOTICEPOINT_RELEASE:-$1/build/release}
for tool in dpkg-deb dpkg-shlibdeps cpack; do
    command -v "$tool" >/dev/null || { echo "SKIPPED: no $tool"; exit 77; }
done
[ -x "$release/bin/noticepoint-kiosk" ] || { echo "SKIPPED: no release has been built in $release"; exit 77; }
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
bad=0
fail() { echo "FAILED: $*"; bad=1; }

(cd "$here" && cpack --config "$release/CPackConfig.cmake" -B "$here/packages") >"$here/cpack.log" 2>&1 ||
    { cat "$here/cpack.log"; fail "cpack"; exit 1; }

# unpack NAME: into $here/NAME, its control files into $here/NAME/DEBIAN.
unpack() {
    set -- "$1" "$here/packages/$1"_*.deb
    [ $# = 2 ] && [ -f "$2" ] || { fail "there is no package $1"; exit 1; }
    dpkg-deb -R "$2" "$here/$1" || exit 1
}
# holds NAME PATH...: files that are there and not empty.
holds() {
    local name=$1 path
    shift
    for path in "$@"; do
        [ -s "$here/$name/$path" ] || fail "$name lacks $path"
    done
}
# depends NAME WORD...: packages among its dependencies.
depends() {
    local name=$1 word
    shift
    for word in "$@"; do
        sed -n 's/^Depends: //p' "$here/$name/DEBIAN/control" | tr ',' '\n' | grep -qE "^ *$word( |\$)" ||
            fail "$name does not depend on $word"
    done
}

unpack noticepoint-kiosk
unpack noticepoint-office
unpack noticepoint-mirror
unpack noticepoint-rare-names
unpack noticepoint-input
holds noticepoint-kiosk usr/bin/noticepoint-{kiosk,sync} usr/share/noticepoint/fonts/{sans,sans-bold,serif-bold}.otf \
    usr/share/noticepoint/fonts/OFL.txt usr/lib/systemd/system/noticepoint-{display,kiosk,sync}.service \
    usr/lib/sysusers.d/noticepoint.conf usr/lib/tmpfiles.d/noticepoint.conf etc/noticepoint/{kiosk,sync}.env \
    usr/share/man/man1/noticepoint-{kiosk,sync}.1.gz usr/share/doc/noticepoint-kiosk/{copyright,README}
holds noticepoint-office usr/bin/noticepoint-office usr/libexec/noticepoint/noticepoint-shrink usr/lib/systemd/system/noticepoint-office.service \
    usr/lib/sysusers.d/noticepoint-office.conf usr/lib/tmpfiles.d/noticepoint-office.conf etc/noticepoint/office.env \
    usr/share/man/man1/noticepoint-office.1.gz usr/share/doc/noticepoint-office/{copyright,README}
holds noticepoint-mirror usr/share/noticepoint/nginx/noticepoint{-http.conf,-server.conf,-edge.conf,.site} \
    usr/lib/systemd/system/noticepoint-mirror.{service,timer} usr/lib/tmpfiles.d/noticepoint-mirror.conf \
    etc/noticepoint/mirror.env usr/share/doc/noticepoint-mirror/{copyright,README}
depends noticepoint-mirror noticepoint-office systemd
holds noticepoint-rare-names usr/share/noticepoint/fonts/rare.otf usr/share/doc/noticepoint-rare-names/copyright
holds noticepoint-input usr/share/noticepoint/input/radicals.bin usr/share/doc/noticepoint-input/copyright
depends noticepoint-input librime1
if [ -x "$release/bin/noticepoint-print" ]; then
    unpack noticepoint-print
    holds noticepoint-print usr/libexec/noticepoint/noticepoint-print usr/share/doc/noticepoint-print/{copyright,README}
    depends noticepoint-print noticepoint-kiosk libcups2 cups-daemon
fi
if [ -x "$release/bin/noticepoint-voice" ]; then
    unpack noticepoint-voice
    holds noticepoint-voice usr/libexec/noticepoint/noticepoint-voice usr/share/doc/noticepoint-voice/{copyright,README} \
        usr/lib/systemd/system/noticepoint-kiosk.service.d/voice.conf
    depends noticepoint-voice noticepoint-kiosk libespeak-ng1 espeak-ng-data libopusfile0
fi
depends noticepoint-kiosk libc6 liblmdb0 libsodium23 libcurl4 libsdl2-2.0-0 libfreetype6 xserver-xorg-core xauth systemd
depends noticepoint-office libc6 liblmdb0 libsodium23 libmicrohttpd12 libcurl4 libexpat1 libturbojpeg0 libpng16-16 systemd
grep -qE '^Depends:.*(curl|microhttpd).*' "$here/noticepoint-office/DEBIAN/control" || fail "the office has no server"
! grep -qE '^Depends:.*(sdl|xorg)' "$here/noticepoint-office/DEBIAN/control" || fail "the office needs a screen"

for name in noticepoint-kiosk noticepoint-office; do
    root=$here/$name
    # Both packages may lie on one machine: no file belongs to both.
    (cd "$root" && find . -type f ! -path './DEBIAN/*' | sort) >"$here/$name.files"
    # What an administrator changes is kept over an upgrade.
    diff <(cd "$root" && find etc -type f -printf '/%p\n' | sort) <(sort "$root/DEBIAN/conffiles") ||
        fail "$name: conffiles are not what is in etc"
    for program in "$root"/usr/bin/*; do
        "$program" --version | grep -qE '^noticepoint-[a-z]+ [0-9]' || fail "${program##*/} --version"
        "$program" --help | grep -q -- '--help' || fail "${program##*/} --help"
        # A page for each option that the program names.
        page=$(gzip -dc "$root/usr/share/man/man1/${program##*/}.1.gz" | sed 's/\\//g')
        for option in $("$program" --help | grep -oE '^ +--[a-z0-9-]+' | tr -d ' '); do
            grep -qF -- "$option" <<<"$page" || fail "the manual page of ${program##*/} does not tell $option"
        done
        # What the units start is what is installed.
        grep -q "^ExecStart=/usr/bin/${program##*/} " "$root"/usr/lib/systemd/system/*.service ||
            fail "no unit starts ${program##*/}"
    done
    for script in postinst prerm postrm; do
        [ -x "$root/DEBIAN/$script" ] || fail "$name: $script is not executable"
        sh -n "$root/DEBIAN/$script" || fail "$name: $script"
    done
    ! grep -hE 'rm +-[a-z]*r|deluser|userdel' "$root"/DEBIAN/p* | grep -vE '^ *echo ' || fail "$name deletes data"
    # Purging says where the data stays; nothing runs here, the folder is not ours.
    grep -q '数据留在 /var/lib/' "$root/DEBIAN/postrm" || fail "$name: purging does not say that the data stays"
done
for script in postinst prerm postrm; do
    { [ -x "$here/noticepoint-mirror/DEBIAN/$script" ] && sh -n "$here/noticepoint-mirror/DEBIAN/$script"; } || fail "noticepoint-mirror: $script"
done
both=$(comm -12 "$here"/noticepoint-{kiosk,office}.files)
[ -z "$both" ] || fail "in both packages: $both"
exit $bad
