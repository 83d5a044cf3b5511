#include "precert/engine/letter.hpp"

#include <algorithm>
#include <string_view>

#include "precert/engine/after_pending.hpp"
#include "precert/engine/letter_change.hpp"
#include "precert/engine/letter_words.hpp"
#include "precert/engine/line_context.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/engine/patients.hpp"
#include "precert/engine/started_by_member.hpp"
#include "precert/engine/status.hpp"
#include "precert/model/taxonomy.hpp"

namespace precert {
namespace {

constexpr int adult_from_years = 18;

/// Words that end like a sentence: what follows them in a letter begins a new one.
std::string as_sentence(std::string words) {
  constexpr std::string_view ends = ".?!:;";
  while (!words.empty() && words.back() == ' ') words.pop_back();
  if (!words.empty() && ends.find(words.back()) == std::string_view::npos) words += '.';
  return words;
}

std::string appeal_in_words(CertificationType type) {
  switch (type) {
    case CertificationType::immediate_appeal: return "expedited appeal";
    case CertificationType::reconsideration: return "request for reconsideration";
    default: return "appeal";
  }
}

/// Fills one letter; everything but name, address and fax is the same for both addressees.
class Letter {
 public:
  Letter(const ReviewRequest& request, const LetterChange& change, const Determination& after,
         const LetterFacts& facts)
      : request_(request),
        change_(change),
        after_(after),
        facts_(facts),
        book_(facts.rulebook),
        today_(book_.calendar.local_date(after.decided)) {}

  [[nodiscard]] LetterContent content(LetterKind kind) const {
    LetterContent letter;
    letter.kind = kind;
    from(letter);
    about(letter);
    for (const LineDetermination& line : after_.lines) {
      if (speaks_of(kind, line)) letter.services.push_back(service_of(line));
    }
    if (kind == LetterKind::information || kind == LetterKind::closed || kind == LetterKind::extension ||
        kind == LetterKind::cover_sheet) {
      missing_of(letter);
    } else if (kind == LetterKind::appeal_received) {
      letter.appeal_kind = appeal_in_words(request_.event.certification);
    } else {
      letter.evidence = evidence();
      rights_of(letter);
    }
    if (const Note* talk = change_.talk(); talk != nullptr) letter.talk = talk->text;
    if (const ClockEvent* extension = change_.extension(); extension != nullptr) {
      letter.extension_reason = extension->reason;
      letter.extension_until = letter.due;
    }
    return letter;
  }

  void address(LetterContent& letter, Addressee addressee) const {
    letter.addressee = addressee;
    if (addressee == Addressee::member) return to_member(letter);
    const Party& requester = request_.requester;
    letter.name = requester.display();
    if (requester.address) letter.address = address_lines(*requester.address);
    if (requester.contact) letter.fax = point_of(*requester.contact, ContactKind::fax);
    const Facility* const known =
        facts_.directory == nullptr ? nullptr : facts_.directory->find(requester.npi());
    if (known == nullptr) return;
    if (letter.name.empty()) letter.name = known->name;
    if (letter.fax.empty()) letter.fax = known->fax;
    if (letter.address.empty()) letter.address = address_lines(known->address);
  }

 private:
  [[nodiscard]] const Product* product() const {
    if (facts_.member == nullptr) return nullptr;
    const ServiceLine none;
    const ServiceLine& line = request_.services.empty() ? none : request_.services.front();
    const CoverageSpan* span = coverage_on(*facts_.member, date_of_service(request_, line, today_));
    if (span == nullptr && !facts_.member->coverage.empty()) span = &facts_.member->coverage.back();
    const Index found = span == nullptr ? no_index : book_.product(span->product);
    return found == no_index ? nullptr : &book_.products[found];
  }

