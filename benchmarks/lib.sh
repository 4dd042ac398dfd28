# shellcheck shell=bash
# What versus-servers and lone-requests share, which source this file. They set: here, their folder; rounds; connections, how
# many an Apache must bear; files, how many a server may open; bin and server_args, where hundred-server is and what it gets
# besides; and bring warm_up and turn.
# shellcheck disable=SC2034,SC2154  # what one of the files sets and the other reads

# shellcheck source=benchmarks/servers.sh
. "$here/servers.sh"

folder='' # where all files are
tool=''   # the load tool, while it runs

show() { # show TEXT: in place of what stood there before, on a terminal
  [[ ! -t 2 ]] || printf '\r\033[K%s' "$*" >&2
}

say() {
  show ''
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

fail() { # fail CODE TEXT...
  say "${*:2}"
  exit "$1"
}

check_numbers() { # check_numbers OPTION:MOST...
  local option name most
  for option in "$@"; do
    name=${option%:*} most=${option#*:}
    if ! [[ ${!name} =~ ^[1-9][0-9]{0,4}$ ]] || ((${!name} > most)); then
      fail 2 "--$name '${!name}': must be a whole number from 1 to $most"
    fi
  done
}

require() { # require PROGRAM PACKAGE: or ends
  command -v "$1" >/dev/null || fail 1 "$1 is not on PATH; on Debian and Ubuntu: apt-get install $2"
}

# choose_cpus A,B: server_cpus and tool_cpus, as taskset takes them; tool_count, how many the latter are
choose_cpus() {
  local cpu
  [[ $1 =~ ^([0-9]+(-[0-9]+)?),([0-9]+)(-([0-9]+))?$ ]] ||
    fail 2 "--cpus '$1': must be two processors, or ranges of them, such as 0,1 or 0-1,2-3"
  server_cpus=${BASH_REMATCH[1]} tool_cpus=${BASH_REMATCH[3]}${BASH_REMATCH[4]}
  tool_count=$((10#${BASH_REMATCH[5]:-${BASH_REMATCH[3]}} - 10#${BASH_REMATCH[3]} + 1))
  for cpu in "$server_cpus" "$tool_cpus"; do
    taskset -c "$cpu" true 2>/dev/null || fail 2 "--cpus '$1': there is no processor $cpu for us"
  done
}

finish() {
  trap '' HUP INT TERM
  show ''
  [[ ! $tool ]] || kill "$tool" 2>/dev/null || true
  stop_servers
  rm -rf "$folder"
}

prepare() { # the folder and the floor in it; whatever ends the script ends the servers
  [[ -x $bin/hundred-server ]] || fail 1 "no hundred-server in $bin: ./scripts/demo builds it"
  require g++ g++
  folder=$(mktemp -d)
  chmod 755 "$folder" # root's nginx and Apache serve as another user
  trap finish EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  compile floor
}

compile() { # compile NAME: of NAME.cpp, into the folder
  g++ -std=c++20 -O2 -pthread "$here/$1.cpp" -o "$folder/$1"
}

# run_rounds NAME...: each has a warm_up, then a turn in each round, in random order; these two the script brings.
run_rounds() {
  local round name i order
  for ((round = 0; round <= rounds; ++round)); do
    mapfile -t order < <(printf '%s\n' "$@" | shuf)
    i=0
    for name in "${order[@]}"; do
      ((++i))
      if ((round == 0)); then
        show "warming up, $i of $#: $name"
        warm_up "$name"
      else
        show "round $round of $rounds, $i of $#: $name"
        turn "$name"
      fi
    done
  done
  show ''
}

print_versions() { # print_versions [TOOL]: what is compared, with which tool, and on what machine
  local versions=("$("$bin/hundred-server" --version)")
  [[ " ${names[*]}" != *' nginx'* ]] || versions+=("$(nginx -v 2>&1 | sed 's/.*version: //')")
  [[ " ${names[*]}" != *' apache'* ]] || versions+=("$(apache2 -v | sed -n 's/^Server version: //p')")
  printf -v versions '%s, ' "${versions[@]}" "$@"
  printf '%s\n' "${versions%, }"
  printf '%s, Linux %s, %s\n' "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" "$(uname -r)" "$(date '+%F %R')"
}
