// What a determination says in sentences: the texts of ClaimResponse.processNote.
#pragma once

#include <string>
#include <vector>

#include "precert/model/determination.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// The numbered notes of one answer. A text that several lines need is written once.
class ProcessNotes {
 public:
  /// The number (from 1) of that text; 0 for "".
  int number_of(const std::string& text);
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
};

/// What has to be said of a line, in order: reasons with their criteria, what was certified instead, what is
/// missing and by when, when the answer is due, rights after a denial, cheaper places, whom to call, notes of
/// the reviewer.
[[nodiscard]] std::vector<std::string> notes_of(const precert::Determination& determination,
                                                const precert::LineDetermination& line);
/// Notes of the reviewer on the event as a whole.
[[nodiscard]] std::vector<std::string> event_notes_of(const precert::Determination& determination);

}  // namespace mappers
