// The declaration's own eyes.   node --test tests/conformance/self.test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, rowsOf, stepResult, testResults } from './declaration.mjs';

const line = '| `SC-01` | Eligibility | CER | 271 | later | `Suite.Holds`, `crd:calls` |';

test('A row is met when nothing is missing and nothing failed', () => {
  const [row] = rowsOf(`# page\n${line}\n`);
  const tests = testResults('<testcase name="capabilities/Suite.Holds" classname="x" time="1" status="run">');
  const steps = [{ id: 'crd_order-sign_calls', result: 'pass' }];
  assert.equal(declared(row, tests, steps).state, 'MET');
  assert.equal(declared(row, testResults('<testcase name="capabilities/Suite.Holds" status="fail">'), steps).state, 'open');
  assert.equal(declared({ ...row, missing: 'something' }, tests, steps).state, 'open');
  assert.equal(declared(row, tests, [{ id: 'crd_order-sign_calls', result: 'fail' }]).failed, 1);
});

test('What is missing is read from the page, a step that nobody ran is no result', () => {
  assert.equal(rowsOf(`${line.replace(' |', '; not met: the rest |').replace('`crd:calls` |', '`crd:calls`; not met: the page is later |')}`)[0].missing, 'the page is later');
  assert.equal(stepResult([], 'calls'), undefined);
});
