#include "gateway/letters/fields.hpp"

namespace gateway {
namespace {

using precert::LetterContent;

std::string flag(bool set) { return set ? "yes" : ""; }

std::vector<LetterFields> lines_of(const std::vector<std::string>& lines) {
  std::vector<LetterFields> all;
  for (const std::string& line : lines) all.push_back({{{"line", line}}, {}});
  return all;
}

LetterFields fields_of(const precert::LetterService& service) {
  LetterFields fields;
  fields.texts = {{"name", service.name},   {"code", service.code},         {"decision", service.decision},
                  {"asked", service.asked}, {"approved", service.approved}, {"dates", service.dates},
                  {"valid", service.valid}, {"place", service.place},       {"number", service.number}};
  std::vector<LetterFields> reasons;
  for (const precert::LetterReason& reason : service.reasons) {
    reasons.push_back(
        {{{"words", reason.words},
          {"code", reason.code},
          {"meaning", reason.meaning},
          {"criterion", reason.criterion}},
         {}});
  }
  fields.lists.emplace_back("reasons", std::move(reasons));
  return fields;
}

LetterFields fields_of(const precert::LetterQuestion& question) {
  return {{{"words", question.words},
           {"service", question.service},
           {"supplier", question.supplier},
           {"control_number", question.control_number},
           {"due", question.due}},
          {}};
}

template <class Item>
std::vector<LetterFields> all_of(const std::vector<Item>& items) {
  std::vector<LetterFields> all;
  for (const Item& item : items) all.push_back(fields_of(item));
  return all;
}

}  // namespace

LetterFields letter_fields(const LetterContent& letter) {
  LetterFields fields;
  fields.texts = {{"kind", std::string(precert::letter_word(letter.kind))},
                  {"to_member", flag(letter.addressee == precert::Addressee::member)},
                  {"to_provider", flag(letter.addressee == precert::Addressee::provider)},
                  {"payer", letter.payer},
                  {"phone", letter.phone},
                  {"payer_fax", letter.payer_fax},
                  {"name", letter.name},
                  {"fax", precert::phone_in_words(letter.fax)},
                  {"date", letter.date},
                  {"reference", letter.reference},
                  {"authorization", letter.authorization},
                  {"patient", letter.patient},
                  {"member_id", letter.member_id},
                  {"plan", letter.plan},
                  {"requester", letter.requester},
                  {"received", letter.received},
                  {"due", letter.due},
                  {"urgency", letter.urgency},
                  {"extension_reason", letter.extension_reason},
                  {"extension_until", letter.extension_until},
                  {"reviewer", letter.reviewer},
                  {"talk", letter.talk},
                  {"appeal_kind", letter.appeal_kind},
                  {"after_appeal", flag(letter.after_appeal)},
                  {"advisory", flag(letter.advisory)},
                  {"in_part", flag(letter.in_part)},
                  {"stays_valid", letter.stays_valid},
                  {"appeal", letter.appeal},
                  {"appeal_until", letter.appeal_until},
                  {"peer_to_peer", letter.peer_to_peer},
                  {"intake", letter.intake},
                  {"intake_fax", letter.intake_fax},
                  {"intake_phone", letter.intake_phone},
                  {"has_evidence", flag(!letter.evidence.empty())},
                  {"has_missing", flag(!letter.missing.empty())}};
  fields.lists.emplace_back("payer_address", lines_of(letter.payer_address));
  fields.lists.emplace_back("address", lines_of(letter.address));
  fields.lists.emplace_back("intake_address", lines_of(letter.intake_address));
  fields.lists.emplace_back("evidence", lines_of(letter.evidence));
  fields.lists.emplace_back("services", all_of(letter.services));
  fields.lists.emplace_back("missing", all_of(letter.missing));
  return fields;
}

LetterContent sample_letter(precert::LetterKind kind, precert::Addressee addressee) {
  LetterContent letter;
  letter.kind = kind;
  letter.addressee = addressee;
  letter.payer = "Example Health Plan";
  letter.phone = "800-555-0100";
  letter.payer_fax = "800-555-0101";
  letter.payer_address = {"100 Plan Way", "Olympia, WA 98501"};
  letter.name = addressee == precert::Addressee::member ? "ALPHA TESTMEMBER" : "Example Clinic";
  letter.address = {"1 Test Lane", "Springfield, IL 62701"};
  letter.fax = "8005550177";
  letter.date = "January 5, 2026";
  letter.reference = "NR0000000001";
  letter.authorization = "AUTH0000000001";
  letter.patient = "ALPHA TESTMEMBER";
  letter.member_id = "EXM100000001";
  letter.plan = "Example Choice PPO";
  letter.requester = "Example Clinic";
  letter.received = "January 2, 2026";
  letter.due = "January 9, 2026";
  letter.urgency = "standard";
  letter.services = {{"MRI of the lower spine",
                      "CPT 72148",
                      "Not approved",
                      "1 unit",
                      "1 unit",
                      "January 20, 2026",
                      "January 5, 2026 to April 4, 2026",
                      "Example Imaging Center",
                      "AUTH0000000001",
                      {{"Conservative care was shorter than the criterion asks.", "0F",
                        "Example Society, Lumbar MRI, 2026", "not medically necessary"}}}};
  letter.missing = {{"Weeks of conservative care", "MRI of the lower spine", "ordering provider",
                     "TRC0000000001-01", "January 19, 2026"}};
  letter.evidence = {"Diagnosis codes: M5416"};
  letter.extension_reason = "The report of the neurologist has not come yet.";
  letter.extension_until = "January 23, 2026";
  letter.reviewer = "a clinical reviewer of the plan";
  letter.talk = "Peer-to-peer talk scheduled: January 8, 2026, 10:00.";
  letter.appeal_kind = "expedited appeal";
  letter.after_appeal = letter.advisory = letter.in_part = true;
  letter.stays_valid = "AUTH0000000001";
  letter.appeal = "You may appeal in writing to Example Health Plan Appeals.";
  letter.appeal_until = "July 4, 2026";
  letter.peer_to_peer = "Call 800-555-0105 on business days.";
  letter.intake = "Example Health Plan Clinical Intake";
  letter.intake_fax = "800-555-0103";
  letter.intake_phone = "800-555-0102";
  letter.intake_address = letter.payer_address;
  return letter;
}

}  // namespace gateway
