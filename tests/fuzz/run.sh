#!/bin/sh
# Builds the fuzz targets and runs each from the fixtures; prints one line a target and fails when one finds something.
#   tests/fuzz/run.sh [--seconds N | N] [TARGET…]        N: for each target, 30 unless said
# An input that crashed stays in build/fuzz/crashes: mend the fault and keep the input as a fixture or a test.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/fuzz
seconds=30
case ${1:-} in
  --seconds) seconds=$2 && shift 2 ;;
  [0-9]*) seconds=$1 && shift ;;
esac
[ $# -gt 0 ] || set -- values answers json x12_reader x12_check x12_mapper x12_exchange fhir_bundle

cd "$root"
mkdir -p "$build/crashes"
{ cmake --preset fuzz && ninja -C "$build" $(printf "fuzz_%s " "$@"); } >"$build/build.log" 2>&1 || {
  tail -n 40 "$build/build.log"
  echo "the fuzz targets do not build: $build/build.log"
  exit 1
}

# What libFuzzer tells of a run: inputs tried, branches reached.
told() { sed -n "$2" "$build/$1.log" | tail -n 1; }

failed=0
for target; do
  seeds=$build/corpus/$target
  mkdir -p "$seeds"
  case $target in
    x12_*) find fixtures -name '*.x12' ;;
    json | fhir_*) find fixtures -name '*.json' -size -64k ;;
    *) find "tests/fuzz/seeds/$target" -type f ;;
  esac | while read -r seed; do cp "$seed" "$seeds/$(echo "$seed" | tr / _)"; done
  verdict=ok
  "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$build/crashes/$target-" -print_final_stats=1 "$seeds" >"$build/$target.log" 2>&1 || {
    failed=1
    verdict="FOUND $(told "$target" 's/.*Test unit written to //p'): $(told "$target" 's/^broken property: //p')"
  }
  printf '%-14s %4s s  %9s inputs  %6s branches  %s\n' "$target" "$seconds" \
    "$(told "$target" 's/stat::number_of_executed_units: //p')" \
    "$(told "$target" 's/.* cov: \([0-9]*\) .*/\1/p')" "$verdict"
done
exit $failed
