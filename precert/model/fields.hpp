// The fields of every model struct by name, in one place: JSON in and out, readable differences and hashes are walks over
// these lists, so a field that is added here is stored, compared and shown everywhere.
#pragma once

#include <concepts>
#include <type_traits>

#include "precert/engine/facts.hpp"
#include "precert/model/attachment.hpp"
#include "precert/model/determination.hpp"

namespace precert {

/// T or const T.
template <class Self, class T>
concept Model = std::same_as<std::remove_const_t<Self>, T>;

template <Model<Source> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("where", self.where);
}

template <Model<Identifier> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("kind", self.kind);
  visit("value", self.value);
  visit("issuer", self.issuer);
}

template <Model<PersonName> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("family", self.family);
  visit("given", self.given);
  visit("middle", self.middle);
  visit("prefix", self.prefix);
  visit("suffix", self.suffix);
}

template <Model<Address> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("lines", self.lines);
  visit("city", self.city);
  visit("state", self.state);
  visit("postal_code", self.postal_code);
  visit("country", self.country);
  visit("subdivision", self.subdivision);
}

template <Model<ContactPoint> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("kind", self.kind);
  visit("value", self.value);
  visit("extension", self.extension);
}

template <Model<Contact> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("name", self.name);
  visit("points", self.points);
}

template <Model<Party> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("role", self.role);
  visit("entity", self.entity);
  visit("organization", self.organization);
  visit("person", self.person);
  visit("identifiers", self.identifiers);
  visit("address", self.address);
  visit("contact", self.contact);
  visit("function", self.function);
  visit("taxonomy", self.taxonomy);
  visit("denial_reason", self.denial_reason);
  visit("denial_date", self.denial_date);
  visit("source", self.source);
}

template <Model<Person> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("name", self.name);
  visit("identifiers", self.identifiers);
  visit("address", self.address);
  visit("birth_date", self.birth_date);
  visit("gender", self.gender);
  visit("relationship", self.relationship);
  visit("birth_sequence", self.birth_sequence);
  visit("military_status", self.military_status);
  visit("source", self.source);
}

template <Model<Insurance> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("group", self.group);
  visit("plan", self.plan);
  visit("period", self.period);
  visit("source", self.source);
}

template <Model<Diagnosis> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("kind", self.kind);
  visit("system", self.system);
  visit("code", self.code);
  visit("date", self.date);
  visit("source", self.source);
}

template <Model<Place> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("kind", self.kind);
  visit("code", self.code);
  visit("source", self.source);
}

template <Model<Quantity> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("value", self.value);
  visit("unit", self.unit);
  visit("source", self.source);
}

template <Model<Delivery> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("unit", self.unit);
  visit("quantity", self.quantity);
  visit("frequency_unit", self.frequency_unit);
  visit("every", self.every);
  visit("period_unit", self.period_unit);
  visit("periods", self.periods);
  visit("calendar_pattern", self.calendar_pattern);
  visit("time_pattern", self.time_pattern);
  visit("source", self.source);
}

template <Model<ConditionSet> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("category", self.category);
  visit("applies", self.applies);
  visit("codes", self.codes);
  visit("source", self.source);
}

template <Model<Document> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("report_type", self.report_type);
  visit("transmission", self.transmission);
  visit("control_number", self.control_number);
  visit("description", self.description);
  visit("loinc", self.loinc);
  visit("content_type", self.content_type);
  visit("content_hash", self.content_hash);
  visit("service", self.service);
  visit("change", self.change);
  visit("source", self.source);
}

template <Model<Note> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("text", self.text);
  visit("service", self.service);
  visit("source", self.source);
  visit("kind", self.kind);
}

template <Model<Answer> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("question", self.question);
  visit("value", self.value);
  visit("service", self.service);
  visit("source", self.source);
  visit("unit", self.unit);
  visit("form", self.form);
  visit("measured", self.measured);
}

template <Model<Trace> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("number", self.number);
  visit("originator", self.originator);
  visit("subdivision", self.subdivision);
  visit("source", self.source);
}

template <Model<Transmission> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("interchange_sender", self.interchange_sender);
  visit("interchange_receiver", self.interchange_receiver);
  visit("application_sender", self.application_sender);
  visit("application_receiver", self.application_receiver);
  visit("usage", self.usage);
}

template <Model<RelatedCauses> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("causes", self.causes);
  visit("state", self.state);
  visit("country", self.country);
  visit("accident", self.accident);
  visit("source", self.source);
}

template <Model<Admission> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("type", self.type);
  visit("source_code", self.source_of);
  visit("status", self.status);
  visit("nursing_home_status", self.nursing_home_status);
  visit("source", self.source);
}

template <Model<Transport> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("weight_unit", self.weight_unit);
  visit("weight", self.weight);
  visit("code", self.code);
  visit("reason", self.reason);
  visit("distance_unit", self.distance_unit);
  visit("distance", self.distance);
  visit("round_trip_purpose", self.round_trip_purpose);
  visit("stretcher_purpose", self.stretcher_purpose);
  visit("source", self.source);
}

