#!/usr/bin/env bash
# Starts the version before this one beside this one, over one PostgreSQL and over one SQLite file, and sees that nothing
# is lost (UpgradeIT). The commit of that version is in the file previous, or given: check.sh [commit]. Options for Maven
# may follow, such as -Dchime.upgrade.fixtures=write, which writes anew what OldStoresTest opens.
set -euo pipefail
cd "$(dirname "$0")/../../.."

commit=$(<src/test/upgrade/previous)
if (($# > 0)) && [[ $1 != -* ]]; then
  commit=$1
  shift
fi
jar=$(src/test/upgrade/old-jar.sh "$commit")
exec ./mvnw -B -ntp verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=UpgradeIT \
  -Dchime.upgrade.jar="$jar" "$@"
