#!/bin/sh
# Builds the fuzz targets and runs each from the fixtures, as many at a time as there are cores; prints one line a target and
# fails when one finds something.
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
[ $# -gt 0 ] || set -- values answers json x12_reader x12_check x12_mapper x12_exchange fhir_bundle fhir_calls \
  fhir_exchange envelopes rulebook

cd "$root"
mkdir -p "$build/crashes"
{ cmake --preset fuzz && ninja -C "$build" $(printf "fuzz_%s " "$@"); } >"$build/build.log" 2>&1 || {
  tail -n 40 "$build/build.log"
  echo "the fuzz targets do not build: $build/build.log"
  exit 1
}

seed() { # TARGET
  seeds=$build/corpus/$1
  mkdir -p "$seeds"
  case $1 in
    x12_*) find fixtures -name '*.x12' ;;
    json | fhir_*) find fixtures -name '*.json' -size -64k ;;
    envelopes) find fixtures/core -name '*.http' ;;
  esac >"$build/$1.seeds"
  [ ! -d "tests/fuzz/seeds/$1" ] || find "tests/fuzz/seeds/$1" -type f >>"$build/$1.seeds"
  while read -r file; do cp "$file" "$seeds/$(echo "$file" | tr / _)"; done <"$build/$1.seeds"
}

run() { # TARGET: its log, and its exit status beside it
  status=0
  case $1 in fhir_*) longest=65536 ;; *) longest=16384 ;; esac # a longer seed is cut off, and then it is no JSON
  "$build/tests/fuzz/fuzz_$1" -max_total_time="$seconds" -max_len=$longest -timeout=60 -rss_limit_mb=2048 \
    -artifact_prefix="$build/crashes/$1-" -print_final_stats=1 "$build/corpus/$1" >"$build/$1.log" 2>&1 ||
    status=$?
  echo $status >"$build/$1.status"
}

# What libFuzzer tells of a run: inputs tried, branches reached.
told() { sed -n "$2" "$build/$1.log" | tail -n 1; } # TARGET SCRIPT

report() { # TARGET: fails when it found something
  verdict=ok
  [ "$(cat "$build/$1.status")" = 0 ] ||
    verdict="FOUND $(told "$1" 's/.*Test unit written to //p'): $(told "$1" 's/^broken property: //p')"
  printf '%-14s %4s s  %9s inputs  %6s branches  %s\n' "$1" "$seconds" \
    "$(told "$1" 's/stat::number_of_executed_units: //p')" "$(told "$1" 's/.* cov: \([0-9]*\) .*/\1/p')" "$verdict"
  [ "$verdict" = ok ]
}

failed=0
while [ $# -gt 0 ]; do
  group=
  for core in $(seq "$(nproc)"); do
    [ $# -gt 0 ] || break
    seed "$1"
    run "$1" &
    group="$group $1"
    shift
  done
  wait
  for target in $group; do report "$target" || failed=1; done
done
exit $failed
