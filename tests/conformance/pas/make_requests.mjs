// Writes fixtures/conformance/VERSION/*.json: the requests that the conformance run sends. Run it after a change here:
//   node tests/conformance/pas/make_requests.mjs
// Every person, number and address is invented. The procedure codes are the triggers of deploy/conformance/README.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../../fixtures/conformance');

const SD = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/';
const THO = 'http://terminology.hl7.org/CodeSystem/';
const X12 = 'https://codesystem.x12.org/005010/';
const TEMP = 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes';
const CPT = 'http://www.ama-assn.org/go/cpt';
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const BASE = 'http://ehr.example/fhir';
const BACKPORT = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/';
const TOPIC = 'http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic';

const REQUESTER_NPI = '1999000015';
const PRACTITIONER_NPI = '1999000031';
const INSURER_NPI = '1999000049';

const cc = (system, code) => ({ coding: [{ system, code }] });
const ext = (name, value) => ({ url: SD + name, ...value });
const parts = (name, ...inner) => ({ url: SD + name, extension: inner });
const ref = (type, id) => ({ reference: `${type}/${id}` });
const profile = (name) => ({ profile: [SD + name] });
const address = { line: ['49 TEST LANE'], city: 'SPRINGFIELD', state: 'IL', postalCode: '62701-0001', country: 'US' };
const phone = { system: 'phone', value: '2175550100' };
const npi = (value) => ({ type: cc(THO + 'v2-0203', 'NPI'), system: 'http://hl7.org/fhir/sid/us-npi', value });
const tin = (value) => ({ system: 'http://terminology.hl7.org/NamingSystem/USEIN', value });
const payerId = (value) => ({
  type: cc('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType', 'payerid'),
  system: 'http://plans.example/payer-id', value,
});

// ---- the people and places, complete ----

function patient() {
  const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-';
  return {
    resourceType: 'Patient', id: 'patient', meta: profile('profile-beneficiary'),
    extension: [
      { url: usCore + 'race', extension: [
        { url: 'ombCategory', valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code: '2106-3', display: 'White' } },
        { url: 'text', valueString: 'White' }] },
      { url: usCore + 'ethnicity', extension: [
        { url: 'ombCategory',
          valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code: '2186-5', display: 'Not Hispanic or Latino' } },
        { url: 'text', valueString: 'Not Hispanic or Latino' }] },
      { url: usCore + 'birthsex', valueCode: 'F' },
    ],
    identifier: [{ type: cc(THO + 'v2-0203', 'MB'), system: 'http://plans.example/member-number', value: 'CONF00000001' }],
    name: [{ family: 'TESTMEMBER', given: ['KIT'], prefix: ['Dr'], suffix: ['Jr'] }],
    telecom: [{ ...phone, use: 'home' }],
    gender: 'female', birthDate: '1980-02-14',
    address: [{ ...address, district: 'SANGAMON', period: { start: '2015-01-01' } }],
    multipleBirthInteger: 1,
    communication: [{ language: cc('urn:ietf:bcp:47', 'en-US'), preferred: true }],
  };
}

const requester = () => ({
  resourceType: 'Organization', id: 'requester', meta: profile('profile-requestor'),
  identifier: [npi(REQUESTER_NPI), tin('990000015'), payerId('REQ-CONF')],
  active: true, type: [cc(X12 + '98', '1P')], name: 'EXAMPLE CLINIC', telecom: [phone], address: [address],
  contact: [{ name: { family: 'TESTCONTACT', given: ['PAT'] }, telecom: [phone] }],
});

const insurer = () => ({
  resourceType: 'Organization', id: 'insurer', meta: profile('profile-insurer'),
  identifier: [npi(INSURER_NPI), tin('990000049'), payerId('CONFPAYER')],
  active: true, type: [cc(X12 + '98', 'PR')], name: 'EXAMPLE CONFORMANCE PLAN', telecom: [phone], address: [address],
});

const practitioner = () => ({
  resourceType: 'Practitioner', id: 'practitioner', meta: profile('profile-practitioner'),
  identifier: [npi(PRACTITIONER_NPI)], name: [{ family: 'TESTDOCTOR', given: ['ROBIN'] }], telecom: [phone],
  address: [address],
});

