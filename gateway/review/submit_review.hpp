// The use case both wires share: what does a request continue, what is known about it, what is decided, what
// to keep.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/app/numbers.hpp"
#include "gateway/store/store.hpp"
#include "precert/engine/facts.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace gateway {

class KnownCases;

/// What the wire knows besides the request itself.
struct Submission {
  precert::ReviewRequest request;
  std::string submitter;  // ReceivedMessage::sender
  precert::MessageId message;
  base::Instant received{};
  std::vector<LookupKey> keys;       // to find the case by later (Claim fullUrl, Bundle identifier …)
  std::vector<LookupKey> continues;  // keys of the case it continues, besides the numbers the request quotes
  bool differential = false;         // an update that says only what is different (PAS 2.0.1, SUBSETTED)
  KnownCases* known = nullptr;       // what was read before in the same batch; nullptr = nothing is kept
};

/// How much a request of this submitter has to say of its patient: a 278 names them in full (005010X217 2010C: the
/// payer needs what the guide leaves open), over FHIR the profile says what a Patient has.
[[nodiscard]] precert::PatientNaming naming_wanted_of(std::string_view submitter);

/// A decided request, ready to be committed.
struct Reviewed {
  precert::ReviewRequest request;  // merged with the case it continues
  precert::Determination determination;
  CaseWrite write;
};

/// The case that a request continues, as `pending` has it, else as stored; nullopt when it continues none, or
/// one that its sender has no part in. What continues a repeat continues its original. Errors: store_unavailable.
[[nodiscard]] base::Result<std::optional<precert::PriorCase>> continued_case(
    const Submission& submission, Store& store, std::span<const CaseWrite> pending = {});

/// Looks up, decides, and prepares what to store; stores nothing. May be called again after a version
/// conflict. `pending` are the cases that the same message has changed already: they stand before what is
/// stored. Errors: store_unavailable.
[[nodiscard]] base::Result<Reviewed> reviewed(const Submission& submission, Store& store,
                                              NumberSource& numbers, const Snapshot& knowledge,
                                              std::span<const CaseWrite> pending = {});

/// A case together with what has come for it since, decided anew: the next version of the same case. `about`
/// says who brought it and when; its request is what the case has become. Errors: store_unavailable.
[[nodiscard]] base::Result<Reviewed> reviewed_again(const precert::PriorCase& earlier,
                                                    const CaseRecord& record, Submission about, Store& store,
                                                    NumberSource& numbers, const Snapshot& knowledge,
                                                    std::span<const CaseWrite> pending = {});

/// A decision that an upstream payer made, as the next version of the case that the request continues, or as a
/// case of its own; lines of that case which the decision says nothing of keep theirs. What is pended waits in
/// the queue "upstream". Stores nothing, may be called again after a version conflict. Errors:
/// store_unavailable.
[[nodiscard]] base::Result<Reviewed> reviewed_elsewhere(const Submission& submission,
                                                        precert::Determination decided, Store& store,
                                                        NumberSource& numbers, const Snapshot& knowledge,
                                                        std::span<const CaseWrite> pending = {});

/// The newest versions of the cases with this key: as `pending` has them, else as stored.
[[nodiscard]] base::Result<std::vector<CaseRecord>> cases_with(const LookupKey& key, Store& store,
                                                               std::span<const CaseWrite> pending = {});

/// The newest version of a case: as `pending` has it, else as stored; nullopt when there is none. Errors:
/// store_unavailable, data_invalid.
[[nodiscard]] base::Result<std::optional<precert::PriorCase>> newest_case(
    const precert::CaseId& id, Store& store, std::span<const CaseWrite> pending = {});

/// What determination may know of a member: coverage, earlier cases, directory, the time.
struct MemberFacts {
  std::optional<precert::MemberRecord> record;  // facts.member points here: do not copy or move
  precert::Facts facts;

  MemberFacts() = default;
  MemberFacts(const MemberFacts&) = delete;
  MemberFacts& operator=(const MemberFacts&) = delete;
};
/// Fills `into` for the subscriber's number; `except` is the case that is being decided. `known`: see Submission.
/// Errors: store_unavailable.
[[nodiscard]] base::Result<void> gather_facts(MemberFacts& into, const precert::MemberId& member,
                                              base::Instant at, const precert::CaseId& except, Store& store,
                                              const Snapshot& knowledge,
                                              std::span<const CaseWrite> pending = {},
                                              KnownCases* known = nullptr);

/// Adds a write to those of the same message: a case that is changed twice gets one new version that holds
/// both.
void add_write(std::vector<CaseWrite>& writes, CaseWrite write);

/// A stored case as determination wants it. Errors: data_invalid when the store holds what this version
/// cannot read.
[[nodiscard]] base::Result<precert::PriorCase> prior_from(const CaseRecord& record);

/// The record of a case after a decision: state, queue and due follow from the determination.
[[nodiscard]] CaseRecord record_from(const precert::CaseId& id, int version,
                                     const precert::ReviewRequest& request,
                                     const precert::Determination& determination);

/// Every key under which a decided case can be found. Numbers of a repeat find its original alone.
[[nodiscard]] std::vector<LookupKey> keys_of(const precert::ReviewRequest& request,
                                             const precert::Determination& determination);

}  // namespace gateway
