# PAS DocumentReference (2.2.1; 2.0.1 uses the US Core one), and the basics of QuestionnaireResponse and Observation,
# which arrive as Claim.supportingInfo.valueReference.
resource DocumentReference
  identifier             0..*  Identifier[]  MS
  status                 1..1  code          MS  codes=document-status
  type                   1..1  CodeableConcept  MS
  category               1..*  CodeableConcept[]  MS
  subject                1..1  Reference(Patient|Practitioner|Group|Device)  MS
  date                   0..1  instant       MS
  author                 0..*  Reference[]   MS
  content                1..*  BackboneElement[]  MS
    attachment           1..1  Attachment    MS
      contentType        0..1  code          MS
      data               1..1  base64Binary  MS  rule=base64  0..1@2.0.1
      url                0..0  url           MS@2.2.1  0..1@2.0.1
      invariant content-or-url@2.2.1
    format               0..1  Coding        MS
  context                0..1  BackboneElement  MS
    encounter            0..1  Reference(Encounter|EpisodeOfCare)[]  MS  0..*@2.0.1
    period               0..1  Period        MS

resource QuestionnaireResponse
  identifier             0..1  Identifier
  questionnaire          1..1  canonical
  status                 1..1  code          codes=answer-status
  subject                1..1  Reference
  authored               1..1  dateTime
  author                 0..1  Reference
  item                   0..*  BackboneElement[]
    linkId               1..1  string
    text                 0..1  string
    answer               0..*  BackboneElement[]

resource Observation
  identifier             0..*  Identifier[]
  status                 1..1  code          codes=observation-status
  category               0..*  CodeableConcept[]
  code                   1..1  CodeableConcept
  subject                1..1  Reference(Patient|Group|Device|Location)
  effective[x]           0..1  dateTime,Period,Timing,instant
  value[x]               0..1  Quantity,CodeableConcept,string,boolean,integer,Range,Ratio,time,dateTime,Period
