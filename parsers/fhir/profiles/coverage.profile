# PAS Coverage (2.2.1: on US Core Coverage 7.0.0; 2.0.1: on plain Coverage).
resource Coverage
  identifier             1..*  Identifier[]  MS  0..*@2.0.1
  identifier:memberid    1..1  Identifier[]  MS  where=type~v2-0203#MB  absent@2.0.1
    type                 1..1  CodeableConcept  MS
  status                 1..1  code          MS  fixed=active
  type                   0..1  CodeableConcept  MS@2.2.1
  subscriber             0..1  Reference(Patient|RelatedPerson?)  MS
  subscriberId           0..1  string        MS
  beneficiary            1..1  Reference(Patient)  MS  strict  resolves
  relationship           1..1  CodeableConcept  MS  0..1@2.0.1
    coding               0..*  Coding[]
    coding:X12Code       0..1  Coding[]  MS  where=system~https://codesystem.x12.org/005010/1069
  period                 0..1  Period        MS@2.2.1
  payor                  1..1  Reference(Organization|Patient?|RelatedPerson?)[]  MS  1..*@2.0.1
  class                  0..*  BackboneElement[]  MS@2.2.1
    type                 1..1  CodeableConcept
    value                1..1  string
    name                 0..1  string
  class:group            0..1  BackboneElement[]  MS  where=type~class#group  absent@2.0.1
    value                1..1  string        MS
    name                 0..1  string        MS
  class:plan             0..1  BackboneElement[]  MS  where=type~class#plan   absent@2.0.1
    value                1..1  string        MS
    name                 0..1  string        MS
  invariant member-id@2.2.1
  invariant self-or-subscriber@2.2.1
