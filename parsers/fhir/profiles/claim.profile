# PAS Claim, Claim Update and Claim Inquiry (the three columns of a cardinality).
resource Claim
  meta                   0..1  Meta
  extension:transmissionIdentifiers  0..1  Extension  MS  url=extension-TransmissionIdentifiers  absent@2.0.1
    extension:applicationSenderCode    1..1  string  url=applicationSenderCode
    extension:applicationReceiverCode  1..1  string  url=applicationReceiverCode
    extension:interchangeSenderID      0..1  string  url=interchangeSenderID
    extension:interchangeReceiverID    0..1  string  url=interchangeReceiverID
  extension:levelOfServiceType         0..1  CodeableConcept  MS  url=extension-levelOfServiceCode  codes=level-of-service
  extension:conditionCode              0..*  Extension  MS@2.2.1  url=extension-conditionCode
    extension:category                 1..1  CodeableConcept  url=category   codes=condition-group
    extension:indicator                1..1  boolean          url=indicator
    extension:code                     1..*  CodeableConcept  url=code       codes=condition
  extension:homeHealthCareInformation  0..1  Extension  MS@2.2.1  url=extension-homeHealthCareInformation
    extension:prognosis                1..1  CodeableConcept  url=prognosis  codes=prognosis
    extension:date                     1..1  date             url=date       rule=full-date
  extension:authorizationNumber           0..1  string  MS  url=extension-authorizationNumber             absent@2.0.1
  extension:administrationReferenceNumber 0..1  string  MS  url=extension-administrationReferenceNumber   absent@2.0.1
  extension:encounter    0..1/0..1/-  Reference(Encounter)  MS  url=http://hl7.org/fhir/5.0/StructureDefinition/extension-Claim.encounter
  extension:certificationType  -/0..1/0..1  CodeableConcept  MS  url=extension-certificationType  codes=certification  -/-/0..1@2.0.1
  identifier             1..2/1..2/1..1  PasIdentifier[]  MS  1..1/1..1/0..1@2.0.1
    extension:subDepartment  0..1  string           MS@2.2.1  url=extension-identifierSubDepartment
    extension:jurisdiction   0..1  CodeableConcept  MS@2.2.1  url=extension-identifierJurisdiction
    system               1..1  uri              MS@2.2.1  0..1@2.0.1
    value                1..1  string           MS@2.2.1  0..1@2.0.1  rule=npi
  status                 1..1  code             MS@2.2.1  fixed=active
  type                   1..1  CodeableConcept  codes=claim-type@2.2.1
  # Base R4 knows advice besides: a request for it is read and answered as such.
  use                    1..1  code             MS@2.2.1  strict  fixed=preauthorization  tolerated=predetermination
  patient                1..1  Reference(Patient)  MS@2.2.1  needed  strict  resolves
  billablePeriod         -/-/0..1  Period       MS
  created                1..1  dateTime
  insurer                1..1  Reference(Organization)  MS  needed  strict  resolves
  provider               1..1  Reference(Organization|PractitionerRole|Practitioner?)  MS  needed  strict  resolves
  priority               1..1  CodeableConcept
  related                0..0/1..1/-  BackboneElement[]  MS@2.2.1  -@2.0.1
    claim                -/1..1/-  Reference(Claim)  MS@2.2.1  -/0..1/-@2.0.1  outside@2.0.1
    relationship         -/1..1/-  CodeableConcept   MS@2.2.1  -/0..1/-@2.0.1  fixed=related#prior@2.2.1
  careTeam               0..*  BackboneElement[]  MS
    extension:careTeamClaimScope  1..1  boolean  MS  url=extension-careTeamClaimScope
    sequence             1..1  positiveInt  MS  unique
    provider             1..1  Reference(Organization|PractitionerRole|Practitioner?)  MS  absent@2.0.1
    provider             1..1  Reference(Organization|PractitionerRole|Practitioner)   MS  absent@2.2.1
    role                 0..1  CodeableConcept  MS  codes=entity
    qualification        0..1  CodeableConcept  MS  codes=taxonomy
  careTeam:OverallClaimMember  0..*  BackboneElement[]  MS@2.2.1  where=extension-careTeamClaimScope~true
  careTeam:ItemClaimMember     0..*  BackboneElement[]  MS@2.2.1  where=extension-careTeamClaimScope~false
  supportingInfo         0..*  BackboneElement[]  MS
    extension:infoChanged                -/0..1/-  code     MS@2.2.1  url=extension-infoChanged  codes=info-change
    modifierExtension:infoCancelledFlag  -/0..1/-  boolean  MS@2.2.1  url=modifierextension-infoCancelled
    sequence             1..1  positiveInt      MS  unique
    category             1..1  CodeableConcept  MS
  supportingInfo:PatientEvent    0..1  BackboneElement[]  MS@2.2.1  where=category~pas#patientEvent
    timing[x]            1..1  date,Period  MS  rule=full-date
    timing[x]:timingDate    0..1  date      MS@2.2.1
    timing[x]:timingPeriod  0..1  Period    MS@2.2.1
      start              0..1  dateTime     MS@2.2.1
      end                0..1  dateTime     MS@2.2.1  rule=after-start
    value[x]             0..0  any
  supportingInfo:AdmissionDates  0..1  BackboneElement[]  MS@2.2.1  where=category~pas#admissionDates
    timing[x]            1..1  date,Period  MS  rule=full-date
    timing[x]:timingDate    0..1  date      MS@2.2.1
    timing[x]:timingPeriod  0..1  Period    MS@2.2.1
      start              0..1  dateTime     MS@2.2.1
      end                0..1  dateTime     MS@2.2.1  rule=after-start
    value[x]             0..0  any
  supportingInfo:DischargeDates  0..1  BackboneElement[]  MS@2.2.1  where=category~pas#dischargeDates
    timing[x]            1..1  date,Period?  MS  rule=full-date  absent@2.0.1
    timing[x]            1..1  date,Period   MS  rule=full-date  absent@2.2.1
    value[x]             0..0  any
  supportingInfo:AdditionalInformation  0..*/0..*/-  BackboneElement[]  MS  where=category~pas#additionalInformation
    extension:documentInformation  1..1  Extension  MS  url=extension-documentInformation  absent@2.0.1
      extension:reportTypeCode      1..1  CodeableConcept  url=reportTypeCode      codes=report-type
      extension:transmissionMethod  0..1  CodeableConcept  url=transmissionMethod  codes=transmission
      extension:controlNumber       0..1  string           url=controlNumber
      extension:description         0..1  string           url=description
    timing[x]            0..0  any
    value[x]             1..1  Reference  MS
  supportingInfo:MessageText     0..*/0..*/-  BackboneElement[]  MS  where=category~pas#freeFormMessage
    timing[x]            0..0  any
    value[x]             1..1  string     MS
  diagnosis              0..*  BackboneElement[]  MS
    extension:recordedDate  0..1/0..1/-  date  MS  url=extension-diagnosisRecordedDate  rule=full-date
    sequence             1..1  positiveInt        MS  unique
    diagnosis[x]         1..1  CodeableConcept,Reference?  MS  codes=diagnosis
    type                 0..1  CodeableConcept[]  MS  codes=diagnosis-type
  insurance              1..*  BackboneElement[]  MS
    sequence             1..1  positiveInt        MS  unique
    focal                1..1  boolean            fixed=true
    coverage             1..1  Reference(Coverage)  MS  strict  resolves
  accident               0..1  BackboneElement    MS
    date                 1..1  date               MS  rule=full-date@2.2.1
    type                 0..1  CodeableConcept    MS  codes=related-cause
    location[x]          0..1  Address,Reference?  MS@2.2.1
  item                   1..*/-/0..*  BackboneElement[]  MS  1..*/-/1..*@2.0.1
    extension:itemTraceNumber      0..*  PasIdentifier  MS  url=extension-itemTraceNumber
    extension:authorizationNumber  0..1  string         MS  url=extension-authorizationNumber
    extension:administrationReferenceNumber  0..1  string  MS  url=extension-administrationReferenceNumber
    extension:requestType          1..1/1..1/0..1  CodeableConcept  MS  url=extension-serviceItemRequestType  codes=request-category  0..1@2.0.1
    extension:certificationType    1..1/1..1/0..1  CodeableConcept  MS  url=extension-certificationType  codes=certification  0..1@2.0.1
    extension:productOrServiceCodeEnd  0..1  CodeableConcept  MS@2.2.1  url=extension-productOrServiceCodeEnd  codes=service
    extension:certIssueDate        -/-/0..1  date,Period  MS  url=extension-itemCertificationIssueDate       rule=full-date
    extension:certExpirationDate   -/-/0..1  date,Period  MS  url=extension-itemCertificationExpirationDate  rule=full-date
    extension:certEffectiveDate    -/-/0..1  date,Period  MS  url=extension-itemCertificationEffectiveDate   rule=full-date
    extension:reviewActionCode     -/-/0..1  CodeableConcept  MS  url=extension-reviewActionCode  codes=review-action
    extension:epsdtIndicator       0..1/0..1/-  boolean  MS  url=extension-epsdtIndicator
    extension:nursingHomeResidentialStatus  0..1/0..1/-  CodeableConcept  MS  url=extension-nursingHomeResidentialStatus  codes=residence
    extension:nursingHomeLevelOfCare        0..1/0..1/-  CodeableConcept  MS  url=extension-nursingHomeLevelOfCare  codes=level-of-care
    extension:revenueUnitRateLimit  0..1/0..1/-  decimal  MS  url=extension-revenueUnitRateLimit
    extension:requestedService      0..1/0..1/-  Reference(MedicationRequest|ServiceRequest|DeviceRequest|NutritionOrder)  MS  url=extension-requestedService
    extension:infoChanged                -/0..1/-  code     MS@2.2.1  url=extension-infoChanged  codes=info-change
    modifierExtension:infoCancelledFlag  -/0..1/-  boolean  MS@2.2.1  url=modifierextension-infoCancelled
    sequence             1..1  positiveInt      MS  needed  unique
    careTeamSequence     0..*  positiveInt[]    MS  points=careTeam
    diagnosisSequence    0..*  positiveInt[]    MS  points=diagnosis
    informationSequence  0..*  positiveInt[]    MS  points=supportingInfo
    revenue              0..1  CodeableConcept  MS  codes=revenue
    category             1..1/1..1/0..1  CodeableConcept  MS  codes=service-type
    productOrService     1..1  CodeableConcept  MS  codes=service
    modifier             0..*  CodeableConcept[]  MS  codes=modifier
    serviced[x]          0..1  date,Period      MS  rule=full-date@2.2.1
    serviced[x]:servicedDate    0..1  date      MS@2.2.1
    serviced[x]:servicedPeriod  0..1  Period    MS@2.2.1
    location[x]          1..1/1..1/0..1  CodeableConcept,Address?,Reference?  MS  codes=location  0..1@2.0.1
    quantity             0..1  PasQuantity      MS
    unitPrice            0..1/0..1/-  Money     MS
