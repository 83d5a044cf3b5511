// A valid message of any kind through its mapper, the decision and the writer of its answer: what is answered
// passes our own validator, whatever was asked.
#include <string>
#include <vector>

#include "mappers/fhir/review_response.hpp"
#include "mappers/model/model_json.hpp"
#include "mappers/x12/attachment.hpp"
#include "mappers/x12/eligibility.hpp"
#include "mappers/x12/inquiry.hpp"
#include "mappers/x12/notification.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "mappers/x12/review_response_in.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/inquiry.hpp"
#include "precert/engine/notification.hpp"
#include "world.hpp"
#include "x12_sets.hpp"

namespace {

using fuzz::world;

constexpr std::string_view number = "0001";

void review(const x12::LoopTree& tree, const x12::Reader& reader) {
  const auto request = mappers::review_request_from(tree, reader.interchange(), reader.group());
  if (!request) return;
  const precert::Facts facts = world().facts_about(request->subscriber);
  const precert::Determination determination = precert::determine(*request, *world().rulebook, facts);
  fuzz::must(determination == precert::determine(*request, *world().rulebook, facts),
             "a decision can be replayed");
  const std::string answer = fuzz::interchange_around("HI", "005010X217", [&](x12::Writer& writer) {
    mappers::write_review_response(writer, *request, determination, number, world().now);
  });
  fuzz::must(fuzz::sound(answer, "005010X217", "response"), "a response is valid");
  fuzz::each_set(answer, [&](const x12::Reader& own) {
    x12::LoopTree own_tree;
    std::vector<x12::Fault> faults;
    x12::check(own.set(), *x12::guide_for("005010X217", "response"), {}, own_tree, faults);
    fuzz::must(mappers::answered_review_from(own_tree, own.interchange(), own.group(), &*request).has_value(),
               "a response can be read by who asked");
  });
  mappers::ResponseContext context;
  context.case_id = "C1";
  context.at = world().now;
  json::Document document;
  fuzz::must(document.parse_copy(mappers::review_response_from(*request, determination, context)).has_value(),
             "a response Bundle is JSON");
}

/// A payer's answer as the client side reads it and tells it in FHIR.
void take_answer(const x12::LoopTree& tree, const x12::Reader& reader) {
  const auto answered = mappers::answered_review_from(tree, reader.interchange(), reader.group());
  if (!answered) return;
  mappers::ResponseContext context;
  context.case_id = "C1";
  context.at = world().now;
  json::Document document;
  fuzz::must(
      document.parse_copy(mappers::review_response_from(answered->told, answered->determination, context))
          .has_value(),
      "what was answered is told as JSON");
}

void inquire(const x12::LoopTree& tree, const x12::Reader& reader) {
  const auto inquiry = mappers::inquiry_from(tree, reader.interchange(), reader.group());
  if (!inquiry) return;
  const precert::ReviewRequest& asked = inquiry->example;
  precert::InquiryFacts facts;
  facts.now = world().now;
  const precert::Facts known = world().facts_about(asked.subscriber);
  facts.member = known.member;
  // The case that was asked about is there: what is asked, decided.
  precert::PriorCase found;
  found.request = asked;
  found.determination = precert::determine(asked, *world().rulebook, known);
  precert::add_candidate(facts.candidates, found, asked.event.previous_certification);
  base::Issues issues;
  const std::string again = fuzz::interchange_around("HI", "005010X215", [&](x12::Writer& writer) {
    issues = mappers::write_inquiry(writer, *inquiry, number);
  });
  fuzz::must(issues.fatal() || fuzz::sound(again, "005010X215", "request"),
             "an inquiry that is written is valid");
  const precert::InquiryAnswer answer = precert::inquiry_answer(*inquiry, *world().rulebook, facts);
  const std::string text = fuzz::interchange_around("HI", "005010X215", [&](x12::Writer& writer) {
    mappers::write_inquiry_response(writer, *inquiry, answer, facts.candidates, number, world().now);
  });
  fuzz::must(fuzz::sound(text, "005010X215", "response"), "an answer to an inquiry is valid");
}

void notify(const x12::LoopTree& tree, const x12::Reader& reader) {
  const auto notice = mappers::notification_from(tree, reader.interchange(), reader.group());
  if (!notice) return;
  const precert::NotificationReceipt receipt =
      precert::receipt_of(*notice, *world().rulebook, world().facts_about(notice->notice.subscriber));
  const std::string text = fuzz::interchange_around("HI", "005010X216", [&](x12::Writer& writer) {
    mappers::write_notification_acknowledgment(writer, *notice, receipt, number, world().now);
  });
  fuzz::must(fuzz::sound(text, "005010X216", "response"), "an acknowledgment of a notice is valid");
}

void ask_coverage(const x12::LoopTree& tree, const x12::Reader& reader) {
  const auto questions = mappers::coverage_questions_from(tree, reader.interchange(), reader.group());
  if (!questions) return;
  for (const precert::CoverageQuestion& question : *questions) {
    base::Issues issues;
    const std::string again = fuzz::interchange_around("HS", "005010X279A1", [&](x12::Writer& writer) {
      issues = mappers::write_coverage_question(writer, question, number);
    });
    fuzz::must(issues.fatal() || fuzz::sound(again, "005010X279A1", "request"),
               "a question that is written is valid");
    const precert::CoverageAnswer answer =
        precert::coverage_answer(question, *world().rulebook, world().facts_about(question.subscriber));
    const std::string text = fuzz::interchange_around("HB", "005010X279A1", [&](x12::Writer& writer) {
      mappers::write_coverage_answer(writer, question, answer, number, world().now);
    });
    fuzz::must(fuzz::sound(text, "005010X279A1", "response"), "an answer about coverage is valid");
  }
}

void attach(const x12::LoopTree& tree, const x12::Reader& reader) {
  const auto message = mappers::attachments_from(tree, reader.interchange(), reader.group(), 4096);
  if (!message) return;
  base::Issues issues;
  const std::string text = fuzz::interchange_around("PI", "006020X316", [&](x12::Writer& writer) {
    issues = mappers::write_attachments(writer, *message, number);
  });
  fuzz::must(issues.fatal() || fuzz::sound(text, "006020X316", "request"),
             "attachments that are written are valid");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::each_set(fuzz::text(data, size), [](const x12::Reader& reader) {
    // A rejected envelope is answered by a TA1 or 999 alone.
    if (!reader.interchange_faults().empty() || !reader.group_faults().empty()) return;
    const x12::Guide* const guide = x12::guide_for_set(reader.group().version, reader.set());
    if (guide == nullptr) return;
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    if (!x12::check(reader.set(), *guide, {}, tree, faults)) return;
    const std::string_view implementation = x12::implementation_of(*guide);
    if (x12::direction_of(*guide) != "request") {
      if (implementation == "005010X217") take_answer(tree, reader);
      return;
    }
    if (implementation == "005010X217") review(tree, reader);
    if (implementation == "005010X215") inquire(tree, reader);
    if (implementation == "005010X216") notify(tree, reader);
    if (implementation == "005010X279A1") ask_coverage(tree, reader);
    if (x12::set_id_for(implementation) == "275") attach(tree, reader);
  });
  return 0;
}
