#!/usr/bin/env bash
# Replays the PAS test kit against a release build and has every answer judged by @medplum/core. Arguments go to pas/run.mjs.
#   PRECERT_IG=FILE.tgz[:FILE.tgz]  judge by the PAS profiles of these packages as well
set -euo pipefail
cd "$(dirname "$0")"

# Once a lock file: afterwards nothing is fetched.
if [ ! judge/node_modules/.package-lock.json -nt judge/package-lock.json ]; then
  (cd judge && npm ci --prefer-offline --no-audit --no-fund --ignore-scripts --loglevel=error)
fi

saved="$(mktemp -d "${TMPDIR:-/tmp}/precert-answers.XXXXXX")"
trap 'rm -rf "$saved"' EXIT
failed=0
node pas/run.mjs --save "$saved" "$@" || failed=1

# What the scenarios answer stands in fixtures/scenarios; ctest has compared it to what the gateway says.
judged=("$saved" ../../fixtures/scenarios/*/{response,*-response,status}.fhir.json ../../fixtures/invalid/fhir/*.outcome.json)
for file in ../../fixtures/conformance/*/*.json; do
  [[ "$file" == */error-* ]] || judged+=("$file")  # wrong on purpose
done
echo
IFS=: read -r -a packages <<<"${PRECERT_IG:-}"
[ ${#packages[@]} -gt 0 ] || packages=("")
for package in "${packages[@]}"; do
  PRECERT_IG="$package" node judge/judge.mjs "${judged[@]}" || failed=1
done
exit "$failed"
