// What every run shares: steps that pass, fail or are skipped, the table they are printed in, and what is kept for the judge.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Failed extends Error {}
export class Skipped extends Error {}

export function must(condition, words) {
  if (!condition) throw new Failed(words);
}

export class Steps {
  /** options: version, save (folder or undefined), report(row) */
  constructor(options) {
    Object.assign(this, options);
    this.rows = [];
    this.kept = []; // {file, version, role} for the judge
  }

  /** Runs one step. `test` gives evidence in words, or throws. */
  async step(step, id, test, { input = false } = {}) {
    const row = { version: this.version, step, id, input, result: 'pass', evidence: '' };
    const started = Date.now();
    try {
      row.evidence = (await test()) ?? '';
    } catch (error) {
      row.result = error instanceof Skipped ? 'skip' : 'fail';
      row.evidence = error instanceof Failed || error instanceof Skipped ? error.message : String(error?.stack ?? error);
    }
    row.ms = Date.now() - started;
    this.rows.push(row);
    this.report?.(row);
    return row.result === 'pass';
  }

  /** `more`: what the judge has to know besides, {profile} for one that the resource does not claim itself. */
  keep(body, role, name, more = {}) {
    if (!this.save || !body) return;
    const folder = join(this.save, this.version);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.json`);
    writeFileSync(file, `${JSON.stringify(body, null, 1)}\n`);
    this.kept.push({ file: join(this.version, `${name}.json`), version: this.version, role, ...more });
  }
}

// ---- the table ----

const colour = (row) => {
  const word = row.result.padEnd(4);
  if (!process.stdout.isTTY) return word;
  return `\x1b[${{ pass: 32, fail: 31, skip: 33, note: 36 }[row.result]}m${word}\x1b[0m`;
};

/** One row. `prefix` of ids is left out. */
export function print(row, prefix = /^$/) {
  const width = process.stdout.isTTY ? process.stdout.columns || 160 : 400;
  const id = row.id.replace(prefix, '…');
  const line = `${row.step.padEnd(9)} ${row.input ? 'I' : ' '} ${'~~~~'} ${id.padEnd(62)} ${row.evidence.replaceAll(/\s+/g, ' ')}`;
  console.log(line.slice(0, Math.max(width, 60)).replace('~~~~', colour(row)));
}

/** Counts, writes the rows to `json` and the judge's index to `save`; gives the exit code. */
export function summary(sessions, { json, save }) {
  const rows = sessions.flatMap((one) => one.rows);
  const count = (result) => rows.filter((one) => one.result === result).length;
  console.log(`\n${rows.length} steps: ${count('pass')} pass, ${count('fail')} fail, ${count('skip')} skip, ${count('note')} noted`);
  if (json) writeFileSync(json, `${JSON.stringify(rows, null, 1)}\n`);
  if (save) {
    mkdirSync(save, { recursive: true });
    const kept = sessions.flatMap((one) => one.kept.map((file) => ({ ...file, file: join(one.save, file.file).slice(save.length + 1) })));
    writeFileSync(join(save, 'index.json'), `${JSON.stringify(kept, null, 1)}\n`);
  }
  return count('fail') + count('skip') === 0 ? 0 : 1;
}
