// What the steps of DTR assert: packages, forms, libraries and responses.
import { Failed, Skipped, must } from '../shared/steps.mjs';

export { Failed, Skipped, must };

const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/';
const DTR = 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/';
export const url = {
  library: 'http://hl7.org/fhir/StructureDefinition/cqf-library',
  launch: `${SDC}sdc-questionnaire-launchContext`,
  variable: 'http://hl7.org/fhir/StructureDefinition/variable',
  population: `${SDC}sdc-questionnaire-itemPopulationContext`,
  initial: `${SDC}sdc-questionnaire-initialExpression`,
  candidate: `${SDC}sdc-questionnaire-candidateExpression`,
  context: `${SDC}sdc-questionnaire-contextExpression`,
  adaptive: `${SDC}sdc-questionnaire-questionnaireAdaptive`,
  signature: 'http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired',
  standard: `${DTR}dtr-std-questionnaire`, shell: `${DTR}dtr-questionnaire-adapt-search`, response: `${DTR}dtr-questionnaireresponse`,
};

const extensions = (element, ...urls) => (element?.extension ?? []).filter((one) => urls.includes(one.url));
export const itemsOf = (element) => (element?.item ?? []).flatMap((one) => [one, ...itemsOf(one)]);
export const resourcesOf = (bundle, type) => (bundle.entry ?? []).map((one) => one.resource).filter((one) => !type || one.resourceType === type);

export function isOk(answer, statuses = [200]) {
  must(statuses.includes(answer.status), `status ${answer.status}, wanted ${statuses.join(' or ')}: ${answer.text.slice(0, 200)}`);
  must(answer.body && typeof answer.body === 'object', 'the body is not JSON');
  return answer.body;
}

export function isRefused(answer, statuses = [400, 404, 422]) {
  must(statuses.includes(answer.status), `status ${answer.status}, wanted ${statuses.join(' or ')}: ${answer.text.slice(0, 200)}`);
  must(answer.body?.resourceType === 'OperationOutcome', `the body is no OperationOutcome: ${answer.text.slice(0, 120)}`);
  const issue = answer.body.issue?.[0];
  must(issue?.severity && issue?.code, 'the OperationOutcome has no issue');
  return `${answer.status}: ${issue.diagnostics ?? issue.details?.text ?? issue.code}`;
}

/** {bundles, outcome} of an answer to $questionnaire-package, a bare Bundle or Parameters of either version. */
export function packagesOf(body) {
  if (body.resourceType === 'Bundle') return { bundles: [body], outcome: undefined };
  must(body.resourceType === 'Parameters', `the body is a ${body.resourceType}`);
  const named = (...names) => (body.parameter ?? []).filter((one) => names.includes(one.name.toLowerCase())).map((one) => one.resource);
  return { bundles: named('packagebundle', 'return'), outcome: named('outcome', 'operationoutcome')[0] };
}

/** One Questionnaire, first; one draft response; nothing twice; all that is named is there. */
export function packageHolds(bundle) {
  must(bundle.type === 'collection', `Bundle.type is ${bundle.type}`);
  const all = resourcesOf(bundle);
  must(all[0]?.resourceType === 'Questionnaire' && resourcesOf(bundle, 'Questionnaire').length === 1, 'the first entry is not the only Questionnaire');
  must(resourcesOf(bundle, 'QuestionnaireResponse').length <= 1, 'several draft responses');
  const named = ['Library', 'ValueSet'].flatMap((type) => resourcesOf(bundle, type));
  must(new Set(named.map((one) => one.url)).size === named.length, 'a Library or ValueSet stands twice');
  const known = new Set(named.flatMap((one) => [one.url, `${one.url}|${one.version}`]));
  const wanted = [
    ...extensions(all[0], url.library).map((one) => one.valueCanonical),
    ...resourcesOf(bundle, 'Library').flatMap((one) => (one.relatedArtifact ?? []).filter((other) => other.type === 'depends-on').map((other) => other.resource)),
    ...itemsOf(all[0]).map((one) => one.answerValueSet).filter((one) => one && !one.startsWith('#')),
  ];
  for (const one of wanted) must(known.has(one), `${one} is not in the package`);
  return all[0];
}

/** Every Library has a name of its own and its text as CQL and as ELM. */
export function librariesHold(bundle) {
  const libraries = resourcesOf(bundle, 'Library');
  must(libraries.length > 0, 'no Library');
  must(new Set(libraries.map((one) => one.name)).size === libraries.length, 'two Libraries of one name');
  for (const one of libraries) {
    for (const type of ['text/cql', 'application/elm+json']) {
      must((one.content ?? []).some((each) => each.contentType === type && each.data), `${one.name} has no ${type}`);
    }
    JSON.parse(decoded(one, 'application/elm+json'));
  }
  return libraries.map((one) => one.name).join(', ');
}

