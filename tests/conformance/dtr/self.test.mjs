// The run's own eyes: that its assertions fail when they should.   node --test tests/conformance/dtr
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as is from './assertions.mjs';
import { answered, answerFor, packageRequest, spine } from './client.mjs';

const packed = (text) => Buffer.from(text).toString('base64');
const library = (more = {}) => ({ resourceType: 'Library', url: 'http://plan.example/Library/a', version: '1', name: 'A', content: [
  { contentType: 'text/cql', data: packed('library A\ndefine "Weeks": 5') }, { contentType: 'application/elm+json', data: packed('{}') }], ...more });
const initial = (expression, language = 'text/cql') => ({ url: is.url.initial, valueExpression: { language, expression } });
const form = (items, more = {}) => ({ resourceType: 'Questionnaire', url: 'http://plan.example/Questionnaire/a', version: '1', title: 'A', status: 'active', subjectType: ['Patient'],
  text: { div: '<div/>' }, effectivePeriod: { start: '2026-01-01' }, meta: { profile: [is.url.standard] }, item: items,
  extension: [{ url: is.url.library, valueCanonical: 'http://plan.example/Library/a' }], ...more });
const item = (linkId, more = {}) => ({ linkId, text: linkId, type: 'boolean', ...more });
const bundle = (...resources) => ({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });

test('A package is whole and has one form, first', () => {
  is.packageHolds(bundle(form([item('a')]), library()));
  assert.throws(() => is.packageHolds(bundle(form([item('a')]))), /not in the package/);
  assert.throws(() => is.packageHolds(bundle(library(), form([item('a')]))), /first entry/);
  assert.throws(() => is.packageHolds(bundle(form([item('a')]), library(), library())), /twice/);
  assert.throws(() => is.packageHolds(bundle(form([item('a', { answerValueSet: 'http://plan.example/ValueSet/v' })]), library())), /not in the package/);
});

test('A library needs CQL and ELM', () => {
  is.librariesHold(bundle(library()));
  assert.throws(() => is.librariesHold(bundle()), /no Library/);
  assert.throws(() => is.librariesHold(bundle(library({ content: [library().content[0]] }))), /elm/);
});

test('Expressions are CQL and name a define that is there', () => {
  const one = (expression, language) => form([item('a', { extension: [initial(expression, language)] })]);
  is.itemExpressionsHold(one('"A".Weeks'), [library()]);
  is.itemExpressionsHold(one('"A"."Weeks"'), [library()]);
  assert.throws(() => is.itemExpressionsHold(one('"A".Months'), [library()]), /no define/);
  assert.throws(() => is.itemExpressionsHold(one('"B".Weeks'), [library()]), /no define/);
  assert.throws(() => is.itemExpressionsHold(one('"A".Weeks', 'text/cql-identifier'), [library()]), /language/);
  assert.throws(() => is.populationHolds(form([], { extension: [{ url: is.url.library, valueCanonical: 'http://plan.example/Library/a|1' }] }), [library()]), /no Library.url/);
});

test('A standard form asks each thing once, in order, of a patient', () => {
  is.standardFormHolds(form([item('a'), item('b', { enableWhen: [{ question: 'a', operator: '=', answerBoolean: true }] })]));
  assert.throws(() => is.standardFormHolds(form([item('b', { enableWhen: [{ question: 'a' }] }), item('a')])), /does not come before/);
  assert.throws(() => is.standardFormHolds(form([item('a'), item('a')])), /twice/);
  assert.throws(() => is.standardFormHolds(form([item('a', { readOnly: true })])), /read-only/);
  assert.throws(() => is.standardFormHolds(form([item('a')], { effectivePeriod: undefined })), /effectivePeriod/);
});

test('An answer fits its item, and only what is new is answered', () => {
  assert.equal(answerFor({ type: 'choice', answerOption: [{ valueCoding: { code: 'y' } }] }).valueCoding.code, 'y');
  assert.equal(answerFor({ type: 'integer' }).valueInteger, 8);
  const response = { contained: [form([item('a'), item('b')])], item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }] };
  assert.equal(answered(response).count, 1);
  assert.equal(packageRequest({ order: [spine(), spine()], context: 'x' }).parameter.length, 3);
});
