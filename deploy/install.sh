#!/usr/bin/env bash
# Installs what building, testing and running precert need on Debian 12. Does nothing when all is there already.
#   deploy/install.sh [--fuzz] [--tools]     --fuzz: the fuzz targets' compiler; --tools: lint and the thread sanitizer too
set -euo pipefail

packages=(
  git ca-certificates curl jq g++ cmake ninja-build ccache pkg-config
  libboost1.81-dev rapidjson-dev libssl-dev libsqlite3-dev libcli11-dev libyaml-cpp-dev libpugixml-dev
  libspdlog-dev libfmt-dev prometheus-cpp-dev libcurl4-openssl-dev zlib1g-dev liblz4-dev libmimalloc-dev libcjose-dev
  libpango1.0-dev libkainjow-mustache-dev fonts-dejavu-core poppler-utils
  libgtest-dev libgmock-dev libbenchmark-dev
)
for wanted in "$@"; do
  case $wanted in
    --fuzz) packages+=(clang-16 libclang-rt-16-dev) ;;
    --tools) packages+=(clang-16 libclang-rt-16-dev clang-tidy-19 clang-format-19) ;;
    *) echo "install.sh takes --fuzz and --tools, not $wanted" >&2; exit 2 ;;
  esac
done

# For tests/conformance. Any node from 18 on will do: one that is there stays.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "precert needs: ${missing[*]} (run this as root, or install sudo)" >&2; exit 3; }
  root=(sudo)
fi
echo "installing: ${missing[*]}" >&2
"${root[@]}" apt-get update -q >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
