#!/bin/sh
# Measures the gateway beside bare baselines, all in one run, and prints the tables of docs/performance.md.
#   tests/bench/run.sh [ROUNDS] [SECONDS]      (5 rounds of 3 seconds; databases go to $TMPDIR or /tmp)
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-5} seconds=${2:-3} connections=64
build=build/bench
work=$(mktemp -d "${TMPDIR:-/tmp}/precert-run.XXXXXX")
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$work"' EXIT

test -f "$build/CMakeCache.txt" || cmake --preset release -B "$build" -DPRECERT_BENCH=ON > "$work/cmake.log"
cmake --build "$build" --target precert bench bench_rules baseline_server memory_server -- -j2 > "$work/build.log" || { cat "$work/build.log"; exit 3; }

# The bench's rows end up in $work/rows as: SIDE NAME REQUESTS P50 P99 CPU REQUEST_BYTES ANSWER_BYTES STATUSES
measure() { # SIDE [OPTIONS…]
  side=$1; shift
  "$build/precert" bench --connections "$connections" --seconds "$seconds" "$@" > "$work/out" || { cat "$work/out"; exit 1; }
  sed -n "s/^\(\/x12\|\$submit\) /$side \1 /p" "$work/out" >> "$work/rows"
}

measure_server() { # SIDE PROGRAM [OPTIONS…]
  side=$1; shift
  rm -f "$work/url"
  "$@" > "$work/url" &
  server=$!
  until grep -q listening "$work/url" 2> /dev/null; do sleep 0.05; done
  measure "$side" --target "$(sed 's/listening on //' "$work/url")"
  kill "$server"; wait "$server" 2> /dev/null || true
  server=
}

# median FILE COLUMN: of the lines on standard input that match
median() { awk -v c="$1" '{print $c}' | sort -g | awk '{v[NR]=$1} END {print NR ? v[int((NR+1)/2)] : "-"}'; }
column() { grep -F "$1 $2 " "$work/rows" | median "$3"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", (b > 0 ? a / b : 0)}'; }

echo "## Machine"
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort | uniq -c
uname -sr; g++ --version | head -1; uptime
echo
echo "## Steps, one core (median of $rounds)"
taskset -c 1 "$build/tests/bench/bench" --benchmark_repetitions="$rounds" --benchmark_report_aggregates_only=true \
  --benchmark_enable_random_interleaving=true \
  --benchmark_min_time=0.2 2> /dev/null | sed -n '/median/p' | sort > "$work/steps"
cat "$work/steps"
echo
echo "## X12, one file of 50,000 sets, one core: sets a second, and its share of what a bare byte loop does"
awk '$1 ~ /^x12.*\/50000_median/ {name = $1; sub(/_median/, "", name); time[name] = $4}
     END {for (name in time) printf "%-30s %10.0f %6.3f\n", name, 50000 / time[name] * 1e9,
                                    time["x12/split_baseline/50000"] / time[name]}' "$work/steps" | sort -k2,2nr
echo
: > "$work/rows"
for round in $(seq "$rounds"); do
  measure gateway
  measure_server memory "$build/tests/bench/memory_server"
  measure_server bare "$build/tests/bench/baseline_server"
  measure_server durable "$build/tests/bench/baseline_server" --durable "$work/baseline.db"
  "$build/tests/bench/baseline_server" --inserts "$work/inserts.db" 14000 "$seconds" >> "$work/inserts"
  "$build/tests/bench/baseline_server" --inserts "$work/inserts.db" 5100 "$seconds" >> "$work/inserts_x12"
done
uptime
echo "## Requests a second, $connections connections, client and server on the same cores (median of $rounds)"
printf '%-9s %-8s %9s %9s %9s %12s\n' side request req/s p50_ms p99_ms gateway/side
for name in /x12 '$submit'; do
  own=$(column gateway "$name" 3)
  for side in gateway memory bare durable; do
    printf '%-9s %-8s %9s %9s %9s %12s\n' "$side" "$name" "$(column $side "$name" 3)" "$(column $side "$name" 4)" \
      "$(column $side "$name" 5)" "$(ratio "$own" "$(column $side "$name" 3)")"
  done
done
for size in inserts inserts_x12; do
  rows=$(median 1 < "$work/$size")
  name='$submit'; test "$size" = inserts || name=/x12
  printf '%-9s %-8s %9s %9s %9s %12s\n' inserts "$name" "$rows" - - "$(ratio "$(column gateway "$name" 3)" "$rows")"
done
printf 'In memory, of what bare Beast does: %s\n' "$(ratio "$(column memory '$submit' 3)" "$(column bare '$submit' 3)")"
printf 'CPU of the gateway: /x12 %s us, $submit %s us a request\n' "$(column gateway /x12 6)" "$(column gateway '$submit' 6)"
cat "$work/rows" > "$build/last-run.txt"
