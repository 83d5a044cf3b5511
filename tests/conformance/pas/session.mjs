// One suite against one base URL: sends, keeps what came back, and writes the table's rows.
import { call } from '../shared/http.mjs';
import { Steps } from '../shared/steps.mjs';
import { Skipped, bundlesOf, must, statusIsOneOf } from './assertions.mjs';

const SLOW_MS = 15_000; // the kit only warns

export class Session extends Steps {
  /** options: version, base (FHIR base URL), token, listener, validator, save (folder or undefined) */
  constructor(options) {
    super(options);
    this.answers = { submit: [], inquire: [] }; // bodies of the whole session, for must-support
    this.requests = { submit: [], inquire: [] };
    this.sent = new Set(); // every resource of every request, as JSON
    this.subscriptions = [];
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
