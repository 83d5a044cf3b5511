#!/usr/bin/env bash
# Replays the test kits of PAS, CRD and DTR against a release build and has every answer judged by @medplum/core. Arguments go
# to pas/run.mjs; --binary FILE to all three.
#   PRECERT_IG=FILE.tgz[:FILE.tgz]  judge by the profiles of these packages as well
#   PRECERT_ROWS=DIR                leave the rows of the steps there, for declaration.mjs
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

# Node knows its own authorities only; what the system trusts (a proxy's, say) counts too.
system_authorities=/etc/ssl/certs/ca-certificates.crt
[ -n "${NODE_EXTRA_CA_CERTS:-}" ] || [ ! -r "$system_authorities" ] || export NODE_EXTRA_CA_CERTS="$system_authorities"

# Once a lock file: afterwards nothing is fetched. Where the registry cannot be reached there is no judge, and the end says so.
judge=yes
if [ ! "$here/judge/node_modules/.package-lock.json" -nt "$here/judge/package-lock.json" ]; then
  (cd "$here/judge" && npm ci --prefer-offline --no-audit --no-fund --ignore-scripts --loglevel=error) || judge=
fi
# The same for the renderer of forms.
forms=yes
if [ ! "$here/forms/node_modules/.package-lock.json" -nt "$here/forms/package-lock.json" ]; then
  (cd "$here/forms" && npm ci --prefer-offline --no-audit --no-fund --ignore-scripts --loglevel=error) || forms=
fi

saved="$(mktemp -d "${TMPDIR:-/tmp}/precert-answers.XXXXXX")"
trap 'rm -rf "$saved"' EXIT
failed=0
node --test "$here/pas/" "$here/crd/" "$here/dtr/" "$here/self.test.mjs" >"$saved/self-test.log" || { cat "$saved/self-test.log"; exit 1; }
[ -z "$judge" ] || node "$here/judge/self_test.mjs" "$here/../../fixtures/scenarios/mri-approved/response.fhir.json"
rm "$saved/self-test.log"
rows="${PRECERT_ROWS:-$saved/rows}"
mkdir -p "$rows"
binary=()
for at in $(seq 1 $#); do
  [ "${!at}" != --binary ] || { value=$((at + 1)) && binary=(--binary "${!value:?}"); }
done
for guide in crd dtr; do
  node "$here/$guide/run.mjs" --save "$saved/$guide" --json "$rows/$guide.json" "${binary[@]}" || failed=1
done
node "$here/pas/run.mjs" --save "$saved/pas" --json "$rows/pas.json" "$@" || failed=1

if [ -n "$forms" ]; then
  echo
  node "$here/forms/judge.mjs" "${binary[@]}" || failed=1
else
  echo "FORMS NOT JUDGED: npm could not fetch the packages of tests/conformance/forms."
fi
if [ -z "$judge" ]; then
  echo "NOT JUDGED: npm could not fetch the packages of tests/conformance/judge."
  exit "$failed"
fi

# What the scenarios answer stands in fixtures/scenarios; ctest has compared it to what the gateway says.
fixtures="$here/../../fixtures"
judged=("$saved"/{pas,crd,dtr} "$fixtures"/scenarios/*/{response,*-response,status}.fhir.json "$fixtures"/invalid/fhir/*.outcome.json)
for file in "$fixtures"/conformance/*/*.json; do
  [[ "$file" == */error-* ]] || judged+=("$file")  # wrong on purpose
done
echo
IFS=: read -r -a packages <<<"${PRECERT_IG:-}"
[ ${#packages[@]} -gt 0 ] || packages=("")
for package in "${packages[@]}"; do
  PRECERT_IG="$package" node "$here/judge/judge.mjs" "${judged[@]}" || failed=1
done
exit "$failed"
