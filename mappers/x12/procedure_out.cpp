// See segments_out.hpp: SV1, SV2, SV3, TOO and the HSD of a line.
#include <algorithm>
#include <array>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/segments_out.hpp"

namespace mappers {
namespace {

using precert::CodeSystem;
using precert::Quantity;
using precert::ServiceLine;
using precert::Unit;

enum class Form : std::uint8_t { none, professional, institutional, dental };

Form form_of(const ServiceLine& line) {
  const CodeSystem system = line.procedure.system;
  if (system == CodeSystem::cdt) return Form::dental;
  const bool institutional = !line.revenue_code.empty() || system == CodeSystem::icd10_pcs ||
                             system == CodeSystem::icd9_procedure || line.unit_rate ||
                             !line.nursing_home_status.empty();
  if (line.procedure.code.empty()) return line.revenue_code.empty() ? Form::none : Form::institutional;
  return institutional ? Form::institutional : Form::professional;
}

bool says(Form form, Unit unit) {
  switch (form) {
    case Form::none: return false;
    case Form::professional:
      return unit == Unit::unit || unit == Unit::minute || unit == Unit::international_unit;
    case Form::institutional:
      return unit == Unit::unit || unit == Unit::day || unit == Unit::international_unit;
    case Form::dental: return unit == Unit::unit;
  }
  return false;
}

template <std::size_t N, class Text>
std::array<std::string_view, N> first_of(const std::vector<Text>& values) {
  std::array<std::string_view, N> out{};
  std::copy_n(values.begin(), std::min(values.size(), N), out.begin());
  return out;
}

/// C003.
void write_code(Output& out, const precert::Procedure& procedure, std::string_view where) {
  if (procedure.code.empty()) {
    out.x12().element("");
    return;
  }
  constexpr std::size_t modifiers_max = 4, modifier_length = 2, code_max = 48, description_max = 80;
  std::vector<std::string_view> modifiers;
  for (const std::string& one : procedure.modifiers) {
    if (one.size() == modifier_length) {
      modifiers.push_back(one);
    } else if (!one.empty()) {  // what is cut is another modifier
      out.lost_service(std::string(where) + ".procedure.modifiers", "a modifier has two characters in X12");
    }
  }
  if (modifiers.size() > modifiers_max) {
    out.lost_service(std::string(where) + ".procedure.modifiers", "X12 has room for four");
  }
  const std::string_view qualifier = procedure_qualifier(procedure.system);
  if (qualifier.empty()) {
    out.lost_service(std::string(where) + ".procedure.system", "X12 has no word for this code system");
  }
  const bool code_fits = procedure.code.size() <= code_max;
  if (!code_fits) {
    out.lost_service(std::string(where) + ".procedure.code", "X12 has room for 48 characters");
  }
  if (procedure.description.size() > description_max) {
    out.lost(std::string(where) + ".procedure.description", "cut to 80 characters");
  }
  const auto modifier = first_of<modifiers_max>(modifiers);
  out.x12().composite({qualifier, code_fits ? std::string_view(procedure.code) : std::string_view{},
                       modifier[0], modifier[1], modifier[2], modifier[3],
                       std::string_view(procedure.description).substr(0, description_max),
                       procedure.code_end});
}

std::string text_of(const std::optional<base::Decimal>& value) {
  return value ? value->text() : std::string();
}

/// SV103/104 and SV204/205: a pair, so nothing when this form has no word for the unit.
void write_amount(Output& out, const ServiceLine& line) {
  const bool said = line.quantity && service_segment_says(line, *line.quantity);
  out.x12().element(said ? codes_of(line.quantity->unit).measure : std::string_view{});
  out.x12().element(said ? line.quantity->value.text() : std::string());
}

/// C004: only pointers that X12 can carry, at most four.
std::vector<std::string> pointers_of(Output& out, const ServiceLine& line, std::string_view where) {
  constexpr std::size_t pointers_max = 4;
  constexpr int diagnoses_max = 12;
  std::vector<std::string> pointers;
  for (const int pointer : line.diagnosis_pointers) {
    if (pointer < 1 || pointer > diagnoses_max || pointers.size() == pointers_max) {
      out.lost(std::string(where) + ".diagnosis_pointers",
               "SV107 holds four pointers to the first twelve diagnoses");
    } else {
      pointers.push_back(std::to_string(pointer));
    }
  }
  return pointers;
}

void write_professional(Output& out, const ServiceLine& line, Direction direction, std::string_view where) {
  x12::Writer& x12 = out.x12();
  x12.begin("SV1");
  write_code(out, line.procedure, where);
  x12.element(text_of(line.amount));
  write_amount(out, line);
  x12.element("");
  x12.element("");
  const auto pointers =
      direction == Direction::request ? pointers_of(out, line, where) : std::vector<std::string>{};
  const auto pointer = first_of<4>(pointers);
  x12.composite({pointer[0], pointer[1], pointer[2], pointer[3]});
  for (int i = 8; i <= 10; ++i) x12.element("");
  x12.element(!line.epsdt ? "" : *line.epsdt ? "Y" : "N");
  for (int i = 12; i <= 19; ++i) x12.element("");
  x12.element(line.nursing_home_level);
  x12.end();
}

void report_pointers(Output& out, const ServiceLine& line, std::string_view where) {
  if (!line.diagnosis_pointers.empty()) {
    out.lost(std::string(where) + ".diagnosis_pointers", "only SV1 has diagnosis pointers");
  }
  if (line.epsdt) out.lost(std::string(where) + ".epsdt", "only SV1 has the EPSDT indicator");
}

void write_institutional(Output& out, const ServiceLine& line, Direction direction, std::string_view where) {
  x12::Writer& x12 = out.x12();
  report_pointers(out, line, where);
  x12.begin("SV2");
  constexpr std::size_t revenue_code_max = 48;
  const bool fits = line.revenue_code.size() <= revenue_code_max;
  if (!fits) out.lost_service(std::string(where) + ".revenue_code", "X12 has room for 48 characters");
  x12.element(fits ? std::string_view(line.revenue_code) : std::string_view{});
  write_code(out, line.procedure, where);
  x12.element(text_of(line.amount));
  write_amount(out, line);
  x12.element(text_of(line.unit_rate));
  x12.element("");
  x12.element("");
  x12.element(direction == Direction::request ? std::string_view(line.nursing_home_status)
                                              : std::string_view{});
  x12.element(line.nursing_home_level);
  x12.end();
}

void write_dental(Output& out, const ServiceLine& line, Direction direction, std::string_view where) {
  x12::Writer& x12 = out.x12();
  report_pointers(out, line, where);
  const precert::Dental dental = line.dental.value_or(precert::Dental{});
  constexpr std::size_t areas_max = 5, surfaces_max = 5;
  const auto cavity = first_of<areas_max>(dental.oral_cavity);
  if (dental.oral_cavity.size() > areas_max)
    out.lost_service(std::string(where) + ".dental.oral_cavity", "X12 has room for five areas");
  x12.begin("SV3");
  write_code(out, line.procedure, where);
  x12.element(text_of(line.amount));
  x12.element("");
  x12.composite({cavity[0], cavity[1], cavity[2], cavity[3], cavity[4]});
  x12.element(dental.prosthesis);
  const bool counted = line.quantity && line.quantity->unit == Unit::unit;
  x12.element(counted ? line.quantity->value.text()
                      : "1");  // SV306 is required: one procedure unless said otherwise
  if (direction == Direction::request) out.text(dental.text, 80, where);
  x12.end();
  constexpr std::size_t teeth_max = 32;
  for (std::size_t i = 0; i < std::min(dental.teeth.size(), teeth_max); ++i) {
    const auto surface = first_of<surfaces_max>(dental.teeth[i].surfaces);
    if (dental.teeth[i].surfaces.size() > surfaces_max)
      out.lost_service(std::string(where) + ".dental.teeth", "X12 has room for five surfaces of a tooth");
    x12.begin("TOO");
    x12.element("JP");
    x12.element(dental.teeth[i].number);
    x12.composite({surface[0], surface[1], surface[2], surface[3], surface[4]});
    x12.end();
  }
  if (dental.teeth.size() > teeth_max)
    out.lost_service(std::string(where) + ".dental.teeth", "X12 has room for 32 teeth");
}

/// The amount of a line goes into the HSD of its pattern when that has room for it, or says the same already.
void share_hsd(Output& out, const Quantity& amount, precert::Delivery& delivery, std::string_view where) {
  if (!delivery.unit && !delivery.quantity) {
    delivery.unit = amount.unit;
    delivery.quantity = amount.value;
    out.moved(std::string(where) + ".quantity", "said with the pattern of delivery");
  } else if (delivery.unit != amount.unit || delivery.quantity != amount.value) {
    out.lost_service(std::string(where) + ".quantity",
                     "X217 has no place for this unit beside the amount of a pattern");
  }
}

}  // namespace

bool service_segment_says(const ServiceLine& line, const Quantity& quantity) {
  return says(form_of(line), quantity.unit);
}

void write_line_delivery(Output& out, const ServiceLine& line, std::string_view where) {
  const bool needs_hsd = line.quantity && !service_segment_says(line, *line.quantity);
  if (line.delivery) {
    precert::Delivery delivery = *line.delivery;
    if (needs_hsd) share_hsd(out, *line.quantity, delivery, where);
    write_delivery(out, delivery, where);
    return;
  }
  if (!needs_hsd) return;
  precert::Delivery amount;
  amount.unit = line.quantity->unit;
  amount.quantity = line.quantity->value;
  write_delivery(out, amount, where);
}

void write_procedure(Output& out, const ServiceLine& line, Direction direction, std::string_view where) {
  switch (form_of(line)) {
    case Form::none: return;
    case Form::professional: return write_professional(out, line, direction, where);
    case Form::institutional: return write_institutional(out, line, direction, where);
    case Form::dental: return write_dental(out, line, direction, where);
  }
}

}  // namespace mappers
