#include "precert/engine/parties.hpp"

#include <algorithm>

#include "precert/engine/names.hpp"
#include "precert/engine/patients.hpp"

namespace precert {
namespace {

/// A record made from a request may lack the birth date.
PatientRecord patient_record(base::Date birth_date, Gender gender) {
  PatientRecord record;
  if (birth_date != base::Date{}) record.birth_date = birth_date;
  record.gender = gender;
  return record;
}

/// Collects the findings of one request.
class Parties {
 public:
  Parties(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts)
      : request_(request), rulebook_(rulebook), facts_(facts) {}

  PartyFindings take() && {
    check_umo();
    check_requester();
    check_member();
    return std::move(found_);
  }

 private:
  void refuse(Level level, std::string_view code, FollowUp follow_up, std::string_view element,
              std::string_view remedy, const Source& source) {
    Refusal refusal = refusal_of(rulebook_, level, code, follow_up, remedy);
    refusal.element = element;
    refusal.source = source;
    found_.refusals.push_back(std::move(refusal));
  }
  void note(std::string text, const Source& source) {
    found_.notes.push_back(Note{std::move(text), 0, source});
  }

  void check_umo() {
    if (rulebook_.payer.ids.empty()) return;
    const Party& umo = request_.umo;
    if (umo.identifiers.empty()) {
      refuse(Level::umo, "T4", FollowUp::do_not_resubmit, "NM1-09", "Name the payer by its identifier.",
             umo.source);
      return;
    }
    const bool ours = std::any_of(umo.identifiers.begin(), umo.identifiers.end(),
                                  [&](const Identifier& one) { return rulebook_.is_payer(one.value); });
    if (!ours) {
      refuse(Level::umo, "79", FollowUp::do_not_resubmit, "NM1-09", "This payer is not reviewed here.",
             umo.source);
    }
  }

  void check_requester() {
    const Party& requester = request_.requester;
    if (requester.identifiers.empty()) {
      refuse(Level::requester, "43", FollowUp::correct_and_resubmit, "NM1-09", "Send the requester's NPI.",
             requester.source);
      return;
    }
    const std::string npi = requester.npi();
    if (npi.empty() || npi_is_valid(npi)) return;
    if (rulebook_.payer.refuse_bad_npi) {
      refuse(Level::requester, "43", FollowUp::correct_and_resubmit, "NM1-09",
             "The check digit of the NPI does not fit.", requester.source);
    } else {
      note("The check digit of the requester's NPI is wrong.", requester.source);
    }
  }

  void check_member() {
    const Person& subscriber = request_.subscriber;
    if (facts_.member == nullptr) {
      const bool named =
          std::any_of(subscriber.identifiers.begin(), subscriber.identifiers.end(), is_member_number);
      refuse(Level::subscriber, named ? "75" : "72", FollowUp::correct_and_resubmit, "NM1-09",
             named ? "Check the number against the member card." : "Send the member number.",
             subscriber.source);
      return;
    }
    const MemberRecord& member = *facts_.member;
    // A dependent with a number of their own travels in the subscriber's place (005010X217 2010C).
    if (const DependentRecord* own = dependent_numbered(subscriber.member_id(), member); own != nullptr) {
      check_person(subscriber, own->name, own->birth_date, own->gender, own);
      found_.patient = patient_record(own->birth_date, own->gender);
      found_.dependent = own;
      return;
    }
    check_person(subscriber, member.name, member.birth_date, member.gender, nullptr);
    if (request_.dependent) {
      check_dependent(*request_.dependent);
    } else {
      found_.patient = patient_record(member.birth_date, member.gender);
    }
  }

  static bool is_member_number(const Identifier& one) {
    return !one.value.empty() &&
           (one.kind == IdentifierKind::member_id || one.kind == IdentifierKind::unique_health_id);
  }