const role = () => ({
  resourceType: 'PractitionerRole', id: 'role', meta: profile('profile-practitionerrole'),
  practitioner: ref('Practitioner', 'practitioner'), organization: ref('Organization', 'requester'),
  code: [cc(THO + 'practitioner-role', 'doctor')], specialty: [cc('http://nucc.org/provider-taxonomy', '207X00000X')],
  location: [ref('Location', 'location')], telecom: [phone], endpoint: [{ display: 'Letters to the clinic' }],
});

const location = () => ({
  resourceType: 'Location', id: 'location', meta: profile('profile-location'),
  identifier: [{ system: 'http://ehr.example/location-number', value: 'L-1' }], status: 'active', name: 'EXAMPLE CLINIC MAIN',
  type: [cc(THO + 'v3-RoleCode', 'OF')], telecom: [phone], address, managingOrganization: ref('Organization', 'requester'),
});

function coverage(version) {
  return {
    resourceType: 'Coverage', id: 'coverage', meta: profile('profile-coverage'),
    identifier: [{ type: cc(THO + 'v2-0203', 'MB'), system: 'http://plans.example/member-number', value: 'CONF00000001' }],
    status: 'active', type: cc(THO + 'v3-ActCode', 'EHCPOL'), subscriber: ref('Patient', 'patient'),
    subscriberId: 'CONF00000001', beneficiary: ref('Patient', 'patient'),
    relationship: { coding: [{ system: THO + 'subscriber-relationship', code: 'self' }, { system: X12 + '1069', code: '18' }] },
    period: { start: '2020-01-01' }, payor: [ref('Organization', 'insurer')],
    ...(version === '2.2.1' && {
      class: [
        { type: cc(THO + 'coverage-class', 'group'), value: 'GRP0001', name: 'EXAMPLE GROUP' },
        { type: cc(THO + 'coverage-class', 'plan'), value: 'PLAN0001', name: 'EXAMPLE PLAN' },
      ],
    }),
  };
}

const condition = () => ({
  resourceType: 'Condition', id: 'condition',
  meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-condition-problems-health-concerns'] },
  clinicalStatus: cc(THO + 'condition-clinical', 'active'), verificationStatus: cc(THO + 'condition-ver-status', 'confirmed'),
  category: [cc(THO + 'condition-category', 'problem-list-item')], code: cc('http://hl7.org/fhir/sid/icd-10-cm', 'M54.50'),
  subject: ref('Patient', 'patient'),
});

const encounter = () => ({
  resourceType: 'Encounter', id: 'encounter', meta: { lastUpdated: '2026-01-05T09:00:00Z', ...profile('profile-encounter') },
  extension: [
    ext('extension-patientStatus', {
      valueCodeableConcept: cc('https://www.nubc.org/CodeSystem/PatDischargeStatus', '30') }),
    ext('extension-nursingHomeResidentialStatus', { valueCodeableConcept: cc(X12 + '1345', '2') }),
  ],
  identifier: [{ system: 'http://ehr.example/encounter-number', value: 'E-1' }],
  status: 'planned', class: { system: THO + 'v3-ActCode', code: 'IMP' },
  type: [cc('https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit', '3')], subject: ref('Patient', 'patient'),
  participant: [{ type: [cc(THO + 'v3-ParticipationType', 'ATND')], period: { start: '2026-03-02', end: '2026-03-05' },
    individual: ref('Practitioner', 'practitioner') }],
  period: { start: '2026-03-02', end: '2026-03-05' }, reasonCode: [cc('http://snomed.info/sct', '279039007')],
  reasonReference: [ref('Condition', 'condition')],
  hospitalization: {
    admitSource: cc('https://www.nubc.org/CodeSystem/PointOfOrigin', '1'),
    dischargeDisposition: cc(THO + 'discharge-disposition', 'home') },
  location: [{ location: ref('Location', 'location') }], serviceProvider: ref('Organization', 'requester'),
});

const document = () => ({
  resourceType: 'DocumentReference', id: 'document', meta: profile('profile-documentreference'),
  identifier: [{ system: 'http://ehr.example/document-number', value: 'D-1' }], status: 'current',
  type: cc('http://loinc.org', '34133-9'),
  category: [cc('http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category', 'clinical-note')],
  subject: ref('Patient', 'patient'), date: '2026-01-04T10:00:00Z', author: [ref('Practitioner', 'practitioner')],
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('Invented note.\n').toString('base64') },
    format: { system: 'http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode', code: 'urn:ihe:iti:xds:2017:mimeTypeSufficient' } }],
  context: { encounter: [ref('Encounter', 'encounter')], period: { start: '2026-01-04T09:00:00Z', end: '2026-01-04T10:00:00Z' } },
});

