#!/bin/sh
# Stands in for hundred-server: notes its process id and arguments, then does what $FAKE_DOES says. Its requests are answered
# by whoever listens at $FAKE_URL.
[ -z "$FAKE_NOTES" ] || echo "$$ $*" >"$FAKE_NOTES"
ready() { echo "hundred-server listening on $FAKE_URL mode=worker-pool workers=8 pid=$$"; }
case $FAKE_DOES in
  serve) trap 'exit 0' TERM; ready; sleep 60 >/dev/null 2>&1 & wait $! ;;
  ignore-term) trap '' TERM; ready; exec sleep 60 ;;
  die-later) ready; echo 'out of luck' >&2; exit 3 ;;
  fail) for i in 1 2 3 4 5 6; do echo "line $i" >&2; done; exit 1 ;;
  refuse) echo "hundred-server: --mode 'x': must be one of a, b" >&2; exit 2 ;;
  babble) echo 'hello'; exec sleep 60 ;;
esac
