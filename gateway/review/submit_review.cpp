#include "gateway/review/submit_review.hpp"

#include <algorithm>

#include "gateway/review/answered_elsewhere.hpp"
#include "gateway/review/known_cases.hpp"
#include "gateway/telemetry/log.hpp"
#include "mappers/model/model_json.hpp"
#include "precert/engine/attached.hpp"
#include "precert/engine/continued.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/on_top.hpp"
#include "precert/engine/patients.hpp"
#include "precert/engine/repeats.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using precert::ReviewAction;
using precert::ReviewRequest;

constexpr std::size_t history_max = 64;  // earlier cases that duplicates and yearly limits are looked for in

std::string trace_key(const precert::Trace& trace) { return trace.originator + "|" + trace.number; }

/// Keys of the earlier case, the surest first: quoted numbers, what the wire says, then traces of an update.
std::vector<LookupKey> continued_keys(const Submission& submission) {
  const ReviewRequest& request = submission.request;
  std::vector<LookupKey> keys;
  const auto number = [&](LookupKind kind, const std::string& value) {
    if (!value.empty()) keys.push_back({kind, value});
  };
  const auto quoted = [&](const std::string& certification, const std::string& reference) {
    // Payers and senders mix the two qualifiers up: each number is looked for as both.
    number(LookupKind::certification_number, certification);
    number(LookupKind::reference_number, certification);
    number(LookupKind::reference_number, reference);
    number(LookupKind::certification_number, reference);
  };
  quoted(request.event.previous_certification, request.event.previous_reference);
  for (const precert::ServiceLine& line : request.services) {
    quoted(line.previous_certification, line.previous_reference);
  }
  keys.insert(keys.end(), submission.continues.begin(), submission.continues.end());
  const bool update = request.purpose == precert::Purpose::cancellation ||
                      request.event.certification != precert::CertificationType::initial;
  if (update) {
    for (const precert::Trace& trace : request.event.traces) number(LookupKind::trace, trace_key(trace));
  }
  return keys;
}

/// Everybody a case concerns besides the patient: they may continue it.
bool concerns(const ReviewRequest& earlier, const std::string& npi) {
  if (npi.empty()) return false;
  const auto is = [&](const precert::Party& party) { return party.npi() == npi; };
  if (is(earlier.requester)) return true;
  if (std::any_of(earlier.event.providers.begin(), earlier.event.providers.end(), is)) return true;
  return std::any_of(earlier.services.begin(), earlier.services.end(), [&](const precert::ServiceLine& line) {
    return std::any_of(line.providers.begin(), line.providers.end(), is);
  });
}

/// May this request touch that case? Same patient, and asked by somebody the case concerns. Behind one sender
/// stand many providers: only who does not say who they are is known by where the case came from.
base::Result<bool> may_continue(const Submission& submission, const CaseRecord& record,
                                const ReviewRequest& earlier, Store& store) {
  const ReviewRequest& request = submission.request;
  const std::string member = request.subscriber.member_id();
  if (member != earlier.subscriber.member_id()) return false;
  const std::string npi = request.requester.npi();
  const bool theirs = concerns(earlier, npi) || (npi.empty() && record.submitter == submission.submitter);
  if (!theirs || !request.dependent) return theirs;
  const base::Result<std::optional<precert::MemberRecord>> file = store.member(precert::MemberId(member));
  if (!file) return file.error();
  return precert::may_be_same_patient(request, earlier, *file ? &**file : nullptr);
}

const CaseWrite* write_of(std::span<const CaseWrite> pending, const precert::CaseId& id) {
  const auto found = std::find_if(pending.begin(), pending.end(),
                                  [&](const CaseWrite& write) { return write.record.id == id; });
  return found == pending.end() ? nullptr : &*found;
}

/// What continues a repeat is meant for its original, where both ask for the same lines.
base::Result<precert::PriorCase> meant_by(precert::PriorCase found, Store& store,
                                          std::span<const CaseWrite> pending) {
  if (!precert::is_repeat(found.determination)) return found;
  base::Result<std::optional<precert::PriorCase>> original =
      newest_case(precert::original_of(found.determination.lines.front()), store, pending);
  if (!original) return original.error();
  if (*original && precert::stands_for(found, **original)) return std::move(**original);
  return found;
}

