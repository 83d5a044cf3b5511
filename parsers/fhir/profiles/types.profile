# Data types, as far as PAS requests use them. FHIR R4 4.0.1 and PAS profile-identifier, -quantity, -datatype-timing.
type Coding
  system                 0..1  uri
  version                0..1  string
  code                   0..1  code
  display                0..1  string
  userSelected           0..1  boolean

type CodeableConcept
  coding                 0..*  Coding[]
  text                   0..1  string

type Reference
  reference              0..1  string
  type                   0..1  uri
  identifier             0..1  Identifier
  display                0..1  string

type Period
  start                  0..1  dateTime
  end                    0..1  dateTime  rule=after-start

type Identifier
  use                    0..1  code
  type                   0..1  CodeableConcept
  system                 0..1  uri
  value                  0..1  string    rule=npi
  period                 0..1  Period
  assigner               0..1  Reference

type PasIdentifier
like Identifier
  extension:subDepartment  0..1  string           MS  url=extension-identifierSubDepartment
  extension:jurisdiction   0..1  CodeableConcept  MS  url=extension-identifierJurisdiction
  system                 1..1  uri       MS@2.2.1  0..1@2.0.1
  value                  1..1  string    MS@2.2.1  0..1@2.0.1  rule=npi

type HumanName
  use                    0..1  code
  text                   0..1  string
  family                 0..1  string
  given                  0..*  string[]
  prefix                 0..*  string[]
  suffix                 0..*  string[]
  period                 0..1  Period

type Address
  use                    0..1  code
  type                   0..1  code
  text                   0..1  string
  line                   0..*  string[]
  city                   0..1  string
  district               0..1  string
  state                  0..1  string
  postalCode             0..1  string
  country                0..1  string
  period                 0..1  Period

type ContactPoint
  system                 0..1  code
  value                  0..1  string
  use                    0..1  code
  rank                   0..1  positiveInt
  period                 0..1  Period

type Quantity
  value                  0..1  decimal
  comparator             0..1  code
  unit                   0..1  string
  system                 0..1  uri
  code                   0..1  code

type PasQuantity
like Quantity
  value                  1..1  decimal   MS  0..1@2.0.1
  comparator             0..0  code      0..1@2.0.1
  unit                   0..1  string    MS
  system                 0..1  uri       MS
  code                   0..1  code      MS  rule=unit@2.2.1
  invariant unit-or-code@2.2.1
  invariant code-needs-system

type Money
  value                  0..1  decimal
  currency               0..1  code

type Attachment
  contentType            0..1  code
  language               0..1  code
  data                   0..1  base64Binary  rule=base64
  url                    0..1  url
  size                   0..1  unsignedInt
  hash                   0..1  base64Binary
  title                  0..1  string
  creation               0..1  dateTime

type Timing
  extension:calendarPattern  0..1  CodeableConcept  MS  url=extension-timingcalendarpattern  codes=calendar-pattern
  extension:deliveryPattern  0..1  CodeableConcept  MS  url=extension-timingdeliverypattern  codes=delivery-pattern
  event                  0..*  dateTime[]
  repeat                 0..1  Element   MS@2.2.1
    bounds[x]            0..1  Duration,Range?,Period?  MS
    count                0..1  positiveInt  MS@2.2.1
    countMax             0..1  positiveInt  MS@2.2.1
    frequency            0..1  positiveInt  MS@2.2.1
    frequencyMax         0..1  positiveInt  MS@2.2.1
    period               0..1  decimal      MS
    periodMax            0..1  decimal      MS@2.2.1
    periodUnit           0..1  code         MS
    invariant duration-needs-unit
    invariant frequency-needs-period
  code                   0..1  CodeableConcept
  invariant says-how-often@2.2.1

type Duration
like Quantity

type Range
  low                    0..1  Quantity
  high                   0..1  Quantity

type Dosage
  sequence               0..1  integer
  text                   0..1  string  MS
  timing                 0..1  Timing  MS
  doseAndRate            0..*  Element[]  MS@2.2.1
    type                 0..1  CodeableConcept
    dose[x]              0..1  Quantity,Range
    rate[x]              0..1  Ratio,Range,Quantity

type Meta
  versionId              0..1  id
  lastUpdated            0..1  instant
  profile                0..*  canonical[]
  security               0..*  Coding[]
  tag                    0..*  Coding[]
