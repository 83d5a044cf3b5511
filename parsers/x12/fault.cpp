// How a fault names its place to a person.
#include "parsers/x12/fault.hpp"

namespace x12 {
namespace {

void two_digits(std::string& out, unsigned number) {
  if (number < 10) out += '0';
  out += std::to_string(number);
}

}  // namespace

std::string Fault::where() const {
  std::string out;
  if (!loop.empty()) {
    out += loop;
    out += '/';
  }
  out += segment_id;
  if (element != 0) {
    out += '-';
    two_digits(out, element);
  }
  if (component != 0) {
    out += '-';
    out += std::to_string(component);
  }
  if (repetition > 1) {
    out += '[';
    out += std::to_string(repetition);
    out += ']';
  }
  if (segment_position != 0) {
    out += " @";
    out += std::to_string(segment_position);
  }
  return out;
}

}  // namespace x12
