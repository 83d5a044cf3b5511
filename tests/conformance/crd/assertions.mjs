// What the steps of CRD assert: the kit's checks of answers, cards and actions, and the invariants of coverage-information.
import { Failed, Skipped, must } from '../shared/steps.mjs';

export { Failed, Skipped, must };

export const INFORMATION = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information';
export const primary = ['appointment-book', 'order-dispatch', 'order-sign'];
const summaryMax = 140;

// ---- answers ----

export function isOk(answer) {
  must(answer.status === 200, `status ${answer.status}, wanted 200: ${answer.text.slice(0, 200)}`);
  must(answer.body && typeof answer.body === 'object', 'the body is not JSON');
  return answer.body;
}

/** A refusal with one of these statuses and an OperationOutcome that says why. */
export function isRefused(answer, statuses) {
  must(statuses.includes(answer.status), `status ${answer.status}, wanted ${statuses.join(' or ')}: ${answer.text.slice(0, 200)}`);
  must(answer.body?.resourceType === 'OperationOutcome', `the body is no OperationOutcome: ${answer.text.slice(0, 120)}`);
  const issue = answer.body.issue?.[0];
  must(issue?.severity && issue?.code, 'the OperationOutcome has no issue');
  return `${answer.status}: ${issue.diagnostics ?? issue.details?.text ?? issue.code}`;
}

/** The shape that the kit wants of every answer of this hook. */
export function responseShape(body, hook) {
  must(Array.isArray(body.cards), 'cards is no array');
  body.cards.forEach(cardShape);
  if (primary.includes(hook) || body.systemActions !== undefined) {
    must(Array.isArray(body.systemActions), 'systemActions is no array');
    body.systemActions.forEach(actionShape);
  }
  return `${body.cards.length} card(s), ${body.systemActions?.length ?? 0} action(s)`;
}

const text = (value) => typeof value === 'string' && value.length > 0;

export function cardShape(card) {
  must(text(card.summary) && card.summary.length < summaryMax, `summary: ${card.summary}`);
  must(['info', 'warning', 'critical'].includes(card.indicator), `indicator: ${card.indicator}`);
  must(text(card.source?.label), 'source.label is missing');
}

export function actionShape(action) {
  must(['create', 'update', 'delete'].includes(action.type), `type: ${action.type}`);
  must(text(action.description), 'an action has no description');
  if (action.type === 'delete') must(text(action.resourceId) && !action.resource, 'a delete names resourceId and nothing else');
  else must(text(action.resource?.resourceType) && !action.resourceId, 'an action has no resource');
}

/** What a card may have besides, well typed. */
export function optionalFields(card) {
  if (card.uuid !== undefined) must(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(card.uuid), `uuid: ${card.uuid}`);
  if (card.detail !== undefined) must(text(card.detail), 'detail is no text');
  for (const link of card.links ?? []) linkShape(link);
  if (card.suggestions) must(['at-most-one', 'any'].includes(card.selectionBehavior), 'suggestions without selectionBehavior');
  for (const one of card.suggestions ?? []) {
    must(text(one.label) && text(one.uuid), 'a suggestion has no label or no uuid');
    (one.actions ?? []).forEach(actionShape);
  }
  for (const one of card.overrideReasons ?? []) must(text(one.code) && text(one.display), 'an override reason has no code or no display');
}

function linkShape(link) {
  must(text(link.label) && text(link.url), 'a link has no label or no url');
  must(['absolute', 'smart'].includes(link.type), `link type: ${link.type}`);
  must(link.type === 'smart' || link.appContext === undefined, 'appContext with an absolute link');
}

export const isExternalReference = (card) => (card.links ?? []).some((one) => one.type === 'absolute');
export const isInstructions = (card) => !card.links?.length && !card.suggestions?.length && text(card.detail);
export const isSmartLaunch = (card) => (card.links ?? []).some((one) => one.type === 'smart');

// ---- coverage-information ----

/** Each repetition on a resource, as {name: [values]}. */
export function informationOf(resource) {
  return (resource.extension ?? []).filter((one) => one.url === INFORMATION).map((one) => {
    const values = {};
    for (const part of one.extension ?? []) {
      const key = Object.keys(part).find((name) => name.startsWith('value'));
      (values[part.url] ??= []).push(key ? part[key] : part);
    }
    return values;
  });
}

export const informed = (body) => (body.systemActions ?? []).filter((one) => one.type === 'update' && informationOf(one.resource ?? {}).length > 0);

