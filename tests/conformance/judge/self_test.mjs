#!/usr/bin/env node
// That the judge sees: spoils a good answer in one way at a time, and wants every one of them found.
//   node self_test.mjs ANSWER.json
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const spoil = {
  'no-created': (answer) => delete answer.created,
  'unknown-element': (answer) => { answer.decision = 'yes'; },
  'unknown-code': (answer) => { answer.outcome = 'approved'; },
  'wrong-type': (answer) => { answer.status = 5; },
  'no-adjudication': (answer) => { answer.item[0].adjudication = []; },
  'impossible-date': (answer) => { answer.created = 'yesterday'; },
  'two-values': (answer) => { answer.item[0].extension[0].valueString = 'x'; answer.item[0].extension[0].valueBoolean = true; },
};

const judge = join(dirname(fileURLToPath(import.meta.url)), 'judge.mjs');
const folder = mkdtempSync(join(tmpdir(), 'precert-spoilt.'));
try {
  const files = Object.entries(spoil).map(([name, how]) => {
    const bundle = JSON.parse(readFileSync(process.argv[2], 'utf8'));
    how(bundle.entry[0].resource);
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(bundle));
    return file;
  });
  const { status, stdout } = spawnSync(process.execPath, [judge, '--all', ...files], { encoding: 'utf8', env: { ...process.env, PRECERT_IG: '' } });
  const missed = Object.keys(spoil).filter((name) => !stdout.includes(`${name}.json`));
  if (missed.length > 0) console.error(`the judge did not see: ${missed.join(', ')}`);
  else console.log(`the judge sees all of ${files.length} spoilt answers`);
  process.exitCode = status === 1 && missed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