  /// The payer as the rulebook knows it now; an answer's own contact stands where the rulebook names none.
  void from(LetterContent& letter) const {
    const Payer& payer = book_.payer;
    const Product* const plan = product();
    letter.payer = payer.name;
    std::string phone = plan == nullptr ? std::string() : plan->contact_phone;
    if (phone.empty()) phone = point_of(payer.contact, ContactKind::phone);
    if (phone.empty()) phone = point_of(after_.umo_contact, ContactKind::phone);
    letter.phone = phone_in_words(phone);
    letter.payer_fax = phone_in_words(point_of(payer.contact, ContactKind::fax));
    if (plan != nullptr) letter.plan = plan->name;
    const Party& intake = payer.intake;
    if (intake.address) letter.payer_address = letter.intake_address = address_lines(*intake.address);
    letter.intake = intake.organization;
    if (!intake.contact) return;
    letter.intake_fax = phone_in_words(point_of(*intake.contact, ContactKind::fax));
    letter.intake_phone = phone_in_words(point_of(*intake.contact, ContactKind::phone));
  }

  void about(LetterContent& letter) const {
    letter.date = date_in_words(today_);
    letter.reference = after_.numbers.reference.empty() ? after_.numbers.trace : after_.numbers.reference;
    letter.patient = full_name(patient_name());
    letter.member_id = request_.subscriber.member_id();
    letter.requester = request_.requester.display();
    letter.received = date_in_words(book_.calendar.local_date(facts_.received));
    const bool urgent = request_.event.level.value_or(LevelOfService::elective) != LevelOfService::elective;
    letter.urgency = urgent ? "expedited" : "standard";
    letter.advisory = request_.predetermination;
    std::optional<base::Instant> due;
    for (const LineDetermination& line : after_.lines) {
      if (letter.authorization.empty()) letter.authorization = line.certification_number;
      if (line.action == ReviewAction::pended && line.timeframe && (!due || line.timeframe->due < *due)) {
        due = line.timeframe->due;
      }
      letter.after_appeal = letter.after_appeal || change_.was(line, ReviewAction::not_certified);
      letter.in_part = letter.in_part ||
                       (line.action != ReviewAction::not_certified && line.action != ReviewAction::cancelled);
      if (letter.stays_valid.empty()) letter.stays_valid = number_that_stays(line);
    }
    if (due) letter.due = date_in_words(book_.calendar.local_date(*due));
    const CertificationType asked = request_.event.certification;
    letter.after_appeal = letter.after_appeal || asked == CertificationType::immediate_appeal ||
                          asked == CertificationType::standard_appeal ||
                          asked == CertificationType::reconsideration;
    if (after_.reviewer && after_.reviewer->human) {
      const std::string& specialty = after_.reviewer->specialty;
      letter.reviewer = specialty.empty() || is_taxonomy_code(specialty)
                            ? "a clinical reviewer of the plan"
                            : "a reviewer of the plan, specialty " + specialty;
    }
  }

  static std::string full_name(const PersonName& name) {
    std::string text;
    for (const std::string* part : {&name.given, &name.middle, &name.family, &name.suffix}) {
      if (part->empty()) continue;
      if (!text.empty()) text += ' ';
      text += *part;
    }
    return text;
  }

  /// As on file, with the accents that a message may have to leave out; as said where the file has nobody.
  [[nodiscard]] PersonName patient_name() const {
    const PersonName& said = request_.patient().name;
    if (facts_.member == nullptr) return said;
    const DependentRecord* const dependent = dependent_on_file(request_, *facts_.member);
    if (dependent != nullptr) return dependent->name;
    return request_.dependent ? said : facts_.member->name;
  }

  /// A child's letter goes to who looks after the child.
  void to_member(LetterContent& letter) const {
    const Person& patient = request_.patient();
    letter.name = full_name(patient_name());
    if (patient.birth_date) {
      base::Date grown = *patient.birth_date;
      grown.year = static_cast<std::int16_t>(grown.year + adult_from_years);
      if (grown > today_) letter.name = "Parent or guardian of " + letter.name;
    }
    if (facts_.member != nullptr) letter.address = address_lines(facts_.member->address);
    if (letter.address.empty() && patient.address) letter.address = address_lines(*patient.address);
    if (letter.address.empty() && request_.subscriber.address) {
      letter.address = address_lines(*request_.subscriber.address);
    }
  }

