// See line_match.hpp.
#include "precert/engine/line_match.hpp"

#include <algorithm>

namespace precert {
namespace {

const Dental& dental_of(const ServiceLine& line) {
  static const Dental nothing_said;
  return line.dental ? *line.dental : nothing_said;
}

std::vector<std::string> sorted_parts(std::vector<std::string> words) {
  std::ranges::sort(words);
  return words;
}

std::vector<Tooth> sorted_parts(std::vector<Tooth> teeth) {
  for (Tooth& tooth : teeth) std::ranges::sort(tooth.surfaces);
  std::ranges::sort(teeth, [](const Tooth& a, const Tooth& b) {
    return a.number != b.number ? a.number < b.number : a.surfaces < b.surfaces;
  });
  return teeth;
}

template <class Said>
bool agree(const Said& said, const Said& held) {
  return said.empty() || sorted_parts(said) == sorted_parts(held);
}

}  // namespace

bool same_dental_site(const ServiceLine& a, const ServiceLine& b) {
  const Dental& one = dental_of(a);
  const Dental& other = dental_of(b);
  return one.prosthesis == other.prosthesis &&
         sorted_parts(one.oral_cavity) == sorted_parts(other.oral_cavity) &&
         sorted_parts(one.teeth) == sorted_parts(other.teeth);
}

bool same_code(const ServiceLine& a, const ServiceLine& b) {
  return a.procedure.system == b.procedure.system && a.procedure.code == b.procedure.code &&
         a.procedure.modifiers == b.procedure.modifiers && a.revenue_code == b.revenue_code &&
         same_dental_site(a, b);
}

bool may_mean(const ServiceLine& line, const ServiceLine& one) {
  const Procedure& said = line.procedure;
  const Procedure& held = one.procedure;
  if (!said.code.empty() && (said.system != held.system || said.code != held.code)) return false;
  if (!line.revenue_code.empty() && line.revenue_code != one.revenue_code) return false;
  return agree(said.modifiers, held.modifiers) &&
         agree(dental_of(line).oral_cavity, dental_of(one).oral_cavity) &&
         agree(dental_of(line).teeth, dental_of(one).teeth);
}

bool is_withdrawal(const ReviewRequest& request, const ServiceLine& line) {
  return line.change == Change::cancelled || request.purpose == Purpose::cancellation ||
         request.event.certification == CertificationType::cancellation ||
         request.certification_of(line) == CertificationType::cancellation;
}

bool is_number_of(const Determination& determination, const std::string& number) {
  if (number.empty()) return false;
  const Numbers& own = determination.numbers;
  if (number == own.certification || number == own.reference || number == own.trace) return true;
  return std::ranges::any_of(determination.lines, [&](const LineDetermination& line) {
    return number == line.certification_number || number == line.reference_number;
  });
}

bool quotes_another(const ReviewRequest& request, const ServiceLine& line,
                    const Determination& determination) {
  const auto is_its_own = [&](const std::string& number) {
    const PatientEvent& event = request.event;
    return !number.empty() && (number == event.previous_certification || number == event.previous_reference ||
                               is_number_of(determination, number));
  };
  const bool quotes = !line.previous_certification.empty() || !line.previous_reference.empty();
  return quotes && !is_its_own(line.previous_certification) && !is_its_own(line.previous_reference);
}

}  // namespace precert
