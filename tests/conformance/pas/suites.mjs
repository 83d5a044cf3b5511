// The two suites of the kit, step by step, with the ids of its tests where they are published.
import { call } from '../shared/http.mjs';
import * as is from './assertions.mjs';
import { missing, pooled } from './mustsupport.mjs';
import { operationAnswered } from './session.mjs';

const HANDSHAKE_MS = 60_000;
const EVENT_MS = 90_000;
const REFUSAL_MS = 10_000; // every first delivery is refused once, as the kit does until its test waits

const workflows = [
  { number: '2.1', name: 'approval', code: 'A1' },
  { number: '2.2', name: 'denial', code: 'A3' },
  { number: '2.3.1', name: 'pended', code: 'A4' },
];
const updateSteps = [
  { number: '2.4.1', name: 'initial' }, { number: '2.4.2', name: 'add_item' },
  { number: '2.4.3', name: 'modify_cancel' }, { number: '2.4.4', name: 'cancel_all' },
];
const slug = (words) => words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');

/** inputs: subscription, approval, denial, pended, pendedInquire, updates {initial, add_item, …}, mustSupport {submit, inquire}, error.
 *  outcome(name): called before a workflow, for payloads that do not tell their outcome themselves. */
export async function runSuite(session, inputs, outcome = async () => {}) {
  const p = `pas_server_v${session.version.replaceAll('.', '')}_`;
  await subscriptionSetup(session, inputs, p);
  for (const workflow of workflows) {
    await outcome(workflow.name);
    await runWorkflow(session, inputs[workflow.name], workflow, p);
  }
  await notification(session, inputs, p);
  await outcome('rules');
  if (session.version === '2.2.1') await claimUpdates(session, inputs.updates, p);
  await elementSupport(session, inputs.mustSupport, p);
  await errorHandling(session, inputs.error, p);
}

// ---- 1 Subscription Setup ----

async function subscriptionSetup(session, { subscription }, p) {
  const latest = session.version === '2.2.1';
  let number = 0;
  const step = (id, test, options) => session.step(`1.${String(++number).padStart(2, '0')}`, id, test, options);
  const warnings = async () => `${await session.validator.accepts([subscription], session.version)} warning(s)`;
  if (!latest) {
    await step('subscriptions_r4_server_subscription_conformance',
      async () => `${is.restHookInput(subscription)}, ${await warnings()}`, { input: true });
  }
  await step(`${p}subscription_input_conformance`, async () => (latest
    ? `${is.pasInput(subscription, 'full-resource', /org-identifier=\S+/)}, ${await warnings()}`
    : is.pasInput(subscription, 'id-only', /./)), { input: true });
  const changed = structuredClone(subscription);
  changed.channel.endpoint = session.listener.url;
  if (!['application/fhir+json', 'application/json'].includes(changed.channel.payload)) changed.channel.payload = 'application/fhir+json';
  changed.channel.header = [...(changed.channel.header ?? []).filter((one) => !/^authorization:/i.test(one)),
    `Authorization: Bearer ${session.token}`];
  let created = null;
  await step('subscriptions_r4_server_notification_delivery', async () => {
    const answer = await call('POST', `${session.base}/Subscription`, changed);
    session.keep(answer.body, 'subscription', 'subscription');
    const words = is.subscriptionCreated(answer);
    created = answer.body;
    session.subscriptions.push(created);
    await session.listener.refusedOnce('handshake', REFUSAL_MS);
    const first = await session.listener.first(HANDSHAKE_MS);
    return `${words}; ${first ? `a notification came` : 'no notification in time'}`;
  });
  const subscribed = () => {
    if (!created) throw new is.Skipped('no Subscription was created');
    return created;
  };
  await step('subscriptions_r4_server_creation_response_conformance', () => is.subscriptionRequested(subscribed()));
  await step('subscriptions_r4_server_handshake_conformance', () => is.handshakes(session.listener, subscribed()));
  for (const one of session.listener.taken('handshake')) session.keep(one.body, 'notification', 'handshake');
}

// ---- 2 Workflows ----

