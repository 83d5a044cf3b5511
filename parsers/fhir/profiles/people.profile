# PAS Beneficiary and Subscriber, Practitioner, PractitionerRole (US Core 7.0.0; 2.0.1: US Core 3.1.1 or base FHIR).
resource Patient
  extension:militaryStatus  0..1  CodeableConcept  url=extension-militaryStatus  codes=military
  extension:race         0..1  Extension  MS  url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-race       absent@2.2.1
  extension:ethnicity    0..1  Extension  MS  url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity  absent@2.2.1
  extension:birthsex     0..1  code       MS  url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex   absent@2.2.1
  identifier             1..*  Identifier[]  MS
    system               1..1  uri           MS
    value                1..1  string        MS
  active                 0..1  boolean
  name                   1..*  HumanName[]   MS
    family               0..1  string        MS
    given                0..*  string[]      MS
    prefix               0..*  string[]      MS
    suffix               0..*  string[]      MS
    invariant named-person
  telecom                0..*  ContactPoint[]  MS@2.0.1
    system               1..1  code          MS
    value                1..1  string        MS
    use                  0..1  code          MS
  gender                 1..1  code          MS  codes=gender
  birthDate              0..1  date          MS  rule=full-date
  deceased[x]            0..1  boolean,dateTime
  address                0..*  Address[]     MS
    line                 0..*  string[]      MS
    city                 0..1  string        MS
    district             0..1  string        MS
    state                0..1  string        MS
    postalCode           0..1  string        MS
    country              0..1  string        MS
    period               0..1  Period        MS@2.0.1
  multipleBirth[x]       0..1  boolean,integer
  multipleBirth[x]:multipleBirthInteger  0..1  integer  MS
  contact                0..*  BackboneElement[]
    invariant contact-has-details
  communication          0..*  BackboneElement[]  MS@2.0.1
    language             1..1  CodeableConcept  MS

resource Practitioner
  identifier             1..*  PasIdentifier[]  MS
  identifier:NPI         0..*  PasIdentifier[]  MS  where=system~http://hl7.org/fhir/sid/us-npi  0..1@2.0.1
  name                   1..*  HumanName[]   MS
    family               1..1  string        MS
  telecom                0..*  ContactPoint[]  MS
    system               0..1  code          MS@2.2.1
    value                0..1  string        MS@2.2.1
  address                0..*  Address[]     MS
    line                 0..4  string[]      MS@2.2.1  0..*@2.0.1
    city                 0..1  string        MS@2.2.1
    state                0..1  string        MS@2.2.1
    postalCode           0..1  string        MS@2.2.1
    country              0..1  string        MS@2.2.1

resource PractitionerRole
  practitioner           1..1  Reference(Practitioner)   MS
  organization           0..1  Reference(Organization)   MS
  code                   0..*  CodeableConcept[]  MS@2.2.1
  specialty              0..*  CodeableConcept[]  MS@2.2.1
  location               0..*  Reference(Location)[]  MS@2.2.1
  telecom                0..*  ContactPoint[]     MS@2.2.1
    system               1..1  code          MS@2.2.1  0..1@2.0.1
    value                1..1  string        MS@2.2.1  0..1@2.0.1
  endpoint               0..*  Reference(Endpoint)[]  MS@2.2.1  outside
  invariant role-of-something@2.2.1
  invariant role-reachable@2.2.1
