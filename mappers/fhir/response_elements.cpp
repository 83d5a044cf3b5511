#include "mappers/fhir/response_elements.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/code_systems.hpp"

namespace mappers {
namespace {

struct UnitWords {
  precert::Unit unit;
  std::string_view code;  // X12 673; "" when that list has no word
  std::string_view words;
};
constexpr std::array<UnitWords, 7> units{{{precert::Unit::unit, "FL", "units"},
                                          {precert::Unit::day, "DY", "days"},
                                          {precert::Unit::hour, "HS", "hours"},
                                          {precert::Unit::month, "MN", "months"},
                                          {precert::Unit::visit, "VS", "visits"},
                                          {precert::Unit::minute, "", "minutes"},
                                          {precert::Unit::international_unit, "", "international units"}}};

const UnitWords& words_of(precert::Unit unit) {
  const auto* const found =
      std::find_if(units.begin(), units.end(), [&](const UnitWords& one) { return one.unit == unit; });
  return found == units.end() ? units.front() : *found;
}

}  // namespace

Extensions::~Extensions() {
  if (!open_) return;
  out_->end_array();
  if (whole_ != nullptr) out_->end_object();
}

json::Writer& Extensions::begin(std::string_view url) {
  if (!open_) {
    if (whole_ != nullptr) whole_->begin(url_);
    out_->array_field("extension");
    open_ = true;
  }
  return out_->begin_object().field("url", url);
}

void Extensions::text(std::string_view url, std::string_view value) {
  if (!value.empty()) begin(url).field("valueString", value).end_object();
}
void Extensions::code(std::string_view url, std::string_view value) {
  if (!value.empty()) begin(url).field("valueCode", value).end_object();
}
void Extensions::codeable(std::string_view url, std::string_view system, std::string_view value) {
  if (value.empty()) return;
  begin(url);
  write_codeable(*out_, "valueCodeableConcept", system, value);
  end();
}
void Extensions::boolean(std::string_view url, bool value) {
  begin(url).field("valueBoolean", value).end_object();
}
void Extensions::positive(std::string_view url, int value) {
  if (value > 0) begin(url).field("valuePositiveInt", value).end_object();
}
void Extensions::integer(std::string_view url, int value) {
  begin(url).field("valueInteger", value).end_object();
}
void Extensions::decimal(std::string_view url, const base::Decimal& value) {
  begin(url).field("valueDecimal", value).end_object();
}
void Extensions::money(std::string_view url, const base::Decimal& us_dollars) {
  write_money_value(begin(url).key("valueMoney"), us_dollars);
  end();
}
void Extensions::date(std::string_view url, base::Date value) {
  begin(url).field("valueDate", base::iso(value)).end_object();
}
void Extensions::period(std::string_view url, const base::Period& value) {
  write_period_value(begin(url).key("valuePeriod"), value);
  end();
}
void Extensions::reference(std::string_view url, std::string_view value) {
  if (value.empty()) return;
  begin(url);
  write_reference(*out_, "valueReference", value);
  end();
}
void Extensions::identifier(std::string_view url, std::string_view system, std::string_view value) {
  if (value.empty()) return;
  write_identifier_value(begin(url).key("valueIdentifier"), system, value);
  end();
}

void write_codeable_value(json::Writer& out, std::string_view system, std::string_view code) {
  out.begin_object().array_field("coding").begin_object();
  if (!system.empty()) out.field("system", system);
  out.field("code", code).end_object().end_array().end_object();
}

void write_codeable(json::Writer& out, std::string_view name, std::string_view system,
                    std::string_view code) {
  if (!code.empty()) write_codeable_value(out.key(name), system, code);
}

void write_codeable_list(json::Writer& out, std::string_view name, std::string_view system,
                         std::string_view code) {
  if (code.empty()) return;
  write_codeable_value(out.array_field(name), system, code);
  out.end_array();
}

void write_unknown(json::Writer& out, std::string_view name) {
  std::string beside("_");
  beside += name;
  out.object_field(beside);
  Extensions(out).code(extensions::data_absent_reason, "unknown");
  out.end_object();
}

void write_identifier_value(json::Writer& out, std::string_view system, std::string_view value) {
  out.begin_object();
  if (!system.empty()) out.field("system", system);
  out.field("value", value).end_object();
}

void write_period_value(json::Writer& out, const base::Period& period) {
  out.begin_object().field("start", base::iso(period.start));
  if (period.end) out.field("end", base::iso(*period.end));
  out.end_object();
}

void write_reference(json::Writer& out, std::string_view name, std::string_view reference) {
  out.object_field(name).field("reference", reference).end_object();
}

void write_profile(json::Writer& out, std::string_view name) {
  std::string url(pas_profile);
  url += name;
  out.object_field("meta").array_field("profile").string(url).end_array().end_object();
}

void write_quantity_value(json::Writer& out, const precert::Quantity& quantity) {
  const UnitWords& unit = words_of(quantity.unit);
  out.begin_object().field("value", quantity.value).field("unit", unit.words);
  if (!unit.code.empty()) out.field("system", systems::quantity_qualifier).field("code", unit.code);
  out.end_object();
}

void write_money_value(json::Writer& out, const base::Decimal& us_dollars) {
  out.begin_object().field("value", us_dollars).field("currency", "USD").end_object();
}

std::string_view unit_words(precert::Unit unit) { return words_of(unit).words; }

void write_trace_value(json::Writer& out, const precert::Trace& trace) {
  out.begin_object();
  {
    Extensions extensions(out);
    extensions.text(extensions::identifier_sub_department, trace.subdivision);
  }
  const bool is_uri = trace.originator.find(':') != std::string::npos;
  if (trace.originator.empty()) {
    write_unknown(out, "system");
  } else {
    out.field("system", is_uri ? trace.originator : std::string(systems::trace_prefix) + trace.originator);
  }
  out.field("value", trace.number).end_object();
}

Coded product_of(const precert::ReviewRequest& request, const precert::ServiceLine& line) {
  if (!line.procedure.code.empty()) return {fhir_system_of(line.procedure.system), line.procedure.code};
  return {std::string(systems::service_type), request.service_type_of(line)};
}

std::string_view modifier_system(std::string_view modifier) {
  const bool digits =
      std::all_of(modifier.begin(), modifier.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? systems::cpt : systems::hcpcs;
}

std::optional<base::Decimal> unit_price_of(const precert::ServiceLine& line) {
  if (!line.amount) return std::nullopt;
  if (!line.quantity || line.quantity->value <= base::Decimal(0)) return line.amount;
  return base::Decimal::quotient(*line.amount, line.quantity->value, 2);
}

}  // namespace mappers
