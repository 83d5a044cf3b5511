// The run's own eyes: that its assertions fail when they should.   node --test tests/conformance/crd
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FhirServer } from './fhir_server.mjs';
import * as is from './assertions.mjs';
import { hookCall, order, prefetchOf, world } from './world.mjs';
import { Signer } from '../shared/jwt.mjs';
import { createPublicKey, verify } from 'node:crypto';

const information = (changed = {}) => {
  const all = { coverage: 'Coverage/c1', covered: 'covered', 'pa-needed': 'auth-needed', 'doc-needed': 'clinical', reason: 'because', date: '2026-01-05',
    questionnaire: 'http://plan.example/Questionnaire/a|1', 'coverage-assertion-id': 'CA1', ...changed };
  const value = (name, one) => (name === 'coverage' ? { valueReference: { reference: one } } : name === 'reason' ? { valueCodeableConcept: { text: one } }
    : name === 'date' ? { valueDate: one } : { valueCode: one });
  return { url: is.INFORMATION, extension: Object.entries(all).filter(([, one]) => one).map(([url, one]) => ({ url, ...value(url, one) })) };
};
const read = (changed) => is.informationOf({ extension: [information(changed)] })[0];

test('Coverage information keeps its invariants', () => {
  is.informationHolds(read());
  const broken = [{ coverage: null }, { 'coverage-assertion-id': null }, { covered: 'not-covered' }, { 'doc-needed': null }, { covered: 'conditional' }, { 'info-needed': 'location' },
    { 'pa-needed': 'satisfied' }, { 'satisfied-pa-id': 'A1' }, { covered: 'indeterminate' }, { 'doc-purpose': 'withpa', reason: null }, { 'pa-needed': null }, { 'expiry-date': '2026-01-01' }];
  for (const one of broken) assert.throws(() => is.informationHolds(read(one)), is.Failed, JSON.stringify(one));
});

test('A card needs its summary, its indicator and its source', () => {
  const card = { summary: 's', indicator: 'info', source: { label: 'Plan' } };
  is.cardShape(card);
  for (const one of [{ summary: 'x'.repeat(140) }, { indicator: 'urgent' }, { source: {} }]) assert.throws(() => is.cardShape({ ...card, ...one }), is.Failed);
});

test('The three primary hooks need their array of actions', () => {
  is.responseShape({ cards: [] }, 'order-select');
  assert.throws(() => is.responseShape({ cards: [] }, 'order-sign'), is.Failed);
  assert.throws(() => is.responseShape({ cards: [], systemActions: [{ type: 'update', resource: { resourceType: 'Task' } }] }, 'order-sign'), /description/);
});

test('An update names what was sent, and one assertion for each coverage', () => {
  const resource = { ...order.service('sr1', '70551'), extension: [information()] };
  const action = { type: 'update', description: 'd', resource };
  is.updateHolds(action, ['ServiceRequest'], [resource], '2.0');
  assert.throws(() => is.updateHolds(action, ['ServiceRequest'], [], '2.0'), /not sent/);
  resource.extension.push(information({ 'coverage-assertion-id': 'CA2' }));
  assert.throws(() => is.updateHolds(action, ['ServiceRequest'], [resource], '2.0'), /several assertions/);
});

test('Only coverage information is left out of a comparison', () => {
  const sent = order.service('sr1', '70551');
  assert.equal(is.canonical(is.withoutInformation({ ...sent, extension: [information()] })), is.canonical(sent));
  assert.notEqual(is.canonical(is.withoutInformation({ ...sent, status: 'active', extension: [information()] })), is.canonical(sent));
});

test('Prefetch templates are filled by their type, a record can be asked', () => {
  const filled = prefetchOf({ prefetch: { patient: 'Patient/{{context.patientId}}', coverage: 'Coverage?patient={{context.patientId}}' } }, world());
  assert.equal(filled.patient.id, 'p1');
  assert.equal(filled.coverage.entry[0].resource.resourceType, 'Coverage');
  const server = new FhirServer(world());
  assert.equal(server.found('Practitioner?_id=d1,d2').total, 1);
  assert.equal(server.found('Patient/p2'), undefined);
  assert.equal(hookCall('order-sign', [order.service('sr1', '70551')]).prefetch, undefined);
});

test('Tokens are signed as their header says', () => {
  for (const algorithm of ['RS384', 'ES384']) {
    const signer = new Signer(algorithm);
    const [head, claims, signature] = signer.token({ iss: 'x' }).split('.');
    const key = { key: createPublicKey({ key: signer.jwk(), format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
    assert.ok(verify('sha384', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')));
  }
});
