// One HTTP call, as the kit makes it.
import { request } from 'node:http';

/** {status, headers, text, body, ms}; body is null when the text is not JSON. */
export function call(method, url, body, { headers = {}, timeout = 30_000 } = {}) {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method, timeout,
      headers: {
        Accept: 'application/fhir+json',
        ...(text !== undefined && { 'Content-Type': 'application/fhir+json', 'Content-Length': Buffer.byteLength(text) }),
        ...headers,
      },
    }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const received = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode, headers: response.headers, text: received, body: json(received), ms: Date.now() - started });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    sent.on('error', reject);
    if (text !== undefined) sent.write(text);
    sent.end();
  });
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
