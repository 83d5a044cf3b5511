// The small pieces every FHIR answer is made of: coded values, identifiers, extensions. They leave out what
// is empty, since FHIR JSON knows no empty string, object or array.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/clinical.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// A member that is an array and is written only once something is put in it. The array closes when this goes
/// out of scope; until then nothing else may be written beside it.
class OptionalArray {
 public:
  /// `name` must outlive this.
  OptionalArray(json::Writer& out, std::string_view name) : out_(&out), name_(name) {}
  OptionalArray(const OptionalArray&) = delete;
  OptionalArray& operator=(const OptionalArray&) = delete;
  ~OptionalArray() {
    if (open_) out_->end_array();
  }

  /// The writer, standing where the next element goes.
  json::Writer& next() {
    if (!open_) out_->array_field(name_);
    open_ = true;
    return *out_;
  }

 private:
  json::Writer* out_;
  std::string_view name_;
  bool open_ = false;
};

/// The extensions of one element, or the parts of one extension. Whatever has an empty value is left out, and
/// an extension without parts is not written at all.
class Extensions {
 public:
  explicit Extensions(json::Writer& out) : out_(&out) {}
  /// The parts of the extension `url` of `whole`. Finish them before `whole` goes on.
  Extensions(Extensions& whole, std::string_view url) : out_(whole.out_), whole_(&whole), url_(url) {}
  Extensions(const Extensions&) = delete;
  Extensions& operator=(const Extensions&) = delete;
  ~Extensions();

  void text(std::string_view url, std::string_view value);
  void code(std::string_view url, std::string_view value);
  void codeable(std::string_view url, std::string_view system, std::string_view value);
  void boolean(std::string_view url, bool value);
  void positive(std::string_view url, int value);  // nothing for 0 and less
  void integer(std::string_view url, int value);
  void decimal(std::string_view url, const base::Decimal& value);
  void money(std::string_view url, const base::Decimal& us_dollars);
  void date(std::string_view url, base::Date value);
  void period(std::string_view url, const base::Period& value);
  void reference(std::string_view url, std::string_view value);
  void identifier(std::string_view url, std::string_view system, std::string_view value);
  /// An extension whose value the caller writes: key ("valueQuantity") and value must follow, then end().
  json::Writer& begin(std::string_view url);
  void end() { out_->end_object(); }

 private:
  json::Writer* out_;
  Extensions* whole_ = nullptr;
  std::string_view url_;
  bool open_ = false;
};

/// `name`: {coding: [{system, code}]}; nothing when the code is "".
void write_codeable(json::Writer& out, std::string_view name, std::string_view system, std::string_view code);
/// The same as an array of one, for elements that repeat (CommunicationRequest.category).
void write_codeable_list(json::Writer& out, std::string_view name, std::string_view system,
                         std::string_view code);
/// The CodeableConcept itself.
void write_codeable_value(json::Writer& out, std::string_view system, std::string_view code);

/// A primitive that has to be there and that nobody has said: `_name` with a data-absent-reason.
void write_unknown(json::Writer& out, std::string_view name);

/// {system, value}; the system is left out when "".
void write_identifier_value(json::Writer& out, std::string_view system, std::string_view value);
void write_period_value(json::Writer& out, const base::Period& period);
void write_reference(json::Writer& out, std::string_view name, std::string_view reference);
/// meta.profile: the PAS profile of that name ("claimresponse").
void write_profile(json::Writer& out, std::string_view name);

/// PAS Quantity: X12 673 codes where that list has the unit, a unit in words beside them. Rule: prof-2,
/// prof-3.
void write_quantity_value(json::Writer& out, const precert::Quantity& quantity);
/// US dollars.
void write_money_value(json::Writer& out, const base::Decimal& us_dollars);
/// "days"; for texts that people read.
[[nodiscard]] std::string_view unit_words(precert::Unit unit);

/// An X12 trace as PAS Identifier: system urn:trnorg:ORIGINATOR (or the originator itself when it is a URI;
/// unknown when there is none), the subdivision as subDepartment.
void write_trace_value(json::Writer& out, const precert::Trace& trace);

/// The service as asked: its procedure code, else its service type. {system, code}; code "" when there is
/// neither.
struct Coded {
  std::string system;
  std::string_view code;
};
[[nodiscard]] Coded product_of(const precert::ReviewRequest& request, const precert::ServiceLine& line);
/// Modifiers are CPT's when they are digits, HCPCS' otherwise.
[[nodiscard]] std::string_view modifier_system(std::string_view modifier);
/// What one unit costs, as FHIR wants it; nullopt when the line has no amount. X12 states the line's amount.
[[nodiscard]] std::optional<base::Decimal> unit_price_of(const precert::ServiceLine& line);

}  // namespace mappers
