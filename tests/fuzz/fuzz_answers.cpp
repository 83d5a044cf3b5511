// The answers of a MSG segment: whatever a person wrote is kept, and what is written reads back as answers.
#include <vector>

#include "fuzz.hpp"
#include "mappers/x12/answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message = fuzz::text(data, size);
  if (!mappers::holds_answers(message)) return 0;
  std::vector<precert::Answer> answers;
  std::vector<precert::Note> notes;
  mappers::read_answers(message, 1, {}, answers, notes);

  std::vector<const precert::Answer*> all;
  all.reserve(answers.size());
  for (const precert::Answer& answer : answers) all.push_back(&answer);
  constexpr std::size_t message_max = 264;  // MSG01
  for (const char component : {':', '|'}) {
    const mappers::AnswerText text = mappers::answer_text(all, component, message_max);
    fuzz::must(text.text.size() <= message_max, "answers fit a MSG");
    fuzz::must(text.fitting <= all.size(), "no answer is counted twice");
    fuzz::must(text.fitting == 0 || mappers::holds_answers(text.text),
               "written answers are known as answers");
  }
  return 0;
}
