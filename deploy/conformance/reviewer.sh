#!/usr/bin/env bash
# Plays the people who review: takes what waits from the worklist and decides it by its procedure code, some seconds after it came.
#   reviewer.sh [--url http://127.0.0.1:8080] [--delay 20] [--every 1] [--once]
set -euo pipefail

url=http://127.0.0.1:8080
delay=20
every=1
once=false
while [ $# -gt 0 ]; do
  case "$1" in
    --url) url="${2:?}"; shift 2 ;;
    --delay) delay="${2:?}"; shift 2 ;;
    --every) every="${2:?}"; shift 2 ;;
    --once) once=true; shift ;;
    *) echo "usage: reviewer.sh [--url URL] [--delay SECONDS] [--every SECONDS] [--once]" >&2; exit 2 ;;
  esac
done

# What is decided on a pended line, by its code. "leave" waits for good; what is not named here is approved.
triggers='{
  "29881": "deny",   "43644": "deny",
  "97530": "modify", "97112": "modify",
  "66984": "leave",
  "78815": "leave",  "93458": "leave"
}'

# From the worklist: one line a case that is old enough, "ID DECISION".
decisions() {
  jq -c --argjson triggers "$triggers" --argjson delay "$delay" '
    def decision($line; $how):
      {sequence: $line.sequence} + (
        if $how == "deny" then
          {action: "not_certified", reason: "0F", criteria: "Example Conformance Plan, Reviewed by a person, 2026-01",
           words: "The documents do not show that the service is needed."}
        elif $how == "modify" then
          {action: "modified", reason: "04", words: "Half a year is enough to begin with.", quantity: "1",
           criteria: "Example Conformance Plan, Reviewed by a person, 2026-01",
           from: (now | strftime("%Y-%m-%d")), until: (now + 180 * 86400 | strftime("%Y-%m-%d"))}
        else {action: "certified"} end);
    .cases[]
    | select((.received | sub("\\.[0-9]+"; "") | fromdateiso8601) + $delay <= now)
    | .id as $id
    | [.lines[] | . as $line | ($triggers[.code // ""] // "approve") as $how | select($how != "leave") | decision($line; $how)]
    | select(length > 0)
    | {id: $id, body: {reviewer: {id: "conformance-reviewer", npi: "1999000031", specialty: "207X00000X"}, role: "physician", lines: .}}'
}

while true; do
  if list="$(curl -sS --max-time 10 "$url/review/worklist?count=200" 2>/dev/null)"; then
    decisions <<<"$list" | while IFS= read -r one; do
      id="$(jq -r .id <<<"$one")"
      status="$(jq -c .body <<<"$one" | curl -sS --max-time 10 -o /dev/null -w '%{http_code}' -X POST \
        -H 'Content-Type: application/json' --data-binary @- "$url/review/$id/decision")" || status=none
      echo "$(date -u +%H:%M:%S) $id: $(jq -c '[.body.lines[] | "\(.sequence) \(.action)"]' <<<"$one") -> $status"
    done
  fi
  $once && exit 0
  sleep "$every"
done