  /// A letter about a decision names what this version decided, any other what still waits.
  [[nodiscard]] bool speaks_of(LetterKind kind, const LineDetermination& line) const {
    const bool waits = line.action == ReviewAction::pended;
    if (kind == LetterKind::information) return waits && !line.missing.empty();
    if (kind == LetterKind::extension || kind == LetterKind::closed) return waits;
    if (kind == LetterKind::peer_to_peer) return is_adverse(line.action);
    if (kind == LetterKind::appeal_received) return change_.hears(line);
    if (kind == LetterKind::cover_sheet) return false;
    if (waits || line.action == ReviewAction::cancelled || line.action == ReviewAction::contact_payer)
      return false;
    return change_.is_new(line);
  }

  [[nodiscard]] const ServiceLine& asked_of(const LineDetermination& line) const {
    static const ServiceLine event_alone;
    if (line.added) return *line.added;
    for (const ServiceLine& one : request_.services) {
      if (one.sequence == line.sequence) return one;
    }
    return event_alone;
  }

  [[nodiscard]] std::string name_of(const ServiceLine& asked) const {
    const ServiceMatch match = match_of(book_, request_, asked);
    if (match.code != nullptr && !match.code->unlisted) return match.code->title;
    if (!asked.procedure.description.empty()) return asked.procedure.description;
    if (match.code != nullptr) return match.code->title;
    if (match.category != no_index) return book_.categories[match.category].title;
    return "The service that was asked for";
  }

  [[nodiscard]] LetterService service_of(const LineDetermination& line) const {
    const ServiceLine& asked = asked_of(line);
    LetterService service;
    service.name = name_of(asked);
    service.code = code_in_words(asked.procedure);
    // The decision as it was made: one for a time that was already over is not "Expired" on paper.
    service.decision = words_of(status_of(request_, after_, line, base::Date{})).word;
    service.asked = amount_in_words(asked.quantity);
    service.approved = amount_in_words(line.quantity);
    const std::optional<base::Period> dates = line.dates ? line.dates : dates_asked(request_, asked);
    if (dates) service.dates = period_in_words(*dates);
    if (line.validity && !line.certification_number.empty()) service.valid = period_in_words(*line.validity);
    service.place = place_of(line, asked);
    service.number = line.certification_number;
    if (line.action != ReviewAction::certified) service.reasons = reasons_of(line);
    return service;
  }

  [[nodiscard]] std::string place_of(const LineDetermination& line, const ServiceLine& asked) const {
    if (line.provider) return line.provider->display();
    const std::vector<Party>& all = asked.providers.empty() ? request_.event.providers : asked.providers;
    const Party* performer = nullptr;
    for (const Party& party : all) {
      if (is_place(party.role)) return party.display();
      if (performer == nullptr && performs(party.role)) performer = &party;
    }
    return performer == nullptr ? std::string() : performer->display();
  }

  /// Each with what it rests on: the criterion, else the rule of the plan.
  [[nodiscard]] std::vector<LetterReason> reasons_of(const LineDetermination& line) const {
    std::vector<LetterReason> reasons;
    for (const Reason& one : line.reasons) {
      LetterReason reason;
      reason.code = one.code;
      reason.meaning = book_.reason_words(one.code);
      reason.words = one.words.empty() ? std::string(book_.reason_words(one.code)) : one.words;
      reason.criterion = one.criteria;
      if (reason.criterion.empty() && !one.rule.empty()) reason.criterion = rule_in_words(one.rule);
      reasons.push_back(std::move(reason));
    }
    return reasons;
  }

  [[nodiscard]] std::string rule_in_words(const std::string& rule) const {
    const auto found = std::find_if(book_.policies.begin(), book_.policies.end(),
                                    [&](const Policy& policy) { return policy.id == rule; });
    if (found != book_.policies.end()) return "the plan's rule \"" + found->title + "\" (" + rule + ")";
    if (rule == "coverage") return "the plan's terms of coverage";
    if (rule == "network") return "the plan's terms for care outside its network";
    return {};  // how a request goes its way rests on no rule that anybody could read
  }

