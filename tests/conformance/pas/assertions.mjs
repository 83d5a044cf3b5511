// What the steps assert, one small function each. They throw Failed with what is wrong, or Skipped when a step has nothing to look at,
// and give back evidence in words.
import { Failed, Skipped, must } from '../shared/steps.mjs';
import { statusValue } from './listener.mjs';

export { Failed, Skipped, must };

export const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/';
const REVIEW_ACTION = `${PAS}extension-reviewAction`;
const REVIEW_ACTION_CODE = `${PAS}extension-reviewActionCode`;
const ACTION_SYSTEM = 'https://codesystem.x12.org/005010/306';
const BACKPORT = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/';
const STATUS_PROFILE = `${BACKPORT}backport-subscription-status-r4`;
const TOPIC = 'http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic';

// ---- answers ----

export function statusIsOneOf(answer, statuses) {
  must(statuses.includes(answer.status), `status ${answer.status}, wanted ${statuses.join(' or ')}: ${answer.text.slice(0, 200)}`);
  return `${answer.status} in ${answer.ms} ms`;
}

export function isResource(body, type) {
  must(body !== null && typeof body === 'object', 'the body is not JSON');
  must(body.resourceType === type, `the body is ${body.resourceType}, wanted ${type}`);
}

/** The Bundles of a $submit answer, or of an $inquire answer of that version. */
export function bundlesOf(body, operation, version) {
  if (operation === 'submit' || version === '2.0.1') {
    isResource(body, 'Bundle');
    return [body];
  }
  isResource(body, 'Parameters');
  return (body.parameter ?? []).filter((one) => one.name === 'return').map((one) => one.resource);
}

export function refused(answer) {
  must(answer.status < 200 || answer.status > 299, `status ${answer.status}, wanted a refusal`);
  isResource(answer.body, 'OperationOutcome');
  must((answer.body.issue ?? []).length > 0, 'the OperationOutcome has no issue');
  return `${answer.status} OperationOutcome: ${answer.body.issue[0].code}`;
}

// ---- response Bundles ----

export function responseShape(bundle, version, operation) {
  must(bundle.type === 'collection', `Bundle.type is ${bundle.type}`);
  must(typeof bundle.timestamp === 'string', 'Bundle.timestamp is missing');
  if (version === '2.2.1' && operation === 'submit') must(bundle.identifier?.value, 'Bundle.identifier is missing');
  const first = bundle.entry?.[0]?.resource;
  const nothingFound = version === '2.0.1' && operation === 'inquire' && first?.resourceType === 'OperationOutcome';
  must(nothingFound || first?.resourceType === 'ClaimResponse', `the first entry is ${first?.resourceType}`);
  fullUrlsAreUnique(bundle);
  const faults = unresolved(bundle);
  must(faults.length === 0, `references without an entry: ${faults.join(', ')}`);
}

function fullUrlsAreUnique(bundle) {
  const seen = new Set();
  for (const { fullUrl } of bundle.entry) {
    must(typeof fullUrl === 'string', 'an entry has no fullUrl');
    must(/^(urn:uuid:[0-9a-f-]{36}$|https?:\/\/)/.test(fullUrl), `fullUrl ${fullUrl} is neither an address nor a urn:uuid`);
    must(!seen.has(fullUrl), `fullUrl ${fullUrl} stands twice`);
    seen.add(fullUrl);
  }
}

/** References that no entry answers. The Claim itself may stay out (ClaimResponse.request, Task.reasonReference). */
function unresolved(bundle) {
  const known = new Set(bundle.entry.map((one) => one.fullUrl));
  const faults = new Set();
  const walk = (node, base, path) => {
    if (node === null || typeof node !== 'object') return;
    if (typeof node.reference === 'string' && !/\.(request|reasonReference)$/.test(path)) {
      const full = /^[a-z]+:/i.test(node.reference) || node.reference.startsWith('#') ? node.reference : base + node.reference;
      if (!known.has(full) && !full.startsWith('#')) faults.add(`${path} ${node.reference}`);
    }
    for (const [key, child] of Object.entries(node)) walk(child, base, Array.isArray(node) ? path : `${path}.${key}`);
  };
  for (const { fullUrl, resource } of bundle.entry) {
    const base = fullUrl.startsWith('urn:') ? '' : fullUrl.replace(/[^/]+\/[^/]+$/, '');
    walk(resource, base, resource.resourceType);
  }
  return [...faults];
}

