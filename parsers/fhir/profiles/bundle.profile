# PAS Request Bundle and PAS Inquiry Request Bundle.
resource Bundle
  identifier             1..1  Identifier  MS
  type                   1..1  code        strict  fixed=collection
  timestamp              1..1  instant     MS
  entry                  1..*  BackboneElement[]  MS
    fullUrl              1..1  uri         MS
    resource             1..1  Resource    MS  needed
