#!/usr/bin/env bash
# Puts nginx in front of the packaged server, and tries what a proxy could spoil:
#
#   ./mvnw package && src/main/docker/proxy-check.sh
#
# Two nodes over one PostgreSQL, and in front of them nginx with nginx.conf ("tuned" below), and nginx as it comes
# ("plain"): proxy_pass and nothing else, so buffering, timeouts of 60 s, and before nginx 1.29.7 HTTP/1.0 to Chime.
# It ends with a code other than 0 if a check failed, and takes three minutes, because waits of 60 s are waited for. Run
# it as root: it installs the Debian packages it lacks (nginx, postgresql, curl, iproute2). Everything listens on
# 127.0.0.1 only, and ends with the script.
#
#   PORT=18180   the first of six ports in a row
#   JAR=..       the server, target/chime.jar by default
#   NGINX=nginx  another nginx to try
set -euo pipefail
cd "$(dirname "$0")/../../.."

port=${PORT:-18180} nginx=${NGINX:-nginx}
node_ports=("$port" $((port + 1)))
tuned=http://127.0.0.1:$((port + 2)) # nginx.conf
plain=http://127.0.0.1:$((port + 3)) # as it comes, in front of the first node only
deaf=http://127.0.0.1:$((port + 4))  # the same, but does not listen when Chime says not to buffer
postgres_port=$((port + 5))
work=$(mktemp -d)
nodes=() proxies=() # process ids

