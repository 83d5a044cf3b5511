// See segments_out.hpp: everything but the service segments.
#include "mappers/x12/segments_out.hpp"

#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"

namespace mappers {

int Levels::write(x12::Writer& out, int parent, std::string_view code, bool has_children) {
  const int number = ++last;
  out.segment("HL", {std::to_string(number), parent == 0 ? std::string() : std::to_string(parent), code,
                     has_children ? "1" : "0"});
  return number;
}

std::string originator_of(std::string_view text) {
  constexpr std::size_t length = 10;
  if (text.size() == length) return std::string(text);
  std::string kept;
  for (const char c : text) {
    const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (letter_or_digit) kept += c;
  }
  if (kept.size() > length - 1) kept.erase(0, kept.size() - (length - 1));
  return "9" + std::string(length - 1 - kept.size(), '0') + kept;
}

void write_traces(Output& out, std::string_view type, const std::vector<precert::Trace>& traces,
                  std::size_t count_max, std::string_view where) {
  x12::Writer& x12 = out.x12();
  for (std::size_t i = 0; i < std::min(traces.size(), count_max); ++i) {
    const precert::Trace& trace = traces[i];
    if (trace.originator.size() != 10)
      out.lost(path_of(where, i, "originator"), "brought to the ten characters of TRN03");
    x12.begin("TRN");
    x12.element(type);
    out.text(trace.number, 50, where);
    x12.element(originator_of(trace.originator));
    out.text(trace.subdivision, 50, where);
    x12.end();
  }
  if (traces.size() > count_max) out.lost(std::string(where), "more traces than X217 allows");
}

void write_place(Output& out, const std::optional<precert::Place>& place, std::string_view where) {
  const std::string_view code = place ? out.fitting(place->code, 1, 2, where) : std::string_view{};
  if (code.empty()) {
    out.x12().element("");
  } else {
    out.x12().composite({code, x12_code(place->kind)});
  }
}

void write_line_um(Output& out, const precert::ReviewRequest& request, const precert::ServiceLine& line) {
  using precert::RequestCategory;
  const RequestCategory category = line.category.value_or(request.event.category);
  const bool of_event_only =
      category == RequestCategory::admission || category == RequestCategory::reservation;
  x12::Writer& x12 = out.x12();
  x12.begin("UM");
  x12.element(x12_code(of_event_only ? RequestCategory::health_services : category));
  x12.element(x12_code(request.certification_of(line)));
  x12.element(request.service_type_of(line));
  write_place(out, request.place_of(line), line.place ? "services.place" : "event.place");
  x12.end();
}

void write_reference(Output& out, std::string_view qualifier, std::string_view number,
                     std::string_view where) {
  if (number.empty()) return;
  out.x12().begin("REF");
  out.x12().element(qualifier);
  out.text(number, 50, where);
  out.x12().end();
}

void write_date(x12::Writer& out, std::string_view qualifier, const std::optional<base::Date>& date) {
  if (date) out.segment("DTP", {qualifier, "D8", base::ccyymmdd(*date)});
}

std::string period_text(const base::Period& period) {
  std::string text = base::ccyymmdd(period.start);
  if (period.end && *period.end != period.start) text += "-" + base::ccyymmdd(*period.end);
  return text;
}

std::string time_text(base::Instant at) {
  std::string text = base::hhmm(at);
  const auto seconds = at.time_since_epoch().count() % 60;
  if (seconds != 0) {
    text += static_cast<char>('0' + seconds / 10);
    text += static_cast<char>('0' + seconds % 10);
  }
  return text;
}

void write_period(Output& out, std::string_view qualifier, const std::optional<base::Period>& period,
                  std::string_view where) {
  if (!period) return;
  if (!period->end)
    out.lost(std::string(where) + ".end", "X12 cannot say an open period: its start alone is sent");
  const std::string text = period_text(*period);
  out.x12().segment("DTP", {qualifier, text.size() == 8 ? "D8" : "RD8", text});
}

void write_delivery(Output& out, const std::optional<precert::Delivery>& delivery, std::string_view where) {
  if (!delivery) return;
  x12::Writer& x12 = out.x12();
  // P0102: unit and amount only together. C0605: a number of periods only with their unit.
  const std::string_view unit = delivery->unit ? codes_of(*delivery->unit).kind : std::string_view{};
  const bool amount = !unit.empty() && delivery->quantity;
  if (!amount && (delivery->unit || delivery->quantity)) {
    out.lost_service(std::string(where) + ".quantity", "HSD needs an amount and a unit of its list together");
  }
  const bool periods = delivery->periods && !delivery->period_unit.empty();
  if (delivery->periods && !periods)
    out.lost_service(std::string(where) + ".periods", "HSD needs their unit");
  x12.begin("HSD");
  x12.element(amount ? unit : std::string_view{});
  x12.element(amount ? delivery->quantity->text() : std::string());
  x12.element(delivery->frequency_unit);
  x12.element(delivery->every ? delivery->every->text() : std::string());
  x12.element(delivery->period_unit);
  x12.element(periods ? std::to_string(*delivery->periods) : std::string());
  x12.element(delivery->calendar_pattern);
  x12.element(delivery->time_pattern);
  x12.end();
}

}  // namespace mappers
