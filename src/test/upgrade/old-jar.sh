#!/usr/bin/env bash
# Builds the packaged server of an older commit, and prints where it is: old-jar.sh <commit>. It is built in a work tree
# of its own, without tests, and once only: target/upgrade keeps it.
set -euo pipefail
cd "$(dirname "$0")/../../.."

commit=$(git rev-parse --verify --quiet "$1^{commit}") || {
  echo "There is no commit $1 here. In a shallow clone: git fetch --unshallow" >&2
  exit 1
}
folder=$PWD/target/upgrade
jar=$folder/chime-${commit:0:12}.jar
if [[ ! -f $jar ]]; then
  mkdir -p "$folder"
  source=$(mktemp -d "$folder/source.XXXXXX")
  trap 'git worktree remove --force "$source" 2>/dev/null || rm -rf "$source"' EXIT
  git worktree add --quiet --detach --force "$source" "$commit" >&2
  "$source/mvnw" -q -B -ntp -f "$source/pom.xml" -Dformat.skip=true -Dmaven.test.skip=true package >&2
  mv "$source/target/chime.jar" "$jar"
fi
echo "$jar"