async function runWorkflow(session, bundles, { number, name, code }, p) {
  let answers = [];
  await session.step(`${number}.01`, `${p}pas_request_bundle_validation_test_${name}`, () => requestsConform(session, bundles), { input: true });
  await session.step(`${number}.02`, `pas_v${session.version.replaceAll('.', '')}_claim_submit_operation_test_${name}`, async () => {
    answers = await session.send('submit', number, bundles);
    return operationAnswered(answers, 'submit', session.version);
  });
  await session.step(`${number}.03`, `${p}pas_response_bundle_validation_test_${name}`, () => answersConform(session, answers, 'submit'));
  await session.step(`${number}.04`, `${p}decision_validation_test_${name}`, () => is.everyBundleDecides(answers.map((one) => one.body), code));
}

async function requestsConform(session, bundles) {
  const warnings = await session.validator.accepts(bundles, session.version);
  return `${bundles.length} Bundle(s), ${warnings} warning(s)`;
}

async function answersConform(session, answers, operation) {
  const bundles = answers.flatMap((one) => is.bundlesOf(one.body, operation, session.version));
  if (bundles.length === 0) throw new is.Failed('there is no Bundle to look at');
  for (const bundle of bundles) is.responseShape(bundle, session.version, operation);
  const found = bundles.filter((one) => one.entry[0].resource.resourceType === 'ClaimResponse'); // 2.0.1 says so when there is none
  const warnings = await session.validator.accepts(found, session.version, (resource) => session.sent.has(JSON.stringify(resource)));
  return `${bundles.length} Bundle(s), ${bundles.reduce((sum, one) => sum + one.entry.length, 0)} entries, ${warnings} warning(s)`;
}

/** The notification itself, and the answer inside it but for what was copied from the request. */
async function notificationsConform(session, notifications) {
  const isBundle = (resource) => resource?.resourceType === 'Bundle';
  const inner = notifications.flatMap((one) => one.entry.map(({ resource }) => resource).filter(isBundle));
  let warnings = await session.validator.accepts(notifications, session.version, isBundle);
  if (inner.length > 0) warnings += await session.validator.accepts(inner, session.version, (resource) => session.sent.has(JSON.stringify(resource)));
  return `${notifications.length} notification(s), ${inner.length} Bundle(s) inside, ${warnings} warning(s)`;
}

async function notification(session, inputs, p) {
  const latest = session.version === '2.2.1';
  let number = 0;
  const step = (id, test, options) => session.step(`2.3.2.${String(++number).padStart(2, '0')}`, id, test, options);
  await step(`${p}subscription_notification_wait_pended`, async () => {
    if (session.subscriptions.length === 0) throw new is.Skipped('no Subscription was created');
    await session.listener.refusedOnce('event-notification', EVENT_MS);
    const first = await session.listener.first(EVENT_MS);
    is.must(first, `nothing came in ${EVENT_MS / 1000} s`);
    return `came again after ${session.listener.refused('event-notification')} refusal(s)`;
  });
  const events = () => {
    const found = session.listener.taken('event-notification');
    if (found.length === 0) throw new is.Skipped('no event notification came');
    return found;
  };
  const all = (test) => () => events().map(test).join('; ');
  const conforming = (test) => async () => `${events().map((one) => test(one.body)).join('; ')}; ${await notificationsConform(session, events().map((one) => one.body))}`;
  const subscription = session.subscriptions.at(-1);
  await step(`${p}subscription_notification_conformance_pended`, all((one) => {
    is.statusNotification(one.body, subscription.id, 'event-notification', 'active');
    return is.notificationHeaders(one, subscription);
  }));
  if (latest) {
    await step(`${p}subscription_notification_full_resource_conformance_pended`, conforming(is.fullResourceEvents));
    await step(`${p}notification_pas_conformance_pended`, all((one) => is.pasContent(one.body)));
  } else {
    await step(`${p}subscription_notification_id_only_conformance_pended`, conforming(is.idOnlyEvents));
    let answers = [];
    await step(`${p}pas_inquiry_request_bundle_validation_test_pended`, () => requestsConform(session, inputs.pendedInquire), { input: true });
    await step('pas_v201_claim_inquire_operation_test_pended', async () => {
      answers = await session.send('inquire', '2.3.2', inputs.pendedInquire);
      return operationAnswered(answers, 'inquire', session.version);
    });
    await step(`${p}pas_inquiry_response_bundle_validation_test_pended`, () => answersConform(session, answers, 'inquire'));
  }
  session.listener.taken('event-notification').forEach((one, index) => session.keep(one.body, 'notification', `event-${index + 1}`));
}

