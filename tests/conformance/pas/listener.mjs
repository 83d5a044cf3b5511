// Stands in for the kit's notification listener: records every POST, answers 200 only while a step waits, and knows a session by
// its bearer token alone.
import { createServer } from 'node:http';

export class Listener {
  constructor(token) {
    this.token = token;
    this.received = []; // {at, path, headers, text, body, taken}
    this.waiting = null;
  }

  async start() {
    this.server = createServer((request, response) => this.take(request, response));
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}/notification_listener`;
  }

  async stop() {
    this.server?.closeAllConnections?.();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve()));
  }

  take(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const authorized = request.headers.authorization === `Bearer ${this.token}`;
      const taken = authorized && this.waiting !== null;
      const one = { at: Date.now(), headers: request.headers, text, body: parsed(text), taken };
      this.received.push(one);
      response.statusCode = taken ? 200 : 500;
      response.end(taken ? '' : 'Unable to find a session: the identifier is not associated with a waiting session');
      if (taken) this.waiting(one);
    });
  }

  /** The first POST from now on that carries the token, whatever it says; null when none comes in time. */
  async first(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.finish(resolve, null), milliseconds);
      this.waiting = (one) => {
        clearTimeout(timer);
        this.finish(resolve, one);
      };
    });
  }

  finish(resolve, one) {
    this.waiting = null;
    resolve(one);
  }

  /** Resolves when a delivery of this kind has been refused, at the latest after these milliseconds: only the repeat is taken then. */
  async refusedOnce(type, milliseconds) {
    const until = Date.now() + milliseconds;
    const wasRefused = () => this.received.some((one) => !one.taken && statusValue(one.body, 'type') === type);
    while (!wasRefused() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** What was taken, of one kind: "handshake" or "event-notification". */
  taken(type) {
    return this.received.filter((one) => one.taken && statusValue(one.body, 'type') === type);
  }

  refused(type) {
    return this.received.filter((one) => !one.taken && statusValue(one.body, 'type') === type).length;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The value of a parameter of the subscription status that a notification begins with. */
export function statusValue(notification, name) {
  const status = notification?.entry?.[0]?.resource;
  const parameter = status?.parameter?.find((one) => one.name === name);
  if (!parameter) return undefined;
  return parameter.valueCode ?? parameter.valueReference ?? parameter.valueCanonical ?? parameter.valueString;
}
