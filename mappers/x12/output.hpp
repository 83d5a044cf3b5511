// Writes elements of a 278 from the model and says what X12 had no room for.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.hpp"
#include "parsers/x12/guide_gate.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/source.hpp"

namespace mappers {

/// Whether a message asks a payer for something or answers its own client.
enum class Speech : std::uint8_t { asks, answers };

/// An x12::Writer that reports what it had to cut or leave out. `where` is a model path
/// ("services[0].providers[2]").
class Output {
 public:
  Output(x12::Writer& writer, base::Issues& issues) : writer_(writer), issues_(issues) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { writer_.pass(nullptr); }

  /// From here on each segment is held to `guide`: a value that it does not take is left out and reported,
  /// and where the guide cannot do without it the report is an error. For what came from somewhere that knows
  /// no such lists; values of a message that has passed the guide need it not.
  /// A message that `asks` is in error, too, when what names its services, their teeth or amounts, or all of
  /// its diagnoses gets lost: a payer would decide on something else. An answer is written all the same.
  void hold_to(const x12::Guide& guide, Speech speech);
  /// What the segments from here on tell of, for such a report: `source` if it says where it stood, else the
  /// model path.
  void at(std::string_view where, const precert::Source& source = {}) {
    if (gate_) place(where, source);
  }
  void at(std::string_view list, std::size_t index, const precert::Source& source = {});
  /// Whether, from here on, the service type of UM is all that names what is asked for.
  void names_by_type(bool alone) { by_type_ = alone; }
  /// Whether the guide that it is held to takes a segment of these elements, its id first; true when there is
  /// none.
  [[nodiscard]] bool takes(std::initializer_list<std::string_view> segment);
  /// A warning at the place that at() gave: a value that the guide does not take.
  void left_out(std::string_view what);
  /// Errors for what the guide has against the whole set, which has been written since hold_to(), unless
  /// errors were reported before.
  void check_set();

  [[nodiscard]] x12::Writer& x12() { return writer_; }

  /// One element of at most `length_max` characters; a longer value is cut and reported.
  void text(std::string_view value, std::size_t length_max, std::string_view where);
  /// An element whose length is fixed between two bounds (state, country): a value outside them is left out.
  void code(std::string_view value, std::size_t length_min, std::size_t length_max, std::string_view where);
  /// `value` when a component holds it, whose length is between the bounds; else "", reported: a code that is
  /// cut is another code.
  [[nodiscard]] std::string_view fitting(std::string_view value, std::size_t length_min,
                                         std::size_t length_max, std::string_view where);

  /// MSG in words of our own: a delimiter in them becomes a blank, a colon a semicolon, whatever the policy
  /// for data is. Nobody's answer takes other delimiters, or is refused, for the sake of a colon.
  void message(std::string words);

  /// A warning: a part of the model this message does not carry.
  void lost(std::string where, std::string why);
  /// Carried, but in another place than it was given for.
  void moved(std::string where, std::string why);
  /// A part of what names a service: an error where the message asks, else a warning.
  void lost_service(std::string where, std::string why);
  /// An error: without it the message is not a valid 278.
  void missing(std::string where, std::string what);

 private:
  [[nodiscard]] std::string placed() const { return places_.empty() ? std::string() : places_.back().second; }
  void place(std::string_view where, const precert::Source& source);
  void tell(const x12::LeftOut& one);

  x12::Writer& writer_;
  base::Issues& issues_;
  const x12::Guide* guide_ = nullptr;  // what it is held to
  Speech speech_ = Speech::answers;
  bool by_type_ = false;
  std::optional<x12::GuideGate> gate_;
  x12::Writer::Mark start_;
  std::vector<std::pair<std::uint32_t, std::string>>
      places_;  // from which segment on, and what those tell of
};

/// "services[3].providers": places are built only when something is reported.
[[nodiscard]] std::string path_of(std::string_view list, std::size_t index, std::string_view field = {});

}  // namespace mappers
