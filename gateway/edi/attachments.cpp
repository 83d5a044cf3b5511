#include "gateway/edi/attachments.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/dtr/issued_forms.hpp"
#include "gateway/edi/unmatched_documents.hpp"
#include "gateway/review/announce.hpp"
#include "gateway/review/decided_elsewhere.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/fhir/attached_information.hpp"
#include "mappers/model/attachment_json.hpp"
#include "precert/engine/attached.hpp"
#include "precert/engine/patients.hpp"
#include "precert/rulebook/tables.hpp"

namespace gateway {
namespace {

using precert::Attachment;
using precert::AttachmentMessage;

/// One attachment as it is kept while it waits. `head` is the message without its attachments.
base::Result<AttachmentRecord> record_of(AttachmentMessage head, const Attachment& attachment,
                                         const std::string& sender, std::chrono::seconds held_for,
                                         MessageTurn& turn) {
  const base::Result<std::int64_t> number = turn.services.numbers.next("attachment");
  if (!number) return number.error();
  AttachmentRecord record;
  record.id = "A" + std::to_string(*number);
  record.control_number = attachment.control_number;
  record.sender = sender;
  record.message = precert::MessageId(turn.message);
  record.received = turn.received;
  record.held_until = turn.received + held_for;
  record.content = attachment.content;
  head.attachments.push_back(attachment);
  record.description = mappers::to_json(head);
  return record;
}

/// The message a record was kept from, its content included. Errors: data_invalid.
base::Result<AttachmentMessage> message_of(const AttachmentRecord& record) {
  base::Result<AttachmentMessage> message = mappers::attachment_message_from_json(record.description);
  if (message && !message->attachments.empty()) message->attachments.front().content = record.content;
  return message;
}

/// Held documents with that number: stored ones, and those of this very message.
base::Result<std::vector<AttachmentRecord>> held(const std::string& control_number, const MessageTurn& turn) {
  base::Result<std::vector<AttachmentRecord>> records =
      turn.services.store.held_attachments(control_number, turn.received);
  if (!records) return records;
  for (const AttachmentRecord& record : turn.exchange.attachments) {
    const auto same = std::find_if(records->begin(), records->end(),
                                   [&](const AttachmentRecord& stored) { return stored.id == record.id; });
    const bool waits = record.state == AttachmentState::held && record.control_number == control_number;
    if (same != records->end()) records->erase(same);
    if (waits) records->push_back(record);
  }
  return records;
}

/// Cases the attachment may belong to: by its control number, by the numbers its message quotes.
base::Result<std::vector<CaseRecord>> candidates(const AttachmentMessage& message,
                                                 const Attachment& attachment, MessageTurn& turn) {
  const std::vector<LookupKey> keys{{LookupKind::attachment_control_number, attachment.control_number},
                                    {LookupKind::certification_number, message.certification},
                                    {LookupKind::reference_number, message.certification},
                                    {LookupKind::reference_number, message.administrative},
                                    {LookupKind::certification_number, message.administrative}};
  std::vector<CaseRecord> all;
  for (const LookupKey& key : keys) {
    if (key.value.empty()) continue;
    base::Result<std::vector<CaseRecord>> found = cases_with(key, turn.services.store, turn.exchange.cases);
    if (!found) return found;
    for (CaseRecord& record : *found) {
      const bool known =
          std::any_of(all.begin(), all.end(), [&](const CaseRecord& other) { return other.id == record.id; });
      if (!known) all.push_back(std::move(record));
    }
  }
  return all;
}

/// False when the message names another payer. One that names none is taken as meant for this one.
bool for_this_payer(const AttachmentMessage& message, const precert::Rulebook& rulebook) {
  const std::vector<precert::Identifier>& ids = message.payer.identifiers;
  return ids.empty() || std::any_of(ids.begin(), ids.end(), [&](const precert::Identifier& id) {
           return rulebook.is_payer(id.value);
         });
}

/// What the attachment says, without the answers to forms that are not ours.
base::Result<precert::AttachedInformation> read_from(const Attachment& attachment, const precert::Person& patient,
                                                     const Services& services) {
  precert::AttachedInformation said = mappers::information_from(attachment, nullptr, &patient);
  const base::Result<void> ours = leave_out_foreign(said.answers, nullptr, services);
  if (!ours) return ours.error();
  return said;
}

/// Tells the sender that nothing becomes of this document.
base::Result<void> answer_unmatched(const AttachmentMessage& message, const Attachment& attachment,
                                    const std::string& sender, Unmatched why, MessageTurn& turn) {
  base::Result<std::optional<OutboxEntry>> answer =
      unmatched_answer(message, attachment, sender, why, turn.services, turn.knowledge, turn.received);
  if (!answer) return answer.error();
  if (*answer) turn.exchange.outbox.push_back(std::move(**answer));
  return {};
}

/// The attachments of one message that belong to one case.
struct Belonging {
  CaseRecord record;
  precert::PriorCase found;
  std::vector<Attachment> attachments;
  std::vector<precert::AttachedInformation> information;

