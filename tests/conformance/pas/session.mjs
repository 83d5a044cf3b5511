// One suite against one base URL: sends, keeps what came back, and writes the table's rows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from './http.mjs';
import { Failed, Skipped, bundlesOf, must, statusIsOneOf } from './assertions.mjs';

const SLOW_MS = 15_000; // the kit only warns

export class Session {
  /** options: version, base (FHIR base URL), token, listener, validator, save (folder or undefined) */
  constructor(options) {
    Object.assign(this, options);
    this.rows = [];
    this.answers = { submit: [], inquire: [] }; // bodies of the whole session, for must-support
    this.requests = { submit: [], inquire: [] };
    this.sent = new Set(); // every resource of every request, as JSON
    this.kept = []; // {file, version, role} for the judge
    this.subscriptions = [];
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

  /** Sends each Bundle by itself; what comes back is pooled when it is JSON. */
  async send(operation, step, bodies, count = true) {
    const answers = [];
    for (const body of bodies) {
      const answer = await call('POST', `${this.base}/Claim/$${operation}`, body);
      answer.request = body;
      answers.push(answer);
      const good = answer.status === 200 || answer.status === 201;
      if (count) this.requests[operation].push(body);
      for (const { resource } of body.entry) this.sent.add(JSON.stringify(resource));
      if (good && count && answer.body) this.answers[operation].push(answer.body);
      this.keep(answer.body, good ? operation : 'refusal', `${step}-${answers.length}`);
    }
    return answers;
  }

  keep(body, role, name) {
    if (!this.save || !body) return;
    const folder = join(this.save, this.version);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.json`);
    writeFileSync(file, `${JSON.stringify(body, null, 1)}\n`);
    this.kept.push({ file: join(this.version, `${name}.json`), version: this.version, role });
  }
}

/** 200 or 201, JSON, the resource that the operation answers with; evidence says how long it took. */
export function operationAnswered(answers, operation, version) {
  if (answers.length === 0) throw new Skipped('nothing was sent');
  const words = answers.map((answer) => {
    const status = statusIsOneOf(answer, [200, 201]);
    must(answer.body, 'the body is not JSON');
    const bundles = bundlesOf(answer.body, operation, version);
    return `${status}${operation === 'inquire' && version === '2.2.1' ? `, ${bundles.length} return` : ''}`;
  });
  const slow = answers.some((answer) => answer.ms > SLOW_MS) ? ' (slower than 15 s)' : '';
  return `${words.join('; ')}${slow}`;
}
