// See attached.hpp.
#include "precert/engine/attached.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <string_view>

#include "precert/engine/later_answers.hpp"
#include "precert/engine/names.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {
namespace {

// ---- Matching

/// The case as far as it is known: a request that came after its documents has no determination yet.
struct Case {
  const ReviewRequest& request;
  const Determination* determination = nullptr;
};

bool shares_identifier(const std::vector<Identifier>& left, const std::vector<Identifier>& right) {
  const auto same = [](const Identifier& a, const Identifier& b) {
    const bool comparable =
        a.kind == b.kind || a.kind == IdentifierKind::other || b.kind == IdentifierKind::other;
    return comparable && !a.value.empty() && a.value == b.value;
  };
  return std::ranges::any_of(left, [&](const Identifier& one) {
    return std::ranges::any_of(right, [&](const Identifier& other) { return same(one, other); });
  });
}

/// A payer that is not named is the one that got the message. Payers go by several numbers of several kinds.
bool payer_agrees(const Party& named, const Party& umo, const Rulebook* rulebook) {
  if (named.identifiers.empty()) return true;
  const auto is_ours = [&](const Identifier& one) { return rulebook->is_payer(one.value); };
  const auto is_umo = [&](const Identifier& one) {
    return std::ranges::any_of(umo.identifiers,
                               [&](const Identifier& other) { return other.value == one.value; });
  };
  if (std::ranges::any_of(named.identifiers, is_umo)) return true;
  return rulebook != nullptr && std::ranges::any_of(named.identifiers, is_ours) &&
         std::ranges::any_of(umo.identifiers, is_ours);
}

/// The member's number, and nothing that speaks against it being this patient: families share numbers.
bool patient_agrees(const Person& named, const ReviewRequest& request) {
  const Person& patient = request.patient();
  const bool number = shares_identifier(named.identifiers, patient.identifiers) ||
                      shares_identifier(named.identifiers, request.subscriber.identifiers);
  if (!number) return false;
  if (named.birth_date && patient.birth_date && *named.birth_date != *patient.birth_date) return false;
  const PersonName &a = named.name, &b = patient.name;
  if (!a.family.empty() && !b.family.empty() && normalised_family(a.family) != normalised_family(b.family))
    return false;
  return a.given.empty() || b.given.empty() || given_names_agree(a.given, b.given);
}

/// The requester, or another provider that the request names. The submitter counts only where no provider is
/// named: clearinghouses send for everybody.
bool provider_agrees(const AttachmentMessage& message, const ReviewRequest& request) {
  const Party& named = message.provider.identifiers.empty() ? message.submitter : message.provider;
  const auto is_named = [&](const Party& one) {
    return shares_identifier(named.identifiers, one.identifiers);
  };
  return is_named(request.requester) || std::ranges::any_of(request.event.providers, is_named) ||
         std::ranges::any_of(request.services, [&](const ServiceLine& line) {
           return std::ranges::any_of(line.providers, is_named);
         });
}

struct Question {
  const MissingInformation* asked = nullptr;
  int line = 0;
};

/// The question with that control number, if one was asked.
Question question_of(const Determination* determination, std::string_view control_number) {
  if (determination == nullptr || control_number.empty()) return {};
  for (const LineDetermination& line : determination->lines) {
    for (const MissingInformation& one : line.missing) {
      if (one.control_number == control_number) return {&one, line.sequence};
    }
  }
  return {};
}

/// One of the numbers that this case ever asked with, whether or not the question is still open: each begins with
/// the trace of the case (see next_control_number in outcome.cpp, ControlNumbers in information_request.cpp).
bool was_asked_by(const Determination* determination, std::string_view control_number) {
  if (determination == nullptr || determination->numbers.trace.empty()) return false;
  const std::string_view trace = determination->numbers.trace;
  return control_number.size() > trace.size() + 1 && control_number.starts_with(trace) &&
         control_number[trace.size()] == '-';
}

bool is_announced(const ReviewRequest& request, std::string_view control_number) {
  return !control_number.empty() && std::ranges::any_of(request.documents, [&](const Document& one) {
    return one.control_number == control_number && one.change != Change::cancelled;
  });
}

/// One of the numbers that this case was given, or that its request quotes.
bool is_number_of(const Case& found, std::string_view number) {
  if (number.empty()) return false;
  const auto is = [&](std::initializer_list<std::string_view> numbers) {
    return std::ranges::find(numbers, number) != numbers.end();
  };
  const PatientEvent& event = found.request.event;
  if (is({event.previous_certification, event.previous_reference})) return true;
  const bool line = std::ranges::any_of(found.request.services, [&](const ServiceLine& one) {
    return is({one.previous_certification, one.previous_reference});
  });
  if (line || found.determination == nullptr) return line;
  const Numbers& numbers = found.determination->numbers;
  return is({numbers.certification, numbers.reference, numbers.trace}) ||
         std::ranges::any_of(found.determination->lines, [&](const LineDetermination& one) {
           return is({one.certification_number, one.reference_number});
         });
}

/// Papers carry a number for people to write down, and little else: what they do not say, they need not
/// prove.
bool paper_agrees(const AttachmentMessage& message, const ReviewRequest& request) {
  const std::optional<base::Date>& born = request.patient().birth_date;
  if (message.patient.birth_date && born && *message.patient.birth_date != *born) return false;
  return (message.patient.identifiers.empty() || patient_agrees(message.patient, request)) &&
         (message.provider.identifiers.empty() || provider_agrees(message, request));
}

bool belongs(const AttachmentMessage& message, const Attachment& attachment, const Case& found,
             const Rulebook* rulebook) {
  const bool by_number = is_announced(found.request, attachment.control_number) ||
                         question_of(found.determination, attachment.control_number).asked != nullptr ||
                         was_asked_by(found.determination, attachment.control_number) ||
                         is_number_of(found, message.certification) ||
                         is_number_of(found, message.administrative);
  if (!by_number || !payer_agrees(message.payer, found.request.umo, rulebook)) return false;
  if (message.paper) return paper_agrees(message, found.request);
  return patient_agrees(message.patient, found.request) && provider_agrees(message, found.request);
}

bool is_named_alike(const Person& a, const Person& b) {
  return normalised_family(a.name.family) == normalised_family(b.name.family) &&
         normalised_given(a.name.given) == normalised_given(b.name.given) &&
         (!a.birth_date || !b.birth_date || *a.birth_date == *b.birth_date);
}

// ---- Attaching

/// What an attachment that describes itself as nothing is: support data for verification (X12 755).
constexpr std::string_view support_data = "77";

Document document_of(const Attachment& attachment) {
  Document document;
  document.report_type = attachment.report_type;
  document.description = attachment.title;
  document.loinc = attachment.loinc;
  document.content_type = attachment.content_type;
  document.content_hash = attachment.content_hash;
  document.source = attachment.source;
  return document;
}

/// Adds attachments to a request, one after the other.
class Attaching {
 public:
  Attaching(const ReviewRequest& request, const Determination* determination)
      : request_(request), determination_(determination) {}