template <Model<SpinalManipulation> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("number", self.number);
  visit("series", self.series);
  visit("level_from", self.level_from);
  visit("level_to", self.level_to);
  visit("nature", self.nature);
  visit("complication", self.complication);
  visit("x_rays", self.x_rays);
  visit("description", self.description);
  visit("description_more", self.description_more);
  visit("source", self.source);
}

template <Model<Oxygen> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("equipment", self.equipment);
  visit("reason", self.reason);
  visit("therapist_order", self.therapist_order);
  visit("test_condition", self.test_condition);
  visit("flow", self.flow);
  visit("uses_per_day", self.uses_per_day);
  visit("hours_per_use", self.hours_per_use);
  visit("blood_gas", self.blood_gas);
  visit("saturation", self.saturation);
  visit("portable_flow", self.portable_flow);
  visit("findings", self.findings);
  visit("delivery", self.delivery);
  visit("source", self.source);
}

template <Model<HomeHealth> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("prognosis", self.prognosis);
  visit("start", self.start);
  visit("certification", self.certification);
  visit("surgery", self.surgery);
  visit("ordered", self.ordered);
  visit("last_visit", self.last_visit);
  visit("physician_contact", self.physician_contact);
  visit("surgery_system", self.surgery_system);
  visit("surgery_code", self.surgery_code);
  visit("last_admission", self.last_admission);
  visit("last_admission_place", self.last_admission_place);
  visit("source", self.source);
}

template <Model<PatientEvent> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("traces", self.traces);
  visit("category", self.category);
  visit("certification", self.certification);
  visit("service_type", self.service_type);
  visit("place", self.place);
  visit("related", self.related);
  visit("level", self.level);
  visit("health_condition", self.health_condition);
  visit("prognosis", self.prognosis);
  visit("release", self.release);
  visit("delay_reason", self.delay_reason);
  visit("previous_certification", self.previous_certification);
  visit("previous_reference", self.previous_reference);
  visit("dates", self.dates);
  visit("admission", self.admission);
  visit("discharge", self.discharge);
  visit("onset", self.onset);
  visit("last_menstrual_period", self.last_menstrual_period);
  visit("estimated_birth", self.estimated_birth);
  visit("diagnoses", self.diagnoses);
  visit("delivery", self.delivery);
  visit("conditions", self.conditions);
  visit("admission_details", self.admission_details);
  visit("transport", self.transport);
  visit("spinal_manipulation", self.spinal_manipulation);
  visit("oxygen", self.oxygen);
  visit("home_health", self.home_health);
  visit("providers", self.providers);
  visit("transport_locations", self.transport_locations);
  visit("other_umos", self.other_umos);
  visit("source", self.source);
}

template <Model<Procedure> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("system", self.system);
  visit("code", self.code);
  visit("modifiers", self.modifiers);
  visit("description", self.description);
  visit("code_end", self.code_end);
  visit("source", self.source);
}

template <Model<Tooth> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("number", self.number);
  visit("surfaces", self.surfaces);
}

template <Model<Dental> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("oral_cavity", self.oral_cavity);
  visit("prosthesis", self.prosthesis);
  visit("teeth", self.teeth);
  visit("text", self.text);
  visit("source", self.source);
}

template <Model<ServiceLine> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("sequence", self.sequence);
  visit("traces", self.traces);
  visit("category", self.category);
  visit("certification", self.certification);
  visit("service_type", self.service_type);
  visit("place", self.place);
  visit("previous_certification", self.previous_certification);
  visit("previous_reference", self.previous_reference);
  visit("dates", self.dates);
  visit("procedure", self.procedure);
  visit("revenue_code", self.revenue_code);
  visit("amount", self.amount);
  visit("unit_rate", self.unit_rate);
  visit("quantity", self.quantity);
  visit("delivery", self.delivery);
  visit("diagnosis_pointers", self.diagnosis_pointers);
  visit("epsdt", self.epsdt);
  visit("nursing_home_level", self.nursing_home_level);
  visit("nursing_home_status", self.nursing_home_status);
  visit("dental", self.dental);
  visit("providers", self.providers);
  visit("change", self.change);
  visit("source", self.source);
}

template <Model<ReviewRequest> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("purpose", self.purpose);
  visit("reference", self.reference);
  visit("reference_system", self.reference_system);
  visit("submitted", self.submitted);
  visit("transmission", self.transmission);
  visit("umo", self.umo);
  visit("requester", self.requester);
  visit("subscriber", self.subscriber);
  visit("dependent", self.dependent);
  visit("insurance", self.insurance);
  visit("event", self.event);
  visit("services", self.services);
  visit("documents", self.documents);
  visit("notes", self.notes);
  visit("answers", self.answers);
  visit("predetermination", self.predetermination);
  visit("review_wanted", self.review_wanted);
}

