# shellcheck shell=bash
# The servers that benchmarks compare: the table of them, their start and their end. To be sourced by lib.sh. Each server
# leads a session of its own.
# shellcheck disable=SC2034,SC2154  # what one of the files sets and the other reads

# Each row: its name, the floor of its kind, what starts it. Those of a kind stand together, below their floor.
rows=(
  'floor loop|floor loop|floor loop'
  'single-threaded|floor loop|ours single-threaded'
  'event-loop|floor loop|ours event-loop'
  'hybrid|floor loop|ours hybrid'
  'nginx|floor loop|nginx 1'
  'apache-prefork|floor loop|apache prefork'
  'floor pool 4|floor pool 4|floor pool 4'
  'worker-pool 4|floor pool 4|ours worker-pool 4'
  'apache-event|floor pool 4|apache event'
  'apache-worker|floor pool 4|apache worker'
  'floor pool 16|floor pool 16|floor pool 16'
  'worker-pool 16|floor pool 16|ours worker-pool 16'
  'floor spawn|floor spawn|floor spawn'
  'thread-per-request|floor spawn|ours thread-per-request'
  'floor loops 2|floor loops 2|floor loops 2'
  'event-loop 2|floor loops 2|ours event-loop 2'
  'prefork 2|floor loops 2|ours prefork 2'
  'nginx 2|floor loops 2|nginx 2'
)
PATH+=:/usr/sbin # where Debian has nginx and apache2
declare -A floor_of starter_of wanted=() pid_of=() url_of=()
names=() # those that run

