#!/usr/bin/env bash
# Installs what is missing, builds the release, runs every test, replays the PAS test kit and has the answers judged.
# deploy/test.sh [ctest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install.sh
cmake --preset release >/dev/null
cmake --build --preset release
ctest --preset release --parallel "$(nproc)" "$@"
tests/conformance/run.sh