template <Model<Numbers> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("certification", self.certification);
  visit("reference", self.reference);
  visit("trace", self.trace);
}

template <Model<Reason> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("code", self.code);
  visit("words", self.words);
  visit("rule", self.rule);
  visit("criteria", self.criteria);
  visit("evidence", self.evidence);
}

template <Model<MissingInformation> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("fact", self.fact);
  visit("question", self.question);
  visit("loinc", self.loinc);
  visit("report_type", self.report_type);
  visit("supplier", self.supplier);
  visit("control_number", self.control_number);
  visit("due", self.due);
  visit("loinc_modifier", self.loinc_modifier);
}

template <Model<Timeframe> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("category", self.category);
  visit("due", self.due);
  visit("source", self.source);
}

template <Model<Rights> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("appeal", self.appeal);
  visit("appeal_until", self.appeal_until);
  visit("peer_to_peer", self.peer_to_peer);
}

template <Model<FacilityOffer> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("npi", self.npi);
  visit("name", self.name);
  visit("network_tier", self.network_tier);
  visit("cost_tier", self.cost_tier);
}

template <Model<Step> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("rule", self.rule);
  visit("outcome", self.outcome);
  visit("detail", self.detail);
}

template <Model<LineDetermination> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("sequence", self.sequence);
  visit("action", self.action);
  visit("certification_number", self.certification_number);
  visit("reference_number", self.reference_number);
  visit("validity", self.validity);
  visit("quantity", self.quantity);
  visit("delivery", self.delivery);
  visit("dates", self.dates);
  visit("provider", self.provider);
  visit("reasons", self.reasons);
  visit("missing", self.missing);
  visit("timeframe", self.timeframe);
  visit("rights", self.rights);
  visit("lower_cost", self.lower_cost);
  visit("queue", self.queue);
  visit("steps", self.steps);
  visit("second_opinion", self.second_opinion);
  visit("added", self.added);
}

template <Model<Refusal> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("level", self.level);
  visit("index", self.index);
  visit("code", self.code);
  visit("follow_up", self.follow_up);
  visit("words", self.words);
  visit("element", self.element);
  visit("source", self.source);
}

template <Model<Reviewer> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("id", self.id);
  visit("npi", self.npi);
  visit("specialty", self.specialty);
  visit("human", self.human);
}

template <Model<ClockEvent> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("kind", self.kind);
  visit("at", self.at);
  visit("days", self.days);
  visit("reason", self.reason);
}

template <Model<Determination> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("action", self.action);
  visit("numbers", self.numbers);
  visit("decided", self.decided);
  visit("lines", self.lines);
  visit("refusals", self.refusals);
  visit("notes", self.notes);
  visit("umo_contact", self.umo_contact);
  visit("intake", self.intake);
  visit("reviewer", self.reviewer);
  visit("rulebook", self.rulebook);
  visit("clock", self.clock);
  visit("closed_out", self.closed_out);
  visit("time_zone", self.time_zone);
}

template <Model<Facility> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("npi", self.npi);
  visit("name", self.name);
  visit("kind", self.kind);
  visit("in_network", self.in_network);
  visit("network_tier", self.network_tier);
  visit("cost_tier", self.cost_tier);
  visit("service_categories", self.service_categories);
  visit("address", self.address);
  visit("phone", self.phone);
  visit("fax", self.fax);
}

template <Model<CoverageSpan> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("product", self.product);
  visit("group", self.group);
  visit("period", self.period);
}

template <Model<DependentRecord> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("id", self.id);
  visit("name", self.name);
  visit("birth_date", self.birth_date);
  visit("gender", self.gender);
  visit("relationship", self.relationship);
  visit("birth_sequence", self.birth_sequence);
}

template <Model<MemberRecord> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("id", self.id);
  visit("name", self.name);
  visit("birth_date", self.birth_date);
  visit("gender", self.gender);
  visit("address", self.address);
  visit("coverage", self.coverage);
  visit("dependents", self.dependents);
}

/// Without `content`: it is kept as bytes beside its description.
template <Model<Attachment> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("control_number", self.control_number);
  visit("originator", self.originator);
  visit("loinc", self.loinc);
  visit("report_type", self.report_type);
  visit("line_items", self.line_items);
  visit("format", self.format);
  visit("content_type", self.content_type);
  visit("content_hash", self.content_hash);
  visit("title", self.title);
  visit("submitted", self.submitted);
  visit("source", self.source);
}

template <Model<AttachmentMessage> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("purpose", self.purpose);
  visit("reference", self.reference);
  visit("submitted", self.submitted);
  visit("transmission", self.transmission);
  visit("payer", self.payer);
  visit("submitter", self.submitter);
  visit("provider", self.provider);
  visit("patient", self.patient);
  visit("certification", self.certification);
  visit("administrative", self.administrative);
  visit("account", self.account);
  visit("service_dates", self.service_dates);
  visit("paper", self.paper);
  visit("last", self.last);
  visit("attachments", self.attachments);
}

}  // namespace precert
