// What DTR asks of a payer beyond the kit: every rule of the operations and of the forms that shows in an answer.
import { call } from '../shared/http.mjs';
import { DAY, hookCall, order } from '../crd/world.mjs';
import * as is from './assertions.mjs';
import { answered, coverage, spine } from './client.mjs';

const outcomeText = (outcome) => JSON.stringify(outcome?.issue ?? []);
const formsOf = (answer) => is.packagesOf(is.isOk(answer, [200, 201])).bundles.map((one) => is.resourcesOf(one, 'Questionnaire')[0]);

/** Each row: [step, id, test(client, found)] */
const rows = [
  // ---- the package ----
  ['R.01', 'dtr_package_is_whole', (client, found) => {
    is.packageHolds(found.standardBundle);
    return is.resourcesOf(found.standardBundle).map((one) => one.resourceType).join(', ');
  }],
  ['R.02', 'dtr_standard_form_is_valid', (client, found) => is.standardFormHolds(found.standard)],
  ['R.03', 'dtr_draft_names_coverage_and_orders', (client, found) => {
    const draft = is.resourcesOf(found.standardBundle, 'QuestionnaireResponse')[0];
    is.must(draft, 'no draft response');
    return is.draftHolds(draft, found.standard, [spine()]);
  }],
  ['R.04', 'dtr_draft_refers_to_what_is_there', (client, found) => {
    const draft = is.resourcesOf(found.standardBundle, 'QuestionnaireResponse')[0];
    const references = [...JSON.stringify(draft).matchAll(/"reference":"([^"]+)"/g)].map((one) => one[1]);
    for (const one of references) is.must(/^(#|Patient\/p1$|Coverage\/c1$|ServiceRequest\/sr1$|Practitioner)/.test(one), `refers to ${one}`);
    return references.join(', ');
  }],
  ['R.05', 'dtr_both_paths_answer', async (client) => {
    const forms = formsOf(await client.package({ order: spine() }, '$questionnaire-package'));
    is.must(forms.length > 0, 'no form');
    return forms[0].url;
  }],
  ['R.06', 'dtr_every_order_type_is_taken', async (client) => {
    const orders = [order.device('dr1', 'E0784', 'E10.9'), order.medication('mr1', 'J9271', 'C34.11'), order.nutrition('no1'), order.appointment('a1')];
    const forms = [];
    for (const one of orders) {
      const found = formsOf(await client.package({ order: one }));
      is.must(found.length > 0, `no form for a ${one.resourceType}`);
      forms.push(found[0].url.split('/').at(-1));
    }
    return forms.join(', ');
  }],
  ['R.07', 'dtr_each_form_comes_once', async (client) => {
    const forms = formsOf(await client.package({ order: [spine(), order.service('sr2', '72148', 'M54.16'), order.service('sr3', '70551')] }));
    const urls = forms.map((one) => one.url);
    is.must(new Set(urls).size === urls.length && urls.length === 2, `forms: ${urls}`);
    return urls.map((one) => one.split('/').at(-1)).join(', ');
  }],
  ['R.08', 'dtr_canonicals_restrict', async (client, found) => {
    const forms = formsOf(await client.package({ order: [spine(), order.service('sr3', '70551')], questionnaire: found.standard.url }));
    is.must(forms.length === 1 && forms[0].url === found.standard.url, `forms: ${forms.map((one) => one.url)}`);
    return forms[0].url;
  }],
  ['R.09', 'dtr_canonical_alone_is_enough', async (client, found) => {
    const forms = formsOf(await client.package({ questionnaire: `${found.standard.url}|${found.standard.version}` }));
    is.must(forms[0]?.version === found.standard.version, `version ${forms[0]?.version}`);
    return forms[0].version;
  }],
  ['R.10', 'dtr_order_status_does_not_matter', async (client, found) => {
    const forms = formsOf(await client.package({ order: spine({ status: 'active' }) }));
    is.must(forms[0]?.url === found.standard.url, `forms: ${forms.map((one) => one.url)}`);
    return 'active instead of draft';
  }],
  ['R.11', 'dtr_context_of_crd_is_known', async (client) => {
    const root = client.base.replace(/\/fhir.*$/, '');
    const services = (await call('GET', `${root}/cds-services`)).body.services;
    const asked = hookCall('order-sign', [spine()], { service: services.find((one) => one.hook === 'order-sign') });
    const answer = await call('POST', `${root}/cds-services/${services.find((one) => one.hook === 'order-sign').id}`, asked, { headers: { 'Content-Type': 'application/json' } });
    const parts = JSON.stringify(is.isOk(answer).systemActions);
    const id = /"url":"coverage-assertion-id","valueString":"([^"]+)"/.exec(parts)?.[1];
    const canonical = /"url":"questionnaire","valueCanonical":"([^"]+)"/.exec(parts)?.[1];
    is.must(id && canonical, `no assertion or no form: ${parts.slice(0, 200)}`);
    const forms = formsOf(await client.package({ context: id }));
    const names = forms.flatMap((one) => [one.url, `${one.url}|${one.version}`]).map((one) => one.replace(/\/fhir\/2\.0\.1\//, '/fhir/'));
    is.must(names.includes(canonical.replace(/\/fhir\/2\.0\.1\//, '/fhir/')), `CRD named ${canonical}, the package has ${names}`);
    return `${id}: ${canonical}`;
  }],
  ['R.12', 'dtr_nothing_to_go_by_is_refused', async (client) => is.isRefused(await client.package({}))],
  ['R.13', 'dtr_unknown_context_is_refused', async (client) => is.isRefused(await client.package({ context: 'NO-SUCH-CONTEXT' }))],
  ['R.14', 'dtr_unknown_member_is_refused', async (client) => is.isRefused(await client.package({ order: spine(), coverage: coverage('EXM999999999') }))],
  ['R.15', 'dtr_unknown_form_is_a_warning', async (client) => {
    const answer = await client.package({ questionnaire: 'https://other.example/Questionnaire/none|1' });
    const { bundles, outcome } = is.packagesOf(is.isOk(answer));
    is.must(bundles.length === 0 && /none|none\|1/.test(outcomeText(outcome)), `${bundles.length} bundle(s), ${outcomeText(outcome)}`);
    return outcomeText(outcome);
  }],
  ['R.16', 'dtr_nothing_needed_is_said', async (client) => {
    const { bundles, outcome } = is.packagesOf(is.isOk(await client.package({ order: order.service('sr1', '99213') })));
    is.must(bundles.length === 0 && outcome, `${bundles.length} bundle(s), outcome ${outcomeText(outcome)}`);
    return outcomeText(outcome);
  }],
  ['R.17', 'dtr_unchanged_forms_do_not_come_again', async (client) => {
    const { bundles } = is.packagesOf(is.isOk(await client.package({ order: spine(), changedsince: `${Number(DAY.slice(0, 4)) + 1}-01-01T00:00:00Z` })));
    is.must(bundles.length === 0, `${bundles.length} bundle(s)`);
    return 'none since next year';
  }],
  ['R.18', 'dtr_no_parameters_is_refused', async (client) => is.isRefused(await client.post('Questionnaire/$questionnaire-package', { resourceType: 'Patient' }))],

  // ---- adaptive ----
  ['R.19', 'dtr_next_question_is_quick', (client, found) => {
    if (!found.times) throw new is.Skipped('no adaptive form was completed');
    is.must(found.times[0] < 5000 && found.times.slice(1).every((one) => one < 1000), `${found.times} ms`);
    return `${found.times.join(', ')} ms`;
  }],
  ['R.20', 'dtr_nothing_is_asked_that_is_said', (client, found) => {
    if (!found.completed) throw new is.Skipped('no adaptive form was completed');
    const form = found.completed.contained.find((one) => one.resourceType === 'Questionnaire');
    const questions = (of) => is.itemsOf(of).filter((one) => one.type !== 'display');
    const ids = questions(form).map((one) => one.linkId);
    is.must(new Set(ids).size === ids.length, 'a question stands twice');
    const asked = questions(found.standard).length;
    is.must(ids.length <= asked, `${ids.length} asked, the whole form has ${asked}`);
    return `${ids.length} of ${asked}`;
  }],
  ['R.21', 'dtr_wrong_answers_are_refused', async (client, found) => {
    if (!found.shell) throw new is.Skipped('no adaptive form');
    const first = is.isOk(await client.next(client.beginning(found.shell)), [200, 202]);
    const { response } = answered(first);
    response.item[0].answer = [{ valueReference: { reference: 'Patient/p1' } }];
    return is.isRefused(await client.next(response), [400, 422]);
  }],
  ['R.22', 'dtr_unknown_adaptive_form_is_refused', async (client, found) => {
    if (!found.shell) throw new is.Skipped('no adaptive form');
    const begun = client.beginning({ ...found.shell, url: 'https://other.example/Questionnaire/none' });
    return is.isRefused(await client.next(begun));
  }],
  ['R.23', 'dtr_next_question_takes_parameters', async (client, found) => {
    if (!found.shell) throw new is.Skipped('no adaptive form');
    const body = is.isOk(await client.next({ resourceType: 'Parameters', parameter: [{ name: 'questionnaire-response', resource: client.beginning(found.shell) }] }), [200, 202]);
    const inner = body.resourceType === 'Parameters' ? body.parameter.find((one) => one.name === 'return')?.resource : body;
    is.must(inner?.resourceType === 'QuestionnaireResponse', `the body is a ${body.resourceType}`);
    return body.resourceType;
  }],

  // ---- other operations ----
  ['R.24', 'dtr_errors_are_logged', async (client, found) => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid', details: { text: 'expression failed' } }] };
    const log = (first, second, value = found.standard.url) => client.post('Questionnaire/$log-questionnaire-errors',
      { resourceType: 'Parameters', parameter: [...(value ? [{ name: first, valueCanonical: value }] : []), { name: second, resource: outcome }] });
    for (const names of [['questionnaire', 'operationOutcome'], ['Questionnaire', 'OperationOutcome']]) {
      const answer = await log(...names);
      is.must([200, 204].includes(answer.status), `${names}: status ${answer.status} ${answer.text.slice(0, 100)}`);
    }
    return is.isRefused(await log('questionnaire', 'operationOutcome', ''));
  }],
  ['R.25', 'dtr_value_sets_are_expanded', async (client, found) => {
    const named = [...is.resourcesOf(found.standardBundle, 'ValueSet').map((one) => one.url), ...is.itemsOf(found.standard).map((one) => one.answerValueSet).filter(Boolean)];
    const url = named[0] ?? `${client.base}/ValueSet/services`;
    const body = is.isOk(await client.expand({ url, count: '5' }));
    is.must(body.resourceType === 'ValueSet' && body.expansion?.contains?.length > 0, `no expansion of ${url}`);
    return `${url}: ${body.expansion.contains.length} codes`;
  }],
  ['R.26', 'dtr_services_are_found_by_keyword', async (client) => {
    const codes = is.isOk(await client.expand({ url: `${client.base}/ValueSet/services`, filter: 'brain' })).expansion.contains.map((one) => one.code);
    for (const code of ['70551', '70553']) is.must(codes.includes(code), `${code} is not among ${codes}`);
    return codes.join(', ');
  }],
  ['R.27', 'dtr_unknown_value_set_is_refused', async (client) => is.isRefused(await client.expand({ url: 'https://other.example/ValueSet/none' }))],
  ['R.28', 'dtr_value_set_needs_its_url', async (client) => is.isRefused(await client.expand({}))],
  ['R.29', 'dtr_metadata_names_the_operations', async (client) => {
    const { rest } = is.isOk(await call('GET', `${client.base}/metadata`));
    const names = JSON.stringify(rest);
    for (const one of ['questionnaire-package', 'next-question', 'log-questionnaire-errors', 'expand']) is.must(names.includes(one), `${one} is not named`);
    return 'all four on one base';
  }],
];

export async function runRequirements(session, client, found) {
  for (const [step, id, test] of rows) await session.step(step, id, () => test(client, found));
}
