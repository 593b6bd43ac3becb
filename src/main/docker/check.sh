#!/usr/bin/env bash
# Builds the image and puts it through its paces, without a Docker engine:
#
#   src/main/docker/check.sh
#
# It prints the image's size, the time to the first healthy answer and the memory at rest, and ends with a code other
# than 0 if a check failed. Run it as root: it installs the Debian packages it lacks (buildah, podman, runc, debootstrap).
#
#   PORT=18080   the port on this machine that the container listens on
#   STARTS=3     how often the start is timed
#   IMAGE=..     the name given to the image, localhost/chime:check by default; the image and its layers stay
#
# BASE IMAGES. The Dockerfile's base images are used if they are there or can be pulled. If not, as on a machine that
# reaches no registry, a stand-in of the same name is made: a minimal Debian from the mirror that apt is set up with,
# and in /opt/java/openjdk this machine's JDK 25, or for the JRE what jlink makes of it. What is measured is then true
# of Chime's own layers and of the JVM, but not of the base's size. `podman rmi eclipse-temurin:25-jdk
# eclipse-temurin:25-jre` removes the stand-ins.
#
# MAVEN in the build container gets this machine's ~/.m2 (artifacts, the wrapper's Maven, settings if there are any)
# through overlays: it downloads what is not there, and leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/../../.."

port=${PORT:-18080} starts=${STARTS:-3} image=${IMAGE:-localhost/chime:check}
url=http://127.0.0.1:$port
name=chime-check-$$ # of the container and the volume
work=$(mktemp -d)

# Works without systemd: podman keeps the cgroups itself, and sets no timer for the health check, which is run by hand below.
podman=(podman --cgroup-manager=cgroupfs --runtime runc)
export DISABLE_HC_SYSTEMD=true

clean_up() {
  "${podman[@]}" rm --force --time 0 "$name" >"$work/rm.log" 2>&1 || true
  podman volume rm --force "$name" >"$work/rm.log" 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

. src/main/docker/checks.sh

# --- what the machine must have --------------------------------------------------------------------------------------

install_packages() {
  local missing=() tool
  for tool in buildah podman runc debootstrap curl; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) && return
  ((EUID == 0)) || die "please install ${missing[*]}"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 \
    || { tail -20 "$work/apt.log"; die "apt-get failed"; }
}

# --- stand-ins for base images that cannot be had --------------------------------------------------------------------

make_rootfs() {
  local codename mirror
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $codename" | head -1)
  debootstrap --variant=minbase "$codename" "$work/rootfs" "$mirror" >"$work/debootstrap.log" 2>&1 \
    || { tail "$work/debootstrap.log"; die "debootstrap failed"; }
  rm -rf "$work"/rootfs/var/cache/apt/* "$work"/rootfs/var/lib/apt/lists/*
}

# make_stand_in <name in the Dockerfile>
make_stand_in() {
  local jdk java=$work/rootfs/opt/java/openjdk
  jdk=$(find_jdk jlink)
  say "No $1 to be had: making a stand-in from this machine's Debian and $jdk"
  [ -d "$work/rootfs" ] || make_rootfs
  rm -rf "$java"
  mkdir -p "${java%/*}"
  if [[ $1 == *jre ]]; then
    "$jdk/bin/jlink" --generate-cds-archive --output "$java" --add-modules "$(printf '%s,' \
      java.se jdk.{accessibility,charsets,crypto.cryptoki,crypto.ec,httpserver,jdwp.agent,jfr,localedata,management} \
      jdk.{management.agent,management.jfr,naming.dns,net,nio.mapmode,sctp,security.auth,security.jgss} \
      jdk.{unsupported,xml.dom,zipfs} | sed 's/,$//')"
  else
    cp -a "$jdk" "$java"
  fi
  # Distributions link to a file outside of the JDK, which may know more authorities than the JDK's own.
  cp --remove-destination -L "$jdk/lib/security/cacerts" "$java/lib/security/cacerts"
  tar -C "$work/rootfs" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -c . \
    | podman import --quiet --change ENV=JAVA_HOME=/opt/java/openjdk --change ENV=LANG=C.UTF-8 \
      --change ENV=PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin - "$1"
}

provide_base_images() {
  local base
  for base in $(sed -n 's/^FROM \([^ ]*\).*/\1/p' Dockerfile); do
    podman image exists "$base" || buildah pull --quiet "$base" 2>"$work/pull.log" || make_stand_in "$base"
  done
}

