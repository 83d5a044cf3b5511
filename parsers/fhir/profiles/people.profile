# PAS Beneficiary and Subscriber, Practitioner, PractitionerRole (US Core 7.0.0; 2.0.1: US Core 3.1.1 or base FHIR).
resource Patient
  extension:militaryStatus  0..1  CodeableConcept  url=extension-militaryStatus  codes=military
  identifier             1..*  Identifier[]  MS
    system               1..1  uri           MS
    value                1..1  string        MS
  active                 0..1  boolean
  name                   1..*  HumanName[]   MS
  telecom                0..*  ContactPoint[]
    system               1..1  code
    value                1..1  string
  gender                 1..1  code          MS  codes=gender
  birthDate              0..1  date          MS  rule=full-date
  deceased[x]            0..1  boolean,dateTime
  address                0..*  Address[]     MS
  multipleBirth[x]       0..1  boolean,integer  MS

resource Practitioner
  identifier             1..*  PasIdentifier[]  MS
  identifier:NPI         0..*  PasIdentifier[]  MS  where=system~http://hl7.org/fhir/sid/us-npi  0..1@2.0.1
  name                   1..*  HumanName[]   MS
    family               1..1  string        MS
  telecom                0..*  ContactPoint[]  MS@2.2.1
  address                0..*  Address[]     MS@2.2.1
    line                 0..4  string[]      MS@2.2.1  0..*@2.0.1

resource PractitionerRole
  practitioner           1..1  Reference(Practitioner)   MS  0..1@2.0.1
  organization           0..1  Reference(Organization)   MS
  code                   0..*  CodeableConcept[]  MS@2.2.1
  specialty              0..*  CodeableConcept[]  MS@2.2.1
  location               0..*  Reference(Location)[]  MS@2.2.1
  telecom                0..*  ContactPoint[]     MS@2.2.1
    system               1..1  code          MS  0..1@2.0.1
    value                1..1  string        MS  0..1@2.0.1
  endpoint               0..*  Reference(Endpoint)[]  MS@2.2.1