async function claimUpdates(session, updates, p) {
  const last = {};
  for (const { number, name } of updateSteps) {
    const bundles = updates[name];
    let answers = [];
    await session.step(`${number}.01`, `${p}pas_update_request_bundle_validation_test_${name}`, () => requestsConform(session, bundles), { input: true });
    await session.step(`${number}.02`, `pas_v221_claim_submit_operation_test_claim_update_${name}`, async () => {
      answers = await session.send('submit', number, bundles);
      return operationAnswered(answers, 'submit', session.version);
    });
    await session.step(`${number}.03`, `${p}pas_response_bundle_validation_test_claim_update_${name}`, () => answersConform(session, answers, 'submit'));
    last[name] = answers.at(-1);
  }
  const each = (test) => () => updateSteps.filter(({ name }) => last[name]?.request.entry[0].resource.item)
    .map(({ name }) => `${name} ${test(last[name].request, last[name].body)}`).join(', ');
  await session.step('2.4.5', `${p}claim_update_item_sequence_echo_test`, each(is.sequencesAreEchoed));
  await session.step('2.4.6', `${p}claim_update_current_results_test`, each(is.everySequenceIsAnswered));
}

// ---- 3 Element Support ----

async function elementSupport(session, inputs, p) {
  for (const [place, operation] of [['3.1', 'submit'], ['3.2', 'inquire']]) {
    const bundles = inputs[operation];
    let answers = [];
    let number = 0;
    const step = (id, test, options) => session.step(`${place}.${String(++number).padStart(2, '0')}`, id, test, options);
    await step(`${p}pas_${operation}_request_bundle_validation_test_must_support`, () => requestsConform(session, bundles), { input: true });
    await step(`pas_v${session.version.replaceAll('.', '')}_claim_${operation}_operation_test_must_support`, async () => {
      answers = await session.send(operation, place, bundles);
      return operationAnswered(answers, operation, session.version);
    });
    await step(`${p}pas_${operation}_response_bundle_validation_test_must_support`, () => answersConform(session, answers, operation));
    for (const [name, lists] of Object.entries(session.mustSupport.requests[operation])) {
      await step(`${p}${operation}_request_must_support_${slug(name)}`, () => complete(lists, session.requests[operation]), { input: true });
    }
    for (const [name, list] of Object.entries(session.mustSupport[operation])) {
      await step(`${p}${operation}_response_must_support_${slug(name)}`, () => complete([list], session.answers[operation]));
    }
  }
}

/** Every element of one of these lists stands in some resource of its type. */
function complete(lists, messages) {
  const found = lists.map((list) => {
    const resources = pooled(messages, list.type);
    return { list, resources, absent: resources.length > 0 ? missing(list, resources) : list.elements };
  }).sort((a, b) => a.absent.length - b.absent.length);
  const { list, resources, absent } = found[0];
  is.must(resources.length > 0, `no ${list.type} at all`);
  is.must(absent.length === 0, `${absent.length} of ${list.elements.length} absent: ${absent.join(', ')}`);
  return `${list.elements.length} elements in ${resources.length} ${list.type}`;
}

// ---- 4 Error Handling ----

async function errorHandling(session, bundle, p) {
  for (const [step, operation, id] of [['4.01', 'submit', 'prior_auth_submission_error'], ['4.02', 'inquire', 'prior_auth_inquiry_error']]) {
    await session.step(step, `${p}${id}`, async () => is.refused((await session.send(operation, step, [bundle], false))[0]));
  }
}