choose_rows() { # choose_rows PATTERN: wants those whose names match, and their floors
  local row name floor starter matches
  for row in "${rows[@]}"; do
    IFS='|' read -r name floor starter <<<"$row"
    floor_of[$name]=$floor starter_of[$name]=$starter
    matches=0
    # shellcheck disable=SC2319  # the condition's is what is meant
    [[ $name =~ $1 ]] 2>/dev/null || matches=$?
    ((matches < 2)) || fail 2 "--only '$1': is no regular expression"
    ((matches == 1)) || wanted[$name]=yes wanted[$floor]=yes
  done
  ((${#wanted[@]})) || fail 2 "--only '$1': matches no row; --help lists them"
}

leave_out() { # leave_out PEER: takes out its rows. Fails if there are none.
  local name found=1
  for name in "${!wanted[@]}"; do
    [[ ${starter_of[$name]} == "$1 "* ]] || continue
    unset "wanted[$name]"
    found=0
  done
  return "$found"
}

need() { # need PEER PROGRAM PACKAGE: takes out the rows of PEER if it is not installed, and says so once
  command -v "$2" >/dev/null || ! leave_out "$1" ||
    say "$1 is left out: it is not installed; on Debian and Ubuntu: apt-get install $3"
}

# processes PID...: a line "PID TICKS" for each process of the sessions that these servers lead: its user and system time,
# and that of its children that have ended.
processes() {
  # The second field, a name in parentheses, may hold blanks. Processes come and go meanwhile.
  { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v leaders="$*" '
    BEGIN { for (n = split(leaders, each, " "); n > 0; --n) led[each[n]] }
    { pid = $1; sub(/^.*\) /, ""); if ($4 in led && $1 != "Z") print pid, $12 + $13 + $14 + $15 }'
}

stop_servers() {
  local left='' i
  ((${#pid_of[@]})) || return 0
  kill "${pid_of[@]}" 2>/dev/null || true
  for ((i = 0; i < 100; ++i)); do
    left=$(processes "${pid_of[@]}" | cut -d' ' -f1)
    [[ $left ]] || return 0
    sleep 0.1
  done
  # shellcheck disable=SC2086  # one number a word
  kill -KILL $left 2>/dev/null || true
}

file_of() { # file_of NAME SUFFIX
  printf '%s/%s.%s' "$folder" "${1// /-}" "$2"
}

launch() { # launch NAME COMMAND...: as the leader of a session, on the servers' processors
  setsid taskset -c "$server_cpus" "${@:2}" >"$(file_of "$1" log)" 2>&1 </dev/null &
  pid_of[$1]=$!
  disown
}

free_port() {
  local port
  while port=$((10000 + RANDOM % 20000)); do
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q "$(printf ':%04X ' "$port")" || break
  done
  echo "$port"
}

answers() { # answers NAME: whether it listens and answers with 200
  local status='' url=${url_of[$1]}
  { exec 3<>"/dev/tcp/127.0.0.1/${url##*:}"; } 2>/dev/null || return 1
  cat <<<$'GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r' >&3 # in one piece, as the floor wants it
  IFS= read -r -t 5 status <&3 || true
  exec 3>&-
  [[ $status == 'HTTP/1.1 200 '* ]]
}

await() { # await NAME: until it answers; fails if it ends or does not in 15 s
  local end=$((SECONDS + 15))
  while kill -0 "${pid_of[$1]}" 2>/dev/null && ((SECONDS < end)); do
    : "${url_of[$1]:=$(grep -asom 1 'http://127\.0\.0\.1:[0-9]*' "$(file_of "$1" log)" || true)}"
    [[ ! ${url_of[$1]} ]] || ! answers "$1" || return 0
    sleep 0.1
  done
  return 1
}

start_floor() { # start_floor NAME KIND [N]
  launch "$1" "$folder/floor" "${@:2}"
}

start_ours() { # start_ours NAME MODE [WORKERS]
  launch "$1" "$bin/hundred-server" --mode "$2" ${3:+--workers "$3"} --port 0 "${server_args[@]}"
}

start_nginx() { # start_nginx NAME WORKERS
  local port config path
  port=$(free_port) config=$(file_of "$1" conf)
  mkdir -p "$folder/nginx"
  {
    echo "daemon off; worker_processes $2; worker_rlimit_nofile $files; pid \"$(file_of "$1" pid)\"; error_log stderr;"
    echo "events { worker_connections $files; }"
    echo 'http { access_log off; default_type application/json; keepalive_timeout 1h; keepalive_requests 2000000000;'
    for path in client_body proxy fastcgi uwsgi scgi; do # else in /var, where only root may write
      [[ $(nginx -V 2>&1) == *"--without-http_${path}_module"* ]] || echo "${path}_temp_path \"$folder/nginx/$path\";"
    done
    echo "server { listen 127.0.0.1:$port backlog=4096$( (($2 == 1)) || echo ' reuseport');"
    echo "location / { return 200 '{\"pong\":true}'; } } }"
  } >"$config"
  url_of[$1]=http://127.0.0.1:$port
  launch "$1" nginx -p "$folder" -e stderr -c "$config"
}

# Apache has nothing that answers a constant, so it serves a file of that size. Every connection has a process (prefork)
# or a thread of one process: event closes kept-alive connections when none of its threads is idle.
start_apache() { # start_apache NAME MPM
  local port config processes=1 threads=$((connections + 10)) modules=/usr/lib/apache2/modules
  port=$(free_port) config=$(file_of "$1" conf)
  [[ $2 != prefork ]] || processes=$threads threads=1
  mkdir -p "$folder/www" "$folder/$2"
  printf '{"pong":true}' >"$folder/www/ping"
  {
    echo "ServerName localhost"
    echo "ServerRoot \"$folder/$2\""
    echo "DefaultRuntimeDir \"$folder/$2\""
    echo "PidFile \"$folder/$2/pid\""
    echo "ErrorLog \"$(file_of "$1" log)\""
    echo "LoadModule mpm_$2_module $modules/mod_mpm_$2.so"
    echo "LoadModule authz_core_module $modules/mod_authz_core.so" # who may ask: everyone
    ((EUID)) || printf '%s www-data\n' User Group
    echo "Listen 127.0.0.1:$port"
    echo "ListenBackLog 4096"
    printf '%s\n' 'Timeout 3600' 'KeepAlive On' 'KeepAliveTimeout 3600' \
      'MaxKeepAliveRequests 0' 'MaxConnectionsPerChild 0'
    printf '%s\n' "ServerLimit $processes" "StartServers $processes" "MaxRequestWorkers $((processes * threads))"
    if [[ $2 == prefork ]]; then
      printf '%s\n' 'MinSpareServers 1' "MaxSpareServers $processes"
    else
      printf '%s\n' "ThreadLimit $threads" "ThreadsPerChild $threads" 'MinSpareThreads 1' "MaxSpareThreads $threads"
    fi
    echo "DocumentRoot \"$folder/www\""
    printf '%s\n' 'EnableMMAP Off' '<Directory />' 'AllowOverride None' \
      'Require all granted' 'ForceType application/json' '</Directory>'
  } >"$config"
  url_of[$1]=http://127.0.0.1:$port
  launch "$1" apache2 -DFOREGROUND -f "$config"
}

ticks() { # ticks NAME: the CPU time that the server has used
  processes "${pid_of[$1]}" | awk '{ sum += $2 } END { print sum + 0 }'
}

settle() { # settle NAME: until it has started all its processes and uses no CPU time; for 10 s at most
  local end=$((SECONDS + 10)) before=''
  while [[ $before != "$(ticks "$1")" ]] && ((SECONDS < end)); do
    before=$(ticks "$1")
    sleep 0.3
  done
}

start_all() { # those of `rows` that are `wanted`; sets names, in this order
  local row name starter said
  for row in "${rows[@]}"; do
    name=${row%%|*}
    [[ ${wanted[$name]:-} ]] || continue
    show "starting $name"
    read -ra starter <<<"${starter_of[$name]}"
    "start_${starter[0]}" "$name" "${starter[@]:1}"
    if await "$name"; then
      settle "$name"
      names+=("$name")
      continue
    fi
    said=$(tail -n 1 "$(file_of "$name" log)")
    case ${starter[0]} in
      floor | ours) fail 1 "$name did not start: ${said:-it says nothing}" ;;
      *) say "$name is left out: it did not start: ${said:-it says nothing}" ;;
    esac
  done
}