/// True when the request cannot be understood without an earlier case.
bool needs_previous(const Submission& submission) {
  const ReviewRequest& request = submission.request;
  const bool quotes =
      !request.event.previous_certification.empty() || !request.event.previous_reference.empty();
  return quotes || request.purpose == precert::Purpose::cancellation || !submission.continues.empty() ||
         request.event.certification != precert::CertificationType::initial;
}

CaseState state_of(const precert::Determination& determination) {
  if (precert::is_repeat(determination)) return CaseState::final;  // only its original waits for anything
  if (determination.closed_out) return CaseState::closed;
  if (!determination.final()) return CaseState::pended;
  const bool cancelled = !determination.lines.empty() &&
                         std::all_of(determination.lines.begin(), determination.lines.end(),
                                     [](const auto& line) { return line.action == ReviewAction::cancelled; });
  return cancelled ? CaseState::cancelled : CaseState::final;
}

/// CaseRecord::priority.
int priority_of(const ReviewRequest& request) {
  switch (request.event.level.value_or(precert::LevelOfService::elective)) {
    case precert::LevelOfService::emergency: return 0;
    case precert::LevelOfService::urgent: return 1;
    case precert::LevelOfService::elective: break;
  }
  return 2;
}

}  // namespace

base::Result<std::optional<precert::PriorCase>> continued_case(const Submission& submission, Store& store,
                                                               std::span<const CaseWrite> pending) {
  for (const LookupKey& key : continued_keys(submission)) {
    const base::Result<std::vector<CaseRecord>> found = cases_with(key, store, pending);
    if (!found) return found.error();
    for (const CaseRecord& record : *found) {
      base::Result<precert::PriorCase> prior = prior_from(record);
      if (!prior) return prior.error();
      const base::Result<bool> allowed = may_continue(submission, record, prior->request, store);
      if (!allowed) return allowed.error();
      if (!*allowed || precert::asks_anew(submission.request, *prior)) continue;
      base::Result<precert::PriorCase> meant = meant_by(std::move(*prior), store, pending);
      if (!meant) return meant.error();
      return std::optional(std::move(*meant));
    }
  }
  return std::optional<precert::PriorCase>();
}

namespace {

/// Senders count their attachments themselves: many may use the same number. All other numbers are nearly
/// unique.
std::size_t most_of(LookupKind kind) { return kind == LookupKind::attachment_control_number ? 256 : 4; }

}  // namespace

base::Result<std::vector<CaseRecord>> cases_with(const LookupKey& key, Store& store,
                                                 std::span<const CaseWrite> pending) {
  std::vector<CaseRecord> records;
  for (const CaseWrite& write : pending) {
    const bool named = std::any_of(write.keys.begin(), write.keys.end(), [&](const LookupKey& one) {
      return one.kind == key.kind && one.value == key.value;
    });
    if (named) records.push_back(write.record);
  }
  const base::Result<std::vector<CaseRecord>> stored =
      store.cases_with(key.kind, key.value, most_of(key.kind));
  if (!stored) return stored.error();
  for (const CaseRecord& record : *stored) {
    const CaseWrite* changed = write_of(pending, record.id);
    records.push_back(changed == nullptr ? record : changed->record);
  }
  return records;
}

base::Result<std::optional<precert::PriorCase>> newest_case(const precert::CaseId& id, Store& store,
                                                            std::span<const CaseWrite> pending) {
  std::optional<CaseRecord> record;
  if (const CaseWrite* changed = write_of(pending, id); changed != nullptr) {
    record = changed->record;
  } else {
    base::Result<std::optional<CaseRecord>> stored = store.find_case(id);
    if (!stored) return stored.error();
    record = std::move(*stored);
  }
  if (!record) return std::optional<precert::PriorCase>();
  base::Result<precert::PriorCase> prior = prior_from(*record);
  if (!prior) return prior.error();
  return std::optional(std::move(*prior));
}