  /// Number, family name and birth date identify; the given name counts when the birth date is not there, and
  /// when it is a twin's. `own`: whose record it is, nullptr = the subscriber's.
  void check_person(const Person& said, const PersonName& name, base::Date birth_date, Gender gender,
                    const DependentRecord* own) {
    const bool patient = !request_.dependent;
    const bool nothing = said.name.family.empty() && !said.birth_date;
    if (patient) {
      refuse_unnamed(said, Level::subscriber, !name.family.empty(), birth_date != base::Date{}, nothing);
      if (nothing) return;
    }
    const bool given_matters = patient && !said.birth_date;
    const bool family_differs = !said.name.family.empty() && differs(said.name, name);
    if (family_differs || (given_matters && !given_names_agree(said.name.given, name.given))) {
      refuse(Level::subscriber, "73", FollowUp::correct_and_resubmit, family_differs ? "NM1-03" : "NM1-04",
             "Check the spelling against the member card.", said.source);
    } else if (patient && is_a_twins_name(said, name, birth_date, own)) {
      refuse(Level::subscriber, "73", FollowUp::correct_and_resubmit, "NM1-04",
             "This is the name of a twin: check the number against the member card.", said.source);
    } else if (!given_names_agree(said.name.given, name.given)) {
      note("The given name differs from the one on file.", said.source);
    }
    if (said.birth_date && *said.birth_date != birth_date) {
      refuse(Level::subscriber, "71", FollowUp::correct_and_resubmit, "DMG-02", "Check it.", said.source);
    }
    note_gender(said, gender);
  }

  /// True when the given name is not that of the number's owner, but of another of the family born that day.
  [[nodiscard]] bool is_a_twins_name(const Person& said, const PersonName& name, base::Date birth_date,
                                     const DependentRecord* own) const {
    if (said.name.given.empty() || said.name.given == name.given) return false;
    if (normalised_given(said.name.given) == normalised_given(name.given)) return false;
    const bool fits = given_names_agree(said.name.given, name.given);
    const auto is_twin = [&](const PersonName& other, base::Date born) {
      const bool is_the_name = fits ? normalised_given(said.name.given) == normalised_given(other.given)
                                    : given_names_agree(said.name.given, other.given);
      return born == birth_date && !differs(name, other) && is_the_name;
    };
    const MemberRecord& member = *facts_.member;
    if (own != nullptr && is_twin(member.name, member.birth_date)) return true;
    return std::ranges::any_of(member.dependents, [&](const DependentRecord& one) {
      return &one != own && is_twin(one.name, one.birth_date);
    });
  }

  /// What a review needs and the patient's file has, but the message does not say. `at_all`: both are missing, which
  /// is too little for anything.
  void refuse_unnamed(const Person& said, Level level, bool named_on_file, bool born_on_file, bool at_all) {
    const bool in_full = facts_.naming == PatientNaming::in_full;
    if (said.name.family.empty() && (at_all || (in_full && named_on_file))) {
      refuse(level, level == Level::dependent ? "65" : "73", FollowUp::correct_and_resubmit, "NM1-03",
             level == Level::dependent ? "Send the patient's name." : "Send the member's name.", said.source);
    }
    if (!said.birth_date && (at_all || (in_full && born_on_file))) {
      refuse(level, "58", FollowUp::correct_and_resubmit, "DMG-02", "Send the birth date.", said.source);
    }
  }

  static bool differs(const PersonName& said, const PersonName& held) {
    return said.family != held.family && normalised_family(said.family) != normalised_family(held.family);
  }

  void note_gender(const Person& said, Gender held) {
    const auto told = [](Gender gender) { return gender == Gender::female || gender == Gender::male; };
    if (told(said.gender) && told(held) && said.gender != held) {
      note("The gender differs from the one on file.", said.source);
    }
  }