# --- build -----------------------------------------------------------------------------------------------------------

build() {
  local volumes=() path
  mkdir -p ~/.m2/repository ~/.m2/wrapper
  for path in repository wrapper settings.xml settings-security.xml; do
    [ -e ~/.m2/"$path" ] && volumes+=(--volume "$HOME/.m2/$path:/root/.m2/$path:$([ -d ~/.m2/"$path" ] && echo O || echo ro)")
  done
  # The OCI format has no place for a health check; Docker's has.
  buildah bud --isolation chroot --pull-never --layers --format docker "${volumes[@]}" --tag "$image" . \
    >"$work/build.log" 2>&1 || { tail -40 "$work/build.log"; die "the build failed"; }
}

size() { podman image inspect --format '{{.Size}}' "$1" | awk '{ printf "%.0f", $1 / 1e6 }'; }

# --- run -------------------------------------------------------------------------------------------------------------

http_status() { curl --silent --output /dev/null --write-out '%{http_code}' "$url$1" || true; }
http_ok() { [ "$(http_status "$1")" = 200 ]; }

state() { podman inspect --format "{{.State.$1}}" "$name"; }

# start [argument of podman run ..]: starts the container, waits for the first healthy answer; sets pid and start_time
start() {
  http_ok /actuator/health && die "something else answers on port $port; set PORT"
  "${podman[@]}" run --detach --name "$name" --network host --read-only --tmpfs /tmp --volume "$name:/data" \
    --cap-drop ALL --security-opt no-new-privileges --ulimit "nofile=$(ulimit -Hn):$(ulimit -Hn)" --ulimit nproc=32768:32768 \
    --env "SERVER_PORT=$port" "$@" "$image" >"$work/run.log" 2>&1 || { cat "$work/run.log"; die "the container did not start"; }
  pid=$(state Pid)
  until http_ok /actuator/health/readiness; do
    [ -d "/proc/$pid" ] || { podman logs "$name" 2>&1 | tail -40; die "the server ended"; }
    sleep 0.02
  done
  local now from
  now=$(date +%s%3N)
  from=$(date --date "$(podman inspect --format '{{.State.StartedAt.Format "2006-01-02T15:04:05.999Z07:00"}}' "$name")" +%s%3N)
  start_time="$((now - from)) ms ($(awk -v hertz="$(getconf CLK_TCK)" '{ printf "%d", ($14 + $15) * 1000 / hertz }' "/proc/$pid/stat") of CPU)"
}

remove_container() { "${podman[@]}" rm --force --time 10 "$name" >"$work/rm.log"; }

# time_starts <label> [argument of podman run ..]
time_starts() {
  local label=$1 i
  shift
  for ((i = 0; i < starts; i++)); do
    start "$@"
    sleep 25 # two rounds of what the JVM tidies up, and gives back to the system
    printf '%-22s %s, at rest %d MB; load %s on %s processors\n' \
      "$label" "$start_time" "$(($(status_field VmRSS) / 1024))" "$(cut -d ' ' -f 1 /proc/loadavg)" "$(nproc)"
    remove_container
  done
}

# --- checks ----------------------------------------------------------------------------------------------------------

# post <JSON>: creates a timer and prints its id
post() {
  curl --silent --fail --header 'Content-Type: application/json' --data "$1" "$url/timers" | sed -n 's/.*"id":"\([^"]*\)".*/\1/p'
}

# metric <name>: its value, of all label sets together
metric() {
  curl --silent --fail "$url/actuator/prometheus" | awk -v name="$1" '$1 ~ "^" name "($|[{])" { sum += $NF } END { print sum + 0 }'
}