function order(version) {
  return {
    resourceType: 'ServiceRequest', id: 'order', meta: profile('profile-servicerequest'),
    extension: [
      ext('extension-productOrServiceCodeEnd', { valueCodeableConcept: cc(CPT, '97112') }),
      { url: 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information', extension: [
        { url: 'coverage', valueReference: ref('Coverage', 'coverage') }, { url: 'covered', valueCode: 'covered' },
        { url: 'pa-needed', valueCode: 'auth-needed' }, { url: 'date', valueDate: '2026-01-04' },
        { url: 'coverage-assertion-id', valueString: 'ASSERT-1' }] },
    ],
    status: 'active', intent: 'order', code: cc(CPT, '97110'),
    quantityQuantity: { value: 12, unit: 'units', system: X12 + '673', code: 'UN' },
    subject: ref('Patient', 'patient'), authoredOn: '2026-01-04', requester: ref('Practitioner', 'practitioner'),
    occurrenceTiming: {
      extension: [
        ext('extension-timingcalendarpattern', { valueCodeableConcept: cc(X12 + '678', '1') }),
        ext('extension-timingdeliverypattern', { valueCodeableConcept: cc(X12 + '679', 'D') }),
      ],
      repeat: {
        boundsDuration: { value: 6, unit: 'week', system: 'http://unitsofmeasure.org', code: 'wk' },
        ...(version === '2.2.1' && { count: 12, countMax: 14, frequency: 2, frequencyMax: 3 }), period: 1,
        ...(version === '2.2.1' && { periodMax: 2 }), periodUnit: 'wk',
        ...(version === '2.0.1' && { frequency: 2 }),
      },
    },
  };
}

// ---- the Claim ----

const revenue = (version) =>
  version === '2.2.1' ? 'https://www.nubc.org/CodeSystem/RevenueCodes' : 'https://www.nubc.org/revenue-code';

const claimIdentifier = (value) => ({
  extension: [
    ext('extension-identifierSubDepartment', { valueString: '223412' }),
    ext('extension-identifierJurisdiction', { valueCodeableConcept: cc('https://www.usps.com/', 'IL') }),
  ],
  system: 'urn:trnorg:9999900015', value,
  assigner: { identifier: { system: 'http://ehr.example/trace-owner', value: '9999900015' } },
});

/** One service line. `rich` fills every element that a line can have. */
function item(version, sequence, [system, code], options = {}) {
  const { date = '2026-03-02', quantity = 1, rich = false, change, cancelled = false } = options;
  const extension = [
    ext('extension-serviceItemRequestType', { valueCodeableConcept: cc(X12 + '1525', 'HS') }),
    ext('extension-certificationType', { valueCodeableConcept: cc(X12 + '1322', cancelled ? '3' : 'I') }),
    ext('extension-itemTraceNumber', { valueIdentifier: { system: 'http://ehr.example/line-trace', value: `LINE-${sequence}` } }),
  ];
  if (change) extension.push(ext('extension-infoChanged', { valueCode: change }));
  const out = { extension };
  if (cancelled || (rich && change)) out.modifierExtension = [ext('modifierextension-infoCancelled', { valueBoolean: cancelled })];
  Object.assign(out, { sequence, careTeamSequence: [2], diagnosisSequence: [1] });
  if (rich) {
    extension.push(
      ext('extension-authorizationNumber', { valueString: 'OLD-AUTH-1' }),
      ext('extension-administrationReferenceNumber', { valueString: 'OLD-REF-1' }),
      ext('extension-productOrServiceCodeEnd', { valueCodeableConcept: cc(CPT, '97112') }),
      ext('extension-epsdtIndicator', { valueBoolean: false }),
      ext('extension-nursingHomeResidentialStatus', { valueCodeableConcept: cc(X12 + '1345', '2') }),
      ext('extension-nursingHomeLevelOfCare', { valueCodeableConcept: cc(X12 + '1337', '2') }),
      ext('extension-revenueUnitRateLimit', { valueDecimal: 100.5 }),
      ext('extension-requestedService', { valueReference: ref('ServiceRequest', 'order') }));
    Object.assign(out, { informationSequence: [1], revenue: cc(revenue(version), '0420') });
  }
  Object.assign(out, { category: cc(X12 + '1365', rich ? 'PT' : '1'), productOrService: cc(system, code) });
  if (rich) out.modifier = [cc(HCPCS, 'GP')];
  if (date.includes('/')) {
    const [start, end] = date.split('/');
    out.servicedPeriod = { start, end };
  } else {
    out.servicedDate = date;
  }
  out.locationCodeableConcept =
    cc('https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set', '11');
  out.quantity = { value: quantity, unit: 'units', system: X12 + '673', code: 'UN' };
  if (rich) out.unitPrice = { value: 85.25, currency: 'USD' };
  return out;
}