clean_up() {
  rm -f "$work/running"
  ((${#nodes[@]} == 0)) || end "${proxies[@]}" "${nodes[@]}"
  wait 2>"$work/wait.log" || true
  if [ -e "$work/postgres/postmaster.pid" ]; then
    as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres" -m immediate stop >"$work/stop.log"
  fi
  rm -rf "$work"
}
trap clean_up EXIT

. src/main/docker/checks.sh

note() { printf 'note  %s\n' "$*"; }

# --- what the machine must have --------------------------------------------------------------------------------------

find_postgres() { printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort --version-sort | tail -1; }

install_packages() {
  local missing=() installed=0
  command -v "$nginx" >/dev/null || missing+=(nginx)
  command -v curl >/dev/null || missing+=(curl)
  command -v ss >/dev/null || missing+=(iproute2)
  [ -x "$(find_postgres)" ] || missing+=(postgresql)
  ((${#missing[@]} == 0)) && return
  ((EUID == 0)) || die "please install ${missing[*]}"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  forbid_services
  { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 \
    || installed=$?
  allow_services
  ((installed == 0)) || { tail -20 "$work/apt.log"; die "apt-get failed"; }
}

# --- the servers -----------------------------------------------------------------------------------------------------

# PostgreSQL refuses to run as root.
as_postgres() { if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
  postgres_bin=$(dirname "$(find_postgres)")
  chmod 711 "$work"
  mkdir "$work/postgres"
  ((EUID != 0)) || chown postgres "$work/postgres"
  { as_postgres "$postgres_bin/initdb" -D "$work/postgres" --auth trust --username chime --encoding UTF8 \
    && as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres" --wait --log "$work/postgres/log" start \
      -o "-p $postgres_port -c listen_addresses=127.0.0.1 -k '$work/postgres'" \
    && "$postgres_bin/createdb" --host 127.0.0.1 --port "$postgres_port" --username chime chime
  } >"$work/postgres.log" 2>&1 || { tail "$work/postgres.log"; die "PostgreSQL did not start"; }
}

# end [-signal] <process id ..>
end() {
  kill "$@" 2>"$work/kill.log" || true
  [[ $1 != -* ]] || shift
  wait "$@" 2>"$work/wait.log" || true
}

# start_node <0 or 1> [variable=value ..]
start_node() {
  local node=$1
  shift
  env "SERVER_PORT=${node_ports[node]}" "CHIME_NODE=check-$node" "CHIME_DATA=$work/data" \
    "SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1:$postgres_port/chime" SPRING_DATASOURCE_USERNAME=chime "$@" \
    "$java" -Djava.io.tmpdir="$work" -XX:+UseCompactObjectHeaders -Xms64m -jar "$work/chime.jar" \
    >>"$work/node.$node.log" 2>&1 &
  nodes[node]=$!
}

http_status() { curl --silent --output /dev/null --write-out '%{http_code}' "$@" || true; }

# await_node <0 or 1>
await_node() {
  until [ "$(http_status "http://127.0.0.1:${node_ports[$1]}/actuator/health/readiness")" = 200 ]; do
    kill -0 "${nodes[$1]}" 2>/dev/null || { tail -40 "$work/node.$1.log"; die "node $1 ended"; }
    sleep 0.1
  done
}

# stop_node <0 or 1> <signal>
stop_node() {
  end "-$2" "${nodes[$1]}"
  unset "nodes[$1]"
}

# start_nginx <name> <configuration>: as it is, but with a place of its own for files
start_nginx() {
  local files="access_log off;" kind
  for kind in client_body proxy fastcgi uwsgi scgi; do
    files+=" ${kind}_temp_path $work/$1.$kind;"
  done
  sed "s|^http {|http { $files|" <<<"$2" >"$work/$1.conf"
  "$nginx" -p "$work" -c "$work/$1.conf" -e "$work/$1.log" -g "daemon off; pid $work/$1.pid;" 2>"$work/$1.err" &
  proxies+=($!)
}

start_proxies() {
  local first=127.0.0.1:${node_ports[0]} second=127.0.0.1:${node_ports[1]}
  start_nginx tuned "$(sed -e "s/chime-1:8080/$first/" -e "s/chime-2:8080/$second/" \
    -e "s/listen 8080/listen ${tuned#*//}/" -e "s/worker_rlimit_nofile .*/worker_rlimit_nofile $(ulimit -Hn);/" \
    src/main/docker/nginx.conf)"
  start_nginx plain "events {}
http {
  server {
    listen ${plain#*//};
    location / { proxy_pass http://$first; }
  }
  server {
    listen ${deaf#*//};
    location / { proxy_pass http://$first; proxy_http_version 1.0; proxy_ignore_headers X-Accel-Buffering; }
  }
}"
  local url i
  for url in "$tuned" "$plain" "$deaf"; do
    for ((i = 0; i < 50; i++)); do
      [ "$(http_status "$url/timers?limit=1")" = 200 ] && continue 2
      sleep 0.1
    done
    cat "$work"/{tuned,plain}.{err,log}
    die "nginx does not answer on $url"
  done
}

# --- what checks are made of -----------------------------------------------------------------------------------------

json=(--header 'Content-Type: application/json')

# put <base URL> <id> <delay> [value of the label check]: the status
put() {
  http_status --request PUT "${json[@]}" --data '{"delay":"'"$3"'","labels":{"check":"'"${4:-none}"'"}}' "$1/timers/$2"
}

# park <name> <how many> <base URL> <wait>: clients that wait for a timer which is long in coming. Sets client.
park() {
  curl --silent --no-progress-meter --parallel --parallel-immediate --parallel-max "$2" --output "$work/$1.body.#1" \
    --write-out '%{http_code} %{time_total}\n' "$3/timers/later?wait=$4#[1-$2]" >"$work/$1.status" &
  client=$!
}

# all_pending <name> <how many>: whether so many got 200 and the timer as it stands
all_pending() {
  is "$(cut -d ' ' -f 1 "$work/$1.status" | sort | uniq -c | xargs)" "$2 200" \
    && is "$(grep -l '"state":"PENDING"' "$work/$1".body.* | wc -l)" "$2"
}

# metric <0 or 1> <name>
metric() {
  curl --silent --fail "http://127.0.0.1:${node_ports[$1]}/actuator/prometheus" \
    | awk -v name="$2" '$1 ~ "^" name "($|[{])" { sum += $NF } END { print sum + 0 }'
}

waiters() { echo $(($(metric 0 chime_waiters) + $(metric 1 chime_waiters))); }

# waiters_become <how many> <seconds>
waiters_become() {
  local i
  for ((i = 0; i < $2 * 5; i++)); do
    [ "$(waiters)" = "$1" ] && return
    sleep 0.2
  done
  is "$(waiters)" "$1"
}

# comes <file> <text>: milliseconds until the text is in it, 5,000 at most
comes() {
  local from=${EPOCHREALTIME/./} took=0
  until grep -q -e "$2" "$1" || ((took >= 5000)); do
    sleep 0.02
    took=$(((${EPOCHREALTIME/./} - from) / 1000))
  done
  echo "$took"
}

# follow <name> <base URL>: events with the name as label, into a file. Sets client.
follow() {
  curl --silent --no-buffer "$2/timers/events?label=check:$1" >"$work/$1.events" &
  client=$!
}

# --- checks ----------------------------------------------------------------------------------------------------------

# check_long_poll <name> <base URL>
check_long_poll() {
  local before after end
  before=$(date +%s%3N)
  put "$2" "elapses-$1" 2s >"$work/put"
  after=$(date +%s%3N)
  curl --silent --fail "$2/timers/elapses-$1?wait=20s" >"$work/answer" || true
  end=$(date +%s%3N)
  check "$1: a timer of 2 s elapses for the client that waits" has "$work/answer" '"state":"ELAPSED"'
  check "$1: not early ($((end - before)) ms after it was asked for)" at_least $((end - before)) 2000
  check "$1: at once ($((end - after)) ms after it was created)" at_most $((end - after)) 4000
}

check_headers() {
  curl --silent --include "${json[@]}" --data '{"delay":"1h"}' "$tuned/timers" >"$work/answer"
  check 'Location comes through as it is' has "$work/answer" '^Location: /timers/'
  check 'and ETag' has "$work/answer" '^ETag: "1"'
  curl --silent --include --header 'Prefer: wait=1' "$tuned/timers/later" >"$work/answer"
  check 'Prefer is applied' has "$work/answer" '^Preference-Applied: wait=1'
  check 'If-None-Match has 304' is "$(http_status --header 'If-None-Match: "1"' "$tuned/timers/later?wait=0")" 304
  check 'the balancer says whether a node is ready' is "$(http_status "$tuned/actuator/health/readiness")" 200
  check 'and nothing else of /actuator' is \
    "$(http_status "$tuned/actuator/prometheus")$(http_status "$tuned/actuator")" 404404
}

# check_events <name> <base URL>: to a stream that is open
check_events() {
  local took
  sleep 0.5
  put "$2" "event-$1" 1h "$1" >"$work/put"
  took=$(comes "$work/$1.events" "\"id\":\"event-$1\"")
  check "$1: an event is not held back ($took ms)" at_most "$took" 1000
}

check_resume() {
  local last i
  last=$(sed -n 's/^id: //p' "$work/tuned.events" | tail -1)
  for i in 1 2 3; do put "$tuned" "missed-$i" 1h tuned >"$work/put"; done
  for i in 1 2; do # from the one node, and from the other
    curl --silent --no-buffer --max-time 2 --header "Last-Event-ID: $last" \
      "$tuned/timers/events?label=check:tuned" >"$work/resumed" || true
    check "Last-Event-ID resumes where it was, turn $i" is "$(grep -o -e '"id":"[a-z]*-[a-z0-9]*"' -e '^event: gap' \
      "$work/resumed" | xargs)" 'id:missed-1 id:missed-2 id:missed-3'
  done
}

# Sockets of connections to nodes, those that were closed within the last minute included.
sockets() {
  local a=${node_ports[0]} b=${node_ports[1]}
  ss -Htan "( sport = :$a or sport = :$b or dport = :$a or dport = :$b )" | wc -l
}

# requests <base URL> <how many>: one after the other. Prints how many new sockets that took.
requests() {
  local before
  before=$(sockets)
  curl --silent --output /dev/null "$1/timers/later?wait=0#[1-$2]"
  echo $(($(sockets) - before))
}

check_connections() {
  local taken
  taken=$(requests "$tuned" 100)
  check "100 requests share few connections ($taken sockets)" at_most "$taken" 20
  taken=$(requests "$plain" 100)
  note "with nginx as it comes, they leave $taken sockets"
}

# 100 timers that carry <KB> each
batch() {
  awk -v bytes="$(($1 * 1024))" 'BEGIN {
    while (length(payload) < bytes) payload = payload "0123456789abcdef"
    for (i = 0; i < 100; i++) printf "{\"delay\":\"1h\",\"payload\":\"%s\"}\n", payload
  }'
}

# send_batch <base URL> <KB a timer>: the status
send_batch() {
  batch "$2" | curl --silent --output "$work/answer" --write-out '%{http_code}' \
    --header 'Content-Type: application/x-ndjson' --data-binary @- "$1/timers/batch" || true
}

check_sizes() {
  local long ids
  check 'a batch of 6 MB is created' is "$(send_batch "$tuned" 60)" 200
  check 'all of it' is "$(grep -o '"status":201' "$work/answer" | wc -l)" 100
  check 'one of 8.5 MB is refused' is "$(send_batch "$tuned" 85)" 413
  check 'by Chime' has "$work/answer" '"type":"https://chime.dev/problems/'
  check 'nginx as it comes refuses that of 6 MB' is "$(send_batch "$plain" 60)" 413
  check 'by itself' has "$work/answer" '<center>nginx'
  long=$(printf 'x%.0s' {1..120})
  curl --silent --output /dev/null --request PUT "${json[@]}" --data '{"delay":"1h"}' "$tuned/timers/$long[100-199]"
  ids=$(printf "&id=$long%s" {100..199})
  check 'one may wait for 100 long ids' is "$(http_status "$tuned/timers/wait?wait=0$ids")" 200
  check 'but not through nginx as it comes' is "$(http_status "$plain/timers/wait?wait=0$ids")" 414
  check 'headers of 20 KB are refused' is "$(curl --silent --output "$work/answer" --write-out '%{http_code}' \
    --header "X: $(printf 'x%.0s' {1..20000})" "$tuned/timers/later")" 431
  check 'by Chime' has "$work/answer" '"type":"https://chime.dev/problems/'
}

# What takes its minute, at the same time: waits of 60 s, and streams that are quiet.
check_minute() {
  local waiting=() following=() from=$SECONDS
  park tuned-60 20 "$tuned" 60s && waiting+=("$client")
  park plain-55 20 "$plain" 55s && waiting+=("$client")
  park plain-60 20 "$plain" 60s && waiting+=("$client")
  follow tuned "$tuned" && following+=("$client")
  follow plain "$plain" && following+=("$client")
  follow deaf "$deaf" && following+=("$client")
  follow quiet-tuned "$tuned" && following+=("$client")
  follow quiet-plain "$plain" && following+=("$client")

  say 'Long-polls'
  check_long_poll tuned "$tuned"
  check_long_poll plain "$plain"
  check_headers

  say 'Events'
  check_events tuned "$tuned"
  check_events plain "$plain"
  put "$deaf" event-deaf 1h deaf >"$work/put"
  check 'except where nginx does not listen to X-Accel-Buffering' at_least \
    "$(comes "$work/deaf.events" event-deaf)" 5000
  check_resume

  say "A minute's wait"
  wait "${waiting[@]}" || true
  check 'tuned: all 20 waits of 60 s are answered in the end' all_pending tuned-60 20
  check 'tuned: within that time' at_most "$(cut -d ' ' -f 2 "$work/tuned-60.status" | sort -n | tail -1)" 61
  check 'plain: all 20 waits of 55 s' all_pending plain-55 20
  note "plain: of 20 waits of 60 s, $(grep -c ^504 "$work/plain-60.status") had 504, as it is nginx's limit, too"
  while ((SECONDS - from < 68)); do sleep 0.2; done
  check 'tuned: four heartbeats came through' at_least "$(grep -c '^: still here' "$work/quiet-tuned.events")" 4
  check 'plain: four heartbeats came through' at_least "$(grep -c '^: still here' "$work/quiet-plain.events")" 4
  check_events quiet-tuned "$tuned"
  check_events quiet-plain "$plain"
  # TIME-WAIT is with whoever has closed first. To the second node, there are connections of the tuned one only.
  check 'no idle connection was closed by the server' is \
    "$(ss -Htan state time-wait "( sport = :${node_ports[1]} )" | wc -l)" 0
  end "${following[@]}"
}

check_gone_clients() {
  local name i
  for i in 1 2; do # at the first one, the system on the other side says that nobody is there
    for name in tuned plain deaf quiet-tuned quiet-plain; do put "$tuned" "after-$name-$i" 1h "$name" >"$work/put"; done
    sleep 0.5
  done
  check 'whoever followed events and has gone is let go at the next ones' waiters_become 0 5
  park gone 10 "$tuned" 6s
  check '10 clients wait' waiters_become 10 5
  end "$client"
  check 'when they have gone, they are let go when their wait ends at the latest' waiters_become 0 10
}

check_reload() {
  park reload 20 "$tuned" 5s
  check '20 clients wait' waiters_become 20 5
  kill -HUP "${proxies[0]}"
  sleep 1
  check 'nginx goes on after a reload' is "$(http_status "$tuned/timers/later?wait=0")" 200
  wait "$client" || true
  check 'and the 20 are answered' all_pending reload 20
}

check_drain() {
  local clients=() from took
  park drain-plain 20 "$plain" 50s; clients+=("$client")
  park drain-tuned 20 "$tuned" 10s; clients+=("$client")
  check '40 clients wait' waiters_become 40 5
  from=$(date +%s%3N)
  stop_node 0 TERM
  took=$(($(date +%s%3N) - from))
  check "SIGTERM: the node leaves within 5 s ($took ms)" at_most "$took" 5000
  wait "${clients[@]}" || true
  check 'plain: all 20 have their timer as it stands' all_pending drain-plain 20
  check 'tuned: all 20 have, from the one node or the other' all_pending drain-tuned 20
  check 'no error in its log' fails grep -E ' (WARN|ERROR) |Exception' "$work/node.0.log"
}

check_full_node() {
  start_node 0 CHIME_LONG_POLL_MAX_PARKED=5
  await_node 0
  park crowded 20 "$tuned" 3s
  wait "$client" || true
  check 'a node that has room for 5 only says 503, and the other takes the rest of 20' all_pending crowded 20
}

# repeat <name> <argument of curl ..>: until $work/running is gone; ROUND in an argument is the number of the round
repeat() {
  local name=$1 round=0
  shift
  while [ -e "$work/running" ]; do
    round=$((round + 1))
    curl --silent --output /dev/null --write-out '%{http_code}\n' "${@//ROUND/$round}" >>"$work/$name.status" || true
  done
}

# Creates with Idempotency-Key, and tries again as clients do.
repeat_posts() {
  local round=0
  while [ -e "$work/running" ]; do
    round=$((round + 1))
    curl --silent --output "$work/post" --write-out '%{http_code}\n' --retry 3 --retry-delay 1 "${json[@]}" \
      --header "Idempotency-Key: post-$round" --data '{"delay":"1h","labels":{"check":"post"}}' "$tuned/timers" \
      >>"$work/posts.status" || true
    sleep 0.1
  done
}

# statuses <name>: how many of which
statuses() { sort "$work/$1.status" | uniq -c | awk '{ printf "%s%d of %s", sep, $1, $2; sep = ", " }'; }

check_replacing() {
  local clients=() node
  put "$tuned" cancelled 1h >"$work/put"
  touch "$work/running"
  repeat puts --request PUT "${json[@]}" --data '{"delay":"1h"}' "$tuned/timers/put-ROUND-[1-50]" & clients+=($!)
  repeat cancels --request DELETE "$tuned/timers/cancelled#[1-50]" & clients+=($!)
  repeat waits --no-progress-meter --parallel --parallel-max 10 "$tuned/timers/later?wait=1s#[1-50]" & clients+=($!)
  repeat_posts & clients+=($!)
  repeat bare-posts "${json[@]}" --data '{"delay":"1h"}' "$tuned/timers#[1-50]" & clients+=($!)
  sleep 1

  for node in 0 1; do # the second one as soon as the first is back
    stop_node "$node" TERM
    start_node "$node"
    await_node "$node"
  done
  sleep 1
  stop_node 1 KILL
  sleep 2
  rm "$work/running"
  wait "${clients[@]}" || true

  check "PUT: $(statuses puts)" fails grep -qvx -e 200 -e 201 "$work/puts.status"
  check "DELETE: $(statuses cancels)" fails grep -qvx 200 "$work/cancels.status"
  check "GET that waits: $(statuses waits)" fails grep -qvx 200 "$work/waits.status"
  check "POST with Idempotency-Key, tried again after a failure: $(statuses posts)" \
    fails grep -qvx 201 "$work/posts.status"
  curl --silent "$tuned/timers?label=check:post&limit=1000" >"$work/answer"
  check 'none was created twice' is "$(grep -o '"createdAt"' "$work/answer" | wc -l)" "$(wc -l <"$work/posts.status")"
  note "POST without a key, not tried again: $(statuses bare-posts)"
}

install_packages
java=$(find_jdk java)/bin/java
jar=${JAR:-target/chime.jar}
[ -e "$jar" ] || die "no $jar: run ./mvnw package first"
cp "$jar" "$work/chime.jar" # it may be built again meanwhile
[ -z "$(ss -Hltn "( sport >= :$port and sport <= :$postgres_port )")" ] \
  || die "one of the six ports from $port on is taken; set PORT"
say "Starting PostgreSQL, two nodes and $("$nginx" -v 2>&1)"
start_postgres
start_node 0
start_node 1
await_node 0
await_node 1
start_proxies
put "$tuned" later 10h >"$work/put"

say 'Connections'
check_connections
check_minute
say 'Sizes'
check_sizes
say 'Clients that go, and a reload'
check_gone_clients
check_reload
say 'A node leaves while clients wait'
check_drain
check_full_node
say 'Nodes are replaced, and one is killed, while clients work'
check_replacing

end_checks