export const decoded = (library, type) => Buffer.from(library.content.find((one) => one.contentType === type).data, 'base64').toString('utf8');

/**
 * Population of the form as a whole: what the kit wants of the extensions at its root. The kit (2.0.1) compares the canonical of a
 * library with its bare URL; DTR 2.2 wants it to name the version.
 */
export function populationHolds(questionnaire, libraries, version = '2.0.1') {
  const canonical = (library) => (version === '2.0.1' ? library.url : `${library.url}|${library.version}`);
  const found = extensions(questionnaire, url.launch, url.variable, url.population, url.library);
  const items = itemsOf(questionnaire).flatMap((one) => extensions(one, url.initial, url.candidate, url.context));
  must(found.length + items.length > 0, 'nothing prepopulates');
  for (const one of extensions(questionnaire, url.variable, url.population)) languageIsCql(one);
  for (const one of extensions(questionnaire, url.library)) {
    must(libraries.some((library) => canonical(library) === one.valueCanonical), `cqf-library ${one.valueCanonical} is no Library.url of the package`);
  }
  return `${found.length} at the form, ${items.length} at items`;
}

/** Population of items: the language, and that each expression is a define of a library in the package. */
export function itemExpressionsHold(questionnaire, libraries) {
  const cql = libraries.map((one) => ({ name: one.name, text: decoded(one, 'text/cql') }));
  let count = 0;
  for (const item of itemsOf(questionnaire)) {
    for (const one of extensions(item, url.initial, url.candidate, url.context)) {
      languageIsCql(one);
      count += 1;
      const [, library, define] = /^(?:"?(\w+)"?\.)?"?([^"]+)"?$/.exec(one.valueExpression.expression) ?? [];
      must(define && cql.some((each) => (!library || each.name === library) && new RegExp(`define "?${define}"?\\s*:`).test(each.text)),
        `${item.linkId}: ${one.valueExpression.expression} is no define of the package`);
    }
  }
  return `${count} expression(s)`;
}

function languageIsCql(extension) {
  must(extension.valueExpression?.language === 'text/cql', `language ${extension.valueExpression?.language}`);
}

/** A standard form by its profile, as far as it can be seen without the profile. */
export function standardFormHolds(form) {
  must(form.meta?.profile?.some((one) => one.startsWith(url.standard)), `profiles ${form.meta?.profile}`);
  for (const name of ['url', 'version', 'title', 'status']) must(form[name], `${name} is missing`);
  must(form.subjectType?.join() === 'Patient', `subjectType ${form.subjectType}`);
  must(form.effectivePeriod?.start, 'effectivePeriod is missing');
  must(form.text?.div, 'no narrative');
  must(extensions(form, url.signature).length === 0, 'a signature is wanted');
  const items = itemsOf(form);
  must(items.length > 0, 'no items');
  must(new Set(items.map((one) => one.linkId)).size === items.length, 'a linkId stands twice');
  for (const [index, one] of items.entries()) {
    must(one.linkId && one.text && one.type, `an item without linkId, text or type: ${one.linkId}`);
    must(!one.readOnly, `${one.linkId} is read-only`);
    for (const rule of one.enableWhen ?? []) {
      must(items.slice(0, index).some((other) => other.linkId === rule.question), `${one.linkId} depends on ${rule.question}, which does not come before it`);
    }
  }
  return `${items.length} items, ${items.filter((one) => one.enableWhen).length} depend on others`;
}

export function shellHolds(form, base) {
  must(form.meta?.profile?.some((one) => one.startsWith(url.shell)), `profiles ${form.meta?.profile}`);
  must((form.item ?? []).length === 0, 'the shell has items');
  const address = extensions(form, url.adaptive)[0];
  must(address, 'questionnaireAdaptive is missing');
  const at = address.valueUrl ?? address.valueUri;
  must(address.valueBoolean || at?.startsWith(base.replace(/\/fhir.*$/, '')), `questionnaireAdaptive ${at}`);
  return at ?? 'true';
}

/** A draft: what names the coverage and the orders, every item by linkId and text, no answers that nobody gave. */
export function draftHolds(draft, form, orders) {
  must(draft.status === 'in-progress', `status ${draft.status}`);
  must(draft.questionnaire?.split('|')[0] === form.url, `questionnaire ${draft.questionnaire}`);
  const contexts = (draft.extension ?? []).filter((one) => /qr-(context|coverage)$/.test(one.url)).map((one) => one.valueReference?.reference);
  must(contexts.some((one) => /^Coverage\//.test(one)), `no coverage among ${contexts}`);
  for (const order of orders) must(contexts.includes(`${order.resourceType}/${order.id}`), `${order.resourceType}/${order.id} is not among ${contexts}`);
  const claims = draft.meta?.profile?.some((one) => one.startsWith(url.response));
  must(!claims || (draft.item?.length && draft.subject && draft.authored), 'claims the profile without items, subject or date');
  return contexts.join(', ');
}
