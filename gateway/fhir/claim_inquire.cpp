#include "gateway/fhir/claim_inquire.hpp"

#include <algorithm>

#include "gateway/access/clients.hpp"
#include "gateway/access/look_ups.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "gateway/fhir/client_rights.hpp"
#include "gateway/fhir/original_bundle.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/find_reviews.hpp"
#include "mappers/fhir/inquiry.hpp"
#include "mappers/fhir/review_response.hpp"
#include "mappers/fhir/uuid.hpp"
#include "parsers/fhir/check.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;
using mappers::PasVersion;

/// One inquiry with what it needs until its answer is written.
struct Asked {
  const HttpRequest& request;
  const ReceivedMessage& message;
  PasVersion version;
  const fhir::Bundle& bundle;
  precert::Inquiry inquiry;
};

mappers::ResponseContext context_of(const Asked& asked, Services& services) {
  mappers::ResponseContext context;
  context.version = asked.version;
  context.kind = mappers::ResponseKind::inquire;
  context.base_url = fhir_base(services, asked.version);
  context.at = asked.message.received;
  context.uuid_seed = asked.message.id.text();
  return context;
}

/// Whoever asked for the review knows its Claim; others that may see the answer do not get its name.
bool requested_it(const precert::Party& asker, const precert::InquiryCandidate& candidate) {
  const std::string npi = asker.npi();
  const auto same = [&](const precert::Party& requester) {
    if (!npi.empty()) return requester.npi() == npi;
    return std::ranges::any_of(asker.identifiers, [&](const precert::Identifier& one) {
      return std::ranges::find(requester.identifiers, one) != requester.identifiers.end();
    });
  };
  return same(candidate.found.request.requester) || std::ranges::any_of(candidate.earlier_requesters, same);
}

/// The reviews that are shown and the Bundles that they came with.
struct Shown {
  std::vector<std::unique_ptr<OriginalBundle>> originals;
  std::vector<mappers::ReviewedCase> cases;
};

base::Result<void> show(const precert::InquiryCandidate& candidate, const Asked& asked, Services& services,
                        Shown& shown) {
  const precert::PriorCase& found = candidate.found;
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(found.id);
  if (!record) return record.error();
  if (*record) {
    base::Result<std::unique_ptr<OriginalBundle>> original = original_bundle(**record, services.store);
    if (!original) return original.error();
    shown.originals.push_back(std::move(*original));
  }
  mappers::ResponseContext context = context_of(asked, services);
  context.request = *record ? bundle_of(shown.originals.back()) : nullptr;
  context.case_id = found.id.text();
  context.uuid_seed = context.case_id + "." + std::to_string(found.version);
  context.bundle_id = mappers::uuid_from(asked.message.id.text(), context.case_id);
  context.claim_known = requested_it(asked.inquiry.example.requester, candidate) &&
                        speaks_for_any(asked.request, organizations_of(found.request), services);
  shown.cases.push_back({&found.request, &found.determination, std::move(context)});
  return {};
}

/// PAS spec-50: something is held back, and there is another way to it.
base::Issues withheld_remark(const precert::InquiryAnswer& answer) {
  std::string words = "Some authorizations are sensitive and shown only when asked for by number.";
  for (const precert::ContactPoint& point : answer.umo_contact.points) {
    if (point.kind == precert::ContactKind::phone) words += " You may also call " + point.value + ".";
  }
  return base::Issue{base::IssueCode::not_supported, "", std::move(words), base::Severity::warning};
}

HttpReply reply_of(std::span<const mappers::ReviewedCase> cases, const mappers::ResponseContext& whole) {
  std::string body;
  json::Writer out(body);
  mappers::write_inquiry_response(out, cases, whole);
  return fhir_reply(std::move(body));
}

/// `seen` becomes what the answer shows, for the access log.
base::Result<HttpReply> found_reply(const Asked& asked, const FoundReviews& found, Services& services,
                                    std::vector<LookUp>& seen) {
  Shown shown;
  const auto note = [&](LookedAt what) {
    seen.push_back(look_up_of(asked.request, std::move(what), asked.message.received));
  };
  for (const precert::InquiryMatch& match : found.answer.matches) {
    const precert::InquiryCandidate& candidate = found.facts.candidates[match.candidate];
    const base::Result<void> done = show(candidate, asked, services, shown);
    if (!done) return done.error();
    const std::string& id = candidate.found.id.text();
    note({LookUpKind::review, id, id, LookUpOutcome::shown});
  }
  if (seen.empty()) note({LookUpKind::search, "", "", LookUpOutcome::not_found});
  mappers::ResponseContext whole = context_of(asked, services);
  const base::Issues remark = found.answer.withheld > 0 ? withheld_remark(found.answer) : base::Issues();
  // 2.2.1: beside another answer the warning is an entry of its Bundle. 2.0.1 has one Bundle in any case.
  if (asked.version == PasVersion::v2_2_1 && !shown.cases.empty()) {
    shown.cases.back().context.remarks = &remark;
  } else {
    whole.remarks = &remark;
  }
  return reply_of(shown.cases, whole);
}

