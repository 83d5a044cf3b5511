// What the run sends: our own requests, and the kit's presets when they are at hand.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../../fixtures/conformance');
const read = (...parts) => JSON.parse(readFileSync(join(...parts), 'utf8'));

/** fixtures/conformance/VERSION: written by make_requests.mjs; the procedure codes lead to the outcomes. */
export function ownInputs(version) {
  const one = (name) => read(fixtures, version, `${name}.json`);
  return {
    subscription: one('subscription'),
    approval: one('approval'), denial: one('denial'), pended: one('pended'),
    pendedInquire: version === '2.0.1' ? one('pended-inquire') : [],
    updates: version === '2.2.1' ? {
      initial: one('update-1-initial'), add_item: one('update-2-add'),
      modify_cancel: one('update-3-modify-cancel'), cancel_all: one('update-4-cancel-all'),
    } : undefined,
    mustSupport: { submit: one('must-support-submit'), inquire: one('must-support-inquire') },
    error: one('error-empty-bundle'),
  };
}

/** The kit's presets, taken out into files, or undefined. Approval and denial are the same bytes there. The presets' own
 *  cancel-all request is not among the files: it is made from the one before. */
export function presetInputs(folder, version) {
  const one = (name) => read(folder, 'inferno', `${name}.json`);
  if (!folder || !existsSync(join(folder, 'inferno', 'v221-submit-referral-approve-or-deny.json'))) return undefined;
  const shared = { subscription: one('v221-subscription-full-resource'), error: one('error-empty-bundle') };
  if (version === '2.0.1') {
    const subscription = structuredClone(shared.subscription);
    subscription._criteria.extension[0].valueString = 'Encounter.patient=Patient/123';
    subscription.channel._payload.extension[0].valueCode = 'id-only';
    const submit = one('ri-submit-referral-approve-or-deny');
    return {
      ...shared, subscription, approval: [submit], denial: [submit], pended: [one('v201-submit-device-pend')],
      pendedInquire: [one('v201-inquire-pended')],
      mustSupport: { submit: [one('v201-submit-device-pend'), one('v201-submit-must-support-referral')], inquire: [one('ri-inquire')] },
    };
  }
  const submit = one('v221-submit-referral-approve-or-deny');
  return {
    ...shared, approval: [submit], denial: [submit], pended: [submit], pendedInquire: [],
    updates: {
      initial: [one('v221-claim-update-1-initial')], add_item: [one('v221-claim-update-2-add-item')],
      modify_cancel: [one('v221-claim-update-3-modify-and-cancel-item')],
      cancel_all: [allCancelled(one('v221-claim-update-3-modify-and-cancel-item'))],
    },
    mustSupport: { submit: [one('v221-submit-must-support-device-update')], inquire: [one('v221-inquire-must-support')] },
  };
}

function allCancelled(bundle) {
  const made = structuredClone(bundle);
  made.entry[0].resource.extension.push({
    url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-certificationType',
    valueCodeableConcept: { coding: [{ system: 'https://codesystem.x12.org/005010/1322', code: '3' }] },
  });
  return made;
}
