#!/usr/bin/env bash
# Starts a gateway that conformance kits can be pointed at, and the reviewer that decides what it pends. Needs a build
# (deploy/run.sh or cmake --build --preset release). Runs until Ctrl-C. README.md says which request gets which answer.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

binary="$here/../../build/release/precert"
dir="${TMPDIR:-/tmp}/precert-conformance"
listen=127.0.0.1:8080
delay=20
reviewer=true
base=
extra=()
usage() {
  echo "usage: run.sh [--dir DIR] [--listen HOST:PORT] [--delay SECONDS] [--no-reviewer] [--binary FILE]" \
    "[--base-url URL] [--open-access WHY]" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case "$1" in
    --dir) dir="${2:?}"; shift 2 ;;                    # fresh or of an earlier run: database, rulebook, log
    --listen) listen="${2:?}"; shift 2 ;;
    --delay) delay="${2:?}"; shift 2 ;;                # between a pend and the reviewer's decision
    --no-reviewer) reviewer=false; shift ;;
    --binary) binary="${2:?}"; shift 2 ;;
    --base-url) base="${2%/}"; shift 2 ;;              # as the kit sees the gateway: http://host.docker.internal:8080
    --open-access) extra+=(--open-access "${2:?}"); shift 2 ;;  # needed beyond loopback
    *) usage ;;
  esac
done

mkdir -p "$dir/rulebook"
cp "$here"/rulebook/*.yaml "$dir/rulebook/"
cp "$here/precert.yaml" "$dir/precert.yaml"
[ -z "$base" ] || printf 'base_url: "%s"\n' "$base" >>"$dir/precert.yaml"
"$binary" load members "$here/members.json" --data "$dir/data" >/dev/null
"$binary" load facilities "$here/facilities.json" --data "$dir/data" >/dev/null

rm -f "$dir/address"
: >"$dir/ready"
"$binary" serve --config "$dir/precert.yaml" --listen "$listen" --data "$dir/data" --rulebook "$dir/rulebook" \
  "${extra[@]}" >"$dir/ready" 2>"$dir/gateway.log" &
gateway=$!
reviewer_pid=
cleanup() {
  [ -z "$reviewer_pid" ] || kill "$reviewer_pid" 2>/dev/null || true
  kill -TERM "$gateway" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -f "$dir/address" "$dir/pid"
}
trap cleanup EXIT
trap 'exit 0' INT TERM

for _ in $(seq 1 200); do
  grep -q '^listening on ' "$dir/ready" && break
  kill -0 "$gateway" 2>/dev/null || { cat "$dir/ready" "$dir/gateway.log" >&2; exit 3; }
  sleep 0.1
done
url="$(sed -n 's/^listening on //p' "$dir/ready")"
[ -n "$url" ] || { cat "$dir/gateway.log" >&2; exit 3; }
echo "$gateway" >"$dir/pid"
echo "$url" >"$dir/address"
echo "PAS 2.2.1: ${base:-$url}/fhir"
echo "PAS 2.0.1: ${base:-$url}/fhir/2.0.1"
echo "log:       $dir/gateway.log"
if $reviewer; then
  "$here/reviewer.sh" --url "$url" --delay "$delay" >"$dir/reviewer.log" 2>&1 &
  reviewer_pid=$!
  echo "reviewer:  decides $delay seconds after a pend ($dir/reviewer.log)"
fi
echo "ready"
wait "$gateway"
