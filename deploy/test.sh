#!/usr/bin/env bash
# Installs what is missing, builds the release and runs every test. deploy/test.sh [ctest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install.sh
cmake --preset release >/dev/null
cmake --build --preset release
ctest --preset release --parallel "$(nproc)" "$@"
