// What CRD asks of a payer beyond the kit: every requirement that shows in an answer, the table of errors, and the options.
import { call } from '../shared/http.mjs';
import * as is from './assertions.mjs';
import { DAY, hookCall, order, world } from './world.mjs';

const cardTypeCodes = ['coverage-info', 'unsolicited-determ', 'claim', 'insurance', 'limits', 'network', 'appropriate-use', 'cost', 'therapy-alternatives-opt',
  'therapy-alternatives-req', 'clinical-reminder', 'duplicate-therapy', 'contraindication', 'guideline', 'off-guideline'];
const brain = (id = 'sr1', more = {}) => order.service(id, '70551', 'G43.909', more);
const version22 = { 'davinci-crd.requestedVersion': '2.2' };
const configured = (options, more = {}) => ({ extension: { 'davinci-crd.configuration': options, ...more } });

/** The information on each resource of an answer, the first repetition of each. */
function informationBy(answer) {
  return new Map(is.informed(is.isOk(answer)).map((one) => [`${one.resource.resourceType}/${one.resource.id}`, is.informationOf(one.resource)[0]]));
}

async function informationFor(client, code, options = {}) {
  const answer = await client.ask('order-sign', [order.service('sr1', code, options.icd)], options);
  const one = informationBy(answer).get('ServiceRequest/sr1');
  is.must(one, `${code}: no coverage information`);
  return one;
}

const first = (one, name) => one[name]?.[0];
const reasonText = (one) => (one.reason ?? []).map((reason) => `${reason.text ?? ''} ${(reason.coding ?? []).map((coding) => coding.code).join(' ')}`).join(' ');

