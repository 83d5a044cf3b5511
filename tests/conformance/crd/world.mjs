// The client of the run: what its record holds, the calls it makes out of it, and how it fills a service's prefetch templates.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const members = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../../fixtures/members.json'), 'utf8'));
const CRD = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/';
const cpt = 'http://www.ama-assn.org/go/cpt';
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const v2 = 'http://terminology.hl7.org/CodeSystem/v2-0203';
export const DAY = new Date().toISOString().slice(0, 10);

const profile = (name) => ({ profile: [`${CRD}profile-${name}`] });
const narrative = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Synthetic test data.</div>' };
const coded = (system, code) => ({ coding: [{ system, code }] });
export const procedure = (code) => coded(/^\d/.test(code) ? cpt : hcpcs, code);

/** A record: one patient with one coverage, and who takes part in its care. */
export function world(memberId = 'EXM100000001', product = 'PLAN-A') {
  const member = members.find((one) => one.id === memberId) ?? { ...members[0], name: { family: 'TESTSTRANGER', given: 'ZULU' } };
  const mb = { type: coded(v2, 'MB'), system: 'urn:test:member', value: memberId };
  return {
    Patient: [{ resourceType: 'Patient', id: 'p1', meta: profile('patient'), text: narrative, gender: member.gender, birthDate: member.birth_date,
      identifier: [{ type: coded(v2, 'MR'), system: 'urn:test:mrn', value: 'MRN-1' }, mb],
      name: [{ family: member.name.family, given: [member.name.given] }] }],
    Coverage: [{ resourceType: 'Coverage', id: 'c1', meta: profile('coverage'), text: narrative, status: 'active', identifier: [mb], subscriberId: memberId,
      subscriber: { reference: 'Patient/p1' }, relationship: coded('http://terminology.hl7.org/CodeSystem/subscriber-relationship', 'self'),
      beneficiary: { reference: 'Patient/p1' }, payor: [{ reference: 'Organization/payer1' }], period: { start: '2020-01-01' },
      class: [{ type: coded('http://terminology.hl7.org/CodeSystem/coverage-class', 'plan'), value: product }] }],
    Encounter: [encounter('AMB')],
    Practitioner: [{ resourceType: 'Practitioner', id: 'd1', meta: profile('practitioner'), text: narrative,
      identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1999000049' }], name: [{ family: 'ORDERA', given: ['SAMPLE'] }] }],
    PractitionerRole: [],
    Organization: [
      { resourceType: 'Organization', id: 'payer1', text: narrative, active: true, name: 'Example Health Plan', identifier: [{ system: 'urn:test:payer', value: 'EXPL1' }] },
      organization('f1', 'FAC-H EXAMPLE HOSPITAL OUTPATIENT DEPARTMENT', '1999001005'),
      organization('f2', 'FAC-C EXAMPLE INDEPENDENT IMAGING', '1999001013')],
    Location: [],
    ServiceRequest: [],
  };
}

const organization = (id, name, npi) => ({ resourceType: 'Organization', id, text: narrative, active: true, name,
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: npi }] });

export function encounter(code, id = 'e1') {
  return { resourceType: 'Encounter', id, meta: profile('encounter'), text: narrative, status: 'in-progress', subject: { reference: 'Patient/p1' },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code }, type: [{ text: 'visit' }],
    participant: [{ individual: { reference: 'Practitioner/d1' } }] };
}

// ---- orders: no text of their own, so that what comes back can be compared ----

const ordered = { status: 'draft', intent: 'order', subject: { reference: 'Patient/p1' }, authoredOn: DAY, requester: { reference: 'Practitioner/d1' } };
const because = (icd) => (icd ? { reasonCode: [coded('http://hl7.org/fhir/sid/icd-10-cm', icd)] } : {});

export const order = {
  service: (id, code, icd = 'G43.909', more = {}) => ({ resourceType: 'ServiceRequest', id, meta: profile('servicerequest'), ...ordered, code: procedure(code), ...because(icd), ...more }),
  device: (id, code, icd) => ({ resourceType: 'DeviceRequest', id, meta: profile('devicerequest'), ...ordered, codeCodeableConcept: procedure(code), ...because(icd) }),
  medication: (id, code, icd) => ({ resourceType: 'MedicationRequest', id, meta: profile('medicationrequest'), ...ordered, medicationCodeableConcept: procedure(code), ...because(icd) }),
  nutrition: (id) => ({ resourceType: 'NutritionOrder', id, meta: profile('nutritionorder'), status: 'draft', intent: 'order', patient: { reference: 'Patient/p1' },
    dateTime: DAY, orderer: { reference: 'Practitioner/d1' }, enteralFormula: { baseFormulaType: procedure('B4150') } }),
  appointment: (id, more = {}) => ({ resourceType: 'Appointment', id, meta: profile('appointment'), status: 'proposed', start: `${DAY}T16:00:00Z`, end: `${DAY}T17:00:00Z`,
    serviceType: [procedure('70551')], reasonCode: [coded('http://hl7.org/fhir/sid/icd-10-cm', 'G43.909')],
    participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }, { actor: { reference: 'Practitioner/d1' }, status: 'needs-action' }],
    requestedPeriod: [{ start: DAY, end: DAY }], ...more }),
};

// ---- calls ----

const bundle = (resources) => ({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });
const searchset = (resources) => ({ resourceType: 'Bundle', type: 'searchset', total: resources.length, entry: resources.map((resource) => ({ resource })) });

/** The context of a hook about these resources. */
export function contextOf(hook, resources, more = {}) {
  const common = { userId: 'Practitioner/d1', patientId: 'p1' };
  const drafts = { draftOrders: bundle(resources), encounterId: 'e1' };
  const own = {
    'order-sign': drafts,
    'order-select': { ...drafts, selections: resources.map((one) => `${one.resourceType}/${one.id}`) },
    'order-dispatch': { order: `ServiceRequest/${resources[0]?.id}`, performer: 'Organization/f1' },
    'appointment-book': { appointments: bundle(resources), encounterId: 'e1' },
    'encounter-start': { encounterId: 'e1' },
    'encounter-discharge': { encounterId: 'e1' },
  }[hook];
  const all = { ...common, ...own, ...more };
  if (hook === 'order-dispatch') delete all.userId;
  return all;
}

/** What a template asks for, out of the record: one resource for "Type/{{…}}", a searchset for "Type?…". */
export function prefetchOf(service, record) {
  const found = Object.entries(service.prefetch ?? {}).map(([key, template]) => {
    const type = /^\w+/.exec(template)[0];
    const known = record[type] ?? [];
    const payers = type === 'Coverage' ? record.Organization.filter((one) => one.id === 'payer1') : [];
    return [key, /^\w+\//.test(template) ? known[0] ?? null : searchset([...known, ...payers])];
  });
  return Object.fromEntries(found);
}

/** The body of a call. `record` fills the prefetch; without `service` there is none. */
export function hookCall(hook, resources, { service, record = world(), context = {}, extension, fhirServer, ...more } = {}) {
  const shown = { ...record };
  if (hook === 'order-dispatch') shown.ServiceRequest = resources;
  return {
    hook, hookInstance: randomUUID(), context: contextOf(hook, resources, context),
    ...(fhirServer && { fhirServer, fhirAuthorization: { access_token: 'opaque-test-token', token_type: 'Bearer', expires_in: 300, scope: 'patient/*.rs', subject: 'crd-run', patient: 'p1' } }),
    ...(service && { prefetch: prefetchOf(service, shown) }),
    ...(extension && { extension }),
    ...more,
  };
}