  void missing_of(LetterContent& letter) const {
    for (const LineDetermination& line : after_.lines) {
      if (line.action != ReviewAction::pended) continue;
      const std::string service = name_of(asked_of(line));
      for (const MissingInformation& one : line.missing) {
        LetterQuestion question;
        question.words = as_sentence(one.question);
        question.service = service;
        question.supplier = one.supplier;
        question.control_number = one.control_number;
        question.due = date_in_words(book_.calendar.local_date(one.due));
        letter.missing.push_back(std::move(question));
      }
    }
  }

  void rights_of(LetterContent& letter) const {
    for (const LineDetermination& line : after_.lines) {
      if (!is_adverse(line.action) || !change_.is_new(line)) continue;
      const Rights rights = line.rights.value_or(
          Rights{book_.payer.appeal, today_.plus_days(book_.payer.appeal_days), book_.payer.peer_to_peer});
      letter.appeal = rights.appeal;
      letter.appeal_until = date_in_words(rights.appeal_until);
      letter.peer_to_peer = rights.peer_to_peer;
      return;
    }
  }

  /// What a reviewer had: diagnoses, answers, papers that have come, notes.
  [[nodiscard]] std::vector<std::string> evidence() const {
    std::vector<std::string> all;
    std::string diagnoses;
    for (const Diagnosis& one : request_.event.diagnoses) {
      diagnoses += (diagnoses.empty() ? "Diagnosis codes: " : ", ") + diagnosis_in_words(one.code);
    }
    if (!diagnoses.empty()) all.push_back(std::move(diagnoses));
    for (const Answer& answer : request_.answers) {
      if (says_member_started(answer)) continue;
      const Index fact = book_.fact(answer.question);
      const std::string asked = fact == no_index ? answer.question : book_.facts[fact].question;
      all.push_back(asked + " Answer: " + answer_in_words(answer.value));
    }
    for (const Document& document : request_.documents) {
      if (document.content_hash.empty() || document.change == precert::Change::cancelled) continue;
      all.push_back("Document: " + (document.description.empty() ? kind_of(document) : document.description));
    }
    if (!request_.notes.empty()) all.emplace_back("Notes of the requesting provider");
    return all;
  }
  static std::string kind_of(const Document& document) {
    if (!document.loinc.empty()) return "LOINC " + document.loinc;
    return document.report_type.empty() ? "without a title" : "report type " + document.report_type;
  }

  const ReviewRequest& request_;
  const LetterChange& change_;
  const Determination& after_;
  const LetterFacts& facts_;
  const Rulebook& book_;
  base::Date today_;
};

}  // namespace

std::vector<LetterContent> letters_owed(const ReviewRequest& request, const Determination* before,
                                        const Determination& after, const LetterFacts& facts) {
  std::vector<LetterContent> letters;
  if (after.refused()) return letters;
  const LetterChange change(before, after);
  const Letter letter(request, change, after, facts);
  for (const LetterKind kind : kinds_owed(change)) {
    const LetterContent content = letter.content(kind);
    for (const Addressee addressee : {Addressee::member, Addressee::provider}) {
      if (kind == LetterKind::peer_to_peer && addressee == Addressee::member) continue;
      letter.address(letters.emplace_back(content), addressee);
    }
  }
  return letters;
}

LetterContent cover_sheet_of(const ReviewRequest& request, const Determination& now,
                             const LetterFacts& facts) {
  const LetterChange change(nullptr, now);
  const Letter letter(request, change, now, facts);
  LetterContent sheet = letter.content(LetterKind::cover_sheet);
  letter.address(sheet, Addressee::provider);
  sheet.patient.clear();
  sheet.member_id.clear();
  return sheet;
}

}  // namespace precert
