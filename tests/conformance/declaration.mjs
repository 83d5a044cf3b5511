#!/usr/bin/env node
// The declaration in the checklist's own terms: a line for each capability, MET or open, with the last result of everything that proves it.
//   node declaration.mjs [--tests JUNIT.xml] [--steps ROWS.json]... [--out FILE.md]
// What was not run counts as it stands on the page. Exit codes: 0, 1 when a proof failed, 2 usage.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const page = join(dirname(fileURLToPath(import.meta.url)), '../../docs/conformance/capabilities.md');

/** [{id, what, proofs, missing}] */
export function rowsOf(text) {
  return text.split('\n').filter((one) => one.startsWith('| `SC-')).map((line) => {
    const cells = line.split('|').slice(1, -1).map((one) => one.trim());
    const proof = cells.at(-1);
    return { id: cells[0].replaceAll('`', ''), what: cells[1], proofs: [...proof.matchAll(/`([^`]+)`/g)].map((one) => one[1]), missing: /not met: (.*)$/.exec(proof)?.[1] ?? '' };
  });
}

/** Results of ctest by "Suite.Test": pass or fail. */
export function testResults(xml) {
  return new Map([...xml.matchAll(/<testcase name="[^"]*\/([^"/]+)"[^>]*status="(\w+)"/g)].map(([, name, status]) => [name, status === 'run' ? 'pass' : 'fail']));
}

/** Results of steps; one that was skipped anywhere has not passed. An id stands for every step that ends so. */
export function stepResult(rows, id) {
  const found = rows.filter((one) => one.id === id || one.id.endsWith(`_${id}`));
  if (found.length === 0) return undefined;
  return found.every((one) => ['pass', 'note'].includes(one.result)) ? 'pass' : 'fail';
}

export function declared(row, tests, steps) {
  const results = row.proofs.map((one) => (/^(pas|crd|dtr):/.test(one) ? stepResult(steps, one.slice(4)) : tests.get(one))).filter(Boolean);
  const failed = results.filter((one) => one === 'fail').length;
  const state = failed > 0 || row.missing ? 'open' : 'MET';
  const words = [`${row.proofs.length} proofs`, `${results.length} run`, ...(failed ? [`${failed} failed`] : []), ...(row.missing ? [row.missing] : [])];
  return { ...row, state, failed, words: words.join(', ') };
}

function main() {
  const { values } = parseArgs({ options: { tests: { type: 'string' }, steps: { type: 'string', multiple: true }, out: { type: 'string' } } });
  const tests = values.tests && existsSync(values.tests) ? testResults(readFileSync(values.tests, 'utf8')) : new Map();
  const steps = (values.steps ?? []).filter(existsSync).flatMap((one) => JSON.parse(readFileSync(one, 'utf8')));
  const rows = rowsOf(readFileSync(page, 'utf8')).map((one) => declared(one, tests, steps));
  const met = rows.filter((one) => one.state === 'MET').length;
  const text = ['# Declaration of capabilities', '', `${met} of ${rows.length} are MET, the others are open. The page itself comes later and is not counted.`, '',
    '| Row | What | State | Evidence |', '|---|---|---|---|', ...rows.map((one) => `| ${one.id} | ${one.what} | ${one.state} | ${one.words} |`), ''].join('\n');
  if (values.out) writeFileSync(values.out, text);
  else process.stdout.write(text);
  console.error(`${met} of ${rows.length} capabilities are MET`);
  return rows.some((one) => one.failed) ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
