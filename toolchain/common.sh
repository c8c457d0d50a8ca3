# Sourced by run and test: where we are, progress, and a build that says what went wrong.
# The caller sets `command` to its own name for messages.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command=${command:-toolchain}
# Whatever the machine is set to, files have UTF-8 names and lists sort alike.
export LC_ALL=C.UTF-8
unset CDPATH GREP_OPTIONS
FREE_MIB_MIN=700 # what a build and its tests need, rounded up

step() { printf '\n[%s] %s\n' "$(date +%H:%M:%S)" "$*"; }
complain() { printf '%s: %s\n' "$command" "$*" >&2; }

# wants_value OPTION [VALUE]: ends with 2 unless a value follows the option.
wants_value() {
    [ $# -gt 1 ] && [ -n "$2" ] && return
    complain "$1 needs a value; see $command --help"
    exit 2
}

# free_mib FOLDER: what the disk under it has left.
free_mib() { df -Pm "$1" | awk 'NR == 2 {print $4}'; }

# build_folder_ready: build/ can be written to. Says what to do where it cannot.
build_folder_ready() {
    local owner
    if ! mkdir -p "$top/build" 2>/dev/null || [ ! -w "$top/build" ]; then
        owner=$(stat -c %U "$top/build" 2>/dev/null || stat -c %U "$top")
        complain "cannot write to $top/build, which belongs to $owner; be $owner, or copy the project to a folder of your own"
        return 1
    fi
    if [ -n "$(find "$top/build" -maxdepth 1 ! -writable -print -quit)" ]; then
        complain "$top/build was filled by another user; delete it as that user, or copy the project without it"
        return 1
    fi
    if [ "$(free_mib "$top/build")" -lt "$FREE_MIB_MIN" ]; then
        complain "warning: only $(free_mib "$top/build") MiB are free under $top/build; a build wants $FREE_MIB_MIN"
    fi
}

# configure DIR OPTION...: a folder made at another place is made anew. Nobody else builds there until
# build has ended.
configure() {
    local dir=$1 home
    shift
    exec 7>"$dir.lock"
    flock -n 7 || { step "Somebody else is building in $dir: waiting"; flock 7; }
    home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$dir/CMakeCache.txt" 2>/dev/null || true)
    if [ "$home" != "$top" ] || [ ! -f "$dir/build.ninja" ]; then
        rm -rf "$dir"
    elif [ "$*" = "$(cat "$dir.options" 2>/dev/null)" ]; then
        return 0 # ninja asks cmake again by itself when a list of sources has changed
    fi
    if cmake -G Ninja -S "$top" -B "$dir" "$@" >"$dir.log" 2>&1; then
        echo "$*" >"$dir.options"
        return 0
    fi
    cat "$dir.log" >&2
    complain "cmake failed, see above"
    return 1
}

# build DIR [TARGET...]: progress on the screen, every line of what fails.
build() {
    local dir=$1 code=0
    if [ -t 1 ]; then
        ninja -C "$@" || code=$?
    else
        ninja -C "$@" | awk '
            match($0, /^\[[0-9]+\/[0-9]+\]/) {
                split(substr($0, 2, RLENGTH - 2), n, "/")
                tenth = int(n[1] * 10 / n[2])
                if (tenth > shown) { shown = tenth; print "  " n[1] " of " n[2]; fflush() }
                next
            }
            !/^ninja: Entering|^ninja: no work/ { print; fflush() }' || code=$?
    fi
    exec 7>&-
    [ "$code" != 0 ] || return 0
    if [ "$(free_mib "$dir")" -lt 50 ]; then
        complain "the disk under $dir is full: make room ($FREE_MIB_MIN MiB) and start again"
    fi
    complain "the build failed, see above"
    return 1
}