  void add(const Attachment& attachment, const AttachedInformation& information) {
    if (attachment.content_hash.empty()) return;
    const Question question = question_of(determination_, attachment.control_number);
    const int line = line_of(attachment, question);
    add_documents(attachment, information, question, line);
    std::vector<Answer> answers = information.answers;
    for (Answer& answer : answers) answer.service = line_or(answer.service, line);
    request_.answers = with_later(std::move(request_.answers), answers);
    for (Note note : information.notes) {
      note.service = line_or(note.service, line);
      if (std::ranges::find(request_.notes, note) == request_.notes.end())
        request_.notes.push_back(std::move(note));
    }
  }

  ReviewRequest take() && { return std::move(request_); }

 private:
  [[nodiscard]] bool has_line(int sequence) const {
    return std::ranges::any_of(request_.services,
                               [&](const ServiceLine& one) { return one.sequence == sequence; });
  }
  [[nodiscard]] int line_or(int sequence, int otherwise) const {
    return sequence != 0 && has_line(sequence) ? sequence : otherwise;
  }

  /// Where it was asked for, else where it was announced, else where it says; several lines are the event.
  [[nodiscard]] int line_of(const Attachment& attachment, const Question& question) const {
    if (question.asked != nullptr) return question.line;
    for (const Document& one : request_.documents) {
      if (!one.control_number.empty() && one.control_number == attachment.control_number) return one.service;
    }
    if (attachment.line_items.size() != 1) return 0;
    const std::string& said = attachment.line_items.front();
    int sequence = 0;
    const auto [stop, error] = std::from_chars(said.data(), said.data() + said.size(), sequence);
    return error == std::errc{} && stop == said.data() + said.size() ? line_or(sequence, 0) : 0;
  }

