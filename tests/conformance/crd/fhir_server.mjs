// The client's FHIR server: serves a record, as slowly and as largely as a step wants.
import { createServer } from 'node:http';

export class FhirServer {
  constructor(record) {
    this.record = record;
    this.asked = []; // {url, authorization}
    this.delay = 0; // milliseconds before each answer; Infinity = never
    this.padding = 0; // bytes added to each answer
    this.status = 200;
  }

  async start() {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}/fhir`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections?.();
    await new Promise((resolve) => this.server.close(resolve));
  }

  answer(request, response) {
    this.asked.push({ url: request.url, authorization: request.headers.authorization });
    if (this.delay === Infinity) return;
    setTimeout(() => this.send(request, response), this.delay);
  }

  send(request, response) {
    const found = this.found(decodeURIComponent(request.url.replace(/^\/fhir\//, '').replaceAll('+', ' ')));
    const status = this.status === 200 && !found ? 404 : this.status;
    const body = status === 200 ? found : { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] };
    const text = JSON.stringify(body) + ' '.repeat(this.padding);
    response.writeHead(status, { 'Content-Type': 'application/fhir+json', 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  }

  /** "Type/id" or "Type?_id=a,b" or "Type?anything" (all of the type). */
  found(asked) {
    const read = /^(\w+)\/([^/?]+)$/.exec(asked);
    if (read) return this.record[read[1]]?.find((one) => one.id === read[2]);
    const search = /^(\w+)\?(.*)$/.exec(asked);
    if (!search || !this.record[search[1]]) return undefined;
    const ids = new URLSearchParams(search[2]).get('_id')?.split(',');
    const resources = this.record[search[1]].filter((one) => !ids || ids.includes(one.id));
    return { resourceType: 'Bundle', type: 'searchset', total: resources.length, entry: resources.map((resource) => ({ resource })) };
  }
}
