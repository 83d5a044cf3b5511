// Who asks whom about whom: the part of determination that can end a request before any line is looked at.
#pragma once

#include <optional>
#include <vector>

#include "precert/criteria/evaluate.hpp"
#include "precert/engine/facts.hpp"
#include "precert/rulebook/tables.hpp"

namespace precert {

/// What the parties of a request turned out to be.
struct PartyFindings {
  std::vector<Refusal> refusals;  // any of them ends the request
  std::vector<Note> notes;        // what was let pass but should be mended
  PatientRecord patient;          // as the payer holds the patient; empty when refused
  const DependentRecord* dependent = nullptr;  // the patient, when not the subscriber; within Facts::member
};

/// Identifies UMO, requester, subscriber and dependent. Every fault gets its own code, none hides another.
/// Codes: T4, 79 (UMO), 43 (requester), 72, 73, 75, 58, 71 (subscriber), 65, 77, 58, 71 (dependent). Of a subscriber
/// who is not the patient nothing but the number is needed. Facts::naming says how much of the patient is.
/// Rule: 005010X217 AAA per loop, 2010C NM103 and DMG (the guide leaves them open, the payer needs them); CAQH CORE
/// 278 data content: id, name and birth date identify, family names are compared after normalisation.
[[nodiscard]] PartyFindings party_findings_of(const ReviewRequest& request, const Rulebook& rulebook,
                                              const Facts& facts);

/// The record of a member who is not on file, made from what the request says, where the payer takes such members as
/// having one of its products (payer: unknown_members). nullopt when it does not, or when the request names no member
/// number, or nobody who bears it.
[[nodiscard]] std::optional<MemberRecord> member_as_named(const ReviewRequest& request, const Rulebook& rulebook);

/// True when the number has ten digits and its check digit fits (Luhn over 80840 and the number).
[[nodiscard]] bool npi_is_valid(std::string_view npi);

/// A refusal with the words of its code and, after them, what to do about it.
[[nodiscard]] Refusal refusal_of(const Rulebook& rulebook, Level level, std::string_view code,
                                 FollowUp follow_up, std::string_view remedy);

}  // namespace precert
