# What an answer asks for: PAS CommunicationRequest, and the PAS Task that takes it to the provider's people.
resource CommunicationRequest answer
  extension:serviceLineNumber  0..1  positiveInt  MS  url=extension-serviceLineNumber  absent@2.0.1
  identifier             0..1  Identifier[]     MS  0..*@2.0.1
  status                 1..1  code             fixed=active
  category               0..1  CodeableConcept[]  MS  0..*@2.0.1  codes=report-type
  medium                 0..1  CodeableConcept[]  MS  0..*@2.0.1
  subject                0..1  Reference(Patient|Group)
  payload                0..1  BackboneElement[]  MS  0..*@2.0.1
    extension:serviceLineNumber      0..1  positiveInt      MS  url=extension-serviceLineNumber  absent@2.2.1
    extension:communicatedDiagnosis  0..*  CodeableConcept  MS  url=extension-communicatedDiagnosis  codes=diagnosis
    extension:contentModifier        0..*  CodeableConcept  MS  url=extension-contentModifier  codes=loinc
    content[x]           1..1  string           MS
  authoredOn             0..1  dateTime
  requester              0..1  Reference(Organization)  MS
  recipient              0..*  Reference(Practitioner|Organization)[]  MS
  sender                 0..1  Reference(Organization)  MS
  invariant identifier-unless-voice@2.2.1

resource Task answer
  identifier             1..*  Identifier[]     MS
  status                 1..1  code             MS  codes=task-status
  statusReason           0..1  CodeableConcept  MS
  intent                 1..1  code             MS  fixed=order
  priority               0..1  code             codes=priority
  code                   1..1  CodeableConcept  MS  codes=task-code
  for                    1..1  Reference(Patient)  MS
  authoredOn             0..1  dateTime
  lastModified           0..1  dateTime
  requester              0..1  Reference(Device|Organization|Patient|Practitioner|PractitionerRole|RelatedPerson)  MS  outside  1..1@2.0.1
    identifier           1..1  Identifier       MS
  owner                  0..1  Reference(Practitioner|PractitionerRole|Organization|CareTeam|HealthcareService|Patient|Device|RelatedPerson)  MS  outside  1..1@2.0.1
    identifier           1..1  Identifier       MS
  reasonCode             1..1  CodeableConcept  MS  fixed=pas#priorAuthorization
  reasonReference        1..1  Reference(Claim)  MS  outside
  restriction            0..1  BackboneElement
    period               0..1  Period           MS
  input                  2..*  BackboneElement[]  MS
    type                 1..1  CodeableConcept
    value[x]             1..1  any
  input:PayerURL         1..1  BackboneElement[]  MS@2.2.1  where=type~pas#payer-url
    value[x]             1..1  url
  input:AttachmentsNeeded  0..*  BackboneElement[]  MS@2.2.1  where=type~pas#attachments-needed
    extension:paLineNumber     1..1  positiveInt      MS  url=extension-serviceLineNumber  absent@2.0.1
    extension:paLineNumber     1..1  integer          url=extension-paLineNumber  absent@2.2.1
    extension:contentModifier  0..*  CodeableConcept  MS  url=extension-contentModifier  codes=loinc  absent@2.0.1
    type                 1..1  CodeableConcept  MS@2.2.1
    value[x]             1..1  CodeableConcept  MS@2.2.1  codes=attachment-code@2.0.1
  input:QuestionnaireContext  0..*  BackboneElement[]  MS  where=type~pas#questionnaire-context  absent@2.0.1
    extension:paLineNumber     1..1  positiveInt  MS  url=extension-serviceLineNumber
    type                 1..1  CodeableConcept  MS
    value[x]             1..1  string           MS
  input:QuestionnairesNeeded  0..*  BackboneElement[]  where=type~pas#questionnaires-needed  absent@2.2.1
    extension:paLineNumber     1..1  integer  url=extension-paLineNumber
    type                 1..1  CodeableConcept
    value[x]             1..1  PasIdentifier
  invariant attachment-needed
  invariant questionnaire-context@2.2.1
  invariant questionnaire-needed@2.0.1
  invariant modified-after-authored
