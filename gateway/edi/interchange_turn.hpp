// One interchange from ISA to IEA: each set is checked and answered as it is read. What shows only at GE or
// IEA is known before the first set, because the envelope was scanned first.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "gateway/edi/conversations.hpp"
#include "gateway/edi/message_turn.hpp"
#include "gateway/edi/partners.hpp"
#include "mappers/issues/ack_999.hpp"
#include "mappers/x12/envelope.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"

namespace gateway {

/// Memory that is reused from set to set.
struct X12Scratch {
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
};

/// Where the answers of a message are written. In AnswerMode::apart both grow while sets are read and may be
/// emptied between two sets; else `responses` holds everything. An answer whose data holds a delimiter is
/// treated as the partner wants (Partner::delimiters_in_data). Other delimiters are those of the whole
/// interchange; in AnswerMode::apart, where its first part may be gone, another interchange begins with them.
struct AnswerText {
  std::string responses;
  std::string acknowledgments;
};

/// What rejects an interchange as a whole (TA1), but for a number that was used before. Whoever lets anything
/// of a message leave before it is worked through asks the same three.
[[nodiscard]] std::optional<x12::Fault> interchange_refusal(const x12::InterchangeHeader& received,
                                                            const x12::InterchangeScan& scan,
                                                            const Partner& partner);
/// ISA13 as the message `owner` uses it up.
[[nodiscard]] ControlNumber control_number_of(const x12::InterchangeHeader& received, const Partner& partner,
                                              std::string owner, base::Instant at);
/// What is held with a set of this group, its loops then being in the scratch's tree; nullptr: the reason is
/// in the scratch's faults.
[[nodiscard]] const Conversation* conversation_held(const x12::TransactionSet& set,
                                                    const x12::GroupHeader& group, const Partner& partner,
                                                    const Config& config, X12Scratch& scratch);

class InterchangeTurn {
 public:
  /// Lifetimes: the received bytes, `turn` and `answers` outlive it.
  InterchangeTurn(const x12::InterchangeHeader& received, const x12::InterchangeScan& scan, MessageTurn& turn,
                  AnswerText& answers);

  InterchangeTurn(const InterchangeTurn&) = delete;
  InterchangeTurn& operator=(const InterchangeTurn&) = delete;

  /// Takes the control number, or finds what rejects the whole. Errors of all: store_unavailable.
  [[nodiscard]] base::Result<void> begin();
  [[nodiscard]] base::Result<void> begin_group(const x12::GroupHeader& group);
  /// True in the result: the set was accepted.
  [[nodiscard]] base::Result<bool> take(const x12::TransactionSet& set, X12Scratch& scratch);
  [[nodiscard]] base::Result<void> end_group(const x12::Reader& reader);
  /// Writes what is still owed: the TA1, the 999s, the ends of the envelopes.
  [[nodiscard]] base::Result<void> finish();

 private:
  struct Group {
    Group(const x12::GroupHeader& received, const x12::Delimiters& delimiters, const Partner& partner)
        : header(received),
          acknowledgment(received, delimiters, partner.acknowledgment, partner.delimiters_in_data) {}

    x12::GroupHeader header;
    mappers::Ack999 acknowledgment;
    std::vector<x12::Fault> faults;  // AK905: any drops the group
    std::string sets_announced;      // GE01 as it stood
    bool answered = true;            // false: a 999 is all that says it has come

    [[nodiscard]] bool wants_999(AnswerMode mode) const;
  };

  void use_agreed_delimiters();
  [[nodiscard]] std::optional<x12::Fault> rejection() const;
  [[nodiscard]] bool ta1_due(bool rejected) const;
  [[nodiscard]] base::Result<bool> judged(Group& group, const x12::TransactionSet& set, X12Scratch& scratch);
  [[nodiscard]] base::Result<void> answer(const CheckedSet& set, const Conversation& conversation,
                                          X12Scratch& scratch);
  [[nodiscard]] base::Result<std::optional<x12::Fault>> answered(const CheckedSet& set,
                                                                 const Conversation& conversation);
  void note_clash();
  void take_back(std::size_t text, std::uint32_t sets);
  [[nodiscard]] base::Result<void> open_answers(const Conversation& conversation);
  [[nodiscard]] base::Result<void> close_answers();
  [[nodiscard]] base::Result<void> put_out();
  [[nodiscard]] base::Result<void> go_on_in_another_interchange();
  [[nodiscard]] bool any_999() const;
  [[nodiscard]] base::Result<std::uint32_t> write_999s(x12::Writer& out);
  void write_interchange(std::string& to, std::uint32_t groups);
  [[nodiscard]] base::Result<void> finish_together();
  [[nodiscard]] base::Result<void> finish_apart();
  [[nodiscard]] base::Result<void> finish_rejected();

  x12::InterchangeHeader received_;
  const x12::InterchangeScan& scan_;
  MessageTurn& turn_;
  const Partner& partner_;
  AnswerText& answers_;
  mappers::Envelope envelope_;
  std::string text_;  // groups of answers that have not gone out yet
  x12::Writer out_;   // into text_
  std::optional<x12::Fault> rejected_;
  std::deque<Group> groups_;  // a Group does not move

  std::optional<AnswerGroup> answering_;
  const Conversation* answering_for_ = nullptr;
  std::uint32_t answering_number_ = 0;  // GS06
  std::uint32_t answer_groups_ = 0;     // of the interchange that is being written

  // AnswerMode::apart
  bool envelope_open_ = false;
  std::uint32_t sets_out_ = 0;    // of answering_ that have gone out
  std::uint32_t sets_ended_ = 0;  // of answering_ that have gone out in interchanges that are ended
};

}  // namespace gateway
