#include "gateway/review/checks.hpp"

#include <utility>

#include "gateway/review/submit_review.hpp"
#include "gateway/store/content_hash.hpp"
#include "mappers/model/coverage_json.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

/// What an answer depends on besides the question, but for the time of day.
std::string known_of(const MemberFacts& known, const Snapshot& knowledge, base::Instant at) {
  const precert::Rulebook& rulebook = *knowledge.rulebook;
  std::string text =
      precert::version_of(rulebook) + '\n' + base::iso(rulebook.calendar.local_date(at)) + '\n';
  if (known.record) text += mappers::to_json(*known.record);
  for (const precert::PriorCase& one : known.facts.history) {
    text += '\n' + one.id.text() + ' ' + std::to_string(one.version);
  }
  return text;
}

/// The check of that fingerprint that was answered first, stored or made just now, if there is one.
base::Result<std::optional<CheckRecord>> earlier_check(const std::string& fingerprint, Store& store,
                                                       std::span<const CheckRecord> made) {
  base::Result<std::optional<CheckRecord>> stored = store.first_check(fingerprint);
  if (!stored || *stored) return stored;
  for (const CheckRecord& one : made) {
    if (one.fingerprint == fingerprint) return std::optional(one);
  }
  return std::optional<CheckRecord>();
}

/// An order keeps an assertion of its own, by which DTR finds the order again (CRD found-11).
std::string order_of(const Asking& asking) {
  return asking.channel == CheckChannel::crd ? "\norder " + asking.resource : std::string();
}

CheckRecord record_of(const precert::CoverageQuestion& question, const Asking& asking) {
  CheckRecord record;
  record.channel = asking.channel;
  record.message = asking.message;
  record.resource = asking.resource;
  record.member = precert::MemberId(question.subscriber.member_id());
  record.requester = requester_of(question);
  record.sender = asking.sender;
  record.made = asking.received;
  record.question = mappers::to_json(question);
  return record;
}

}  // namespace

std::string requester_of(const precert::CoverageQuestion& question) {
  std::string npi = question.requester.npi();
  if (!npi.empty() || question.requester.identifiers.empty()) return npi;
  return question.requester.identifiers.front().value;
}

namespace {

/// What a question says, without the asker's numbers and times.
std::string content_of(const precert::CoverageQuestion& question) {
  precert::CoverageQuestion asked = question;
  asked.reference.clear();
  asked.reference_system.clear();
  asked.submitted = {};
  asked.transmission = {};
  asked.traces.clear();
  for (precert::Document& document : asked.documents) document.control_number.clear();
  return mappers::content_lines(asked);
}

}  // namespace

bool same_question(const precert::CoverageQuestion& one, const precert::CoverageQuestion& other) {
  return content_of(one) == content_of(other);
}

namespace {

/// Hash (hex) of all that an answer depends on but the time of day: the question without the asker's numbers
/// and times, and `known` (rulebook version, day, the member's record, the cases that count).
std::string fingerprint_of(const precert::CoverageQuestion& question, std::string_view known) {
  ContentHasher hasher;
  hasher.add(content_of(question));
  hasher.add(known);
  return hex(hasher.finish());
}

}  // namespace

base::Result<Checked> checked(const precert::CoverageQuestion& question, const Asking& asking, Store& store,
                              NumberSource& numbers, const Snapshot& knowledge,
                              std::span<const CaseWrite> pending, std::span<const CheckRecord> made_before) {
  MemberFacts known;
  const base::Result<void> gathered =
      gather_facts(known, precert::MemberId(question.subscriber.member_id()), asking.received,
                   precert::CaseId(), store, knowledge, pending);
  if (!gathered) return gathered.error();
  Checked made;
  made.record = record_of(question, asking);
  made.record.fingerprint =
      fingerprint_of(question, known_of(known, knowledge, asking.received) + order_of(asking));
  base::Result<std::optional<CheckRecord>> earlier =
      earlier_check(made.record.fingerprint, store, made_before);
  if (!earlier) return earlier.error();
  if (*earlier) {
    base::Result<precert::CoverageAnswer> answer = mappers::coverage_answer_from_json((*earlier)->answer);
    if (!answer) return answer.error();
    made.answer = std::move(*answer);
    made.repeated = true;
    made.record.answer = std::move((*earlier)->answer);
  } else {
    base::Result<precert::Numbers> drawn =
        answer_numbers(numbers, "eligibility", knowledge.rulebook->payer.reference_prefix);
    if (!drawn) return drawn.error();
    known.facts.numbers = std::move(*drawn);
    made.answer = precert::coverage_answer(question, *knowledge.rulebook, known.facts);
    made.record.answer = mappers::to_json(made.answer);
  }
  made.record.reference = made.answer.numbers.reference;
  return made;
}

}  // namespace gateway
