# PAS Organization, Insurer, Requestor (PAS Identifier slices), Location and Encounter.
resource Organization
  identifier             0..*  PasIdentifier[]  MS
  identifier:NPI         0..*  PasIdentifier[]  MS  where=system~http://hl7.org/fhir/sid/us-npi  0..1@2.0.1
  identifier:CLIA        0..*  PasIdentifier[]  where=system~urn:oid:2.16.840.1.113883.4.7  0..1@2.0.1
    value                1..1  string  rule=clia
  identifier:NAIC        0..*  PasIdentifier[]  where=system~urn:oid:2.16.840.1.113883.6.300  absent@2.0.1
    value                1..1  string  rule=naic
  identifier:TIN         0..1  Identifier[]  MS  where=system~http://terminology.hl7.org/NamingSystem/USEIN
  identifier:PI          0..1  Identifier[]  MS  where=type~payer#payerid  absent@2.0.1
  active                 1..1  boolean       MS
  type                   0..*  CodeableConcept[]
  name                   1..1  string        MS
  telecom                0..*  ContactPoint[]  MS
    system               0..1  code          MS@2.2.1
    value                0..1  string        MS@2.2.1
    invariant organization-contact
  address                0..*  Address[]     MS
    line                 0..4  string[]      MS
    city                 0..1  string        MS
    state                0..1  string        MS
    postalCode           0..1  string        MS
    country              0..1  string        MS
    invariant organization-address
  contact                0..*  BackboneElement[]
    name                 0..1  HumanName
    telecom              0..*  ContactPoint[]
  invariant name-or-identifier

role Insurer Organization Claim.insurer ClaimResponse.insurer
like Organization
  active                 1..1  boolean       MS  fixed=true@2.2.1
  type                   0..*  CodeableConcept[]  MS  codes=entity

role Requestor Organization Claim.provider ClaimResponse.requestor
like Organization
  active                 1..1  boolean       MS  fixed=true@2.2.1
  type                   0..*  CodeableConcept[]  MS  codes=entity
  contact                0..*  BackboneElement[]  MS
    name                 0..1  HumanName     MS
    telecom              0..*  ContactPoint[]  MS

resource Location
  identifier             0..*  Identifier[]  MS@2.2.1
  status                 0..1  code          MS  fixed=active@2.2.1
  name                   1..1  string        MS
  type                   0..*  CodeableConcept[]  MS@2.2.1
  telecom                0..*  ContactPoint[]  MS
  address                1..1  Address       MS
    line                 0..*  string[]      MS
    city                 0..1  string        MS
    state                0..1  string        MS
    postalCode           0..1  string        MS
  managingOrganization   0..1  Reference(Organization)  MS

resource Encounter
  extension:patientStatus  0..1  CodeableConcept  MS  url=extension-patientStatus  codes=patient-status
  extension:nursingHomeResidentialStatus  0..1  CodeableConcept  MS  url=extension-nursingHomeResidentialStatus  codes=residence
  meta                   0..1  Meta          MS@2.2.1
    lastUpdated          0..1  instant       MS@2.2.1
  identifier             0..*  Identifier[]  MS
    system               1..1  uri           MS
    value                1..1  string        MS
  status                 1..1  code          MS  fixed=planned  codes=encounter-status
  class                  1..1  Coding        MS
  type                   1..*  CodeableConcept[]  MS  codes=admission-type
  subject                1..1  Reference(Patient|Group?)  MS
  participant            0..*  BackboneElement[]  MS
    type                 0..*  CodeableConcept[]  MS
    period               0..1  Period        MS
    individual           0..1  Reference(Practitioner|PractitionerRole|RelatedPerson)  MS
  period                 0..1  Period        MS
  reasonCode             0..*  CodeableConcept[]  MS
  reasonReference        0..*  Reference[]   MS@2.2.1
  hospitalization        0..1  BackboneElement  MS
    admitSource          0..1  CodeableConcept  MS  codes=admission-source
    dischargeDisposition 0..1  CodeableConcept  MS
  location               0..*  BackboneElement[]  MS
    location             1..1  Reference(Location)  MS
  serviceProvider        0..1  Reference(Organization)  MS@2.2.1
