# PAS ClaimResponse (answer to $submit) and PAS Claim Inquiry Response (third column).
resource ClaimResponse answer
  extension:transmissionIdentifiers  0..1  Extension  MS  url=extension-TransmissionIdentifiers  absent@2.0.1
    extension:applicationSenderCode    1..1  string  url=applicationSenderCode
    extension:applicationReceiverCode  1..1  string  url=applicationReceiverCode
    extension:interchangeSenderID      0..1  string  url=interchangeSenderID
    extension:interchangeReceiverID    0..1  string  url=interchangeReceiverID
  extension:claimResponseReviewer    0..1  Extension  MS  url=extension-claimResponseReviewer  absent@2.0.1
    extension:wasHumanReviewedFlag     1..1  boolean          url=wasHumanReviewedFlag
    extension:reviewerNPI              0..1  PasIdentifier    url=reviewerNPI
    extension:reviewerSpecialty        0..1  CodeableConcept  url=reviewerSpecialty
  extension:authorizedProvider       0..*  Extension  MS  url=extension-itemAuthorizedProvider  absent@2.0.1
    extension:provider       0..1  Reference(Practitioner|Organization)  url=provider
    extension:providerType   0..1  CodeableConcept  url=extension-authorizedProviderType  codes=entity
    extension:role           0..1  CodeableConcept  url=role
    extension:qualification  0..1  CodeableConcept  url=qualification
  identifier             0..*  PasIdentifier[]  MS
    extension:subDepartment  0..1  string           MS@2.2.1  url=extension-identifierSubDepartment
    extension:jurisdiction   0..1  CodeableConcept  MS@2.2.1  url=extension-identifierJurisdiction
    system               1..1  uri              MS@2.2.1  0..1@2.0.1
    value                1..1  string           MS@2.2.1  0..1@2.0.1  rule=npi
  status                 1..1  code             MS  fixed=active
  type                   1..1  CodeableConcept
  use                    1..1  code             fixed=preauthorization
  patient                1..1  Reference(Patient)  MS
  created                1..1  dateTime         MS
  insurer                1..1  Reference(Organization)  MS
  requestor              0..1  Reference(Organization|PractitionerRole)  MS
  request                1..1  Reference(Claim)  MS  outside  0..1@2.0.1
    extension:DataAbsentReason  0..1  code  MS@2.2.1  url=http://hl7.org/fhir/StructureDefinition/data-absent-reason
  outcome                1..1  code             MS  codes=outcome@2.2.1  codes=outcome-or-queued@2.0.1
  preAuthPeriod          0..1  Period           MS
  item                   0..*  BackboneElement[]  MS
    extension:itemTraceNumber              0..*  PasIdentifier    MS  url=extension-itemTraceNumber
    extension:preAuthIssueDate             0..1  date             MS  url=extension-itemPreAuthIssueDate
    extension:preAuthPeriod                0..1  Period           MS  url=extension-itemPreAuthPeriod
    extension:previousAuthorizationNumber  0..1  string           MS  url=extension-authorizationNumber
    extension:administrationReferenceNumber  0..1  string         MS  url=extension-administrationReferenceNumber
    extension:requestedServiceDate         0..1  dateTime,Period  MS  url=extension-itemRequestedServiceDate
    extension:authorizedProvider           0..*  Extension        MS  url=extension-itemAuthorizedProvider
      extension:provider       0..1  Reference(Practitioner|Organization)  url=provider
      extension:providerType   0..1  CodeableConcept  url=extension-authorizedProviderType  codes=entity  absent@2.0.1
      extension:type           0..1  CodeableConcept  url=providerType  codes=entity  absent@2.2.1
      extension:role           0..1  CodeableConcept  url=role           absent@2.0.1
      extension:qualification  0..1  CodeableConcept  url=qualification  absent@2.0.1
    extension:authorizedItemDetail         0..1  Extension        MS  url=extension-itemAuthorizedDetail
      extension:productOrServiceCode     0..1  CodeableConcept  url=productOrServiceCode  codes=service
      extension:productOrServiceCodeEnd  0..1  CodeableConcept  url=extension-productOrServiceCodeEnd  codes=service
      extension:modifier                 0..*  CodeableConcept  url=modifier  codes=modifier
      extension:unitPrice                0..1  Money            url=unitPrice
      extension:quantity                 0..1  PasQuantity      url=quantity
      extension:epsdtIndicator           0..1  boolean          url=extension-epsdtIndicator
      extension:nursingHomeLevelOfCare   0..1  CodeableConcept  url=extension-nursingHomeLevelOfCare  codes=level-of-care
      extension:revenue                  0..1  CodeableConcept  url=extension-revenueCode  codes=revenue-now  absent@2.0.1
      extension:revenueCode              0..1  CodeableConcept  url=revenue  codes=revenue-former  absent@2.2.1
      extension:revenueUnitRateLimit     0..1  decimal          url=extension-revenueUnitRateLimit
      extension:authorizedService        0..1  Reference(MedicationRequest|ServiceRequest|DeviceRequest|NutritionOrder)  url=extension-requestedService
    extension:admissionDates               0..1  date,Period      MS  url=extension-admissionDates  rule=full-date  absent@2.0.1
    extension:dischargeDate                0..1  date             MS  url=extension-dischargeDate   rule=full-date  absent@2.0.1
    extension:communicatedDiagnosis        0..*/0..*/0..1  CodeableConcept  MS  url=extension-communicatedDiagnosis  codes=diagnosis
    itemSequence         1..1  positiveInt      MS@2.2.1  unique
    noteNumber           0..*  positiveInt[]    MS  0..*/0..*/-@2.0.1  points=processNote.number
    adjudication         1..*  BackboneElement[]  MS
      extension:reviewAction  0..1  Extension   MS  url=extension-reviewAction
        extension:code         0..1  CodeableConcept  url=extension-reviewActionCode  codes=review-action
        extension:number       0..1  string           url=number
        extension:reasonCode   0..*  CodeableConcept  url=reasonCode  codes=review-reason
        extension:secondSurgicalOpinionFlag  0..1  boolean  url=secondSurgicalOpinionFlag
      category           1..1  CodeableConcept  fixed=adjudication#submitted
    detail               0..*  BackboneElement[]
      detailSequence     1..1  positiveInt
      adjudication       1..*  BackboneElement[]
  addItem                0..*  BackboneElement[]  MS@2.2.1
    extension:itemTraceNumber              0..*  PasIdentifier    MS  url=extension-itemTraceNumber   absent@2.0.1
    extension:preAuthIssueDate             0..1  date             MS  url=extension-itemPreAuthIssueDate  absent@2.0.1
    extension:preAuthPeriod                0..1  Period           MS  url=extension-itemPreAuthPeriod  absent@2.0.1
    extension:previousAuthorizationNumber  0..1  string           MS  url=extension-authorizationNumber  absent@2.0.1
    extension:administrationReferenceNumber  0..1  string         MS  url=extension-administrationReferenceNumber  absent@2.0.1
    extension:epsdtIndicator               0..1  boolean          MS  url=extension-epsdtIndicator  absent@2.0.1
    extension:nursingHomeResidentialStatus  0..1  CodeableConcept  MS  url=extension-nursingHomeResidentialStatus  codes=residence  absent@2.0.1
    extension:nursingHomeLevelOfCare       0..1  CodeableConcept  MS  url=extension-nursingHomeLevelOfCare  codes=level-of-care  absent@2.0.1
    extension:productOrServiceCodeEnd      0..1  CodeableConcept  MS  url=extension-productOrServiceCodeEnd  codes=service  absent@2.0.1
    extension:revenue                      0..1  CodeableConcept  MS  url=extension-revenueCode  codes=revenue-now  absent@2.0.1
    extension:revenueUnitRateLimit         0..1  decimal          MS  url=extension-revenueUnitRateLimit  absent@2.0.1
    extension:requestedService             0..1  Reference(MedicationRequest|ServiceRequest|DeviceRequest|NutritionOrder)  MS  url=extension-requestedService  absent@2.0.1
    extension:requestType                  0..1  CodeableConcept  MS  url=extension-serviceItemRequestType  codes=request-category  absent@2.0.1
    extension:certificationType            0..1  CodeableConcept  MS  url=extension-certificationType  codes=certification  absent@2.0.1
    extension:category                     0..1  CodeableConcept  url=extension-itemCategory  codes=service-type  absent@2.0.1
    extension:admissionDates               0..1  date,Period      MS  url=extension-admissionDates  rule=full-date  absent@2.0.1
    extension:dischargeDate                0..1  date             MS  url=extension-dischargeDate  rule=full-date  absent@2.0.1
    itemSequence         1..1  positiveInt[]    MS@2.2.1  0..*@2.0.1
    provider             0..*  Reference(Practitioner|Organization)[]  MS  absent@2.0.1
    provider             0..*  Reference(Practitioner|Organization|PractitionerRole)[]  absent@2.2.1
      extension:providerType  0..1  CodeableConcept  MS  url=extension-authorizedProviderType  codes=entity  absent@2.0.1
    productOrService     1..1  CodeableConcept  MS@2.2.1  codes=service@2.2.1
    modifier             0..*  CodeableConcept[]  MS@2.2.1  codes=modifier@2.2.1
    serviced[x]          0..1  date,Period      MS@2.2.1
    location[x]          0..1  CodeableConcept,Address,Reference(Location)  MS@2.2.1
    quantity             0..1  PasQuantity      MS@2.2.1
    unitPrice            0..1  Money            MS@2.2.1
    noteNumber           0..*  positiveInt[]    points=processNote.number
    adjudication         1..*  BackboneElement[]  MS@2.2.1
      extension:reviewAction  0..1  Extension   MS  url=extension-reviewAction  absent@2.0.1
        extension:code         0..1  CodeableConcept  url=extension-reviewActionCode  codes=review-action
        extension:number       0..1  string           url=number
        extension:reasonCode   0..*  CodeableConcept  url=reasonCode  codes=review-reason
        extension:secondSurgicalOpinionFlag  0..1  boolean  url=secondSurgicalOpinionFlag
      category           1..1  CodeableConcept  fixed=adjudication#submitted@2.2.1
  adjudication           0..*  BackboneElement[]  MS@2.2.1
    extension:reviewAction  0..1  Extension     MS  url=extension-reviewAction  absent@2.0.1
      extension:code         0..1  CodeableConcept  url=extension-reviewActionCode  codes=review-action
      extension:number       0..1  string           url=number
      extension:reasonCode   0..*  CodeableConcept  url=reasonCode  codes=review-reason
      extension:secondSurgicalOpinionFlag  0..1  boolean  url=secondSurgicalOpinionFlag
    category             1..1  CodeableConcept  fixed=adjudication#submitted@2.2.1
  total                  0..*  BackboneElement[]
    category             1..1  CodeableConcept
    amount               1..1  Money
  processNote            0..*  BackboneElement[]  MS@2.2.1
    number               1..1  positiveInt      MS@2.2.1  0..1@2.0.1  unique
    type                 0..1  code             codes=note-type
    text                 1..1  string           MS@2.2.1
  communicationRequest   0..*/0..*/-  Reference(CommunicationRequest)[]  MS
  insurance              0..*  BackboneElement[]
    sequence             1..1  positiveInt      unique
    focal                1..1  boolean
    coverage             1..1  Reference(Coverage)  outside
  error                  0..*  BackboneElement[]  MS
    extension:followupAction  0..1  CodeableConcept  MS  url=extension-errorFollowupAction  codes=follow-up
    extension:errorElement    0..1  Extension        MS  url=extension-errorElement  absent@2.0.1
      extension:processNote     0..1  positiveInt  url=processNote
      extension:error           0..1  string       url=error
    extension:errorElement    0..1  string           MS  url=extension-errorElement  absent@2.2.1
    extension:errorPath       0..1  string           MS  url=extension-errorPath
    itemSequence         0..1  positiveInt
    code                 1..1  CodeableConcept  MS  codes=reject-reason