  [[nodiscard]] bool is_elsewhere() const { return decided_elsewhere(found.determination); }
  [[nodiscard]] base::Result<void> take(Attachment attachment, const precert::Person& patient,
                                        const Services& services) {
    base::Result<precert::AttachedInformation> read = read_from(attachment, patient, services);
    if (!read) return read.error();
    information.push_back(std::move(*read));
    attachments.push_back(std::move(attachment));
    return {};
  }
};

/// False when the file shows that the message names somebody else of the family.
base::Result<bool> may_be_patient(const precert::Person& said, const precert::ReviewRequest& request,
                                  const MessageTurn& turn) {
  const std::string& given = said.name.given;
  if (given.empty() || given == request.patient().name.given) return true;
  const base::Result<std::optional<precert::MemberRecord>> file =
      turn.services.store.member(precert::MemberId(request.subscriber.member_id()));
  if (!file) return file.error();
  return !*file || !precert::means_another(said, request, **file);
}

/// True when the case may be the attachment's; `prior` becomes what the record holds.
base::Result<bool> is_its_case(const AttachmentMessage& message, const Attachment& attachment,
                               const CaseRecord& record, precert::PriorCase& prior, const MessageTurn& turn) {
  base::Result<precert::PriorCase> read = prior_from(record);
  if (!read) return read.error();
  prior = std::move(*read);
  if (!precert::matches(message, attachment, prior, turn.knowledge.rulebook.get())) return false;
  return may_be_patient(message.patient, prior.request, turn);
}

/// The case of an attachment, kept in `cases`; nullptr when it has none yet, and when it may be of several
/// patients.
base::Result<Belonging*> case_of(const AttachmentMessage& message, const Attachment& attachment,
                                 std::vector<Belonging>& cases, MessageTurn& turn) {
  base::Result<std::vector<CaseRecord>> records = candidates(message, attachment, turn);
  if (!records) return records.error();
  std::vector<CaseRecord> matching;
  std::vector<precert::PriorCase> priors;
  for (CaseRecord& record : *records) {
    precert::PriorCase prior;
    const base::Result<bool> its = is_its_case(message, attachment, record, prior, turn);
    if (!its) return its.error();
    if (!*its) continue;
    matching.push_back(std::move(record));
    priors.push_back(std::move(prior));
  }
  const std::optional<std::size_t> own = precert::own_case(message, priors);
  if (!own) return static_cast<Belonging*>(nullptr);
  const auto same = std::find_if(cases.begin(), cases.end(),
                                 [&](const Belonging& one) { return one.record.id == matching[*own].id; });
  if (same != cases.end()) return &*same;
  return &cases.emplace_back(Belonging{std::move(matching[*own]), std::move(priors[*own]), {}, {}});
}

/// What is asked for, line by line: "2 conservative-care-weeks TRC0000000001-1".
std::vector<std::string> questions_of(const precert::Determination& determination) {
  std::vector<std::string> all;
  for (const precert::LineDetermination& line : determination.lines) {
    for (const precert::MissingInformation& one : line.missing)
      all.push_back(std::to_string(line.sequence) + " " + one.fact + " " + one.control_number);
  }
  return all;
}

/// True when data came, no paper for people to read, and whatever was asked for is still asked for: its
/// values, units or forms are not accepted.
bool came_to_nothing(const Belonging& one, const precert::Determination& now) {
  const bool data_only = std::all_of(one.information.begin(), one.information.end(), [](const auto& said) {
    return said.structured && said.documents.empty();
  });
  const std::vector<std::string> open = questions_of(now);
  return data_only && !open.empty() && open == questions_of(one.found.determination);
}

/// Decides the case anew with its attachments; what has changed goes to whoever asked for the review.
base::Result<void> decide_again(const Belonging& one, MessageTurn& turn) {
  Submission about;
  about.request = precert::with_attachments(one.found, one.attachments, one.information);
  about.message = precert::MessageId(turn.message);
  about.received = turn.received;
  base::Result<Reviewed> made = reviewed_again(one.found, one.record, std::move(about), turn.services.store,
                                               turn.services.numbers, turn.knowledge, turn.exchange.cases);
  if (!made) return made.error();
  for (const precert::LineDetermination& line : made->determination.lines)
    turn.decided.push_back(line.action);
  const CaseRecord record = made->write.record;
  CaseChange change{record, made->request, one.found.determination, made->determination};
  change.came_to_nothing = came_to_nothing(one, made->determination);
  const base::Result<void> told =
      announce(turn.exchange, change, turn.knowledge, turn.received, turn.services);
  if (!told) return told.error();
  add_write(turn.exchange.cases, std::move(made->write));
  return {};
}

base::Result<void> decide_all(const std::vector<Belonging>& cases, MessageTurn& turn) {
  for (const Belonging& one : cases) {
    if (one.is_elsewhere()) continue;
    const base::Result<void> decided = decide_again(one, turn);
    if (!decided) return decided;
  }
  return {};
}

}  // namespace

base::Result<EarlierDocuments> documents_before(precert::ReviewRequest request, MessageTurn& turn) {
  EarlierDocuments found;
  std::vector<Attachment> attachments;
  std::vector<precert::AttachedInformation> information;
  for (const precert::Document& document : request.documents) {
    if (document.control_number.empty()) continue;
    base::Result<std::vector<AttachmentRecord>> records = held(document.control_number, turn);
    if (!records) return records.error();
    for (AttachmentRecord& record : *records) {
      base::Result<AttachmentMessage> message = message_of(record);
      if (!message) return message.error();
      if (message->attachments.empty()) continue;
      Attachment& attachment = message->attachments.front();
      if (!precert::matches(*message, attachment, request, turn.knowledge.rulebook.get())) continue;
      const base::Result<bool> its = may_be_patient(message->patient, request, turn);
      if (!its) return its.error();
      if (!*its) continue;
      base::Result<precert::AttachedInformation> said = read_from(attachment, message->patient, turn.services);
      if (!said) return said.error();
      information.push_back(std::move(*said));
      attachments.push_back(std::move(attachment));
      found.attached.push_back(std::move(record));
    }
  }
  found.request =
      attachments.empty() ? std::move(request) : precert::with_attachments(request, attachments, information);
  return found;
}

void keep_attached(std::vector<AttachmentRecord> records, const precert::CaseId& id, MessageTurn& turn) {
  for (AttachmentRecord& record : records) {
    record.state = AttachmentState::attached;
    record.case_id = id;
    std::erase_if(turn.exchange.attachments,
                  [&](const AttachmentRecord& other) { return other.id == record.id; });
    turn.exchange.attachments.push_back(std::move(record));
  }
}

base::Result<AttachmentRecord> document_record(AttachmentMessage message, const std::string& sender,
                                               std::chrono::seconds held_for, MessageTurn& turn) {
  const std::vector<Attachment> only = std::exchange(message.attachments, {});
  return record_of(std::move(message), only.front(), sender, held_for, turn);
}

base::Result<std::vector<CaseRecord>> cases_of_document(const AttachmentRecord& document, MessageTurn& turn) {
  const base::Result<AttachmentMessage> message = mappers::attachment_message_from_json(document.description);
  if (!message) return message.error();
  std::vector<CaseRecord> its;
  for (const Attachment& attachment : message->attachments) {
    base::Result<std::vector<CaseRecord>> records = candidates(*message, attachment, turn);
    if (!records) return records.error();
    for (CaseRecord& record : *records) {
      precert::PriorCase prior;
      const base::Result<bool> belongs = is_its_case(*message, attachment, record, prior, turn);
      if (!belongs) return belongs.error();
      if (*belongs) its.push_back(std::move(record));
    }
  }
  return its;
}

base::Result<void> attach_to(const CaseRecord& record, AttachmentRecord document, MessageTurn& turn) {
  base::Result<AttachmentMessage> message = message_of(document);
  if (!message) return message.error();
  base::Result<precert::PriorCase> prior = prior_from(record);
  if (!prior) return prior.error();
  Belonging its{record, std::move(*prior), {}, {}};
  if (its.is_elsewhere()) {
    return base::Issues(base::Issue{
        base::IssueCode::conflict, "case",
        "Another payer decides this case, and documents cannot be forwarded to it: send them to that payer."});
  }
  for (Attachment& attachment : message->attachments) {
    const base::Result<void> taken = its.take(std::move(attachment), message->patient, turn.services);
    if (!taken) return taken.error();
  }
  keep_attached({std::move(document)}, record.id, turn);
  return decide_again(its, turn);
}

base::Result<AttachedOutcome> attach(AttachmentMessage message, const std::string& sender,
                                     std::chrono::seconds held_for, MessageTurn& turn) {
  AttachedOutcome outcome;
  if (!for_this_payer(message, *turn.knowledge.rulebook)) {
    outcome.refused = message.attachments.size();
    for (const Attachment& attachment : message.attachments) {
      const base::Result<void> told = answer_unmatched(message, attachment, sender, Unmatched::other_payer, turn);
      if (!told) return told.error();
    }
    return outcome;
  }
  std::vector<Attachment> attachments = std::move(message.attachments);
  message.attachments.clear();
  std::vector<Belonging> cases;
  cases.reserve(attachments.size());  // case_of hands out pointers into it
  for (Attachment& attachment : attachments) {
    base::Result<AttachmentRecord> record = record_of(message, attachment, sender, held_for, turn);
    if (!record) return record.error();
    const base::Result<Belonging*> belonging = case_of(message, attachment, cases, turn);
    if (!belonging) return belonging.error();
    if (*belonging == nullptr) {
      turn.exchange.attachments.push_back(std::move(*record));
      ++outcome.held;
      continue;
    }
    if ((*belonging)->is_elsewhere()) {
      const base::Result<void> told = answer_unmatched(message, attachment, sender, Unmatched::elsewhere, turn);
      if (!told) return told.error();
      ++outcome.elsewhere;
      continue;
    }
    const base::Result<void> taken = (*belonging)->take(std::move(attachment), message.patient, turn.services);
    if (!taken) return taken.error();
    keep_attached({std::move(*record)}, (*belonging)->record.id, turn);
    ++outcome.attached;
  }
  const base::Result<void> decided = decide_all(cases, turn);
  if (!decided) return decided.error();
  return outcome;
}

std::vector<std::string> numbers_met_half_way(const Exchange& exchange) {
  std::set<std::string> numbers;
  for (const AttachmentRecord& record : exchange.attachments) {
    if (record.state == AttachmentState::held) numbers.insert(record.control_number);
  }
  for (const CaseWrite& write : exchange.cases) {
    for (const LookupKey& key : write.keys) {
      if (key.kind == LookupKind::attachment_control_number) numbers.insert(key.value);
    }
  }
  numbers.erase("");
  return {numbers.begin(), numbers.end()};
}

base::Result<void> attach_held(const std::vector<std::string>& numbers, MessageTurn& turn) {
  for (const std::string& number : numbers) {
    base::Result<std::vector<AttachmentRecord>> records = held(number, turn);
    if (!records) return records.error();
    std::vector<Belonging> cases;
    cases.reserve(records->size());
    for (AttachmentRecord& record : *records) {
      base::Result<AttachmentMessage> message = message_of(record);
      if (!message) return message.error();
      if (message->attachments.empty()) continue;
      Attachment attachment = std::move(message->attachments.front());
      const base::Result<Belonging*> belonging = case_of(*message, attachment, cases, turn);
      if (!belonging) return belonging.error();
      if (*belonging == nullptr || (*belonging)->is_elsewhere()) continue;
      const base::Result<void> taken =
          (*belonging)->take(std::move(attachment), message->patient, turn.services);
      if (!taken) return taken.error();
      keep_attached({std::move(record)}, (*belonging)->record.id, turn);
    }
    const base::Result<void> decided = decide_all(cases, turn);
    if (!decided) return decided;
  }
  return {};
}

}  // namespace gateway
