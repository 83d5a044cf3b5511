#include "gateway/crd/asserted.hpp"

#include "gateway/review/checks.hpp"
#include "gateway/telemetry/log.hpp"
#include "mappers/model/coverage_json.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

/// A Patient that says neither name nor birth date is known by the member number alone: sparse data is no
/// reason to refuse (found-32), and whoever may ask shows a coverage.
base::Result<void> complete_patient(precert::CoverageQuestion& question, Store& store) {
  precert::Person& said = question.subscriber;
  if (question.dependent || !said.name.family.empty() || said.birth_date || said.member_id().empty())
    return {};
  const base::Result<std::optional<precert::MemberRecord>> found =
      store.member(precert::MemberId(said.member_id()));
  if (!found) return found.error();
  if (!*found) return {};
  const precert::MemberRecord& member = **found;
  said.name = member.name;
  said.birth_date = member.birth_date;
  for (const precert::DependentRecord& one : member.dependents) {
    if (one.id.text() != said.member_id()) continue;
    said.name = one.name;
    said.birth_date = one.birth_date;
  }
  return {};
}

/// The sender without the mark that keeps one call apart from the next.
std::string sender_of(const ReceivedMessage& message) {
  return message.sender.substr(0, message.sender.find('#'));
}

Asking asking_of(const mappers::OrderQuestion& question, const ReceivedMessage& message) {
  Asking asking;
  asking.channel = CheckChannel::crd;
  asking.message = message.id;
  asking.sender = sender_of(message);
  asking.resource = question.resource;
  asking.received = message.received;
  return asking;
}

/// The proof of an answer that could not be given.
base::Result<CheckRecord> failed_check(const mappers::OrderQuestion& question, const ReceivedMessage& message,
                                       const Snapshot& knowledge, Services& services) {
  base::Result<precert::Numbers> numbers =
      answer_numbers(services.numbers, "eligibility", knowledge.rulebook->payer.reference_prefix);
  if (!numbers) return numbers.error();
  precert::CoverageAnswer answer;
  answer.numbers = std::move(*numbers);
  answer.answered = message.received;
  CheckRecord record;
  record.reference = answer.numbers.reference;
  record.channel = CheckChannel::crd;
  record.message = message.id;
  record.resource = question.resource;
  record.member = precert::MemberId(question.question.subscriber.member_id());
  record.requester = requester_of(question.question);
  record.sender = sender_of(message);
  record.made = message.received;
  record.question = mappers::to_json(question.question);
  record.answer = mappers::to_json(answer);
  return record;
}

bool is_away(const base::Issues& issues) { return issues.first().code == base::IssueCode::store_unavailable; }

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string_view>& codes) {
  if (codes.empty()) return;
  out.array_field(name);
  for (const std::string_view code : codes) out.string(code);
  out.end_array();
}

void write_information(json::Writer& out, const mappers::CoverageInformation& information,
                       std::string_view line_of_business) {
  const mappers::FindingCodes& codes = mappers::codes_of(information.finding);
  out.begin_object().field("covered", codes.covered);
  if (!codes.pa_needed.empty()) out.field("paNeeded", codes.pa_needed);
  write_list(out, "docNeeded", information.doc_needed);
  write_list(out, "infoNeeded", information.info_needed);
  if (!information.questionnaires.empty()) out.field("questionnaire", information.questionnaires.front());
  out.field("assertionId", information.assertion);
  if (!information.satisfied.empty()) out.field("satisfiedId", information.satisfied);
  if (!line_of_business.empty()) out.field("businessLine", line_of_business);
  out.end_object();
}

std::string_view business_of(const mappers::AssertedOrder& order, const precert::Rulebook& rulebook) {
  if (order.answer == nullptr || !order.answer->member) return {};
  const precert::Index at = rulebook.product(order.answer->member->product);
  if (at == precert::no_index) return {};
  return precert::line_of_business_word(rulebook.products[at].line_of_business);
}

}  // namespace

base::Result<void> assert_orders(AssertedCall& into, std::vector<mappers::OrderQuestion> questions,
                                 const mappers::AssertionContext& context, const ReceivedMessage& message,
                                 const Snapshot& knowledge, Services& services) {
  into.questions = std::move(questions);
  const base::Date today = knowledge.rulebook->calendar.local_date(message.received);
  for (mappers::OrderQuestion& question : into.questions) {
    const base::Result<void> completed = complete_patient(question.question, services.store);
    if (!completed) return completed;
    base::Result<Checked> made =
        checked(question.question, asking_of(question, message), services.store, services.numbers, knowledge,
                {}, into.checks);
    if (!made && is_away(made.error())) return made.error();
    if (made) {
      const precert::CoverageAnswer& answer = into.answers.emplace_back(std::move(made->answer));
      into.informations.push_back(mappers::assertions_from(question, answer, context));
      into.orders.push_back({&question, &answer, into.informations.back()});
      into.checks.push_back(std::move(made->record));
      continue;
    }
    log::error("hook_order_failed", {{"code", base::name(made.error().first().code)}});
    base::Result<CheckRecord> failed = failed_check(question, message, knowledge, services);
    if (!failed) return failed.error();
    into.informations.push_back({mappers::failed_assertion(question, failed->reference, today)});
    into.orders.push_back({&question, nullptr, into.informations.back()});
    into.checks.push_back(std::move(*failed));
  }
  return {};
}

std::string details_of(const AssertedCall& call, const mappers::HookRequest& request,
                       const mappers::HookAnswer& answer, const Snapshot& knowledge) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("patient", request.patient).array_field("resources");
  for (const std::string& one : request.focus) out.string(std::string_view(one).substr(0, one.find('/')));
  out.end_array().array_field("coverageInfo");
  for (const mappers::AssertedOrder& order : call.orders) {
    const std::string_view business = business_of(order, *knowledge.rulebook);
    for (const mappers::CoverageInformation& one : order.informations) write_information(out, one, business);
  }
  out.end_array().field("cards", answer.cards.size()).field("actions", answer.actions).end_object();
  return text;
}

std::string details_of(const base::Issues& issues) {
  std::string text;
  json::Writer out(text);
  out.begin_object().array_field("issues");
  for (const base::Issue& issue : issues) out.string(base::name(issue.code));
  out.end_array().end_object();
  return text;
}

}  // namespace gateway