function supportingInfo(version, changed, days = false) {
  const info = (sequence, category, value) => ({
    ...(changed && {
      extension: [ext('extension-infoChanged', { valueCode: 'changed' })],
      modifierExtension: [ext('modifierextension-infoCancelled', { valueBoolean: false })],
    }),
    sequence, category: cc(TEMP, category), ...value,
  });
  const attached = info(1, 'additionalInformation', { valueReference: ref('DocumentReference', 'document') });
  if (version === '2.2.1') {
    attached.extension = [...(attached.extension ?? []), parts('extension-documentInformation',
      { url: 'reportTypeCode', valueCodeableConcept: cc(X12 + '755', 'B3') },
      { url: 'transmissionMethod', valueCodeableConcept: cc(X12 + '756', 'EL') },
      { url: 'controlNumber', valueString: 'DOC-1' }, { url: 'description', valueString: 'Invented note' })];
  }
  return [
    attached,
    info(2, 'freeFormMessage', { valueString: 'INVENTED MESSAGE TO THE PAYER' }),
    info(3, 'patientEvent', days ? { timingDate: '2026-03-02' } : { timingPeriod: { start: '2026-03-02', end: '2026-03-05' } }),
    info(4, 'admissionDates', days ? { timingDate: '2026-03-02' } : { timingPeriod: { start: '2026-03-02', end: '2026-03-02' } }),
    info(5, 'dischargeDates', { timingDate: '2026-03-05' }),
  ];
}

/** options: id, trace, profile, items, related (id of the predecessor), rich, cancelAll, inquiry */
function claim(version, options) {
  const { id, trace, items, related, rich = false, cancelAll = false } = options;
  const latest = version === '2.2.1';
  const extension = [];
  if (latest) {
    extension.push(parts('extension-TransmissionIdentifiers',
      { url: 'applicationSenderCode', valueString: 'CONFAPP' }, { url: 'applicationReceiverCode', valueString: 'PLANAPP' },
      { url: 'interchangeSenderID', valueString: 'CONFSENDER' }, { url: 'interchangeReceiverID', valueString: 'CONFPLAN' }));
  }
  extension.push(ext('extension-levelOfServiceCode', { valueCodeableConcept: cc(X12 + '1338', 'E') }));
  if (rich) {
    extension.push(
      parts('extension-conditionCode', { url: 'category', valueCodeableConcept: cc(X12 + '1136', '07') },
        { url: 'indicator', valueBoolean: true }, { url: 'code', valueCodeableConcept: cc(X12 + '1321', '09') }),
      parts('extension-homeHealthCareInformation', { url: 'prognosis', valueCodeableConcept: cc(X12 + '923', '1') },
        { url: 'date', valueDate: '2026-03-02' }),
      { url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Claim.encounter',
        valueReference: ref('Encounter', 'encounter') });
    if (latest) {
      extension.push(ext('extension-authorizationNumber', { valueString: 'OLD-AUTH-0' }),
        ext('extension-administrationReferenceNumber', { valueString: 'OLD-REF-0' }));
    }
  }
  if (latest && cancelAll) extension.push(ext('extension-certificationType', { valueCodeableConcept: cc(X12 + '1322', '3') }));
  if (latest && rich && related) extension.push(ext('extension-certificationType', { valueCodeableConcept: cc(X12 + '1322', 'I') }));
  return {
    resourceType: 'Claim', id, meta: profile(related ? 'profile-claim-update' : 'profile-claim'), extension,
    identifier: [claimIdentifier(trace)], status: 'active', type: cc(THO + 'claim-type', 'professional'),
    use: 'preauthorization', patient: ref('Patient', 'patient'), created: '2026-01-05T09:30:00Z',
    insurer: ref('Organization', 'insurer'), provider: ref('Organization', 'requester'),
    priority: cc(THO + 'processpriority', 'normal'),
    ...(related && { related: [{ claim: ref('Claim', related),
      relationship: cc(THO + 'ex-relatedclaimrelationship', latest ? 'prior' : 'associated') }] }),
    careTeam: [
      { extension: [ext('extension-careTeamClaimScope', { valueBoolean: true })], sequence: 1,
        provider: ref('PractitionerRole', 'role'), role: cc(X12 + '98', 'DK'),
        qualification: cc('http://nucc.org/provider-taxonomy', '207X00000X') },
      { extension: [ext('extension-careTeamClaimScope', { valueBoolean: false })], sequence: 2,
        provider: ref('PractitionerRole', 'role'), role: cc(X12 + '98', 'SJ'),
        qualification: cc('http://nucc.org/provider-taxonomy', '207X00000X') },
    ],
    ...(rich && { supportingInfo: supportingInfo(version, Boolean(related)) }),
    diagnosis: [{ extension: [ext('extension-diagnosisRecordedDate', { valueDate: '2026-01-04' })], sequence: 1,
      diagnosisCodeableConcept: cc('http://hl7.org/fhir/sid/icd-10-cm', 'M54.50'), type: [cc(TEMP, 'principal')] }],
    insurance: [{ sequence: 1, focal: true, coverage: ref('Coverage', 'coverage') }],
    ...(rich && { accident: { date: '2025-12-20', type: cc(X12 + '1362', 'AA'), locationAddress: address } }),
    item: items,
  };
}