exec_in() { "${podman[@]}" exec "$name" "$@"; }
status_field() { awk -v field="$1:" '$1 == field { print $2 }' "/proc/$pid/status"; }

check_sandbox() {
  check 'the server is not root' fails is "$(status_field Uid)" 0
  check 'it has no capabilities' is "$(status_field CapEff)$(status_field CapPrm)" 00000000000000000000000000000000
  check 'the JVM is the first process, with no shell above it' exec_in bash -c '[ "$(cat /proc/1/comm)" = java ]'
  check 'the root file system is read-only' grep -qE ' / / ro[, ]' "/proc/$pid/mountinfo"
  check '/data can be written' exec_in touch /data/probe
  check 'the AOT cache is in use' grep -q /app/chime.aot "/proc/$pid/maps"
  check 'the health check of the image passes' "${podman[@]}" healthcheck run "$name"
}

check_timer() {
  local id from=${EPOCHREALTIME/./} took answer
  id=$(post '{"delay":"2s"}') || true
  answer=$(curl --silent --fail "$url/timers/$id?wait=20s" || true)
  took=$(((${EPOCHREALTIME/./} - from) / 1000))
  check "a timer of 2 s elapses for the client that waits ($took ms)" grep -q '"state":"ELAPSED"' <<<"$answer"
  check 'not early' at_least "$took" 2000
  check 'Prometheus has counted it' is "$(metric chime_timers_elapsed_total)" 1
}

# Another container on the same volume: the timer that the 20 waited for is there, and time has gone on for it.
check_restart() {
  start
  check 'its timers are there after a restart' grep -q '"state":"PENDING"' <<<"$(curl --silent --fail "$url/timers/$parked_id?wait=0" || true)"
  check 'and Prometheus counts them' is "$(metric chime_timers_stored)" 2
}

# SIGTERM while 20 clients wait: each gets its timer as it stands, and the server leaves.
check_stop() {
  local id from took code clients=() i
  id=$(post '{"delay":"10m"}') || true
  parked_id=$id
  for i in {1..20}; do
    curl --silent --output "$work/parked.$i" --write-out '%{http_code}' "$url/timers/$id?wait=50s" >"$work/status.$i" &
    clients+=($!)
  done
  for ((i = 0; i < 100; i++)); do
    [ "$(metric chime_waiters)" = 20 ] && break
    sleep 0.1
  done
  check '20 clients wait' is "$(metric chime_waiters)" 20
  from=$(date +%s%3N)
  "${podman[@]}" kill --signal TERM "$name" >"$work/kill.log"
  code=$(timeout 30 podman wait "$name" || echo 'none after 30 s')
  took=$(($(date +%s%3N) - from))
  wait "${clients[@]}" || true
  check 'all 20 are answered with 200' is "$(cat "$work"/status.*)" "$(printf '200%.0s' {1..20})"
  check 'and with the timer as it stands' is "$(grep -l '"state":"PENDING"' "$work"/parked.* | wc -l)" 20
  check "the exit is clean (code $code)" grep -qx -e 0 -e 143 <<<"$code" # 143: ended by SIGTERM, after all shutdown hooks
  check "within 10 s ($took ms)" at_most "$took" 10000
  check 'no error in the log' fails grep -E ' (WARN|ERROR) |Exception' <(podman logs "$name" 2>&1)
}

install_packages
provide_base_images
say "Building $image"
build
base=$(sed -n 's/^FROM \([^ ]*\)$/\1/p' Dockerfile)
printf 'image: %d MB, the base is %d MB of it\n' "$(size "$image")" "$(size "$base")"

say 'Checks'
start
check_sandbox
check_timer
check_stop
remove_container
check_restart
remove_container
podman volume rm "$name" >"$work/rm.log"

say "Start and memory ($starts times each, from the container's start to 200 of /actuator/health/readiness)"
time_starts 'as it is'
time_starts 'without the AOT cache' --env JDK_JAVA_OPTIONS=-XX:AOTMode=off

end_checks
