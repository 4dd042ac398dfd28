# Shell functions shared by tests/image and tests/fresh-machine: a bare Debian 12 in a folder. To be sourced by bash, not run.
# shellcheck shell=bash
# Needs scripts/lib.sh.

# What the options --base and --mirror say.
base='' mirror=''

# wrong TEXT: wrong use.
wrong() {
  printf '%s: %s; --help lists all\n' "${0##*/}" "$*" >&2
  exit 2
}

# take_base [TAR], take_mirror [URL]: the value of the option, if there is one.
take_base() {
  [[ -f ${1-} ]] || wrong "--base ${1-}: needs a tar file"
  base=$(realpath "$1")
}
take_mirror() {
  [[ ${1-} == *://* ]] || wrong "--mirror ${1-}: needs a URL"
  mirror=$1
}

# need_root COMMAND...: ends the script unless it runs as root and has the commands, each from the package of its name.
need_root() {
  local command missing=()
  ((EUID == 0)) || fail "this needs root: sudo ./tests/${0##*/}"
  PATH=$PATH:/usr/sbin:/sbin
  for command in "$@"; do
    command -v "$command" >/dev/null || missing+=("$command")
  done
  ((${#missing[@]} == 0)) || fail "needs ${missing[*]}: apt-get install --no-install-recommends ${missing[*]}"
}

# The Debian archive that apt uses on this machine; deb.debian.org if it uses none.
archive_of_this_machine() {
  local found
  # shellcheck disable=SC2016  # it is apt-get that expands
  found=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F '|' '$1 == "Debian" && $2 == "Debian" && !found { found = $3 } END { print found }') || true
  echo "${found:-http://deb.debian.org/debian}"
}

# The proxy that apt is configured with here, if any, also for what reads the variable.
use_proxy_of_apt() {
  local proxy=''
  eval "$(apt-config shell proxy Acquire::http::Proxy 2>/dev/null)"
  if [[ $proxy && ! ${http_proxy-} ]]; then export http_proxy=$proxy; fi
}

# make_tree TREE [PACKAGE...]: a bare Debian 12 with these packages, or what --base says, in the folder TREE.
make_tree() {
  local tree=$1 log=$1.log packages
  packages=$(IFS=, && echo "${*:2}")
  mkdir -p "$tree"
  if [[ $base ]]; then
    say "Unpacking $base."
    tar -C "$tree" -xpf "$base" --numeric-owner
    return
  fi
  mirror=${mirror:-$(archive_of_this_machine)}
  say "Making a bare Debian 12 from $mirror (a minute)."
  if ! debootstrap --variant=minbase ${packages:+--include="$packages"} bookworm "$tree" "$mirror" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    fail "debootstrap failed; another archive: --mirror URL"
  fi
}

# mount_into TREE, unmount_from TREE: what programs expect of a running system. Unmounting does not wait for who is at work.
mount_into() {
  mount -t proc proc "$1/proc"
  mount -t sysfs sysfs "$1/sys"
  mount --bind /dev "$1/dev"
  mount --bind /dev/pts "$1/dev/pts"
}
unmount_from() {
  local place
  for place in dev/pts dev sys proc; do
    if mountpoint --quiet "$1/$place"; then umount --lazy "$1/$place"; fi
  done
}