  void check_dependent(const Person& said) {
    const MemberRecord& member = *facts_.member;
    if (is_subscriber(said)) {
      note("The dependent is the subscriber.", said.source);
      found_.patient = patient_record(member.birth_date, member.gender);
      return;
    }
    if (said.name.family.empty()) {  // not "nobody of this name"
      refuse_unnamed(said, Level::dependent, true, true, true);
      return;
    }
    const std::vector<const DependentRecord*> named = dependents_called(said.name, member);
    if (named.empty()) {
      refuse(Level::dependent, "77", FollowUp::correct_and_resubmit, "NM1-03",
             "Nobody of this name is covered through the subscriber.", said.source);
      return;
    }
    if (!said.birth_date && named.size() > 1) {
      refuse(Level::dependent, "58", FollowUp::correct_and_resubmit, "DMG-02",
             "Several dependents have this name: send the birth date.", said.source);
      return;
    }
    const std::size_t so_far = found_.refusals.size();
    refuse_unnamed(said, Level::dependent, true, named.front()->birth_date != base::Date{}, false);
    if (found_.refusals.size() > so_far) return;
    const DependentRecord* const found = born_as_said(named, said);
    if (found == nullptr) {
      refuse(Level::dependent, "71", FollowUp::correct_and_resubmit, "DMG-02", "Check it.", said.source);
      return;
    }
    if (!is_told_from_twins(*found, named, said)) {
      refuse(Level::dependent, "65", FollowUp::correct_and_resubmit, "NM1-04",
             "Several dependents were born that day: send the given name in full.", said.source);
      return;
    }
    note_gender(said, found->gender);
    found_.patient = patient_record(found->birth_date, found->gender);
    found_.dependent = found;
  }

  [[nodiscard]] bool is_subscriber(const Person& said) const {
    const MemberRecord& member = *facts_.member;
    return said.birth_date == member.birth_date && !said.name.given.empty() &&
           !differs(said.name, member.name) && given_names_agree(said.name.given, member.name.given);
  }

  const ReviewRequest& request_;
  const Rulebook& rulebook_;
  const Facts& facts_;
  PartyFindings found_;
};

}  // namespace

PartyFindings party_findings_of(const ReviewRequest& request, const Rulebook& rulebook, const Facts& facts) {
  return Parties(request, rulebook, facts).take();
}

std::optional<MemberRecord> member_as_named(const ReviewRequest& request, const Rulebook& rulebook) {
  const std::string& product = rulebook.payer.unknown_members;
  const Person& subscriber = request.subscriber;
  const Person& patient = request.patient();
  const bool named = !subscriber.name.family.empty() || subscriber.birth_date || request.dependent;
  if (product.empty() || subscriber.member_id().empty() || !named) return std::nullopt;
  MemberRecord member;
  member.id = MemberId(subscriber.member_id());
  member.name = subscriber.name;
  member.birth_date = subscriber.birth_date.value_or(base::Date{});
  member.gender = subscriber.gender;
  if (subscriber.address) member.address = *subscriber.address;
  member.coverage.push_back(CoverageSpan{product, request.insurance.group, {base::Date{1900, 1, 1}, {}}});
  if (request.dependent) {
    member.dependents.push_back(DependentRecord{MemberId(), patient.name,
                                                patient.birth_date.value_or(base::Date{}), patient.gender,
                                                patient.relationship, patient.birth_sequence});
  }
  return member;
}

bool npi_is_valid(std::string_view npi) {
  if (npi.size() != 10) return false;
  int sum = 24;  // what the prefix 80840 adds
  for (std::size_t i = 0; i < npi.size(); ++i) {
    const char c = npi[i];
    if (c < '0' || c > '9') return false;
    const int digit = c - '0';
    const int doubled = digit * 2;
    sum += i % 2 == 0 ? doubled / 10 + doubled % 10 : digit;
  }
  return sum % 10 == 0;
}

Refusal refusal_of(const Rulebook& rulebook, Level level, std::string_view code, FollowUp follow_up,
                   std::string_view remedy) {
  Refusal refusal;
  refusal.level = level;
  refusal.code = code;
  refusal.follow_up = follow_up;
  refusal.words = rulebook.reject_words(code);
  if (!refusal.words.empty()) {
    char& first = refusal.words.front();
    if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
    refusal.words += ". ";
  }
  refusal.words += remedy;
  return refusal;
}

}  // namespace precert
