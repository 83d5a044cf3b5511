// The server suite of the CRD test kit, step by step: discovery, each hook, and across the hooks.
import * as is from './assertions.mjs';
import { hookCall, order, world } from './world.mjs';

const orderTypes = ['DeviceRequest', 'MedicationRequest', 'NutritionOrder', 'ServiceRequest', 'VisionPrescription'];
const hooks = [
  { number: '3.1', hook: 'appointment-book', types: ['Appointment'], wanted: true },
  { number: '3.2', hook: 'encounter-start', types: ['Encounter'] },
  { number: '3.3', hook: 'encounter-discharge', types: ['Encounter'] },
  { number: '3.4', hook: 'order-select', types: orderTypes },
  { number: '3.5', hook: 'order-dispatch', types: orderTypes, wanted: true },
  { number: '3.6', hook: 'order-sign', types: orderTypes, wanted: true },
];

/** What a tester supplies for a hook: a body and the resources that it speaks of. */
export function ownBodies(hook, service) {
  const made = (resources, options = {}) => ({ sent: options.sent ?? resources, body: hookCall(hook, resources, { service, ...options }) });
  const brain = order.service('sr1', '70551');
  if (hook === 'appointment-book') return [made([order.appointment('a1')])];
  if (hook.startsWith('encounter-')) {
    const record = world();
    return [made([], { record, sent: record.Encounter })];
  }
  if (hook === 'order-dispatch') return [made([brain])];
  return [
    made([brain, order.service('sr2', '99213')]),
    made([order.device('dr1', 'E0784', 'E10.9'), order.medication('mr1', 'J9271', 'C34.11'), order.nutrition('no1')]),
    made([order.service('sr3', '76498'), order.service('sr4', '77412', 'C50.911')]),
  ];
}

/** bodies(hook, service): the tester's bodies. */
export async function runSuite(session, client, bodies) {
  await discovery(session, client);
  for (const one of hooks) await hookGroup(session, client, one, bodies);
  await acrossHooks(session, client);
}

// ---- 1 discovery ----

async function discovery(session, client) {
  let answer;
  await session.step('1.01', 'crd_tls', () => `the gateway of this run has no certificate: it speaks http on ${client.base}`);
  session.rows.at(-1).result = 'note';
  await session.step('1.02', 'crd_discovery', async () => {
    answer = await client.discover();
    is.isOk(answer);
    is.must(/^application\/json/.test(answer.headers['content-type']), `content type ${answer.headers['content-type']}`);
    return `${answer.status} in ${answer.ms} ms`;
  });
  await session.step('1.03', 'crd_services_are_valid', () => {
    is.must(client.services.length > 0, 'no services');
    for (const one of client.services) {
      for (const name of ['hook', 'id', 'description']) is.must(typeof one[name] === 'string' && one[name], `a service without ${name}`);
    }
    return client.services.map((one) => `${one.hook} (${one.id})`).join(', ');
  });
}

// ---- 3 hooks ----

async function hookGroup(session, client, { number, hook, types, wanted }, bodies) {
  const service = client.service(hook);
  const given = service ? bodies(hook, service) : [];
  const answers = [];
  const step = (letter, name, test, options) => session.step(`${number}.${letter}`, `crd_${hook.replace('-', '_')}_${name}`, test, options);
  const answered = () => {
    if (answers.length === 0) throw new is.Skipped('no answer to look at');
    return answers;
  };
  await step('a', 'calls', async () => {
    if (!service) throw new is.Skipped(`${hook} is not offered`);
    for (const one of given) {
      const answer = await client.send(hook, one.body);
      is.isOk(answer);
      answers.push({ ...one, answer });
      session.keep({ ...answer.body }, 'hook', `${number}-${answers.length}`);
    }
    return answers.map((one) => `200 in ${one.answer.ms} ms`).join(', ');
  });
  await step('b', 'requests_are_valid', () => {
    given.flatMap((one) => one.sent).forEach((one, index) => session.keep(one, 'request', `${number}-sent-${index + 1}`));
    return given.map((one) => requestShape(one.body, hook)).join(', ');
  }, { input: true });
  await step('c', 'responses_are_valid', () => answered().map((one) => is.responseShape(one.answer.body, hook)).join('; '));
  await step('d', 'optional_fields_are_valid', () => {
    const cards = answered().flatMap((one) => one.answer.body.cards);
    cards.forEach(is.optionalFields);
    return `${cards.length} card(s)`;
  });
  await step('e', 'card_types_are_valid', () => cardTypes(answered().flatMap((one) => one.answer.body.cards)));
  await step('f', 'information_comes', () => {
    const found = answered().flatMap((one) => is.informed(one.answer.body)).filter((one) => types.includes(one.resource.resourceType));
    is.must(found.length > 0 || !wanted, `no coverage information on ${types.join(', ')}`);
    return `${found.length} action(s)${wanted ? '' : ', none is wanted of this hook'}`;
  });
  await step('g', 'information_is_valid', () => {
    const updates = answered().flatMap((one) => is.informed(one.answer.body).map((action) => ({ action, sent: one.sent })));
    updates.forEach(({ action, sent }, index) => {
      is.updateHolds(action, types, sent, '2.0');
      session.keep(action.resource, 'update', `${number}-g-${index + 1}`, { profile: profileOf(action.resource.resourceType) });
    });
    return `${updates.length} resource(s)`;
  });
  await step('h', 'other_actions_are_valid', () => otherActions(answered()));
}