function bundle(version, { profileName = 'profile-pas-request-bundle', id, claims, rich = false, urn = false }) {
  const resources = [...claims, patient(), coverage(version), requester(), insurer(), role(), practitioner(), location()];
  if (rich) resources.push(order(version), encounter(), condition(), document());
  const entry = resources.map((resource) => ({ fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`, resource }));
  if (urn) entry[0].fullUrl = 'urn:uuid:6f1d2c1e-0c1a-4f5e-9d5b-3a1c0a5e2b01';
  if (urn) absolute(entry[0].resource);
  return {
    resourceType: 'Bundle', id, meta: profile(profileName),
    identifier: { system: 'http://ehr.example/transaction-number', value: id.toUpperCase() },
    type: 'collection', timestamp: '2026-01-05T09:30:00Z', entry,
  };
}

/** Relative references do not resolve from a urn:uuid entry: they are written in full. */
function absolute(node) {
  if (!node || typeof node !== 'object') return;
  if (typeof node.reference === 'string' && !node.reference.includes(':')) node.reference = `${BASE}/${node.reference}`;
  for (const child of Object.values(node)) absolute(child);
}

// ---- the inquiries ----

function inquiryItem(version) {
  const date = (name, value) => ext(name, { valueDate: value });
  return {
    extension: [
      ext('extension-serviceItemRequestType', { valueCodeableConcept: cc(X12 + '1525', 'HS') }),
      ext('extension-certificationType', { valueCodeableConcept: cc(X12 + '1322', 'I') }),
      ext('extension-itemTraceNumber', { valueIdentifier: { system: 'http://ehr.example/line-trace', value: 'LINE-1' } }),
      ext('extension-productOrServiceCodeEnd', { valueCodeableConcept: cc(CPT, '97112') }),
      ext('extension-itemCertificationIssueDate', { valuePeriod: { start: '2020-01-01', end: '2099-12-31' } }),
      ext('extension-itemCertificationExpirationDate', { valuePeriod: { start: '2020-01-01', end: '2099-12-31' } }),
      ext('extension-itemCertificationEffectiveDate', { valuePeriod: { start: '2020-01-01', end: '2099-12-31' } }),
      ext('extension-reviewActionCode', { valueCodeableConcept: cc(X12 + '306', 'A6') }),
    ],
    sequence: 1, careTeamSequence: [2], diagnosisSequence: [1], revenue: cc(revenue(version), '0420'),
    category: cc(X12 + '1365', 'PT'), productOrService: cc(CPT, '97110'), modifier: [cc(HCPCS, 'GP')],
    servicedPeriod: { start: '2026-03-01', end: '2026-03-31' },
    locationCodeableConcept:
      cc('https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set', '11'),
    quantity: { value: 12, unit: 'units', system: X12 + '673', code: 'UN' },
  };
}

/** Any service of the member: `not-applicable` stands for no code (spec-43). */
function anyService(version) {
  return { sequence: 1, category: cc(X12 + '1365', '1'), productOrService: cc(THO + 'data-absent-reason', 'not-applicable') };
}

/** By numbers that nobody gave: nothing is found, and nothing goes wrong. */
function byNumber(version) {
  const made = inquiryItem(version);
  made.extension.push(ext('extension-authorizationNumber', { valueString: 'UNKNOWN-AUTH-1' }),
    ext('extension-administrationReferenceNumber', { valueString: 'UNKNOWN-REF-1' }));
  delete made.servicedPeriod;
  return { ...made, informationSequence: [3], servicedDate: '2026-03-02' };
}

/** options: id, items, rich (a care team and diagnoses), days (single dates), numbers (of the whole authorization) */
function inquiry(version, { id, items, rich, days = false, numbers = false }) {
  const made = claim(version, { id, trace: id.toUpperCase(), items });
  const add = (name, value) => made.extension.push(ext(name, value));
  if (numbers) {
    add('extension-certificationType', { valueCodeableConcept: cc(X12 + '1322', 'I') });
    if (version === '2.2.1') {
      add('extension-authorizationNumber', { valueString: 'UNKNOWN-AUTH-0' });
      add('extension-administrationReferenceNumber', { valueString: 'UNKNOWN-REF-0' });
      made.extension.push(
        parts('extension-conditionCode', { url: 'category', valueCodeableConcept: cc(X12 + '1136', '07') },
          { url: 'indicator', valueBoolean: true }, { url: 'code', valueCodeableConcept: cc(X12 + '1321', '09') }),
        parts('extension-homeHealthCareInformation', { url: 'prognosis', valueCodeableConcept: cc(X12 + '923', '1') },
          { url: 'date', valueDate: '2026-03-02' }));
    }
  }
  made.meta = profile('profile-claim-inquiry');
  made.billablePeriod = { start: '2020-01-01', end: '2099-12-31' };
  if (!rich) {
    made.careTeam = undefined;
    made.diagnosis = undefined;
  }
  if (rich) {
    made.supportingInfo = supportingInfo(version, false, days).slice(2);
    made.accident = { date: '2025-12-20', type: cc(X12 + '1362', 'AA'), locationAddress: address };
  }
  return bundle(version, { profileName: 'profile-pas-inquiry-request-bundle', id, claims: [made] });
}

// ---- what is written ----

function requests(version) {
  const line = (sequence, procedure, options) => item(version, sequence, procedure, options);
  const simple = (id, items, options = {}) => bundle(version, { id, claims: [claim(version, { id, trace: id.toUpperCase(), items, ...options })] });
  const files = {
    approval: [simple('conf-approval', [line(1, [CPT, '72148'])])],
    denial: [simple('conf-denial', [line(1, [CPT, '15828'])])],
    pended: [simple('conf-pended', [line(1, [CPT, '27447'])])],
    'must-support-submit': mustSupport(version),
    'must-support-inquire': [
      inquiry(version, { id: 'conf-inquiry-any', items: [anyService(version)], rich: false }),
      inquiry(version, { id: 'conf-inquiry-lines', items: [inquiryItem(version)], rich: true }),
      inquiry(version, { id: 'conf-inquiry-number', items: [byNumber(version)], rich: true, days: true, numbers: true }),
    ],
    'error-empty-bundle': {
      resourceType: 'Bundle', id: 'conf-empty', meta: profile('profile-pas-request-bundle'),
      identifier: { system: 'http://ehr.example/transaction-number', value: 'A12345' },
      type: 'collection', timestamp: '2026-01-05T09:30:00Z', entry: [],
    },
    subscription: subscription(version),
  };
  if (version === '2.0.1') {
    files['pended-inquire'] = [inquiry(version, { id: 'conf-pended-inquiry', items: [line(1, [CPT, '27447'])], rich: false })];
  }
  return version === '2.2.1' ? { ...files, ...updates(version) } : files;
}

/** Everything that an answer can hold: a line that is modified, one that waits for papers, one that is denied, one that is
 *  faulty; and a Claim that nobody can refer to, for it has no address. The predecessor was never submitted. */
function mustSupport(version) {
  const line = (sequence, procedure, options) => item(version, sequence, procedure, options);
  const latest = version === '2.2.1';
  const everything = claim(version, {
    id: 'conf-everything', trace: 'CONF-EVERYTHING', rich: true, related: latest ? 'conf-never-submitted' : undefined,
    items: [
      line(1, [CPT, '97110'], { quantity: 12, rich: true, date: '2026-03-02/2026-04-10', change: latest ? 'changed' : undefined }),
      line(2, [CPT, '78815'], { rich: true }),
      line(3, [CPT, '15828']),
      line(4, [CPT, '72148'], { date: '2099-01-05' }),
    ],
  });
  const prior = claim(version, {
    id: 'conf-never-submitted', trace: 'CONF-NEVER-SUBMITTED', items: [line(1, [CPT, '97110'], { quantity: 10 })] });
  const approved = claim(version, { id: 'conf-no-address', trace: 'CONF-NO-ADDRESS', items: [line(1, [CPT, '72148'])] });
  approved.supportingInfo = supportingInfo(version, false, true).slice(2);
  return [
    bundle(version, { id: 'conf-everything', claims: latest ? [everything, prior] : [everything], rich: true }),
    bundle(version, { id: 'conf-no-address', claims: [approved], urn: true }),
  ];
}

function updates(version) {
  const line = (sequence, procedure, options) => item(version, sequence, procedure, options);
  const office = [CPT, '99213'], therapy = [CPT, '97110'];
  const initial = claim(version, { id: 'conf-update-initial', trace: 'CONF-UPDATE', items: [line(1, office)] });
  const added = claim(version, {
    id: 'conf-update-add', trace: 'CONF-UPDATE', related: 'conf-update-initial',
    items: [line(1, office), line(2, therapy, { quantity: 4, change: 'added' })] });
  const changed = claim(version, {
    id: 'conf-update-modify', trace: 'CONF-UPDATE', related: 'conf-update-add',
    items: [line(1, office, { date: '2026-03-09', change: 'changed' }),
      line(2, therapy, { quantity: 4, change: 'changed', cancelled: true })] });
  const cancelled = claim(version, {
    id: 'conf-update-cancel', trace: 'CONF-UPDATE', related: 'conf-update-modify', cancelAll: true,
    items: [line(1, office, { date: '2026-03-09', change: 'changed', cancelled: true }),
      line(2, therapy, { quantity: 4, cancelled: true, change: 'changed' })] });
  const of = (...claims) => [bundle(version, { id: claims[0].id, claims })];
  return {
    'update-1-initial': of(initial),
    'update-2-add': of(added, initial),
    'update-3-modify-cancel': of(changed, added),
    'update-4-cancel-all': of(cancelled, changed),
  };
}

/** 2.2.1 filters by the requester's NPI and not by the interchange sender, 2.0.1 by something that is no PAS filter at all, and
 *  both have ended long ago: as the presets of the kit do. */
function subscription(version) {
  const latest = version === '2.2.1';
  const filter = latest ? `org-identifier=${REQUESTER_NPI}` : 'Encounter.patient=Patient/123';
  return {
    resourceType: 'Subscription',
    meta: { profile: [latest ? SD + 'profile-subscription' : BACKPORT + 'backport-subscription'] },
    status: 'requested', end: '2020-12-31T12:00:00Z', reason: 'Conformance run: decisions that come later', criteria: TOPIC,
    _criteria: { extension: [{ url: BACKPORT + 'backport-filter-criteria', valueString: filter }] },
    channel: {
      extension: [{ url: BACKPORT + 'backport-timeout', valueUnsignedInt: 60 }, { url: BACKPORT + 'backport-max-count', valuePositiveInt: 20 }],
      type: 'rest-hook', endpoint: 'http://localhost:1/replaced-by-the-run', payload: 'application/fhir+json',
      _payload: { extension: [{ url: BACKPORT + 'backport-payload-content', valueCode: latest ? 'full-resource' : 'id-only' }] },
      header: ['X-Conformance: repeated'],
    },
  };
}

for (const version of ['2.2.1', '2.0.1']) {
  mkdirSync(join(root, version), { recursive: true });
  for (const [name, content] of Object.entries(requests(version))) {
    writeFileSync(join(root, version, `${name}.json`), `${JSON.stringify(content, null, 1)}\n`);
  }
}
