#!/usr/bin/env node
// Prints our requests as a preset of the real kit (inferno-framework/davinci-pas-test-kit), to be put into its config/presets/:
//   node tests/conformance/pas/make_preset.mjs 2.2.1 http://host:8080/fhir > precert_v221.json
import { ownInputs } from './inputs.mjs';

const [version, endpoint] = process.argv.slice(2);
if (!['2.2.1', '2.0.1'].includes(version) || !endpoint) {
  console.error('usage: make_preset.mjs 2.2.1|2.0.1 ENDPOINT');
  process.exit(2);
}
const inputs = ownInputs(version);
const given = {
  server_endpoint: endpoint,
  subscription_resource: inputs.subscription,
  approval_pa_submit_request_payload: inputs.approval,
  denial_pa_submit_request_payload: inputs.denial,
  pended_pa_submit_request_payload: inputs.pended,
  ...(version === '2.2.1' ? {
    claim_update_initial_submit_payload: inputs.updates.initial,
    claim_update_add_item_submit_payload: inputs.updates.add_item,
    claim_update_modify_cancel_submit_payload: inputs.updates.modify_cancel,
    claim_update_cancel_all_submit_payload: inputs.updates.cancel_all,
  } : { pended_pa_inquire_request_payload: inputs.pendedInquire }),
  must_support_pa_submit_request_payload: inputs.mustSupport.submit,
  must_support_pa_inquire_request_payload: inputs.mustSupport.inquire,
};
const suite = `davinci_pas_server_suite_v${version.replaceAll('.', '')}`;
console.log(JSON.stringify({
  title: `precert conformance set-up, PAS ${version}`,
  id: `precert_v${version.replaceAll('.', '')}`,
  test_suite_id: suite,
  inputs: Object.entries(given).map(([name, value]) => ({
    name, type: typeof value === 'string' ? 'text' : 'textarea', value: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  })),
}, null, 2));