base::Result<precert::PriorCase> prior_from(const CaseRecord& record) {
  base::Result<ReviewRequest> request = mappers::review_request_from_json(record.request);
  if (!request) return request.error();
  base::Result<precert::Determination> determination = mappers::determination_from_json(record.determination);
  if (!determination) return determination.error();
  return precert::PriorCase{record.id, record.version, std::move(*request), std::move(*determination)};
}

CaseRecord record_from(const precert::CaseId& id, int version, const ReviewRequest& request,
                       const precert::Determination& determination) {
  CaseRecord record;
  record.id = id;
  record.version = version;
  record.member = precert::MemberId(request.subscriber.member_id());
  record.requester = request.requester.npi();
  if (record.requester.empty() && !request.requester.identifiers.empty()) {
    record.requester = request.requester.identifiers.front().value;
  }
  record.state = state_of(determination);
  record.priority = priority_of(request);
  for (const precert::LineDetermination& line : determination.lines) {
    if (line.action != ReviewAction::pended || record.state != CaseState::pended) continue;
    if (precert::is_repeat(line)) continue;  // it waits in its original
    // One queue a case: an appeal outweighs a clinician's line, and that one that waits for papers.
    const bool by_clinician = line.queue == "clinician" && record.queue != "appeals";
    if (record.queue.empty() || line.queue == "appeals" || by_clinician) record.queue = line.queue;
    if (line.timeframe && (!record.due || line.timeframe->due < *record.due))
      record.due = line.timeframe->due;
  }
  record.decided = determination.decided;
  record.request = mappers::to_json(request);
  record.determination = mappers::to_json(determination);
  return record;
}

std::vector<LookupKey> keys_of(const ReviewRequest& request, const precert::Determination& determination) {
  std::vector<LookupKey> keys;
  const auto add = [&](LookupKind kind, const std::string& value) {
    if (value.empty()) return;
    const bool known = std::any_of(keys.begin(), keys.end(), [&](const LookupKey& key) {
      return key.kind == kind && key.value == value;
    });
    if (!known) keys.push_back({kind, value});
  };
  // What a Task and a ClaimResponse are identified by (PAS) is quoted like a reference.
  add(LookupKind::reference_number, determination.numbers.trace);
  for (const precert::LineDetermination& line : determination.lines) {
    if (precert::is_repeat(line)) continue;  // its numbers name the original
    add(LookupKind::certification_number, line.certification_number);
    add(LookupKind::reference_number, line.reference_number);
    for (const precert::MissingInformation& missing : line.missing) {
      add(LookupKind::attachment_control_number, missing.control_number);
    }
  }
  for (const precert::Document& document : request.documents) {
    if (precert::is_repeat(determination)) break;  // what comes for it belongs to the original
    add(LookupKind::attachment_control_number, document.control_number);
  }
  for (const precert::Trace& trace : request.event.traces) add(LookupKind::trace, trace_key(trace));
  return keys;
}

void add_write(std::vector<CaseWrite>& writes, CaseWrite write) {
  for (CaseWrite& earlier : writes) {
    if (earlier.record.id != write.record.id) continue;
    write.keys.insert(write.keys.end(), earlier.keys.begin(), earlier.keys.end());
    earlier = std::move(write);
    return;
  }
  writes.push_back(std::move(write));
}

namespace {

/// A member's earlier cases, the newest first. Where a repeat stands its original is looked at, each once: a
/// sender who asks again and again does not push it out of sight.
class History {
 public:
  History(std::vector<precert::PriorCase>& cases, const precert::CaseId& except, Store& store,
          std::span<const CaseWrite> pending, KnownCases* known)
      : cases_(cases), except_(except), store_(store), pending_(pending), known_(known) {}

  [[nodiscard]] bool full() const { return looked_at_ >= history_max; }

  [[nodiscard]] base::Result<void> add(const CaseRecord& record) {
    ++looked_at_;
    if (is_known(record.id)) return {};
    base::Result<precert::PriorCase> prior = known_ != nullptr ? known_->of(record) : prior_from(record);
    if (!prior) {  // one spoilt record is no reason to refuse the member everything else
      log::error("earlier_case_unreadable", {{"case", record.id.text()}});
      return {};
    }
    if (!precert::is_repeat(prior->determination)) {
      cases_.push_back(std::move(*prior));
      return {};
    }
    for (const precert::LineDetermination& line : prior->determination.lines) {
      const base::Result<void> added = add_original(precert::original_of(line));
      if (!added) return added;
    }
    return {};
  }