export const profileOf = (type) => `http://hl7.org/fhir/us/davinci-crd/StructureDefinition/profile-${type.toLowerCase()}`;

const needed = { 'order-sign': ['userId', 'patientId', 'draftOrders'], 'order-select': ['userId', 'patientId', 'draftOrders', 'selections'],
  'order-dispatch': ['patientId', 'order', 'performer'], 'appointment-book': ['userId', 'patientId', 'appointments'],
  'encounter-start': ['userId', 'patientId', 'encounterId'], 'encounter-discharge': ['userId', 'patientId', 'encounterId'] };

/** What the kit checks of the tester's own bodies. */
function requestShape(body, hook) {
  is.must(body.hook === hook, `hook ${body.hook}`);
  is.must(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(body.hookInstance), `hookInstance ${body.hookInstance}`);
  const dispatched = body.context?.dispatchedOrders; // of 2.2; the kit knows 2.0.1 alone
  for (const name of needed[hook]) is.must(body.context?.[name] !== undefined || (name === 'order' && dispatched), `context.${name} is missing`);
  is.must(!body.fhirAuthorization || body.fhirServer, 'fhirAuthorization without fhirServer');
  return body.hookInstance.slice(0, 8);
}

function cardTypes(cards) {
  const count = (kind) => cards.filter(kind).length;
  return `${count(is.isExternalReference)} external reference, ${count(is.isInstructions)} instructions, ${count(is.isSmartLaunch)} SMART launch`;
}

/** Alternatives, companions, forms, coverage: all optional, but what comes has to name what was sent. */
function otherActions(answers) {
  let count = 0;
  for (const { answer, sent } of answers) {
    const suggested = answer.body.cards.flatMap((card) => (card.suggestions ?? []).map((one) => one.actions ?? []));
    const system = (answer.body.systemActions ?? []).filter((one) => !is.informed({ systemActions: [one] }).length);
    for (const actions of [...suggested, system]) {
      for (const one of actions) {
        count += 1;
        is.actionShape(one);
        const name = one.type === 'delete' ? one.resourceId : `${one.resource.resourceType}/${one.resource.id}`;
        const known = sent.some((other) => `${other.resourceType}/${other.id}` === name) || one.resource?.resourceType === 'Coverage';
        is.must(one.type === 'create' || known, `${name} was not sent`);
        is.must(one.resource?.resourceType !== 'Task' || taskHolds(one.resource), 'a form without its questionnaire');
        const type = name.split('/')[0];
        is.must(one.type !== 'delete' || actions.some((other) => other.type === 'create' && other.resource.resourceType === type), 'a delete without a create');
      }
    }
  }
  return `${count} action(s) besides coverage information`;
}

function taskHolds(task) {
  const canonical = (task.input ?? []).find((one) => one.type?.text === 'questionnaire')?.valueCanonical;
  return Boolean(task.code) && /^https?:/.test(canonical ?? '');
}

// ---- 4 across hooks ----

async function acrossHooks(session, client) {
  const bodies = () => client.answers.filter((one) => one.answer.status === 200).map((one) => one.answer.body);
  const cards = () => bodies().flatMap((one) => one.cards ?? []);
  await session.step('4.01', 'crd_an_external_reference_came', () => {
    is.must(cards().some(is.isExternalReference), 'no card with an absolute link');
    return cards().find(is.isExternalReference).links[0].url;
  });
  await session.step('4.02', 'crd_instructions_came', () => {
    is.must(cards().some(is.isInstructions), 'no card of words alone');
    return cards().find(is.isInstructions).summary;
  });
  await session.step('4.03', 'crd_coverage_information_came', () => {
    const found = bodies().flatMap(is.informed);
    is.must(found.length > 0, 'no coverage information');
    return `${found.length} action(s)`;
  });
}
