// Trading partners as data: what one sender may send, what it must send besides, and how it is answered. A
// partner tightens or relaxes a guide in YAML (deploy/partners.yaml shows every key); nothing needs a build.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mappers/issues/ack_999.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace gateway {

/// When a TA1 is written, besides the rejections that nothing else can say.
enum class Ta1Policy : std::uint8_t {
  requested,  // as ISA14 asks: the guide
  rejected,   // as ISA14 asks, and for every rejected interchange whatever ISA14 says: common practice, the
              // default
  always,     // for every interchange
};

/// A guide this partner sends, with its changes laid over the table.
struct PartnerGuide {
  std::string version;                      // GS08 and ST03 as sent: "005010X217E1"
  std::string implementation;               // the table: "005010X217"
  std::string direction;                    // "request"; "" = every direction of the implementation
  std::shared_ptr<const x12::Guide> guide;  // nullptr = the table as it is
};

/// What was agreed with one sender of interchanges; deploy/partners.yaml shows every key.
struct Partner {
  std::string name;  // in logs, reports and folders: letters, digits and dashes
  /// "ZZ:SUBMITTER1" (ISA05:ISA06, blanks trimmed); empty = whoever no other names.
  std::vector<std::string> senders;
  std::vector<std::string> receivers;      // ISA07:ISA08 it may write to; empty = any (else TA1 009)
  std::vector<std::string> group_senders;  // GS02 it may use; empty = any
  std::vector<PartnerGuide> guides;        // versions it may send besides the standard ones
  bool only_listed_guides = false;         // no others than `guides`: AK905 2
  x12::CheckOptions check;
  x12::ReadOptions reading;            // tolerances of the envelope
  mappers::AckOptions acknowledgment;  // how its 999s are written
  Ta1Policy ta1 = Ta1Policy::rejected;
  /// Of answers, in the order element, repetition, component, segment; "" = as received.
  std::string delimiters;
  /// What becomes of an answer whose data holds one of them.
  x12::DelimiterPolicy delimiters_in_data = x12::DelimiterPolicy::choose_others;
  std::chrono::days control_numbers_kept{0};  // ISA13 has to be new for so long; 0 = for ever
  bool gaps_noted = true;                     // a skipped ISA13 is logged and counted
  std::chrono::days attachments_held{30};     // a 275 that matches nothing yet
  std::string core_sender;  // SenderID of CORE envelopes; "" = it may not use them with a password
  std::string core_user, core_password_sha256;  // hex of SHA-256 of the password; compared in constant time
};

/// Immutable once read; a reload swaps the whole.
class Partners {
 public:
  /// The partner whose senders list the pair, else the default one. Never fails.
  [[nodiscard]] const Partner& of(std::string_view qualifier, std::string_view id) const;
  /// By CORE SenderID; nullptr when there is none.
  [[nodiscard]] const Partner* of_core_sender(std::string_view id) const;
  [[nodiscard]] const std::vector<Partner>& all() const { return partners_; }
  /// What any of them may do in an envelope: who sends it is known only once its ISA is read. A collapsed ISA
  /// is read for the sake of its TA1, and rejected.
  [[nodiscard]] x12::ReadOptions reading() const {
    x12::ReadOptions any{false, false};
    for (const Partner& one : partners_) {
      any.skip_leading_space = any.skip_leading_space || one.reading.skip_leading_space;
      any.accept_collapsed_isa = any.accept_collapsed_isa || one.reading.accept_collapsed_isa;
    }
    return any;
  }

  /// Reads a YAML file. Errors (config_unknown_key, config_invalid) name file, line and remedy, all at once;
  /// a change to a guide that does not compile is named with its own line.
  [[nodiscard]] static base::Result<Partners> from_yaml(std::string_view yaml, std::string_view file_name);
  /// One default partner: every guide as its table says.
  [[nodiscard]] static Partners standard();

 private:
  std::vector<Partner> partners_;  // the default one last
};

/// The implementation that a version of this partner stands for: "005010X217" for its "005010X217E1"; a
/// version that it has no name of its own for stands for itself.
[[nodiscard]] std::string_view implementation_named(const Partner& partner, std::string_view version);
/// What answers to this partner are written with, as far as their data lets it: his own delimiters, else
/// those he sent.
[[nodiscard]] x12::Delimiters delimiters_for(const Partner& partner, const x12::Delimiters& received);
/// The guide a set of this partner is checked with: by GS08 (ST03 where there is no group) and direction,
/// changes included; nullptr = none.
[[nodiscard]] const x12::Guide* guide_of(const Partner& partner, const x12::TransactionSet& set,
                                         const x12::GroupHeader& group);
/// The ak9 fault of a group this partner may not send (AK905 1 or 2); nullopt when it may.
[[nodiscard]] std::optional<x12::Fault> group_refusal(const Partner& partner, const x12::GroupHeader& group);

}  // namespace gateway