 private:
  [[nodiscard]] bool is_known(const precert::CaseId& id) const {
    return id == except_ || std::any_of(cases_.begin(), cases_.end(),
                                        [&](const precert::PriorCase& one) { return one.id == id; });
  }

  [[nodiscard]] base::Result<void> add_original(const precert::CaseId& id) {
    if (id.empty() || is_known(id)) return {};
    base::Result<std::optional<precert::PriorCase>> original = newest_case(id, store_, pending_);
    if (!original) return original.error();
    if (*original) cases_.push_back(std::move(**original));
    return {};
  }

  std::vector<precert::PriorCase>& cases_;
  const precert::CaseId& except_;
  Store& store_;
  std::span<const CaseWrite> pending_;
  KnownCases* known_;
  std::size_t looked_at_ = 0;
};

}  // namespace

precert::PatientNaming naming_wanted_of(std::string_view submitter) {
  return submitter.starts_with("x12:") ? precert::PatientNaming::in_full : precert::PatientNaming::as_said;
}

base::Result<void> gather_facts(MemberFacts& into, const precert::MemberId& member, base::Instant at,
                                const precert::CaseId& except, Store& store, const Snapshot& knowledge,
                                std::span<const CaseWrite> pending, KnownCases* known) {
  base::Result<std::optional<precert::MemberRecord>> found = store.member(member);
  if (!found) return found.error();
  into.record = std::move(*found);
  into.facts.now = at;
  into.facts.member = into.record ? &*into.record : nullptr;
  into.facts.directory = knowledge.directory.get();
  if (into.facts.member == nullptr && knowledge.rulebook->payer.unknown_members.empty()) return {};
  History history(into.facts.history, except, store, pending, known);
  for (std::size_t newest = pending.size(); newest-- > 0 && !history.full();) {
    if (pending[newest].record.member != member) continue;
    const base::Result<void> added = history.add(pending[newest].record);
    if (!added) return added;
  }
  if (history.full()) return {};
  const base::Result<std::vector<CaseRecord>> records = store.cases_of(member, history_max);
  if (!records) return records.error();
  for (const CaseRecord& record : *records) {
    if (history.full()) break;
    if (write_of(pending, record.id) != nullptr) continue;
    const base::Result<void> added = history.add(record);
    if (!added) return added;
  }
  return {};
}

namespace {

/// The write that makes a decision the next version of `continued`, or a case of its own. `kept`: what that
/// version is when lines of the update were refused.
CaseWrite write_from(const Reviewed& made, const Submission& submission, const precert::PriorCase* continued,
                     const std::optional<precert::PriorCase>& kept, const precert::CaseId& own,
                     std::span<const CaseWrite> pending) {
  CaseWrite write;
  if (continued != nullptr) {
    const CaseWrite* changed = write_of(pending, continued->id);
    write.expected_version = changed == nullptr ? continued->version : changed->expected_version;
  }
  const ReviewRequest& request = kept ? kept->request : made.request;
  const precert::Determination& determination = kept ? kept->determination : made.determination;
  write.record = record_from(continued != nullptr ? continued->id : own, write.expected_version + 1, request,
                             determination);
  write.record.submitter = submission.submitter;
  write.record.message = submission.message;
  write.record.received = submission.received;
  write.keys = keys_of(request, determination);
  write.keys.insert(write.keys.end(), submission.keys.begin(), submission.keys.end());
  return write;
}

/// The case that gets a new version; nullptr: the decision is a case of its own. A refused update leaves the
/// case it was meant for as it is, and so does what extends or renews an authorization.
const precert::PriorCase* next_version_of(const Reviewed& made,
                                          const std::optional<precert::PriorCase>& continued) {
  if (!continued || made.determination.refused()) return nullptr;
  return precert::opens_own_case(made.request, *continued) ? nullptr : &*continued;
}

}  // namespace

