// Inside mappers/fhir: the parts of the response reader. review_response_in.cpp puts them together.
#pragma once

#include <string>
#include <vector>

#include "mappers/fhir/request_reading.hpp"
#include "mappers/model/answered_review.hpp"

namespace mappers {

/// A response being read; `reader.claim` is the ClaimResponse.
struct ResponseReader {
  RequestReader reader;
  const precert::ReviewRequest* asked = nullptr;

  /// The asked line with that sequence; nullptr when there is none.
  [[nodiscard]] const precert::ServiceLine* asked_line(int sequence) const;
};

/// reviewAction of an adjudication list.
struct ReviewActionRead {
  std::optional<precert::ReviewAction> action;
  std::string number;
  std::vector<precert::Reason> reasons;
  std::optional<bool> second_opinion;
};
[[nodiscard]] ReviewActionRead review_action_from(const json::Value& adjudicated);

// response_items_in.cpp: item and addItem -> lines of both parts of the answer, with their notes.
void read_items(const ResponseReader& reading, AnsweredReview& answer);

// response_information_in.cpp
/// ClaimResponse.communicationRequest -> missing information of its lines.
void read_questions(const ResponseReader& reading, precert::Determination& determination);
/// ClaimResponse.error -> refusals.
void read_errors(const ResponseReader& reading, precert::Determination& determination);
/// processNotes that no item and no error points to -> notes of the event.
void read_free_notes(const ResponseReader& reading, precert::Determination& determination);
/// The text of a processNote; "" when there is none of that number.
[[nodiscard]] std::string note_text(const ResponseReader& reading, std::uint32_t number);

}  // namespace mappers
