// The answers in QuestionnaireResponses word for word: for people who read or print what was sent.
#pragma once

#include <string>
#include <vector>

#include "parsers/json/value.hpp"

namespace mappers {

/// One answer, in the words of its response.
struct AnsweredItem {
  std::string link_id, text;  // of the item; the text may be ""
  std::string answer;         // as people read it: "Yes", "8 wk", "2026-01-05"
  std::string origin;         // information-origin: "auto", "override", "manual" …; "" = not said
  std::string author;         // reference of who entered or changed it; "" = not said
  std::string form;           // canonical of the Questionnaire, with |version when that was said
  std::string authored;       // of the response, as sent
  std::string status;         // of the response
};

/// Every answer of every QuestionnaireResponse at or below `root`, in reading order: a resource, a Bundle,
/// Parameters.
[[nodiscard]] std::vector<AnsweredItem> answered_items_in(const json::Value& root);

}  // namespace mappers
