# shellcheck shell=bash
# What check.sh and proxy-check.sh have in common; they source this. Wants the folder $work, and counts in $failures.

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

# end_checks: the last line of a script
end_checks() {
  ((failures == 0)) || die "$failures checks failed"
  say 'All checks passed'
}
