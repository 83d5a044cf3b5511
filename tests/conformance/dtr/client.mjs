// A DTR client: asks for packages, answers what it is asked, and remembers which form it speaks of.
import { call } from '../shared/http.mjs';
import { order, world } from '../crd/world.mjs';
import { itemsOf } from './assertions.mjs';

const parameter = (name, value) => (typeof value === 'string' ? { name, ...(name === 'questionnaire' ? { valueCanonical: value } : name === 'changedsince' ? { valueDateTime: value } : { valueString: value }) }
  : { name, resource: value });

/** Parameters of $questionnaire-package; a list gives a parameter for each of its members. */
export function packageRequest(parts) {
  return { resourceType: 'Parameters', parameter: Object.entries(parts).flatMap(([name, value]) => [value].flat().filter(Boolean).map((one) => parameter(name, one))) };
}

export const coverage = (member) => world(member).Coverage[0];
export const spine = (more = {}) => order.service('sr1', '72148', 'M54.50', more);

export class Client {
  constructor(base, token) {
    this.base = base;
    this.headers = token ? { Authorization: `Bearer ${token}` } : {};
  }

  post(operation, body) {
    return call('POST', `${this.base}/${operation}`, body, { headers: this.headers });
  }
  package(parts, operation = 'Questionnaire/$questionnaire-package') {
    return this.post(operation, packageRequest({ coverage: coverage(), ...parts }));
  }
  next(response) {
    return this.post('Questionnaire/$next-question', response);
  }
  expand(query) {
    return call('GET', `${this.base}/ValueSet/$expand?${new URLSearchParams(query)}`, undefined, { headers: this.headers });
  }

  /** An empty response to an adaptive form, as a client begins. */
  beginning(shell) {
    const { extension, meta, text, ...plain } = shell;
    const contained = { ...plain, id: 'form', derivedFrom: [`${shell.url}|${shell.version}`], item: [], extension,
      meta: { profile: ['http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-questionnaire-adapt'] } };
    return { resourceType: 'QuestionnaireResponse', contained: [contained], questionnaire: '#form', status: 'in-progress', subject: { reference: 'Patient/p1' },
      authored: new Date().toISOString(), extension: [
        { url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/qr-context', valueReference: { reference: 'ServiceRequest/sr1' } },
        { url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/qr-context', valueReference: { reference: 'Coverage/c1' } }] };
  }
}

const manually = [{ url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin', extension: [{ url: 'source', valueCode: 'manual' },
  { url: 'author', extension: [{ url: 'practitioner', valueReference: { reference: 'Practitioner/d1' } }] }] }];

/** An answer that an item of the form can take. */
export function answerFor(item) {
  const option = item.answerOption?.[0];
  const value = option ? Object.fromEntries(Object.entries(option).filter(([key]) => key.startsWith('value')))
    : { boolean: { valueBoolean: true }, integer: { valueInteger: 8 }, decimal: { valueDecimal: 8 }, quantity: { valueQuantity: { value: 8 } }, date: { valueDate: '2026-01-02' },
      attachment: { valueAttachment: { contentType: 'text/plain', data: Buffer.from('synthetic report').toString('base64') } } }[item.type] ?? { valueString: 'synthetic' };
  return { extension: manually, ...value };
}

/** Answers what the contained form asks and the response does not say yet; how many there were. */
export function answered(response) {
  const made = structuredClone(response);
  const form = made.contained.find((one) => one.resourceType === 'Questionnaire');
  const said = new Set(itemsOf(made).filter((one) => one.answer?.length).map((one) => one.linkId));
  const asked = itemsOf(form).filter((one) => !['display', 'group'].includes(one.type) && !said.has(one.linkId));
  made.item = [...(made.item ?? []).filter((one) => one.answer?.length), ...asked.map((one) => ({ linkId: one.linkId, text: one.text, answer: [answerFor(one)] }))];
  return { response: made, count: asked.length };
}
