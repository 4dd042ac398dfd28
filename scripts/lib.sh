# Shell functions shared by the scripts of this folder. To be sourced by bash, not run.
# shellcheck shell=bash

if [[ -t 1 && -z ${NO_COLOR-} && ${TERM-dumb} != dumb ]]; then
  bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' red='' plain=''
fi

# say TEXT...: what the script does next.
say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }

# fail TEXT...: one line on what is wrong and what to do about it; ends the script.
fail() {
  printf '%s%s: error:%s %s\n' "$red" "${0##*/}" "$plain" "$*" >&2
  exit 1
}

# Compile jobs: one per usable processor and per 1.5 GiB of memory (of the machine or of the control group), at least one.
compile_jobs() {
  local cores kibibytes limit jobs
  cores=$(nproc)
  kibibytes=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
  if limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null) && [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < kibibytes)); then
    kibibytes=$((limit / 1024))
  fi
  jobs=$((kibibytes / (1536 * 1024)))
  ((jobs < cores)) || jobs=$cores
  ((jobs > 0)) || jobs=1
  echo "$jobs"
}

# duration SECONDS: "42 s", "3 min 5 s".
duration() {
  if (($1 < 60)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

# show_progress: reads the output of a build or of ctest; on a terminal keeps one line with the count of steps, else writes a
# line for each quarter of the work.
show_progress() {
  local line step steps quarter last=-1 terminal=''
  [[ ! -t 1 ]] || terminal=yes
  while IFS= read -r line; do
    [[ $line =~ ^(\[| *)([0-9]+)/([0-9]+)(\]| Test ) ]] || continue
    step=${BASH_REMATCH[2]} steps=${BASH_REMATCH[3]}
    if [[ $terminal ]]; then
      printf '\r    %d of %d ' "$step" "$steps"
    else
      quarter=$((step * 4 / steps))
      ((quarter == last)) || printf '    %d of %d\n' "$step" "$steps"
      last=$quarter
    fi
  done
  if [[ $terminal ]]; then printf '\r\e[K'; fi
}

# build LOG JOBS CMAKE-ARGUMENTS... [-- TARGETS...]: configures and builds, quiet but for the progress. The whole output goes to
# LOG, which must be in the build's folder; on failure the lines that matter are shown, and the script ends.
build() {
  local log=$1 jobs=$2 arguments=() targets=()
  shift 2
  while (($# > 0)) && [[ $1 != -- ]]; do
    arguments+=("$1")
    shift
  done
  if (($# > 1)); then targets=(--target "${@:2}"); fi
  mkdir -p "${log%/*}"
  if ! { cmake "${arguments[@]}" && cmake --build "${log%/*}" --parallel "$jobs" "${targets[@]}"; } 2>&1 |
    tee "$log" | show_progress; then
    grep -m 3 -E -A 12 'FAILED: |error: |CMake Error|No space left' "$log" >&2 || tail -n 25 "$log" >&2
    fail "the build failed; its whole output: $log"
  fi
}
