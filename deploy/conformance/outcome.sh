#!/usr/bin/env bash
# Sets what a running conformance gateway answers, for kits that send the same body for every outcome:
#   outcome.sh approve|deny|pend     everything gets this answer, whatever is asked for
#   outcome.sh rules                 the procedure code decides, as at the start
# Swaps the policies of the running rulebook and waits until the gateway has read them.  [--dir DIR] as in run.sh
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
dir="${TMPDIR:-/tmp}/precert-conformance"
outcome=
usage() {
  echo "usage: outcome.sh [--dir DIR] approve|deny|pend|rules" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case "$1" in
    --dir) dir="${2:?}"; shift 2 ;;
    *) [ -z "$outcome" ] || usage; outcome="$1"; shift ;;
  esac
done
policies="$here/outcomes/$outcome.yaml"
[ "$outcome" = rules ] && policies="$here/rulebook/policies.yaml"
[ -n "$outcome" ] && [ -f "$policies" ] || usage
[ -f "$dir/pid" ] || { echo "no gateway runs in $dir; start run.sh, or give --dir" >&2; exit 3; }

reloads() { grep -c '"event":"reload' "$dir/gateway.log" || true; }
before="$(reloads)"
cp "$policies" "$dir/rulebook/policies.yaml"
kill -HUP "$(cat "$dir/pid")"
for _ in $(seq 1 100); do
  [ "$(reloads)" -gt "$before" ] && break
  sleep 0.05
done
last="$(grep '"event":"reload' "$dir/gateway.log" | tail -1)"
case "$last" in
  *'"event":"reloaded"'*) echo "outcome: $outcome" ;;
  *) echo "the gateway did not take the rules: ${last:-no answer}" >&2; exit 1 ;;
esac
