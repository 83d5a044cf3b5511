# PAS orders, reached through Claim.item.extension:requestedService. `doNotPerform` turns an order around, so a true
# one is pointed out.
resource ServiceRequest
  extension:serviceCodeEnd  0..1  CodeableConcept  MS  url=extension-productOrServiceCodeEnd  codes=service
  extension:coverage     0..1  Extension     MS  url=http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information
  status                 1..1  code          codes=request-status
  intent                 1..1  code          MS@2.2.1  fixed=order
  doNotPerform           0..1  boolean       fixed=false
  code                   0..1  CodeableConcept  MS  codes=service
  invariant detail-needs-code
  quantity[x]            0..1  PasQuantity,Ratio?,Range?  MS
  subject                1..1  Reference(Patient|Group?|Location?|Device?)  MS
  occurrence[x]          0..1  Timing,dateTime?,Period?  MS
  requester              0..1  Reference

resource DeviceRequest
  extension:coverage     0..1  Extension     MS  url=http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information
  status                 0..1  code          codes=request-status
  intent                 1..1  code          MS@2.2.1  fixed=order
  code[x]                1..1  CodeableConcept,Reference?  MS  codes=service
  subject                1..1  Reference(Patient|Group?|Location?|Device?)  MS
  occurrence[x]          0..1  Timing,dateTime?,Period?  MS
  requester              0..1  Reference

resource MedicationRequest
  extension:coverage     0..1  Extension     MS  url=http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information
  status                 1..1  code          MS  fixed=active@2.2.1
  intent                 1..1  code          MS  fixed=order
  category               0..*  CodeableConcept[]  MS@2.2.1
  doNotPerform           0..1  boolean       fixed=false
  reported[x]            0..1  boolean,Reference  MS
  medication[x]          1..1  CodeableConcept,Reference  MS
  subject                1..1  Reference(Patient|Group?)  MS
  encounter              0..1  Reference(Encounter)  MS
  authoredOn             0..1  dateTime      MS  1..1@2.0.1
  requester              0..1  Reference     MS  1..1@2.0.1
  invariant requester-of-order@2.2.1
  dosageInstruction      0..*  Dosage[]      MS
  dispenseRequest        0..1  BackboneElement  MS
    numberOfRepeatsAllowed  0..1  unsignedInt  MS@2.2.1
    quantity             0..1  Quantity      MS

resource NutritionOrder
  extension:coverage     0..1  Extension     MS  url=http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information
  status                 1..1  code          codes=request-status
  intent                 1..1  code          MS@2.2.1  fixed=order
  patient                1..1  Reference(Patient)  MS
  dateTime               1..1  dateTime
  oralDiet               0..1  BackboneElement  MS
    type                 0..*  CodeableConcept[]  MS  codes=nutrition
  enteralFormula         0..1  BackboneElement  MS
    baseFormulaType      0..1  CodeableConcept  MS  codes=nutrition