/// Parties that cannot be known, said as $submit says them. It is no case, so nothing can be read at its URL.
HttpReply refused_reply(const Asked& asked, const precert::InquiryAnswer& answer, Services& services) {
  precert::Determination determination;
  determination.refusals = answer.refusals;
  determination.decided = asked.message.received;
  determination.umo_contact = answer.umo_contact;
  mappers::ResponseContext whole = context_of(asked, services);
  whole.base_url.clear();
  mappers::ReviewedCase refused{&asked.inquiry.example, &determination, whole};
  refused.context.request = &asked.bundle;
  refused.context.case_id = asked.message.id.text();
  refused.context.claim_known = false;
  return reply_of({&refused, 1}, whole);
}

/// Nobody learns from the answer whether there is something: what is not found and what may not be seen are
/// one. Source: X12 901.
bool says_nothing(const precert::InquiryAnswer& answer) {
  return std::ranges::all_of(answer.refusals, [](const precert::Refusal& one) { return one.code == "AA"; });
}

/// A client asks in the name of those only whom it speaks for, whether there is something to find or not.
Prepared not_for_them(const HttpRequest& request, const ReceivedMessage& message) {
  constexpr const char* words = "You may ask in the name of the organizations only that you speak for.";
  Prepared refused = answered_message(message, access_refusal(403, request.path, words));
  refused.exchange.look_ups.push_back(
      look_up_of(request, LookedAt{LookUpKind::search, "", "", LookUpOutcome::not_found}, message.received));
  return refused;
}

base::Result<Prepared> prepared_inquiry(const HttpRequest& request, const ReceivedMessage& message,
                                        PasVersion version, Services& services) {
  const auto refused = [&](const base::Issues& issues) {
    return refused_message(message, request.path, issues);
  };
  json::Document document;
  const base::Result<json::Value> parsed = document.parse_copy(request.body, json_limits(services.config));
  if (!parsed) return refused(parsed.error());
  const base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle) return refused(bundle.error());
  const base::Issues faults = fhir::check(*bundle, profiles_of(version, services), fhir::Purpose::inquire);
  if (faults.fatal()) return refused(faults);
  base::Result<precert::Inquiry> inquiry = mappers::inquiry_from(*bundle, version);
  if (!inquiry) return refused(inquiry.error());

  if (!speaks_for_any(request, organizations_of(inquiry->example), services))
    return not_for_them(request, message);

  const Asked asked{request, message, version, *bundle, std::move(*inquiry)};
  FoundReviews found;
  const auto keep = [&](precert::InquiryCandidate& one) { return keep_for_client(request, one, services); };
  const base::Result<void> looked = find_reviews(found, asked.inquiry, message.received, services.store,
                                                 services.knowledge.current(), {}, keep);
  if (!looked) return looked.error();
  if (!says_nothing(found.answer)) {
    Prepared refusal_made = answered_message(message, refused_reply(asked, found.answer, services));
    refusal_made.rejected.push_back(Rejection::business);
    refusal_made.exchange.look_ups.push_back(look_up_of(
        request, LookedAt{LookUpKind::search, "", "", LookUpOutcome::not_found}, message.received));
    return refusal_made;
  }
  std::vector<LookUp> seen;
  base::Result<HttpReply> reply = found_reply(asked, found, services, seen);
  if (!reply) return reply.error();
  Prepared prepared = answered_message(message, std::move(*reply));
  prepared.exchange.look_ups = std::move(seen);  // the same commit as the answer
  return prepared;
}

}  // namespace

asio::awaitable<HttpReply> claim_inquire(const HttpRequest& request, PasVersion version, Services& services) {
  const base::Result<ReceivedMessage> message = message_from(request, Repeats::answered_anew, services);
  if (!message) co_return refusal(503, request.path, message.error());
  const Preparation prepare = [&] { return prepared_inquiry(request, *message, version, services); };
  HttpReply reply = co_await decided_and_stored(request, services, prepare);
  name_message(*message, reply);
  co_return reply;
}

}  // namespace gateway
