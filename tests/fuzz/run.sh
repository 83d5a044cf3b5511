#!/bin/sh
# Builds the fuzz targets and runs each for SECONDS (30) from the fixtures; fails when one crashes.
#   tests/fuzz/run.sh [SECONDS] [TARGET…]
# An input that crashed stays in build/fuzz/crashes: mend the fault and keep the input as a fixture or a test.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/fuzz
seconds=${1:-30}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- values answers json x12_reader x12_mapper fhir_bundle

cd "$root"
cmake --preset fuzz >/dev/null
ninja -C "$build" $(printf "fuzz_%s " "$@")
mkdir -p "$build/crashes"

failed=
for target; do
  seeds=$build/corpus/$target
  mkdir -p "$seeds"
  case $target in
    x12_*) find fixtures -name '*.x12' ;;
    json | fhir_*) find fixtures -name '*.json' -size -64k ;;
    *) find "tests/fuzz/seeds/$target" -type f ;;
  esac | while read -r seed; do cp "$seed" "$seeds/$(echo "$seed" | tr / _)"; done
  echo "== $target"
  "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$build/crashes/$target-" -print_final_stats=1 "$seeds" >"$build/$target.log" 2>&1 ||
    failed="$failed $target"
  tail -n 8 "$build/$target.log"
done
[ -z "$failed" ] || { echo "crashed:$failed"; exit 1; }
