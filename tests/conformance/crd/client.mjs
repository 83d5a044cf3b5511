// A CDS Hooks client: discovers, calls, and keeps every answer that the steps look at later.
import { call } from '../shared/http.mjs';
import { hookCall } from './world.mjs';

const json = { 'Content-Type': 'application/json', Accept: 'application/json' };

export class Client {
  /** options: base ("http://host:port"), session (for keep) */
  constructor({ base, session }) {
    this.base = base;
    this.session = session;
    this.services = [];
    this.answers = []; // {hook, service, request, answer}
  }

  async discover(headers = {}) {
    const answer = await call('GET', `${this.base}/cds-services`, undefined, { headers: { Accept: 'application/json', ...headers } });
    this.services = answer.body?.services ?? [];
    return answer;
  }

  service(hook) {
    return this.services.find((one) => one.hook === hook);
  }

  url(hook) {
    return `${this.base}/cds-services/${this.service(hook)?.id ?? hook}`;
  }

  /** A call about these resources; options as of hookCall, {prefetched: false} for none. */
  ask(hook, resources, { prefetched = true, ...options } = {}) {
    const service = prefetched ? this.service(hook) : undefined;
    return this.send(hook, hookCall(hook, resources, { service, ...options }));
  }

  async send(hook, request, headers = {}) {
    const answer = await call('POST', this.url(hook), request, { headers: { ...json, ...headers } });
    this.answers.push({ hook, request, answer });
    return answer;
  }

  feedback(hook, body) {
    return call('POST', `${this.url(hook)}/feedback`, body, { headers: json });
  }
}