/** Codes of list 306 on the items of a Bundle's ClaimResponses; addItem and the header do not count. */
export function decisionsOf(bundle) {
  return (bundle.entry ?? []).map((one) => one.resource).filter((one) => one?.resourceType === 'ClaimResponse')
    .flatMap((response) => response.item ?? []).flatMap((item) => item.adjudication ?? [])
    .flatMap((one) => one.extension ?? []).filter((one) => one.url === REVIEW_ACTION)
    .flatMap((one) => one.extension ?? []).filter((one) => one.url === REVIEW_ACTION_CODE)
    .flatMap((one) => one.valueCodeableConcept?.coding ?? []).filter((one) => one.system === ACTION_SYSTEM)
    .map((one) => one.code);
}

export function everyBundleDecides(bundles, code) {
  must(bundles.length > 0, 'there is no answer to look at');
  for (const bundle of bundles) {
    const codes = decisionsOf(bundle);
    must(codes.includes(code), `no item with ${code}: ${codes.join(', ') || 'no decision'}`);
  }
  return `${bundles.length} answer(s): ${bundles.map((one) => decisionsOf(one).join(' ')).join('; ')}`;
}

// ---- updates ----

const firstOf = (bundle, type) => bundle?.entry?.map((one) => one.resource).find((one) => one?.resourceType === type);
const sequences = (items, name) => new Set((items ?? []).map((one) => one[name]));

export function sequencesAreEchoed(request, answer) {
  const asked = sequences(firstOf(request, 'Claim')?.item, 'sequence');
  const answered = sequences(firstOf(answer, 'ClaimResponse')?.item, 'itemSequence');
  for (const one of answered) must(asked.has(one), `the answer has item ${one}, which was not sent`);
  return `{${[...answered]}} of {${[...asked]}}`;
}

export function everySequenceIsAnswered(request, answer) {
  const asked = sequences(firstOf(request, 'Claim')?.item, 'sequence');
  const answered = sequences(firstOf(answer, 'ClaimResponse')?.item, 'itemSequence');
  for (const one of asked) must(answered.has(one), `item ${one} has no answer`);
  return `{${[...asked]}}`;
}

// ---- subscriptions ----

const filtersOf = (subscription) => (subscription._criteria?.extension ?? [])
  .filter((one) => one.url === `${BACKPORT}backport-filter-criteria`).map((one) => one.valueString);
const contentOf = (subscription) => subscription.channel?._payload?.extension
  ?.find((one) => one.url === `${BACKPORT}backport-payload-content`)?.valueCode;

