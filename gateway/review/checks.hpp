// "Is it required?" on any channel: the facts are gathered, the question is answered, and the proof that it
// was asked is made ready to be stored.
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/app/numbers.hpp"
#include "gateway/store/store.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"

namespace gateway {

/// Who asked, and how.
struct Asking {
  CheckChannel channel = CheckChannel::x12;
  precert::MessageId message;
  std::string sender;    // ReceivedMessage::sender
  std::string resource;  // CheckRecord::resource; "" = none
  base::Instant received{};
};

/// An answer and the record of it, ready to be put into Exchange::checks.
struct Checked {
  precert::CoverageAnswer answer;
  CheckRecord record;
  bool repeated = false;  // the same was asked on the same day: reference and answer are those of then
};

/// Answers a question, stores nothing. A question that was answered before on the same day, under the same
/// rulebook, with nothing known of the member that was not known then, gets the same answer with the same
/// reference (whoever carries it, on whatever channel; CRD: about the same order); else a new reference is
/// drawn, for refusals too. `pending` as for reviewed(); `made_before`: checks that will be stored with this
/// one, which count as if they were. May be called again after a version conflict. Errors: store_unavailable,
/// data_invalid (the store holds what this version cannot read).
[[nodiscard]] base::Result<Checked> checked(const precert::CoverageQuestion& question, const Asking& asking,
                                            Store& store, NumberSource& numbers, const Snapshot& knowledge,
                                            std::span<const CaseWrite> pending = {},
                                            std::span<const CheckRecord> made_before = {});

/// True when both ask the same of the same member, whatever numbers and times they carry.
[[nodiscard]] bool same_question(const precert::CoverageQuestion& one, const precert::CoverageQuestion& other);

/// The NPI of who asked, else the identifier; "" when neither is known.
[[nodiscard]] std::string requester_of(const precert::CoverageQuestion& question);

}  // namespace gateway