  void add_documents(const Attachment& attachment, const AttachedInformation& information,
                     const Question& question, int line) {
    if (!information.structured) {
      add_document(document_of(attachment), attachment, question, line);
      return;
    }
    for (const Document& one : information.documents) add_document(one, attachment, question, line);
    // Data that was announced as a paper has arrived, too; a question that is answered needs no paper.
    const bool says_something = !information.answers.empty() || !information.notes.empty();
    if (information.documents.empty() && says_something) {
      if (Document* const slot = awaited(attachment.control_number)) fill(*slot, document_of(attachment));
    }
  }

  void add_document(Document document, const Attachment& attachment, const Question& question, int line) {
    if (document.content_hash.empty()) return;
    if (Document* const slot = awaited(attachment.control_number)) {
      fill(*slot, document);
      return;
    }
    document.control_number = attachment.control_number;
    document.service = line_or(document.service, line);
    if (question.asked != nullptr) answer_question(*question.asked, document);
    if (document.report_type.empty()) document.report_type = support_data;
    const bool known = std::ranges::any_of(request_.documents, [&](const Document& one) {
      return one.control_number == document.control_number && one.content_hash == document.content_hash;
    });
    if (!known) request_.documents.push_back(std::move(document));
  }

  /// The document is what was asked for, because it quotes the number of the question; its own LOINC may say
  /// it more exactly.
  static void answer_question(const MissingInformation& asked, Document& document) {
    if (!asked.report_type.empty()) document.report_type = asked.report_type;
    if (document.loinc.empty() || asked.report_type.empty()) document.loinc = asked.loinc;
  }

  /// A document that was announced under this number and has not arrived; nullptr when there is none.
  [[nodiscard]] Document* awaited(std::string_view control_number) {
    for (Document& one : request_.documents) {
      if (!control_number.empty() && one.control_number == control_number && one.content_hash.empty() &&
          one.change != Change::cancelled)
        return &one;
    }
    return nullptr;
  }

  /// What was announced stays as it was announced.
  static void fill(Document& announced, const Document& arrived) {
    announced.content_hash = arrived.content_hash;
    announced.content_type = arrived.content_type;
    if (announced.loinc.empty()) announced.loinc = arrived.loinc;
    if (announced.report_type.empty()) announced.report_type = arrived.report_type;
    if (announced.description.empty()) announced.description = arrived.description;
    announced.source = arrived.source;
  }

  ReviewRequest request_;
  const Determination* determination_;
};

ReviewRequest attached(const Case& found, std::span<const Attachment> attachments,
                       std::span<const AttachedInformation> information) {
  static const AttachedInformation paper;
  Attaching attaching(found.request, found.determination);
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    attaching.add(attachments[i], i < information.size() ? information[i] : paper);
  }
  return std::move(attaching).take();
}

}  // namespace

bool matches(const AttachmentMessage& message, const Attachment& attachment, const PriorCase& earlier,
             const Rulebook* rulebook) {
  return belongs(message, attachment, Case{earlier.request, &earlier.determination}, rulebook);
}
bool matches(const AttachmentMessage& message, const Attachment& attachment, const ReviewRequest& request,
             const Rulebook* rulebook) {
  return belongs(message, attachment, Case{request, nullptr}, rulebook);
}

std::optional<std::size_t> own_case(const AttachmentMessage& message, std::span<const PriorCase> matching) {
  const std::string said = normalised_given(message.patient.name.given);
  std::vector<std::size_t> named, all;
  for (std::size_t i = 0; i < matching.size(); ++i) {
    all.push_back(i);
    if (normalised_given(matching[i].request.patient().name.given) == said) named.push_back(i);
  }
  const std::vector<std::size_t>& left = named.empty() ? all : named;
  const bool of_one_patient = std::ranges::all_of(left, [&](std::size_t i) {
    return is_named_alike(matching[i].request.patient(), matching[left.front()].request.patient());
  });
  return left.empty() || !of_one_patient ? std::nullopt : std::optional(left.front());
}

ReviewRequest with_attachments(const PriorCase& earlier, std::span<const Attachment> attachments,
                               std::span<const AttachedInformation> information) {
  return attached(Case{earlier.request, &earlier.determination}, attachments, information);
}
ReviewRequest with_attachments(const ReviewRequest& request, std::span<const Attachment> attachments,
                               std::span<const AttachedInformation> information) {
  return attached(Case{request, nullptr}, attachments, information);
}

}  // namespace precert