const codes = {
  common: {
    covered: ['covered', 'not-covered', 'conditional'],
    'pa-needed': ['no-auth', 'auth-needed', 'satisfied', 'performpa', 'conditional'],
    'doc-purpose': ['withpa', 'withclaim', 'withorder', 'retain-doc', 'OTH'],
  },
  2.2: { covered: ['indeterminate'], 'pa-needed': ['indeterminate'], 'doc-needed': ['clinical', 'admin', 'patient', 'conditional', 'indeterminate'],
    'info-needed': ['performer', 'location', 'timeframe', 'contract-window', 'detail-code', 'OTH'] },
  '2.0': { 'doc-needed': ['clinical', 'admin', 'both', 'conditional'], 'info-needed': ['performer', 'location', 'timeframe', 'contract-window', 'OTH'] },
};
const names = {
  common: ['coverage', 'covered', 'pa-needed', 'doc-needed', 'doc-purpose', 'info-needed', 'billingCode', 'reason', 'detail', 'dependency', 'questionnaire', 'date',
    'coverage-assertion-id', 'satisfied-pa-id', 'contact'],
  2.2: ['expiry-date'], '2.0': [],
};
const once = ['coverage', 'covered', 'pa-needed', 'date', 'coverage-assertion-id', 'satisfied-pa-id', 'expiry-date'];

/** Throws when one repetition breaks a cardinality, a value set or an invariant of that version ("2.0" or "2.2"). */
export function informationHolds(one, version = '2.0') {
  const all = (name) => one[name] ?? [];
  const has = (name) => all(name).length > 0;
  const says = (name, code) => all(name).includes(code);
  for (const name of Object.keys(one)) must([...names.common, ...names[version]].includes(name), `${name} is no part of coverage-information ${version}`);
  for (const name of once) must(all(name).length <= 1, `${name} stands ${all(name).length} times`);
  for (const name of ['coverage', 'covered', 'date', 'coverage-assertion-id']) must(has(name), `${name} is missing`);
  if (version === '2.0') must(all('doc-needed').length <= 1, 'doc-needed stands twice');
  for (const name of ['covered', 'pa-needed', 'doc-needed', 'doc-purpose', 'info-needed']) {
    const known = [...(codes.common[name] ?? []), ...(codes[version][name] ?? [])];
    for (const code of all(name)) must(known.includes(code), `${name}: ${code} is no code of ${version}`);
  }
  must(has('pa-needed') === !says('covered', 'not-covered') || says('covered', 'indeterminate'), 'pa-needed stands exactly when something is covered');
  must(!has('questionnaire') || has('doc-needed'), 'a questionnaire without doc-needed');
  const conditional = ['covered', 'pa-needed', 'doc-needed'].some((name) => says(name, 'conditional'));
  must(conditional === has('info-needed'), 'info-needed goes with conditional, and the other way round');
  must(says('pa-needed', 'satisfied') === has('satisfied-pa-id'), 'satisfied-pa-id goes with pa-needed satisfied');
  must(!says('pa-needed', 'satisfied') || !says('doc-purpose', 'withpa'), 'documents with a prior authorization that is there already');
  must(!has('doc-purpose') || has('reason'), 'doc-purpose without a reason');
  must(!says('info-needed', 'OTH') || has('reason'), 'info-needed OTH without a reason');
  for (const reason of all('reason')) must(reason.text || reason.coding?.length, 'an empty reason');
}

/** The kit's check of one update: the resource is one of these types and was sent; the id of a coverage stands for one assertion. */
export function updateHolds(action, types, sent, version) {
  must(action.type === 'update', `a system action is a ${action.type}`);
  must(types.includes(action.resource.resourceType), `coverage information on a ${action.resource.resourceType}`);
  must(sent.some((one) => one.resourceType === action.resource.resourceType && one.id === action.resource.id), `${action.resource.id} was not sent`);
  const ids = new Map();
  for (const one of informationOf(action.resource)) {
    informationHolds(one, version);
    const coverage = one.coverage[0].reference;
    const id = `${one['coverage-assertion-id'][0]} ${one['satisfied-pa-id']?.[0] ?? ''}`;
    must((ids.get(coverage) ?? id) === id, `${coverage} has several assertions`);
    ids.set(coverage, id);
  }
}

/** JSON in one order of keys, for comparing. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

/** The resource without coverage-information. */
export function withoutInformation(resource) {
  const bare = structuredClone(resource);
  bare.extension = (bare.extension ?? []).filter((one) => one.url !== INFORMATION);
  if (bare.extension.length === 0) delete bare.extension;
  return bare;
}
