// The triggers that deploy/conformance/README.md promises, tried with a patient who is on no file.
import { call } from '../shared/http.mjs';
import { decisionsOf, must } from './assertions.mjs';
import { operationAnswered } from './session.mjs';

const CPT = 'http://www.ama-assn.org/go/cpt';
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const LATER_MS = 60_000;
const NPI = '1999000031'; // of reviewer.sh

const triggers = [
  { name: 'approved', system: CPT, code: '99213', now: 'A1' },
  { name: 'approved_hcpcs', system: HCPCS, code: 'G0299', now: 'A1' },
  { name: 'approved_by_type', system: 'https://codesystem.x12.org/005010/1365', code: '3', now: 'A1' },
  { name: 'denied', system: CPT, code: '30400', now: 'A3' },
  { name: 'within_limit', system: CPT, code: '97140', quantity: 10, now: 'A1' },
  { name: 'modified', system: CPT, code: '97140', quantity: 11, now: 'A6', holds: (response) => response.addItem?.[0]?.quantity?.value === 10 },
  { name: 'pended_for_papers', system: CPT, code: '93458', now: 'A4',
    holds: (response) => response.communicationRequest?.length > 0 },
  { name: 'pended', system: CPT, code: '66984', now: 'A4' },
  { name: 'not_listed', system: CPT, code: '71046', now: 'NA' },
  { name: 'pended_then_approved', system: CPT, code: '63030', now: 'A4', later: 'A1' },
  { name: 'pended_then_denied', system: CPT, code: '43644', now: 'A4', later: 'A3',
    holdsLater: (response) => JSON.stringify(response.extension).includes(NPI) && response.processNote?.length > 0 },
  { name: 'pended_then_modified', system: CPT, code: '97112', quantity: 8, now: 'A4', later: 'A6',
    holdsLater: (response) => response.addItem?.length > 0 },
  { name: 'refused_line', system: CPT, code: '99213', date: '2099-01-05', error: '62' },
  { name: 'refused_payer', system: CPT, code: '99213', payer: 'NOBODY', error: '79' },
];

/** `approval` is the Bundle that the requests are made of. */
export async function runTriggers(session, approval) {
  let number = 0;
  for (const trigger of triggers) {
    await session.step(`T.${String(++number).padStart(2, '0')}`, `trigger_${trigger.name}`, async () => {
      const answers = await session.send('submit', `T-${trigger.name}`, [requestFor(approval, trigger, number)], false);
      operationAnswered(answers, 'submit', session.version);
      const response = answers[0].body.entry[0].resource;
      if (trigger.error) return refusedWith(response, trigger.error);
      const decided = decisionsOf(answers[0].body);
      must(decided.join() === trigger.now, `decided ${decided.join() || 'nothing'}, wanted ${trigger.now}`);
      keeps(session, trigger.holds, response);
      return trigger.later ? `${trigger.now}, then ${await decidedLater(session, response.id, trigger)}` : trigger.now;
    });
  }
}

function requestFor(approval, { system, code, quantity = 1, date = '2026-03-02', payer }, number) {
  const bundle = structuredClone(approval);
  const of = (type) => bundle.entry.map((one) => one.resource).find((one) => one.resourceType === type);
  const item = of('Claim').item[0];
  item.productOrService = { coding: [{ system, code }] };
  item.quantity.value = quantity;
  item.servicedDate = date;
  const member = `NOBODY-${Date.now()}-${number}`;
  const patient = of('Patient');
  patient.identifier[0].value = member;
  patient.name[0].family = 'TESTSTRANGER';
  of('Coverage').identifier[0].value = member;
  of('Coverage').subscriberId = member;
  const insurer = bundle.entry.map((one) => one.resource).find((one) => one.id === 'insurer');
  if (payer) insurer.identifier = [{ system: 'http://plans.example/payer-id', value: payer }];
  return bundle;
}

/** 2.0.1 has neither addItem nor a reviewer: there the decision is all. */
function keeps(session, promise, response) {
  must(!promise || session.version === '2.0.1' || promise(response), 'the answer lacks what the trigger promises');
}

function refusedWith(response, code) {
  const codes = (response.error ?? []).map((one) => one.code.coding[0].code);
  must(codes.includes(code), `errors ${codes.join() || 'none'}, wanted ${code}`);
  return `outcome ${response.outcome}, error ${codes.join()}`;
}

async function decidedLater(session, id, { later, holdsLater }) {
  const until = Date.now() + LATER_MS;
  for (;;) {
    const { body } = await call('GET', `${session.base}/ClaimResponse/${id}`);
    const decided = body ? decisionsOf({ entry: [{ resource: body }] }) : [];
    if (decided.join() === later) {
      keeps(session, holdsLater, body);
      session.keep(body, 'claim-response', `T-${id}`);
      return later;
    }
    must(Date.now() < until, `still ${decided.join() || 'nothing'}, wanted ${later}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
