// The fields of coverage questions and answers by name: see fields.hpp.
#pragma once

#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/model/coverage_words.hpp"
#include "precert/model/fields.hpp"

namespace precert {

template <Model<CoverageItem> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("sequence", self.sequence);
  visit("service_type", self.service_type);
  visit("procedure", self.procedure);
  visit("revenue_code", self.revenue_code);
  visit("dates", self.dates);
  visit("place", self.place);
  visit("quantity", self.quantity);
  visit("delivery", self.delivery);
  visit("diagnosis_pointers", self.diagnosis_pointers);
  visit("providers", self.providers);
  visit("referral_number", self.referral_number);
  visit("previous_certification", self.previous_certification);
  visit("source", self.source);
}

template <Model<CoverageQuestion> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("reference", self.reference);
  visit("reference_system", self.reference_system);
  visit("submitted", self.submitted);
  visit("transmission", self.transmission);
  visit("purposes", self.purposes);
  visit("payer", self.payer);
  visit("requester", self.requester);
  visit("subscriber", self.subscriber);
  visit("dependent", self.dependent);
  visit("insurance", self.insurance);
  visit("traces", self.traces);
  visit("dates", self.dates);
  visit("category", self.category);
  visit("level", self.level);
  visit("place", self.place);
  visit("diagnoses", self.diagnoses);
  visit("providers", self.providers);
  visit("items", self.items);
  visit("documents", self.documents);
  visit("answers", self.answers);
  visit("source", self.source);
}

template <Model<CoverageLimit> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("most", self.most);
  visit("unit", self.unit);
  visit("span", self.span);
  visit("words", self.words);
  visit("rate", self.rate);
  visit("used", self.used);
  visit("remaining", self.remaining);
  visit("asked", self.asked);
}

template <Model<PolicyReference> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("id", self.id);
  visit("title", self.title);
  visit("words", self.words);
  visit("where", self.where);
  visit("effective", self.effective);
  visit("list_date", self.list_date);
  visit("list_url", self.list_url);
}

template <Model<CriteriaReference> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("id", self.id);
  visit("owner", self.owner);
  visit("title", self.title);
  visit("edition", self.edition);
  visit("link", self.link);
  visit("summary", self.summary);
}

template <Model<HeldAuthorization> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("number", self.number);
  visit("validity", self.validity);
  visit("quantity", self.quantity);
  visit("requester_npi", self.requester_npi);
  visit("differs", self.differs);
}

template <Model<ServiceRequirement> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("category", self.category);
  visit("title", self.title);
  visit("service_types", self.service_types);
  visit("procedures", self.procedures);
  visit("benefit", self.benefit);
  visit("authorization", self.authorization);
  visit("policy", self.policy);
  visit("words", self.words);
  visit("reviewer", self.reviewer);
}

template <Model<ServiceSuggestion> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("procedure", self.procedure);
  visit("title", self.title);
  visit("words", self.words);
  visit("instead", self.instead);
}

template <Model<CoverageItemAnswer> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("sequence", self.sequence);
  visit("day", self.day);
  visit("category", self.category);
  visit("category_title", self.category_title);
  visit("benefit", self.benefit);
  visit("authorization", self.authorization);
  visit("necessity", self.necessity);
  visit("reasons", self.reasons);
  visit("policy", self.policy);
  visit("criteria", self.criteria);
  visit("criteria_met", self.criteria_met);
  visit("form", self.form);
  visit("needed", self.needed);
  visit("limits", self.limits);
  visit("network", self.network);
  visit("network_words", self.network_words);
  visit("reviewer", self.reviewer);
  visit("validity_days", self.validity_days);
  visit("turnaround", self.turnaround);
  visit("urgent", self.urgent);
  visit("lower_cost", self.lower_cost);
  visit("in_network", self.in_network);
  visit("held", self.held);
  visit("parts", self.parts);
  visit("steps", self.steps);
  visit("gold_card", self.gold_card);
  visit("rendering_requests", self.rendering_requests);
  visit("suggestions", self.suggestions);
  visit("time_zone", self.time_zone);
}

template <Model<OtherCoverage> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("product", self.product);
  visit("plan", self.plan);
  visit("group", self.group);
  visit("period", self.period);
  visit("active", self.active);
}

template <Model<MemberCoverage> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("subscriber", self.subscriber);
  visit("dependent", self.dependent);
  visit("corrected", self.corrected);
  visit("active", self.active);
  visit("day", self.day);
  visit("product", self.product);
  visit("plan", self.plan);
  visit("group", self.group);
  visit("period", self.period);
  visit("lines_of_coverage", self.lines_of_coverage);
  visit("out_of_network_covered", self.out_of_network_covered);
  visit("out_of_network_words", self.out_of_network_words);
  visit("others", self.others);
}

template <Model<CoverageAnswer> Self, class Visit>
void fields(Self& self, Visit&& visit) {
  visit("numbers", self.numbers);
  visit("answered", self.answered);
  visit("refusals", self.refusals);
  visit("member", self.member);
  visit("items", self.items);
  visit("notes", self.notes);
  visit("payer_name", self.payer_name);
  visit("payer_contact", self.payer_contact);
  visit("intake", self.intake);
  visit("rulebook", self.rulebook);
}

}  // namespace precert
