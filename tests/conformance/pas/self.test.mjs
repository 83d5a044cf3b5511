// The run's own eyes: that its assertions fail when they should.   node --test tests/conformance/pas
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as is from './assertions.mjs';
import { missing, pooled } from './mustsupport.mjs';

const decided = (code, system = 'https://codesystem.x12.org/005010/306') => ({
  resourceType: 'ClaimResponse',
  item: [{ itemSequence: 1, adjudication: [{ extension: [{ url: `${is.PAS}extension-reviewAction`, extension: [
    { url: `${is.PAS}extension-reviewActionCode`, valueCodeableConcept: { coding: [{ system, code }] } }] }] }] }],
});
const answer = (...resources) => ({
  resourceType: 'Bundle', type: 'collection', timestamp: '2026-01-05T09:30:00Z', identifier: { value: '1' },
  entry: resources.map((resource, at) => ({ fullUrl: `http://plan.example/${resource.resourceType}/${at}`, resource })),
});

test('A decision counts on items and in its own code system only', () => {
  is.everyBundleDecides([answer(decided('A1'))], 'A1');
  assert.throws(() => is.everyBundleDecides([answer(decided('A1', 'urn:other'))], 'A1'), is.Failed);
  assert.throws(() => is.everyBundleDecides([answer({ ...decided('A1'), item: [], addItem: decided('A1').item })], 'A1'), is.Failed);
  assert.throws(() => is.everyBundleDecides([answer(decided('A1')), answer(decided('A3'))], 'A1'), is.Failed);
});

test('An answer begins with its ClaimResponse and holds what it refers to', () => {
  const referring = { ...decided('A1'), patient: { reference: 'http://plan.example/Patient/1' } };
  is.responseShape(answer(referring, { resourceType: 'Patient' }), '2.2.1', 'submit');
  assert.throws(() => is.responseShape(answer(referring), '2.2.1', 'submit'), /without an entry/);
  assert.throws(() => is.responseShape(answer({ resourceType: 'Patient' }, decided('A1')), '2.2.1', 'submit'), /first entry/);
});

test('Every sequence that was sent is answered, and no other', () => {
  const request = answer({ resourceType: 'Claim', item: [{ sequence: 1 }, { sequence: 2 }] });
  assert.throws(() => is.everySequenceIsAnswered(request, answer(decided('A1'))), /item 2/);
  is.sequencesAreEchoed(request, answer(decided('A1')));
  assert.throws(() => is.sequencesAreEchoed(answer({ resourceType: 'Claim', item: [] }), answer(decided('A1'))), /item 1/);
});

test('A must-support element is missing when no resource has it, also behind its slice', () => {
  const list = { elements: ['name', 'identifier:NPI', 'value[x]', 'telecom.system'], slices: { 'identifier:NPI': { system: 'npi' } } };
  const one = { name: 'X', identifier: [{ system: 'tin' }], telecom: [{ value: '1' }] };
  assert.deepEqual(missing(list, [one]), ['identifier:NPI', 'value[x]', 'telecom.system']);
  const other = { identifier: [{ system: 'npi' }], valueString: 'x', telecom: [{ system: 'phone' }] };
  assert.deepEqual(missing(list, [one, other]), []);
  assert.deepEqual(missing({ elements: ['name'], slices: {} }, [{ name: [] }, { name: '' }]), ['name']);
});

test('Resources of all answers are pooled, also those in Parameters', () => {
  const parameters = { resourceType: 'Parameters', parameter: [{ name: 'return', resource: answer({ resourceType: 'Task' }) }] };
  assert.equal(pooled([answer({ resourceType: 'Task' }), parameters], 'Task').length, 2);
});

test('A Subscription that is active at once, or that has another id, is refused', () => {
  assert.throws(() => is.subscriptionRequested({ resourceType: 'Subscription', status: 'active', channel: { type: 'rest-hook' } }), /active/);
  const status = (id) => ({ resourceType: 'Bundle', type: 'history', entry: [{ request: { url: 'x/Subscription/1/$status' }, response: {}, resource: {
    resourceType: 'Parameters', meta: { profile: ['http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4'] },
    parameter: [{ name: 'subscription', valueReference: { reference: `x/Subscription/${id}` } }, { name: 'status', valueCode: 'requested' },
      { name: 'type', valueCode: 'handshake' }] } }] });
  is.statusNotification(status(1), '1', 'handshake', 'requested');
  assert.throws(() => is.statusNotification(status(2), '1', 'handshake', 'requested'), is.Failed);
  assert.throws(() => is.statusNotification(status(1), '1', 'handshake', 'active'), /status is requested/);
});