/** Each row: [step, id, test(client, context)]. context: {gateway, fhir (a FhirServer), session} */
const rows = [
  // ---- discovery ----
  ['R.01', 'crd_primary_hooks_are_offered', (client) => {
    for (const hook of is.primary) is.must(client.service(hook), `${hook} is not offered`);
    return client.services.map((one) => one.hook).join(', ');
  }],
  ['R.02', 'crd_versions_and_options_are_declared', (client) => {
    for (const one of client.services) {
      const versions = one.extension?.['davinci-crd.version'] ?? [];
      is.must(versions.length > 0 && versions.every((each) => /^[1-9]\d*\.[1-9]\d*$/.test(each)), `${one.hook}: versions ${versions}`);
      const options = one.extension?.['davinci-crd.configuration-options'] ?? [];
      is.must(new Set(options.map((each) => each.code)).size === options.length, `${one.hook}: an option stands twice`);
      for (const option of options) {
        is.must(['boolean', 'integer'].includes(option.type) && option.name && option.description && option.default !== undefined, `${one.hook}: option ${option.code}`);
        is.must(option.code === 'max-cards' || cardTypeCodes.includes(option.code), `${one.hook}: ${option.code} is no card type`);
        is.must(option.type === typeof option.default || (option.type === 'integer' && Number.isInteger(option.default)), `${one.hook}: default of ${option.code}`);
      }
    }
    return client.services[0].extension['davinci-crd.configuration-options'].map((one) => one.code).join(', ');
  }],
  ['R.03', 'crd_prefetch_is_declared', (client) => {
    for (const one of client.services) {
      const types = Object.values(one.prefetch ?? {}).map((template) => /^\w+/.exec(template)?.[0]);
      for (const type of ['Patient', 'Coverage']) is.must(types.includes(type), `${one.hook}: no template for ${type}`);
    }
    return Object.keys(client.service('order-sign').prefetch).join(', ');
  }],

  // ---- what is said of orders ----
  ['R.04', 'crd_prefetch_is_enough', async (client) => {
    const answer = await client.ask('order-sign', [brain()]);
    return is.responseShape(is.isOk(answer), 'order-sign');
  }],
  ['R.05', 'crd_every_order_is_annotated', async (client) => {
    const codes = ['70551', '99213', '77412', '15828', '76498'];
    const resources = codes.map((code, index) => order.service(`o${index}`, code));
    const found = informationBy(await client.ask('order-sign', resources));
    is.must(found.size === codes.length, `${found.size} of ${codes.length} orders are annotated`);
    found.forEach((one) => is.informationHolds(one));
    return [...found.values()].map((one) => `${first(one, 'covered')}/${first(one, 'pa-needed') ?? '-'}`).join(', ');
  }],
  ['R.06', 'crd_required_names_form_and_criteria', async (client) => {
    const one = await informationFor(client, '70551');
    is.must(first(one, 'pa-needed') === 'auth-needed', `pa-needed ${first(one, 'pa-needed')}`);
    is.must(first(one, 'doc-needed') && first(one, 'doc-purpose') === 'withpa', 'documents for the authorization are not named');
    is.must(/^https?:\/\/\S+\|\S+$/.test(first(one, 'questionnaire') ?? ''), `questionnaire ${first(one, 'questionnaire')}`);
    is.must((one.billingCode ?? []).some((coding) => coding.code === '70551'), 'billingCode is not 70551');
    is.must(first(one, 'date') === DAY || /^\d{4}-\d\d-\d\d$/.test(first(one, 'date')), `date ${first(one, 'date')}`);
    return `${first(one, 'questionnaire')}, ${first(one, 'coverage-assertion-id')}`;
  }],
  ['R.07', 'crd_not_required_says_so_with_a_reference', async (client) => {
    const one = await informationFor(client, '99213');
    is.must(first(one, 'covered') === 'covered' && first(one, 'pa-needed') === 'no-auth', `${first(one, 'covered')}, ${first(one, 'pa-needed')}`);
    is.must(first(one, 'coverage-assertion-id'), 'no reference');
    is.must(reasonText(one).trim(), 'no reason');
    return `${first(one, 'coverage-assertion-id')}: ${reasonText(one).trim()}`;
  }],
  ['R.08', 'crd_excluded_is_not_covered', async (client) => {
    const one = await informationFor(client, '15828');
    is.must(first(one, 'covered') === 'not-covered' && !one['pa-needed'], `${first(one, 'covered')}, ${first(one, 'pa-needed')}`);
    is.must(reasonText(one).trim(), 'no reason');
    return reasonText(one).trim();
  }],
  ['R.09', 'crd_vendor_is_named', async (client) => {
    const one = await informationFor(client, '77412', { icd: 'C50.911' });
    is.must(first(one, 'pa-needed') === 'auth-needed', `pa-needed ${first(one, 'pa-needed')}`);
    is.must(/Example Oncology Review/.test(reasonText(one)), `reason ${reasonText(one)}`);
    return reasonText(one).trim();
  }],
  ['R.10', 'crd_unlisted_is_not_refused', async (client) => {
    const one = await informationFor(client, '76498');
    is.must(['auth-needed', 'conditional'].includes(first(one, 'pa-needed')), `pa-needed ${first(one, 'pa-needed')}`);
    return `${first(one, 'covered')}, ${first(one, 'pa-needed')}, ${one['info-needed'] ?? one.questionnaire}`;
  }],
  ['R.11', 'crd_plans_differ', async (client) => {
    const required = await informationFor(client, '71260', { icd: 'J18.9' });
    const open = await informationFor(client, '71260', { icd: 'J18.9', record: world('EXM100000012', 'PLAN-B') });
    is.must(first(required, 'pa-needed') === 'auth-needed' && first(open, 'pa-needed') === 'no-auth', `${first(required, 'pa-needed')}, ${first(open, 'pa-needed')}`);
    is.must(first(required, 'coverage-assertion-id') !== first(open, 'coverage-assertion-id'), 'two coverages share an assertion');
    return '71260: auth-needed in PLAN-A, no-auth in PLAN-B';
  }],
  ['R.12', 'crd_inpatient_needs_no_authorization', async (client) => {
    const record = world();
    record.Encounter = [{ ...record.Encounter[0], class: { ...record.Encounter[0].class, code: 'IMP' } }];
    const one = await informationFor(client, '70551', { record });
    is.must(first(one, 'pa-needed') === 'no-auth', `pa-needed ${first(one, 'pa-needed')}`);
    return reasonText(one).trim();
  }],
  ['R.13', 'crd_nothing_else_is_changed', async (client) => {
    const sent = [brain(), order.device('dr1', 'E0784', 'E10.9'), order.nutrition('no1')];
    for (const one of is.informed(is.isOk(await client.ask('order-sign', sent)))) {
      const before = sent.find((other) => other.id === one.resource.id);
      is.must(is.canonical(is.withoutInformation(one.resource)) === is.canonical(before), `${one.resource.id} was changed`);
    }
    return 'byte for byte, but for the order of keys';
  }],
  ['R.14', 'crd_same_question_same_assertion', async (client) => {
    const once = await informationFor(client, '70551');
    const again = await informationFor(client, '70551');
    is.must(first(once, 'coverage-assertion-id') === first(again, 'coverage-assertion-id'), 'a repeated call gets another assertion');
    return first(again, 'coverage-assertion-id');
  }],
  ['R.15', 'crd_known_annotation_is_not_repeated', async (client) => {
    const action = is.informed(is.isOk(await client.ask('order-sign', [brain()])))[0];
    const body = is.isOk(await client.ask('order-sign', [action.resource]));
    is.must(Array.isArray(body.systemActions) && is.informed(body).length === 0, `${body.systemActions?.length} action(s) although nothing is new`);
    return 'no action, the array is there';
  }],
  ['R.16', 'crd_member_not_found_is_an_answer', async (client) => {
    const one = await informationFor(client, '70551', { record: world('EXM999999999') });
    is.must(first(one, 'covered') === 'not-covered' && /no-member-found/.test(reasonText(one)), `${first(one, 'covered')}: ${reasonText(one)}`);
    return reasonText(one).trim();
  }],
  ['R.17', 'crd_ended_coverage_is_an_answer', async (client) => {
    const one = await informationFor(client, '70551', { record: world('EXM100000015') });
    is.must(first(one, 'covered') === 'not-covered' && /no-active-coverage|coverage-not-found/.test(reasonText(one)), `${first(one, 'covered')}: ${reasonText(one)}`);
    return reasonText(one).trim();
  }],

  // ---- tolerance ----
  ['R.18', 'crd_sparse_data_is_no_412', async (client) => {
    const record = world();
    for (const name of ['gender', 'meta', 'text']) delete record.Patient[0][name];
    return is.responseShape(is.isOk(await client.ask('order-sign', [brain()], { record })), 'order-sign');
  }],
  ['R.19', 'crd_unknown_elements_are_ignored', async (client) => {
    const body = hookCall('order-sign', [brain()], { service: client.service('order-sign'), x: 1, context: { y: { z: 2 } }, extension: { 'org.example.other': true } });
    return is.responseShape(is.isOk(await client.send('order-sign', body)), 'order-sign');
  }],
  ['R.20', 'crd_a_partial_answer_is_better_than_none', async (client) => {
    const bare = order.service('sr1', '70551', null);
    const one = informationBy(await client.ask('order-sign', [bare])).get('ServiceRequest/sr1');
    is.must(['auth-needed', 'conditional'].includes(first(one, 'pa-needed')), `pa-needed ${first(one, 'pa-needed')}`);
    return first(one, 'pa-needed');
  }],
  ['R.21', 'crd_minimal_instances_are_answered', async (client) => {
    const record = world();
    record.Patient = [{ resourceType: 'Patient', id: 'p1', identifier: record.Patient[0].identifier, name: record.Patient[0].name, gender: 'female', birthDate: record.Patient[0].birthDate }];
    record.Coverage = [{ resourceType: 'Coverage', id: 'c1', status: 'active', subscriberId: 'EXM100000001', beneficiary: { reference: 'Patient/p1' }, payor: [{ reference: 'Organization/payer1' }] }];
    record.Organization = record.Organization.slice(0, 1);
    const { meta, ...bare } = brain();
    return is.responseShape(is.isOk(await client.ask('order-sign', [bare], { record })), 'order-sign');
  }],
  ['R.22', 'crd_us_core_variants_are_answered', async (client) => {
    const record = world();
    record.Encounter[0].class = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR', display: 'virtual' };
    record.Patient[0].extension = [{ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode: 'F' }];
    return is.responseShape(is.isOk(await client.ask('order-sign', [brain()], { record })), 'order-sign');
  }],
  ['R.23', 'crd_billing_options_may_be_there', async (client) => {
    const option = { url: 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-billing-options', extension: [{ url: 'code', valueCoding: { system: 'http://www.ama-assn.org/go/cpt', code: '70551' } }] };
    return is.responseShape(is.isOk(await client.ask('order-sign', [brain('sr1', { extension: [option] })])), 'order-sign');
  }],
  ['R.24', 'crd_secondary_hooks_ask_no_documents', async (client) => {
    const answers = [await client.ask('order-select', [brain()]), await client.ask('encounter-start', [])];
    for (const answer of answers) {
      informationBy(answer).forEach((one) => is.must(!one['doc-needed'] && !one.questionnaire, 'a secondary hook asks for documents'));
    }
    return 'order-select, encounter-start';
  }],
  ['R.25', 'crd_order_select_speaks_of_selections', async (client) => {
    const answer = await client.ask('order-select', [brain('sr1'), brain('sr2')], { context: { selections: ['ServiceRequest/sr2'] } });
    const found = [...informationBy(answer).keys()];
    is.must(found.every((one) => one === 'ServiceRequest/sr2'), `annotated: ${found}`);
    return found.join() || 'none';
  }],

  // ---- cards ----
  ['R.26', 'crd_cards_are_complete', (client) => {
    const cards = client.answers.filter((one) => one.answer.status === 200).flatMap((one) => one.answer.body.cards);
    for (const card of cards) {
      is.cardShape(card);
      is.optionalFields(card);
      is.must(card.uuid && card.source.label === 'Example Health Plan' && cardTypeCodes.includes(card.source.topic?.code), `card "${card.summary}"`);
      is.must(card.indicator !== 'critical', 'an authorization is critical');
      is.must(card.source.topic.code !== 'coverage-info', 'a card repeats the coverage information');
      for (const link of card.links ?? []) is.must(link.type === 'absolute' && /^https?:\/\//.test(link.url) && !/\/portal(\/|$)/.test(link.url), `link ${link.url}`);
      if ((card.extension?.['davinci-crd.associated-resource'] ?? []).length) is.must(card.extension['davinci-crd.associated-resource'].every((one) => one.reference), 'an associated resource without reference');
    }
    is.must(cards.length > 0, 'no cards at all');
    return `${cards.length} cards`;
  }],
  ['R.27', 'crd_no_card_when_nothing_is_to_do', async (client) => {
    const { cards } = is.isOk(await client.ask('order-sign', [order.service('sr1', '99213')]));
    is.must(cards.length === 0, `${cards.length} card(s): ${cards[0]?.summary}`);
    return 'a service that needs nothing gets none';
  }],
  ['R.28', 'crd_no_form_task_beside_dtr', (client) => {
    for (const { answer } of client.answers.filter((one) => one.answer.status === 200)) {
      is.must(!answer.body.systemActions?.some((one) => one.resource?.resourceType === 'Task'), 'a Task stands where DTR applies');
    }
    return 'none';
  }],

  // ---- configuration ----
  ['R.29', 'crd_coverage_info_can_be_switched_off', async (client) => {
    const body = is.isOk(await client.ask('order-sign', [brain()], configured({ 'coverage-info': false })));
    is.must(is.informed(body).length === 0 && Array.isArray(body.systemActions), 'coverage information although it is switched off');
    return `${body.cards.length} card(s)`;
  }],
  ['R.30', 'crd_max_cards_is_kept', async (client) => {
    const none = is.isOk(await client.ask('order-sign', [brain()], configured({ 'max-cards': 0 })));
    const one = is.isOk(await client.ask('order-sign', [brain('sr1'), order.service('sr2', '72148', 'M54.50')], configured({ 'max-cards': 1 })));
    is.must(none.cards.length === 0 && one.cards.length <= 1, `${none.cards.length} and ${one.cards.length} card(s)`);
    return `0 and ${one.cards.length}`;
  }],
  ['R.31', 'crd_guidelines_can_be_switched_off', async (client) => {
    const { cards } = is.isOk(await client.ask('order-sign', [brain()], configured({ guideline: false })));
    is.must(cards.every((one) => one.source.topic?.code !== 'guideline'), 'a guideline although it is switched off');
    return `${cards.length} card(s)`;
  }],
  ['R.32', 'crd_odd_configuration_is_no_error', async (client) => {
    const odd = [{}, { 'no-such-option': true }, { 'coverage-info': 'yes' }, { 'max-cards': -3 }, { 'max-cards': true }];
    for (const options of odd) is.isOk(await client.ask('order-sign', [brain()], configured(options)));
    return `${odd.length} configurations`;
  }],
  ['R.33', 'crd_what_if_gives_no_authorization', async (client) => {
    const answer = await client.ask('order-sign', [brain()], configured({ 'unsolicited-determ': false }));
    informationBy(answer).forEach((one) => is.must(!one['satisfied-pa-id'], 'an authorization number in a what-if'));
    return 'no number';
  }],

  // ---- versions ----
  ['R.34', 'crd_version_2_2_shapes', async (client) => {
    const answer = await client.ask('order-sign', [brain(), order.service('sr2', '76498')], { extension: version22 });
    const found = informationBy(answer);
    found.forEach((one) => is.informationHolds(one, '2.2'));
    const system = answer.body.cards.map((one) => one.source.topic.system);
    is.must(system.every((one) => one === 'http://terminology.hl7.org/CodeSystem/cdshooks-card-type'), `topics of ${system[0]}`);
    for (const one of found.values()) {
      for (const detail of one.detail ?? []) is.must((detail.extension ?? []).some((part) => part.url === 'category'), 'a detail without category');
    }
    return `${found.size} resource(s)`;
  }],
  ['R.35', 'crd_default_version_shapes', async (client) => {
    const answer = await client.ask('order-sign', [brain()]);
    informationBy(answer).forEach((one) => is.informationHolds(one, '2.0'));
    const system = answer.body.cards.map((one) => one.source.topic.system);
    is.must(system.every((one) => one === 'http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp'), `topics of ${system[0]}`);
    return `${system.length} card(s)`;
  }],
  ['R.36', 'crd_dispatch_of_2_2_is_understood', async (client) => {
    const context = { order: undefined, dispatchedOrders: ['ServiceRequest/sr1'] };
    const found = informationBy(await client.ask('order-dispatch', [brain(), brain('sr9')], { context, extension: version22 }));
    is.must([...found.keys()].join() === 'ServiceRequest/sr1', `annotated: ${[...found.keys()]}`);
    return 'dispatchedOrders';
  }],
  ['R.37', 'crd_appointment_of_2_2_annotates_its_order', async (client) => {
    const record = { ...world(), ServiceRequest: [brain('sr1')] };
    const booked = order.appointment('a1', { basedOn: [{ reference: 'ServiceRequest/sr1' }] });
    const older = informationBy(await client.ask('appointment-book', [booked], { record }));
    const newer = informationBy(await client.ask('appointment-book', [booked], { record, extension: version22 }));
    is.must(older.has('Appointment/a1') && newer.has('ServiceRequest/sr1') && !newer.has('Appointment/a1'), `2.0.1: ${[...older.keys()]}; 2.2: ${[...newer.keys()]}`);
    return '2.0.1: the Appointment; 2.2: the ServiceRequest';
  }],
  ['R.38', 'crd_unknown_version_is_refused', async (client) =>
    is.isRefused(await client.ask('order-sign', [brain()], { extension: { 'davinci-crd.requestedVersion': '9.1' } }), [400, 406, 412, 422])],

  // ---- who asks, and what else may be ordered ----
  ['R.39', 'crd_rendering_site_asks', async (client) => {
    const one = await informationFor(client, '81225');
    is.must(first(one, 'covered') === 'covered' && first(one, 'pa-needed') === 'performpa', `${first(one, 'covered')}, ${first(one, 'pa-needed')}`);
    is.must(!one['doc-needed'], 'documents although somebody else asks');
    return reasonText(one).trim();
  }],
  ['R.40', 'crd_alternative_changes_the_draft', async (client) => {
    const { cards } = is.isOk(await client.ask('order-sign', [order.service('sr1', '78811', 'C50.911')]));
    const card = cards.find((one) => one.source.topic?.code === 'therapy-alternatives-opt');
    is.must(card?.suggestions?.length > 0 && card.selectionBehavior === 'at-most-one', 'no alternative');
    for (const { actions } of card.suggestions) {
      is.must(actions.length === 1 && actions[0].type === 'update' && actions[0].resource.id === 'sr1', 'no update of the draft');
    }
    return card.suggestions.map((one) => one.label).join(', ');
  }],
  ['R.41', 'crd_companion_is_a_further_order', async (client) => {
    const { cards } = is.isOk(await client.ask('order-sign', [order.service('sr1', '27447', 'M17.11')]));
    const card = cards.find((one) => one.source.topic?.code === 'clinical-reminder');
    const [action] = card?.suggestions?.[0]?.actions ?? [];
    is.must(action?.type === 'create' && action.resource.code.coding[0].code === '97161', 'no companion');
    return card.suggestions[0].label;
  }],

  // ---- errors ----
  ['E.01', 'crd_no_json_is_refused', async (client) => is.isRefused(await client.send('order-sign', '{"hook":'), [400])],
  ['E.02', 'crd_wrong_hook_is_refused', async (client) =>
    is.isRefused(await client.send('order-sign', { ...hookCall('order-sign', [brain()], { service: client.service('order-sign') }), hook: 'order-select' }), [400])],
  ['E.03', 'crd_missing_context_is_refused', async (client) => {
    const body = hookCall('order-sign', [brain()], { service: client.service('order-sign') });
    delete body.context.patientId;
    return is.isRefused(await client.send('order-sign', body), [400]);
  }],
  ['E.04', 'crd_missing_instance_is_refused', async (client) => {
    const { hookInstance, ...body } = hookCall('order-sign', [brain()], { service: client.service('order-sign') });
    return is.isRefused(await client.send('order-sign', body), [400]);
  }],
  ['E.05', 'crd_no_coverage_is_refused', async (client) => is.isRefused(await client.ask('order-sign', [brain()], { record: { ...world(), Coverage: [] } }), [400])],
  ['E.06', 'crd_coverage_of_another_payer_is_refused', async (client) => {
    const record = world();
    Object.assign(record.Organization[0], { name: 'Another Plan', identifier: [{ system: 'urn:test:payer', value: 'OTHER' }] });
    return is.isRefused(await client.ask('order-sign', [brain()], { record }), [400]);
  }],
  ['E.07', 'crd_several_coverages_are_refused', async (client) => {
    const record = world();
    record.Coverage.push({ ...record.Coverage[0], id: 'c2', subscriberId: 'EXM100000002' });
    return is.isRefused(await client.ask('order-sign', [brain()], { record }), [400]);
  }],
  ['E.08', 'crd_missing_prefetch_without_a_server_is_412', async (client) => is.isRefused(await client.ask('order-sign', [brain()], { prefetched: false }), [412])],
  ['E.09', 'crd_unknown_service_is_404', async (client) => {
    const answer = await call('POST', `${client.base}/cds-services/no-such-service`, hookCall('order-sign', [brain()]), { headers: { 'Content-Type': 'application/json' } });
    is.must(answer.status === 404, `status ${answer.status}`);
    return '404';
  }],
  ['E.10', 'crd_invalid_resource_is_refused', async (client) => is.isRefused(await client.ask('order-sign', [{ ...brain(), authoredOn: 'yesterday' }]), [400, 422])],

  // ---- the client's FHIR server ----
  ['F.01', 'crd_missing_prefetch_is_fetched', async (client, { fhir }) => {
    fhir.asked.length = 0;
    const found = informationBy(await client.ask('order-sign', [brain()], { prefetched: false, fhirServer: fhir.url }));
    is.must(found.has('ServiceRequest/sr1'), 'no coverage information');
    is.must(fhir.asked.length > 0 && fhir.asked.every((one) => one.authorization === 'Bearer opaque-test-token'), 'not fetched, or without the token');
    return fhir.asked.map((one) => one.url).join(' ');
  }],
  ['F.02', 'crd_failed_prefetch_is_fetched', async (client, { fhir }) => {
    const body = hookCall('order-sign', [brain()], { service: client.service('order-sign'), fhirServer: fhir.url });
    const coverage = Object.keys(body.prefetch).find((key) => /^Coverage/.test(client.service('order-sign').prefetch[key]));
    for (const failed of [null, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }]) {
      fhir.asked.length = 0;
      body.prefetch[coverage] = failed;
      is.isOk(await client.send('order-sign', { ...body, hookInstance: crypto.randomUUID() }));
      is.must(fhir.asked.some((one) => /Coverage/.test(one.url)), 'the coverage was not asked for');
    }
    return 'null and OperationOutcome';
  }],
  ['F.03', 'crd_a_slow_server_does_not_break_the_rule', async (client, { fhir }) => {
    fhir.delay = Infinity;
    const record = { ...world() };
    const body = hookCall('order-sign', [brain()], { service: client.service('order-sign'), record, fhirServer: fhir.url });
    const optional = Object.keys(body.prefetch).find((key) => /^Encounter/.test(client.service('order-sign').prefetch[key]));
    delete body.prefetch[optional];
    const answer = await client.send('order-sign', body);
    fhir.delay = 0;
    is.must(answer.ms < 5000, `${answer.ms} ms`);
    is.must(informationBy(answer).has('ServiceRequest/sr1'), 'what could be said was not said');
    return `${answer.ms} ms`;
  }],
  ['F.04', 'crd_a_server_that_never_gives_the_coverage_is_412', async (client, { fhir }) => {
    fhir.delay = Infinity;
    const answer = await client.ask('order-sign', [brain()], { prefetched: false, fhirServer: fhir.url });
    fhir.delay = 0;
    is.must(answer.ms < 5000, `${answer.ms} ms`);
    return `${is.isRefused(answer, [412, 504])} in ${answer.ms} ms`;
  }],
  ['F.05', 'crd_a_huge_answer_is_not_read', async (client, { fhir }) => {
    fhir.padding = 8 << 20;
    const answer = await client.ask('order-sign', [brain()], { prefetched: false, fhirServer: fhir.url });
    fhir.padding = 0;
    return is.isRefused(answer, [412]);
  }],
  ['F.06', 'crd_a_server_that_refuses_is_412', async (client, { fhir }) => {
    fhir.status = 401;
    const answer = await client.ask('order-sign', [brain()], { prefetched: false, fhirServer: fhir.url });
    fhir.status = 200;
    return is.isRefused(answer, [412]);
  }],

  // ---- after the answer ----
  ['A.01', 'crd_feedback_is_taken', async (client) => {
    const { cards } = is.isOk(await client.ask('order-sign', [brain()]));
    const outcomes = [{ outcome: 'accepted' }, { outcome: 'overridden', overrideReason: { reason: { code: 'other', system: 'urn:test:reasons' } } }];
    for (const one of outcomes) {
      const answer = await client.feedback('order-sign', { feedback: [{ card: cards[0]?.uuid ?? crypto.randomUUID(), outcomeTimestamp: new Date().toISOString(), ...one }] });
      is.must(answer.status === 200, `status ${answer.status}: ${answer.text.slice(0, 120)}`);
    }
    const bad = await client.feedback('order-sign', { feedback: 'none' });
    is.must(bad.status === 400, `bad feedback: ${bad.status}`);
    return 'accepted, overridden; 400 for what is no feedback';
  }],
  ['A.02', 'crd_an_assertion_is_explained_later', async (client, { gateway }) => {
    const id = first(await informationFor(client, '99213'), 'coverage-assertion-id');
    if (!gateway) throw new is.Skipped('the gateway was started elsewhere');
    const { code, out, err } = await gateway.command('explain', id, '--data', 'data');
    is.must(code === 0 && out.includes('99213') && out.includes(id), `explain ${id}: ${code} ${err} ${out.slice(0, 200)}`);
    return `${id}: ${out.split('\n').length} lines`;
  }],
  ['A.03', 'crd_the_same_on_eligibility', async (client) => {
    const words = [];
    for (const code of ['70551', '99213', '15828']) {
      const one = await informationFor(client, code);
      const item = await eligibility(client.base, code);
      const excluded = first(one, 'covered') === 'not-covered';
      is.must(item.excluded === excluded, `${code}: excluded ${item.excluded}, covered ${first(one, 'covered')}`);
      is.must(excluded || item.authorizationRequired === (first(one, 'pa-needed') === 'auth-needed'), `${code}: ${item.authorizationRequired}, ${first(one, 'pa-needed')}`);
      words.push(`${code} ${excluded ? 'excluded' : item.authorizationRequired}`);
    }
    return words.join(', ');
  }],
];

/** The item of a CoverageEligibilityResponse about one code. */
async function eligibility(base, code) {
  const { Patient, Coverage, Organization, Practitioner } = world();
  const resources = [...Patient, ...Coverage, ...Organization.slice(0, 1), ...Practitioner];
  const request = { resourceType: 'CoverageEligibilityRequest', id: 'cer1', status: 'active', purpose: ['auth-requirements', 'benefits'],
    patient: { reference: 'Patient/p1' }, created: new Date().toISOString(), servicedDate: DAY, insurer: { reference: 'Organization/payer1' }, provider: { reference: 'Practitioner/d1' },
    insurance: [{ focal: true, coverage: { reference: 'Coverage/c1' } }],
    item: [{ productOrService: order.service('x', code).code, diagnosis: [{ diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G43.909' }] } }] }] };
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [request, ...resources].map((resource) => ({ fullUrl: `http://client.example/fhir/${resource.resourceType}/${resource.id}`, resource })) };
  const answer = is.isOk(await call('POST', `${base}/fhir/CoverageEligibilityRequest/$submit`, bundle));
  const all = answer.resourceType === 'Bundle' ? answer.entry.map((one) => one.resource) : answer.resourceType === 'Parameters' ? answer.parameter.map((one) => one.resource) : [answer];
  const response = all.find((one) => one?.resourceType === 'CoverageEligibilityResponse');
  is.must(response?.insurance?.[0]?.item?.[0], `no item: ${JSON.stringify(answer).slice(0, 300)}`);
  return response.insurance[0].item[0];
}

export async function runRequirements(session, client, context) {
  for (const [step, id, test] of rows) await session.step(step, id, () => test(client, { ...context, session }));
}

/** 90 of 100 calls have to meet the limit. */
export async function runLatency(session, client, calls = 300, at_once = 8) {
  await session.step('L.01', 'crd_latency', async () => {
    const service = client.service('order-sign');
    const times = [];
    const one = async () => {
      while (times.length < calls) {
        times.push(0);
        const slot = times.length - 1;
        const sent = hookCall('order-sign', [brain(), order.service('sr2', '99213')], { service });
        const answer = await call('POST', client.url('order-sign'), sent, { headers: { 'Content-Type': 'application/json' } });
        is.isOk(answer);
        times[slot] = answer.ms;
      }
    };
    await Promise.all(Array.from({ length: at_once }, one));
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    is.must(at(0.9) < 5000, `p90 ${at(0.9)} ms`);
    return `${times.length} calls, ${at_once} at once: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms`;
  });
}
