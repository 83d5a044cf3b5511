# PAS Request Bundle and PAS Inquiry Request Bundle; PAS Response Bundle and PAS Inquiry Response Bundle (columns
# request/update/inquiry as everywhere). That the Claim or ClaimResponse comes first is looked after by check.cpp.
resource Bundle
  identifier             1..1  Identifier  MS
  type                   1..1  code        strict  fixed=collection
  timestamp              1..1  instant     MS
  entry                  1..*  BackboneElement[]  MS
    fullUrl              1..1  uri         MS
    resource             1..1  Resource    MS  needed
    search               0..0  any
    request              0..0  any
    response             0..0  any
    invariant no-version-in-url
  entry:Claim            1..2/1..2/1..1  BackboneElement[]  MS  where=resource.resourceType~Claim  1..1@2.0.1
    fullUrl              1..1  uri         MS@2.2.1  0..1@2.0.1
    resource             1..1  Resource    MS@2.2.1  0..1@2.0.1

bundle AnswerBundle answer
like Bundle
  identifier             1..1/1..1/-  Identifier  MS@2.2.1  0..1@2.0.1
  entry:Claim            -  BackboneElement[]  where=resource.resourceType~Claim
  entry:ClaimResponse    1..1/1..1/0..*  BackboneElement[]  MS  where=resource.resourceType~ClaimResponse
    fullUrl              1..1  uri         MS@2.2.1  0..1@2.0.1
    resource             1..1  Resource    MS@2.2.1  0..1@2.0.1
