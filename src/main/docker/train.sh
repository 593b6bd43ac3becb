#!/usr/bin/env bash
# Starts the server once, in the folder of the jar, has it serve requests of every kind, and leaves the JVM's cache in
# chime.aot: loaded classes, and which methods are called most. So a new server soon compiles what matters.
#
#   SERVER_PORT=8080   the port that it listens on meanwhile
#   ROUNDS=400         how often each of the connections goes through all kinds of requests
set -euo pipefail

port=${SERVER_PORT:-8080} rounds=${ROUNDS:-400} connections=8
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

CHIME_DATA=$data SERVER_PORT=$port java @jvm.options -XX:AOTCacheOutput=chime.aot -jar chime.jar &
server=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  kill -0 "$server"
  sleep 0.1
done

# request <method> <path> [body [type]]
request() {
  printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nAccept: application/json\r\n' "$1" "$2" "$port"
  [ -z "${3:-}" ] || printf 'Content-Type: %s\r\nContent-Length: %d\r\n' "${4:-application/json}" "${#3}"
  printf '\r\n%s' "${3:-}"
}

# requests <connection>
requests() {
  local id round
  for ((round = 0; round < rounds; round++)); do
    id=t-$1-$round
    request PUT "/timers/$id" '{"delay":"20ms","payload":{"order":42},"labels":{"kind":"reminder"}}'
    request GET "/timers/$id?wait=10s"
    request GET "/timers/$id"
    request POST /timers '{"delay":"1h","payload":{"order":42,"customer":"4711"},"labels":{"kind":"reminder"}}'
    request PUT "/timers/far-$id" '{"delay":"1h","payload":"x"}'
    request GET "/timers/far-$id?wait=0"
    request PATCH "/timers/far-$id" '{"delay":"2h"}'
    request DELETE "/timers/far-$id"
    ((round % 20)) && continue
    request POST /timers/batch '[{"delay":"1s"},{"delay":"2s","payload":[1,2]},{"delay":"later"}]'
    request POST /timers/batch '{"delay":"3s"}' application/x-ndjson
    request GET "/timers?state=PENDING&label=kind:reminder&limit=5"
    request GET "/timers/wait?id=$id&id=far-$id&mode=all&wait=1s"
    request GET /timers/no-such-timer
    request POST /timers '{"delay":"never"}'
    request GET /actuator/health/readiness
    request GET /actuator/prometheus
  done
  printf 'GET /actuator/health/liveness HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port"
}

clients=()
for ((connection = 0; connection < connections; connection++)); do
  (
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    requests "$connection" >&3 &
    cat <&3 >/dev/null
  ) &
  clients+=($!)
done
wait "${clients[@]}"

kill "$server"
wait "$server" || (($? == 143)) # ended by SIGTERM, as it should be
[ -s chime.aot ]
