#!/usr/bin/env bash
# Installs what is missing, builds the release, runs every test, replays the test kits and has the answers judged, then
# fuzzes each target for half a minute.
# deploy/test.sh [ctest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install.sh --fuzz
cmake --preset release >/dev/null
cmake --build --preset release
ctest --preset release --parallel "$(nproc)" --output-junit tests.xml "$@"
PRECERT_ROWS=build/release/steps tests/conformance/run.sh
node tests/conformance/declaration.mjs --tests build/release/tests.xml --steps build/release/steps/crd.json \
  --steps build/release/steps/dtr.json --steps build/release/steps/pas.json --out build/release/capabilities.md
tests/fuzz/run.sh --seconds 30
