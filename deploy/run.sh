#!/usr/bin/env bash
# From a fresh clone to two answered requests: installs, builds, starts the gateway with the demo payer, sends it a 278
# and a PAS bundle and shows the answers. Keeps running until Ctrl-C; --once ends after the two answers.
set -euo pipefail
cd "$(dirname "$0")/.."

once=false
listen=127.0.0.1:8080
for argument in "$@"; do
  case "$argument" in
    --once) once=true ;;
    --listen=*) listen="${argument#--listen=}" ;;
    *) echo "usage: deploy/run.sh [--once] [--listen=HOST:PORT]" >&2; exit 2 ;;
  esac
done

deploy/install.sh
cmake --preset release >/dev/null
cmake --build --preset release --target precert

data="$(mktemp -d "${TMPDIR:-/tmp}/precert-demo.XXXXXX")"
log="$data/gateway.log"
build/release/precert serve --demo --listen "$listen" --data "$data" >"$data/ready" 2>"$log" &
gateway=$!
cleanup() {
  kill -TERM "$gateway" 2>/dev/null || true
  wait "$gateway" 2>/dev/null || true
  rm -rf "$data"
}
trap cleanup EXIT

for _ in $(seq 1 150); do
  grep -q '^listening on ' "$data/ready" && break
  kill -0 "$gateway" 2>/dev/null || { cat "$log" >&2; exit 3; }
  sleep 0.1
done
url="$(sed -n 's/^listening on //p' "$data/ready")"
[ -n "$url" ] || { cat "$log" >&2; exit 3; }

lines() { sed 's/~/~\n/g'; }  # one segment a line, as people read an interchange
# What a PAS Response Bundle decided, without its 700 lines.
digest() {
  jq '.entry[0].resource as $answer | {
    outcome: $answer.outcome,
    items: [$answer.item[] | {item: .itemSequence, action: .adjudication[0].extension[0].extension[0].valueCodeableConcept.coding[0].code}],
    asks_for: [.entry[].resource | select(.resourceType == "CommunicationRequest")
               | {loinc: .payload[0].contentString, attachment_control_number: .identifier[0].value}],
    notes: [$answer.processNote[]?.text],
    status: ("GET " + .entry[0].fullUrl)
  }'
}
show() { printf '\n\033[1m%s\033[0m\n' "$1"; }

scenario=fixtures/scenarios/mri-approved
show "1. A 278 request ($scenario/request.x12) …"
cat "$scenario/request.x12"
show "… and the 278 response: HCR*A1 with its authorization number"
curl -sS -X POST "$url/x12" -H 'Content-Type: application/edi-x12' --data-binary "@$scenario/request.x12" | lines

scenario=fixtures/scenarios/mri-pended
show "2. A PAS request bundle ($scenario/request.fhir.json) and its answer in short: pended (A4), with exactly what is missing"
curl -sS -X POST "$url/fhir/Claim/\$submit" -H 'Content-Type: application/fhir+json' \
  --data-binary "@$scenario/request.fhir.json" | digest

show "What waits now, and for what (GET /review/worklist)"
curl -sS "$url/review/worklist" | jq .

show "The gateway is at $url"
$once && exit 0
echo "Try the commands of the README in another terminal; Ctrl-C stops it."
wait "$gateway"
