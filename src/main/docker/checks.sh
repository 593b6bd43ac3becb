# shellcheck shell=bash
# What check.sh, proxy-check.sh and ../observability/check.sh have in common; they source this. Wants the folder $work,
# and counts in $failures.

failures=0

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# check <what must be true> <command ..>
check() {
  local what=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    printf 'ok    %s\n' "$what"
  else
    printf 'FAIL  %s\n' "$what"
    sed 's/^/      /' "$work/check.log"
    failures=$((failures + 1))
  fi
}

fails() { ! "$@"; }
is() { [ "$1" = "$2" ] || { echo "expected '$2', got '$1'"; return 1; }; }
at_least() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a >= b) }' || { echo "expected at least $2, got $1"; return 1; }; }
at_most() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a <= b) }' || { echo "expected at most $2, got $1"; return 1; }; }
has() { grep -q -e "$2" "$1" || { echo "no '$2' in:"; head -c 1000 "$1"; return 1; }; }

# find_jdk <program>: the home of a JDK 25 on this machine that has the program
find_jdk() {
  local home
  for home in "${JAVA_HOME:-/none}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/$1" ] && grep -q '^JAVA_VERSION="25' "$home/release"; then
      echo "$home"
      return
    fi
  done
  die "no JDK 25 with $1 on this machine"
}

# Debian starts what it installs, and servers would listen to the network: not here.
forbid_services() {
  [ -e /usr/sbin/policy-rc.d ] && return
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  forbidden=1
}
allow_services() { [ -z "${forbidden-}" ] || rm /usr/sbin/policy-rc.d; }

# end_checks: the last line of a script
end_checks() {
  ((failures == 0)) || die "$failures checks failed"
  say 'All checks passed'
}