export function restHookInput(subscription) {
  must(subscription.channel?.type === 'rest-hook', 'channel.type is not rest-hook');
  must(/^https?:\/\//.test(subscription.criteria ?? ''), 'criteria is no address');
  const crossVersion = JSON.stringify(subscription).includes('http://hl7.org/fhir/5.0/');
  must(!crossVersion, 'the Subscription has extensions of another FHIR version');
  return 'rest-hook, criteria is an address';
}

export function pasInput(subscription, content, filter) {
  must(subscription.channel?.type === 'rest-hook', 'channel.type is not rest-hook');
  must(subscription.criteria === TOPIC, 'criteria is not the PAS topic');
  must(contentOf(subscription) === content, `payload content is ${contentOf(subscription)}, wanted ${content}`);
  const filters = filtersOf(subscription);
  must(filters.length === 1 && filter.test(filters[0]), `filter criteria: ${filters.join(', ') || 'none'}`);
  return `${content}, ${filters[0]}`;
}

export function subscriptionCreated(answer) {
  must(answer.status === 201, `status ${answer.status}, wanted 201: ${answer.text.slice(0, 200)}`);
  must(answer.body?.id, 'the body has no id');
  return `201, Subscription/${answer.body.id}`;
}

export function subscriptionRequested(subscription) {
  isResource(subscription, 'Subscription');
  must(subscription.channel?.type === 'rest-hook', `channel.type is ${subscription.channel?.type}`);
  must(subscription.status === 'requested', `status is ${subscription.status}, wanted requested`);
  return 'rest-hook, requested';
}

/** The subscription status that a notification begins with, and the history form of its entries. */
export function statusNotification(notification, id, type, status) {
  isResource(notification, 'Bundle');
  must(notification.type === 'history', `Bundle.type is ${notification.type}`);
  const first = notification.entry?.[0];
  must(first?.resource?.resourceType === 'Parameters', 'the first entry is not Parameters');
  statusParameters(first.resource);
  for (const entry of notification.entry) must(entry.request && entry.response, 'an entry has no request or no response');
  must(first.request.url.endsWith(`Subscription/${id}/$status`), `request.url is ${first.request.url}`);
  const named = statusValue(notification, 'subscription')?.reference ?? '';
  must(named.split('/').pop() === id, `the status is of ${named}, the Subscription is ${id}`);
  must(statusValue(notification, 'type') === type, `type is ${statusValue(notification, 'type')}, wanted ${type}`);
  must(statusValue(notification, 'status') === status, `status is ${statusValue(notification, 'status')}, wanted ${status}`);
}

/** What backport-subscription-status-r4 asks for: which parameters, how often, and of which type. */
function statusParameters(parameters) {
  must((parameters.meta?.profile ?? []).includes(STATUS_PROFILE), 'the status does not claim its profile');
  const wanted = [['subscription', 'valueReference', 1, 1], ['topic', 'valueCanonical', 0, 1], ['status', 'valueCode', 1, 1],
    ['type', 'valueCode', 1, 1], ['events-since-subscription-start', 'valueString', 0, 1]];
  for (const [name, value, least, most] of wanted) {
    const found = parameters.parameter.filter((one) => one.name === name);
    must(found.length >= least && found.length <= most, `parameter ${name} stands ${found.length} times`);
    must(found.every((one) => one[value] !== undefined), `parameter ${name} has no ${value}`);
  }
  const type = parameters.parameter.find((one) => one.name === 'type').valueCode;
  const counted = parameters.parameter.some((one) => one.name === 'events-since-subscription-start');
  must(type !== 'event-notification' || counted, 'events-since-subscription-start is missing');
}

export function handshakes(listener, subscription) {
  const found = listener.taken('handshake').filter((one) => subscriptionIdOf(one.body) === subscription.id);
  must(found.length > 0, 'no handshake came');
  for (const one of found) statusNotification(one.body, subscription.id, 'handshake', 'requested');
  return `${found.length} handshake(s), ${listener.refused('handshake')} refused before`;
}

export const subscriptionIdOf = (notification) => (statusValue(notification, 'subscription')?.reference ?? '').split('/').pop();

/** Content-Type and the channel's headers, as our 201 body declares them. */
export function notificationHeaders(one, subscription) {
  const type = one.headers['content-type'] ?? '';
  must(type.startsWith(subscription.channel.payload), `Content-Type is ${type}, declared ${subscription.channel.payload}`);
  must(Array.isArray(subscription.channel.header), 'the 201 body has no channel.header');
  for (const line of subscription.channel.header) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    must(one.headers[name] === line.slice(colon + 1).trim(), `header ${name} was not sent as declared`);
  }
  return `${type}, ${subscription.channel.header.length} header(s)`;
}

export function eventsOf(notification) {
  return notification.entry[0].resource.parameter.filter((one) => one.name === 'notification-event').map((event) => ({
    number: event.part.find((one) => one.name === 'event-number')?.valueString,
    focus: event.part.find((one) => one.name === 'focus')?.valueReference?.reference,
    context: event.part.filter((one) => one.name === 'additional-context').map((one) => one.valueReference?.reference),
  }));
}

/** The entry that a focus names: a urn by its fullUrl, else by type and id. */
function entryOf(notification, reference) {
  const rest = notification.entry.slice(1);
  if (reference.startsWith('urn:')) return rest.find((one) => one.fullUrl === reference);
  return rest.find((one) => one.resource && reference.includes(`${one.resource.resourceType}/${one.resource.id}`));
}

export function fullResourceEvents(notification) {
  const events = eventsOf(notification);
  must(events.length > 0, 'the notification has no notification-event');
  for (const event of events) {
    must(event.focus, 'an event has no focus');
    for (const one of [event.focus, ...event.context]) must(entryOf(notification, one), `no entry for ${one}`);
  }
  return `${events.length} event(s), focus ${events[0].focus.replace(/^https?:\/\/[^/]+/, '')}`;
}

export function pasContent(notification) {
  for (const { focus } of eventsOf(notification)) {
    const inner = entryOf(notification, focus)?.resource;
    isResource(inner, 'Bundle');
    must(inner.type === 'collection', `the inner Bundle's type is ${inner.type}`);
    must(firstOf(inner, 'ClaimResponse'), 'the inner Bundle has no ClaimResponse');
  }
  return 'a collection Bundle with a ClaimResponse';
}

export function idOnlyEvents(notification) {
  const events = eventsOf(notification);
  must(events.length > 0 && events.every((one) => one.focus), 'an event without focus, or none');
  for (const entry of notification.entry.slice(1)) {
    must(!entry.resource, 'an id-only notification carries a resource');
    must(entry.fullUrl, 'an entry has no fullUrl');
  }
  return `${events.length} event(s), no resource, focus ${events[0].focus.replace(/^https?:\/\/[^/]+/, '')}`;
}
