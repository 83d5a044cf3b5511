# PAS Subscription (2.2.1; 2.0.1 uses the R4 backport profile, 1.1.0, as it is) and the notification it leads to: a
# Bundle of type history whose first entry is the status of the Subscription.
resource Subscription notification
  status                 1..1  code      codes=subscription-status
  end                    0..1  instant
  reason                 1..1  string
  criteria               1..1  string    MS  fixed=http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic
    extension:filterCriteria  0..*  string  MS  url=http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria
  error                  0..1  string
  channel                1..1  BackboneElement
    extension:heartbeatPeriod  0..1  unsignedInt  url=http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period
    extension:timeout          0..1  unsignedInt  url=http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-timeout
    extension:maxCount         0..1  positiveInt  url=http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-max-count
    type                 1..1  code      fixed=rest-hook@2.2.1  codes=channel-type
      extension:customChannelType  0..1  Coding  MS  url=http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-channel-type
    endpoint             1..1  url       MS  0..1@2.0.1
    payload              1..1  code      0..1@2.0.1
      extension:content  1..1  code      MS  url=http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content  fixed=full-resource@2.2.1  codes=payload-content
    header               0..*  string[]

bundle NotificationBundle notification
  type                   1..1  code      fixed=history
  timestamp              1..1  instant
  entry                  1..*  BackboneElement[]
    fullUrl              1..1  uri
    request              1..1  BackboneElement
      method             1..1  code      codes=http-verb
      url                1..1  uri
    response             1..1  BackboneElement
      status             1..1  string
    search               0..0  any
    invariant no-version-in-url
  entry:Status           1..1  BackboneElement[]  where=resource.resourceType~Parameters

resource Parameters notification
  parameter              0..*  BackboneElement[]
    name                 1..1  string
  parameter:subscription  1..1  BackboneElement[]  where=name~subscription
    value[x]             1..1  Reference  outside
  parameter:topic        0..1  BackboneElement[]  where=name~topic
    value[x]             1..1  canonical
  parameter:status       1..1  BackboneElement[]  where=name~status
    value[x]             1..1  code  codes=subscription-status
  parameter:type         1..1  BackboneElement[]  where=name~type
    value[x]             1..1  code  codes=notification-type
  parameter:events-since-subscription-start  0..1  BackboneElement[]  where=name~events-since-subscription-start
    value[x]             1..1  string
  parameter:notification-event  0..*  BackboneElement[]  where=name~notification-event
    part                 1..*  BackboneElement[]
      name               1..1  string
    part:event-number    1..1  BackboneElement[]  where=name~event-number
      value[x]           1..1  string
    part:timestamp       0..1  BackboneElement[]  where=name~timestamp
      value[x]           1..1  instant
    part:focus           0..1  BackboneElement[]  where=name~focus
      value[x]           1..1  Reference  outside
    part:additional-context  0..*  BackboneElement[]  where=name~additional-context
      value[x]           1..1  Reference  outside
  parameter:error        0..*  BackboneElement[]  where=name~error
    value[x]             1..1  CodeableConcept
