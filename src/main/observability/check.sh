#!/usr/bin/env bash
# Tries the alerts and the dashboard against a real server and a real Prometheus:
#
#   ./mvnw package && src/main/observability/check.sh
#
# It checks the rules and runs their tests; starts the packaged server, gives it work of every kind, and has Prometheus
# collect its metrics every two seconds; runs every query of the dashboard, each of which has to return data; and then
# makes faults, until the alerts about them fire, and no others. It takes three minutes, and ends with a code other than
# 0 if a check failed. Run it as root: it installs the Debian packages it lacks (prometheus, python3, curl). If they
# cannot be installed it says so, and ends with 77. Everything listens on 127.0.0.1 only, and ends with the script.
#
#   PORT=18280   the first of three ports in a row
#   JAR=..       the server, target/chime.jar by default
set -euo pipefail
cd "$(dirname "$0")/../../.."

here=src/main/observability
port=${PORT:-18280}
chime=127.0.0.1:$port prometheus=127.0.0.1:$((port + 1)) receiver=127.0.0.1:$((port + 2))
work=$(mktemp -d)
started=() worker= # process ids

clean_up() {
  go_on
  rm -f "$work/running" # ends the worker
  ((${#started[@]} == 0)) || kill -KILL "${started[@]}" 2>"$work/kill.log" || true
  wait 2>"$work/wait.log" || true
  ! mountpoint --quiet "$work/data" || umount --lazy "$work/data"
  rm -rf "$work"
}
trap clean_up EXIT

. src/main/docker/checks.sh

note() { printf 'note  %s\n' "$*"; }
skip() { printf 'SKIPPED: %s: %s\n' "${0##*/}" "$*"; exit 77; }

# --- what the machine must have --------------------------------------------------------------------------------------

install_packages() {
  local missing=() installed=0
  { command -v prometheus && command -v promtool; } >"$work/command.log" || missing+=(prometheus)
  command -v python3 >"$work/command.log" || missing+=(python3)
  command -v curl >"$work/command.log" || missing+=(curl)
  ((${#missing[@]} == 0)) && return
  ((EUID == 0)) && command -v apt-get >"$work/command.log" || skip "please install ${missing[*]}"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  forbid_services
  { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 \
    || installed=$?
  allow_services
  ((installed == 0)) || { tail -5 "$work/apt.log"; skip "${missing[*]} cannot be installed"; }
}

# --- what needs no server --------------------------------------------------------------------------------------------

check_rules() {
  check 'the rules are well-formed' promtool check rules "$here/rules.yaml"
  check 'each alert fires and is silent where it should' promtool test rules "$here/rules.test.yaml"
  mkdir "$work/config"
  cp src/main/docker/prometheus.yml "$here/rules.yaml" "$work/config"
  check 'the configuration of compose.yaml is well-formed' promtool check config "$work/config/prometheus.yml"
}

# --- the servers -----------------------------------------------------------------------------------------------------

http_status() { curl --silent --output /dev/null --write-out '%{http_code}' "$@" || true; }

# await_200 <URL> <process id> <its log>
await_200() {
  until [ "$(http_status "$1")" = 200 ]; do
    kill -0 "$2" 2>/dev/null || { tail -40 "$3"; die "$1 is not to be had"; }
    sleep 0.1
  done
}

# The disk that timers are on is small, if it may be made so: to be filled. If a file may serve as one, it can be
# stopped, too.
make_data() {
  mkdir "$work/data"
  truncate --size 256M "$work/disk"
  if mkfs.ext4 -q "$work/disk" && mount -o loop "$work/disk" "$work/data"; then
    small_disk=1
    ! { fsfreeze --freeze "$work/data" && fsfreeze --unfreeze "$work/data"; } || stoppable_disk=1
  elif mount -t tmpfs -o size=256m tmpfs "$work/data"; then
    small_disk=1
  fi
} 2>"$work/mount.log"

start_chime() {
  local java
  java=$(find_jdk java)/bin/java
  key=chime_$(openssl rand -hex 32)
  printf 'chime_%s' "$(openssl rand -hex 32)" >"$work/metrics-key"
  env "SERVER_PORT=$port" "CHIME_DATA=$work/data" CHIME_EXPECTED_NODES=2 CHIME_BACKUP_EVERY=1m \
    CHIME_DELIVERIES_HTTP=true CHIME_DELIVERIES_ALLOW=127.0.0.1 \
    CHIME_KEYS_0_NAME=check CHIME_KEYS_0_ROLE=admin "CHIME_KEYS_0_HASH=$(printf %s "$key" | sha256sum | cut -d ' ' -f 1)" \
    CHIME_KEYS_1_NAME=prometheus CHIME_KEYS_1_ROLE=metrics \
    "CHIME_KEYS_1_HASH=$(sha256sum "$work/metrics-key" | cut -d ' ' -f 1)" \
    "$java" -Djava.io.tmpdir="$work" -XX:+UseCompactObjectHeaders -Xmx256m -jar "$work/chime.jar" >"$work/chime.log" 2>&1 &
  server=$!
  started+=("$server")
  await_200 "http://$chime/actuator/health/readiness" "$server" "$work/chime.log"
}

# Answers 200, and 400 under /bad.
start_receiver() {
  python3 - "${receiver%:*}" "${receiver#*:}" >"$work/receiver.log" 2>&1 <<'PYTHON' &
import http.server, sys

class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(400 if self.path.startswith("/bad") else 200)
        self.end_headers()

http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Receiver).serve_forever()
PYTHON
  started+=($!)
}

# With the rules as they are, except that alerts need not last: nobody wants to wait for that here.
start_prometheus() {
  grep -v '^        for: ' "$here/rules.yaml" >"$work/rules.yaml"
  cat >"$work/prometheus.yml" <<YAML
global: {scrape_interval: 2s, evaluation_interval: 1s}
rule_files: [rules.yaml]
scrape_configs:
  - job_name: chime
    metrics_path: /actuator/prometheus
    authorization: {credentials_file: metrics-key}
    static_configs: [{targets: ["$chime"]}]
YAML
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
    --web.listen-address="$prometheus" >"$work/prometheus.log" 2>&1 &
  started+=($!)
  await_200 "http://$prometheus/-/ready" $! "$work/prometheus.log"
}

# --- work ------------------------------------------------------------------------------------------------------------

# request <method> <path> [JSON]: the status
request() {
  http_status --request "$1" --header "Authorization: Bearer $key" ${3:+--header 'Content-Type: application/json' --data "$3"} \
    "http://$chime$2"
}

make_endpoints() {
  check 'an endpoint that works is made' is "$(request PUT /endpoints/good '{"url":"http://'"$receiver"'/good"}')" 201
  check 'and one that does not' is "$(request PUT /endpoints/bad \
    '{"url":"http://'"$receiver"'/bad","retry":{"delays":["PT1S"],"permanent4xx":true}}')" 201
  check 'a schedule is made' is "$(request PUT /schedules/often \
    '{"every":"1s","timer":{"deliver":{"queue":"jobs"}}}')" 201
}

# Timers of every kind, until $work/running is gone.
work_on() {
  local round=0
  while [ -e "$work/running" ]; do
    round=$((round + 1))
    request PUT "/timers/good-$round" '{"delay":"100ms","payload":{"n":'$round'},"deliver":{"to":"good"}}'
    request PUT "/timers/job-$round" '{"delay":"50ms","deliver":{"queue":"jobs"}}'
    request PUT "/timers/later-$round" '{"delay":"1h"}'
    request PATCH "/timers/later-$round" '{"delay":"2h"}'
    ((round % 2)) || request DELETE "/timers/later-$round"
    request GET "/timers/good-$round?wait=2s"
    request POST "/queues/jobs/claim?max=2&lease=10s"
  done >"$work/work.log"
}

# --- checks ----------------------------------------------------------------------------------------------------------

# Names of Micrometer's and of the JVM's that promtool does not like, and that are not ours to change.
known='jvm_compilation_time_ms_total|process_cpu_time_ns_total|system_cpu_count'

check_metrics() {
  curl --silent --fail --header "Authorization: Bearer $(cat "$work/metrics-key")" "http://$chime/actuator/prometheus" \
    >"$work/scrape"
  promtool check metrics <"$work/scrape" >"$work/metrics.log" 2>&1 || true
  check 'promtool has nothing to say about the metrics' fails grep -vE "^($known) " "$work/metrics.log"
  check 'and has seen them' has "$work/scrape" '^chime_timers_elapsed_total [1-9]'
}

# Runs every query of the dashboard as Grafana would. Prints one line for each that has no data.
run_queries() {
  python3 - "$here/grafana/dashboard.json" "http://$prometheus" <<'PYTHON'
import json, math, sys, time, urllib.parse, urllib.request

VARIABLES = {"$job": "chime", "$instance": ".*", "$__rate_interval": "20s"}

def values(expr, instant):
    now = time.time()
    path, when = ("query", {"time": now}) if instant else ("query_range", {"start": now - 20, "end": now, "step": 1})
    query = urllib.parse.urlencode({"query": expr, **when})
    with urllib.request.urlopen(f"{sys.argv[2]}/api/v1/{path}?{query}") as answer:
        for series in json.load(answer)["data"]["result"]:
            for _, value in series.get("values") or [series["value"]]:
                yield float(value)

run = empty = 0
for panel in json.load(open(sys.argv[1]))["panels"]:
    for target in panel.get("targets", []):
        expr = target["expr"]
        for name, value in VARIABLES.items():
            expr = expr.replace(name, value)
        run += 1
        try:
            found = any(not math.isnan(value) for value in values(expr, target.get("instant", False)))
        except urllib.error.HTTPError as error:
            print(f'{panel["title"]}: {error.read().decode()}')
            empty += 1
            continue
        if not found:
            print(f'{panel["title"]} has no data: {expr}')
            empty += 1
print(run, "queries")
sys.exit(min(empty, 1) if run else 1)
PYTHON
}

# What is true on a machine that is busy with something else.
busy='ChimeLatenessBudgetBurns|ChimeLatenessBudgetBurnsFast|ChimeCommitsSlow|ChimeTimersOverdue'

# The names of alerts that fire, sorted, on one line.
firing() {
  curl --silent --fail "http://$prometheus/api/v1/alerts" \
    | python3 -c 'import json, sys
alerts = json.load(sys.stdin)["data"]["alerts"]
print(*sorted({a["labels"]["alertname"] for a in alerts if a["state"] == "firing"}))'
}

# fire <what has been done> <alert ..>: waits until these fire, and no others but those of a busy machine
fire() {
  local what=$1 expected now='' i
  shift
  expected=$(printf '%s\n' "$@" | sort | xargs)
  for ((i = 0; i < 60; i++)); do
    now=$(firing | xargs printf '%s\n' | { grep -vxE "$busy" || true; } | xargs)
    [ "$now" != "$expected" ] || break
    sleep 0.5
  done
  check "$what: $* fire, and no others" is "$now" "$expected"
}

check_alerts() {
  local i expected=(ChimeNodesMissing)
  fire 'one node, where two are expected' "${expected[@]}"

  for i in 1 2 3; do
    check 'a timer goes to the endpoint that fails' is "$(request PUT "/timers/bad-$i" '{"delay":"0s","deliver":{"to":"bad"}}')" 201
    sleep 4 # a counter that Prometheus sees for the first time has not grown
  done
  expected+=(ChimeDeliveriesDead ChimeEndpointFailing)
  fire 'an endpoint refuses what it gets' "${expected[@]}"

  for ((i = 0; i < 40; i++)); do
    http_status --header 'Authorization: Bearer not-a-key' "http://$chime/timers" >"$work/status"
  done
  expected+=(ChimeWrongKeys)
  fire 'somebody tries keys' "${expected[@]}"
  check 'the dashboard has them' run_queries

  printf '{"delay":"2s"}\n%.0s' {1..1000} | curl --silent --fail --header "Authorization: Bearer $key" \
    --header 'Content-Type: application/x-ndjson' --data-binary @- "http://$chime/timers/batch" >"$work/batch"
  kill -STOP "$server"
  sleep 8
  kill -CONT "$server"
  check 'the process is stopped for 8 s: ChimeLatenessBudgetBurnsFast fires' eventually fires ChimeLatenessBudgetBurnsFast

  if ((stoppable_disk)); then
    check 'a timer is made that will be due then' is "$(request PUT /timers/soon '{"delay":"8s"}')" 201
    fsfreeze --freeze "$work/data"
    check 'the disk is stopped: ChimeStoreStalled fires' eventually fires ChimeStoreStalled
    check 'and readiness is DOWN' eventually is_not_ready
    curl --silent --header "Authorization: Bearer $key" "http://$chime/timers/soon?wait=20s" >"$work/soon" || true
    check 'the timer elapses all the same' has "$work/soon" '"state":"ELAPSED"'
    go_on
    check 'creates succeed when it goes on' is "$(request PUT /timers/after '{"delay":"1h"}')" 201
    check 'and readiness is UP' await_200 "http://$chime/actuator/health/readiness" "$server" "$work/chime.log"
  else
    note 'not tried, as no disk can be stopped here: ChimeStoreStalled'
  fi

  if ((small_disk)); then
    dd if=/dev/zero of="$work/data/filler" bs=1M >"$work/dd.log" 2>&1 || true
    check 'creates get 507 when the disk is full' is "$(request PUT /timers/too-much \
      '{"delay":"1h","payload":"'"$(printf 'x%.0s' {1..20000})"'"}')" 507
    check 'ChimeDiskNearlyFull fires' eventually fires ChimeDiskNearlyFull
    rm "$work/data/filler"
  else
    note 'not tried, as no disk can be mounted here: ChimeDiskNearlyFull'
  fi

  rm "$work/running"
  wait "$worker"
  kill -KILL "$server"
  check 'the server is killed: ChimeDown fires' eventually fires ChimeDown
}

is_not_ready() { is "$(http_status "http://$chime/actuator/health/readiness")" 503; }

# Has a stopped disk go on.
go_on() {
  ! mountpoint --quiet "$work/data" || fsfreeze --unfreeze "$work/data" 2>"$work/freeze.log" || true
}

fires() { firing | grep -qw "$1"; }

# eventually <command ..>: tries it for half a minute
eventually() {
  local i
  for ((i = 0; i < 60; i++)); do
    ! "$@" || return 0
    sleep 0.5
  done
  "$@"
}

install_packages
jar=${JAR:-target/chime.jar}
[ -e "$jar" ] || die "no $jar: run ./mvnw package first"
cp "$jar" "$work/chime.jar" # it may be built again meanwhile

say 'Rules'
check_rules
say "Starting Chime and $(prometheus --version 2>&1 | head -1)"
small_disk=0 stoppable_disk=0
make_data
start_receiver
start_chime
start_prometheus
make_endpoints
touch "$work/running"
work_on &
worker=$!
sleep 30
say 'Metrics'
check_metrics
say 'Alerts'
check_alerts

end_checks