base::Result<Reviewed> reviewed(const Submission& submission, Store& store, NumberSource& numbers,
                                const Snapshot& knowledge, std::span<const CaseWrite> pending) {
  base::Result<std::optional<precert::PriorCase>> previous = continued_case(submission, store, pending);
  if (!previous) return previous.error();
  const std::optional<precert::PriorCase>& continued = *previous;
  MemberFacts known;
  const base::Result<void> gathered =
      gather_facts(known, precert::MemberId(submission.request.subscriber.member_id()), submission.received,
                   continued ? continued->id : precert::CaseId(), store, knowledge, pending, submission.known);
  if (!gathered) return gathered.error();
  const precert::Payer& payer = knowledge.rulebook->payer;
  const bool advisory = submission.request.predetermination;
  base::Result<CaseNumbers> drawn =
      case_numbers(numbers, payer.certification_prefix,
                   advisory ? payer.predetermination_prefix : payer.reference_prefix);
  if (!drawn) return drawn.error();
  known.facts.numbers = std::move(drawn->numbers);
  known.facts.previous = continued;
  known.facts.naming = naming_wanted_of(submission.submitter);
  known.facts.previous_wanted = needs_previous(submission);

  Reviewed made;
  made.request = precert::merged(submission.request, continued ? &*continued : nullptr, submission.differential);
  made.determination = precert::determine(made.request, *knowledge.rulebook, known.facts);
  const precert::PriorCase* const next = next_version_of(made, continued);
  std::optional<precert::PriorCase> kept;
  if (next != nullptr) {
    kept = precert::without_refused_lines(*next, made.request, made.determination, *knowledge.rulebook, known.facts);
  }
  made.write = write_from(made, submission, next, kept, drawn->id, pending);
  return made;
}

base::Result<Reviewed> reviewed_again(const precert::PriorCase& earlier, const CaseRecord& record,
                                      Submission about, Store& store, NumberSource& numbers,
                                      const Snapshot& knowledge, std::span<const CaseWrite> pending) {
  MemberFacts known;
  const base::Result<void> gathered =
      gather_facts(known, record.member, about.received, earlier.id, store, knowledge, pending);
  if (!gathered) return gathered.error();
  const precert::Payer& payer = knowledge.rulebook->payer;
  base::Result<CaseNumbers> drawn = case_numbers(numbers, payer.certification_prefix, payer.reference_prefix);
  if (!drawn) return drawn.error();
  known.facts.numbers = std::move(drawn->numbers);
  known.facts.previous = earlier;
  about.submitter = record.submitter;

  Reviewed made;
  made.request = std::move(about.request);
  made.determination =
      precert::redetermined(earlier, made.request, *knowledge.rulebook, std::move(known.facts));
  const auto kept = precert::without_refused_lines(earlier, made.request, made.determination);
  made.write = write_from(made, about, &earlier, kept, earlier.id, pending);
  return made;
}

base::Result<Reviewed> reviewed_elsewhere(const Submission& submission, precert::Determination decided,
                                          Store& store, NumberSource& numbers, const Snapshot& knowledge,
                                          std::span<const CaseWrite> pending) {
  base::Result<std::optional<precert::PriorCase>> previous = continued_case(submission, store, pending);
  if (!previous) return previous.error();
  const std::optional<precert::PriorCase>& continued = *previous;
  const precert::Payer& payer = knowledge.rulebook->payer;
  base::Result<CaseNumbers> drawn = case_numbers(numbers, payer.certification_prefix, payer.reference_prefix);
  if (!drawn) return drawn.error();
  const precert::PriorCase* const earlier = continued ? &*continued : nullptr;
  const bool beside = continued && precert::opens_own_case(submission.request, *continued);
  complete_answer(decided, beside ? nullptr : earlier, drawn->numbers.trace);

  Reviewed made;
  made.request = precert::merged(submission.request, earlier, submission.differential);
  made.determination = std::move(decided);
  const precert::PriorCase* const next = next_version_of(made, continued);
  std::optional<precert::PriorCase> kept;
  if (next != nullptr) kept = precert::without_refused_lines(*next, made.request, made.determination);
  made.write = write_from(made, submission, next, kept, drawn->id, pending);
  return made;
}

}  // namespace gateway
