// See later_answers.hpp.
#include "precert/engine/later_answers.hpp"

#include <algorithm>

namespace precert {

std::vector<Answer> with_later(std::vector<Answer> then, const std::vector<Answer>& now) {
  std::erase_if(then, [&](const Answer& earlier) {
    return std::any_of(now.begin(), now.end(), [&](const Answer& one) {
      return one.question == earlier.question && one.service == earlier.service && one.form == earlier.form;
    });
  });
  then.insert(then.end(), now.begin(), now.end());
  return then;
}

bool concern_one_form(const Answer& withdrawal, const Answer& answer) {
  return withdrawal.form.empty() || answer.form.empty() || withdrawal.form == answer.form;
}

}  // namespace precert
