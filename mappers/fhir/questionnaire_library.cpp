// Facts -> look-ups in the client's record: an observation by LOINC, a condition by the beginning of its
// ICD-10 code, a procedure by its code. The payer's own rule of a fact is what is looked up, nothing more
// (DTR sec-3).
#include "mappers/fhir/questionnaire_library.hpp"

#include <algorithm>
#include <array>

#include "mappers/codes/base64.hpp"
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/cql.hpp"
#include "precert/criteria/units.hpp"

namespace mappers {
namespace {

using Op = Cql::Op;
using Kind = precert::FactOrigin::Kind;
using precert::Fact;
using precert::FactOrigin;
using precert::FactType;
using precert::Rulebook;

/// So many codes make a look-up; a whole category of services is no question to a record.
constexpr std::size_t codes_max = 40;

Cql of_alias(std::string_view alias, std::string path) {
  return {Op::property, std::move(path), {}, {std::string(alias)}};
}

/// Some coding of alias.path holds `test` of its alias D.
Cql coded(std::string_view alias, std::string path, Cql test) {
  return {Op::exists, {}, {Cql{Op::query, "D", {of_alias(alias, std::move(path)), std::move(test)}}}};
}

Cql code_in(std::vector<std::string> codes) {
  return {Op::member, {}, {of_alias("D", "code.value")}, std::move(codes)};
}

Cql inverse(Cql one) { return {Op::inverse, {}, {std::move(one)}}; }

Cql united(std::string_view resource, const std::vector<std::string>& codes) {
  std::vector<Cql> retrieves;
  for (const std::string& code : codes)
    retrieves.push_back({Op::retrieve, std::string(resource), {}, {code}});
  if (retrieves.size() == 1) {
    Cql only = std::move(retrieves.front());
    return only;
  }
  return {Op::unite, {}, std::move(retrieves)};
}

/// "G834" stands in records as "G83.4".
std::string dotted(const std::string& code) {
  constexpr std::size_t head = 3;
  return code.size() <= head ? code : code.substr(0, head) + "." + code.substr(head);
}

// ---- One look-up for each kind of origin; an expression without parts: none

std::vector<std::string> observation_codes(const Fact& fact, const FactOrigin& origin) {
  return origin.names.empty() ? std::vector<std::string>{fact.loinc} : origin.names;
}

/// The newest final value in the unit of the question: the item takes a bare number, which nobody converts.
Cql observed(const Rulebook&, const Fact& fact, const FactOrigin& origin) {
  if (fact.type != FactType::number) return {};
  const Cql value = of_alias("O", "value");
  Cql where{Op::both,
            {},
            {Cql{Op::member, {}, {of_alias("O", "status.value")}, {"final", "amended", "corrected"}},
             Cql{Op::is, "Quantity", {value}}}};
  if (const std::string_view unit = precert::ucum_of(fact.unit); !unit.empty()) {
    Cql code{Op::property, "code.value", {Cql{Op::as, "Quantity", {value}}}};
    where.parts.push_back({Op::member, {}, {std::move(code)}, {std::string(unit)}});
  }
  Cql by{Op::property, "value", {Cql{Op::as, "dateTime", {Cql{Op::sort_field, "effective"}}}}};
  Cql sorted{Op::query,
             "O",
             {united("Observation", observation_codes(fact, origin)), std::move(where), std::move(by)}};
  Cql last{Op::last, {}, {std::move(sorted)}};
  Cql quantity{Op::as, "Quantity", {Cql{Op::property, "value", {std::move(last)}}}};
  return {Op::property, "value.value", {std::move(quantity)}};
}

Cql diagnosed(const Rulebook&, const Fact& fact, const FactOrigin& origin) {
  if (fact.type != FactType::yes_no) return {};
  std::vector<Cql> starts;
  for (const std::string& name : origin.names)
    starts.push_back({Op::starts, dotted(name), {of_alias("D", "code.value")}});
  Cql code{Op::both,
           {},
           {Cql{Op::equal, std::string(systems::icd10_cm), {of_alias("D", "system.value")}},
            Cql{Op::either, {}, std::move(starts)}}};
  Cql where{Op::both,
            {},
            {coded("C", "code.coding", std::move(code)),
             inverse(coded("C", "clinicalStatus.coding", code_in({"inactive", "remission", "resolved"}))),
             inverse(coded("C", "verificationStatus.coding", code_in({"refuted", "entered-in-error"})))}};
  return {Op::exists, {}, {Cql{Op::query, "C", {Cql{Op::retrieve, "Condition"}, std::move(where)}}}};
}

std::vector<std::string> procedure_codes(const Rulebook& rulebook, const FactOrigin& origin) {
  std::vector<std::string> codes = origin.names;
  for (const precert::ServiceCode& service : rulebook.services) {
    if (std::ranges::find(origin.categories, service.category) != origin.categories.end())
      codes.push_back(service.code);
  }
  return codes.size() <= codes_max ? codes : std::vector<std::string>{};
}

Cql done_before(const Rulebook& rulebook, const Fact& fact, const FactOrigin& origin) {
  const std::vector<std::string> codes = procedure_codes(rulebook, origin);
  if (fact.type != FactType::yes_no || codes.empty()) return {};
  std::vector<Cql> where{Cql{Op::equal, "completed", {of_alias("P", "status.value")}}};
  if (origin.within_days > 0) {
    const Cql performed = of_alias("P", "performed");
    Cql day{Op::property, "value", {Cql{Op::as, "dateTime", {performed}}}};
    Cql end{Op::property, "end.value", {Cql{Op::as, "Period", {performed}}}};
    where.push_back({Op::since,
                     std::to_string(origin.within_days),
                     {Cql{Op::first_of, {}, {std::move(day), std::move(end)}}}});
  }
  return {Op::exists,
          {},
          {Cql{Op::query, "P", {united("Procedure", codes), Cql{Op::both, {}, std::move(where)}}}}};
}

struct LookUp {
  Kind kind;
  Cql (*expression)(const Rulebook&, const Fact&, const FactOrigin&);
};
/// What a record can be asked for; everything else of a fact is for people, papers or the request.
constexpr std::array<LookUp, 3> look_ups{
    {{Kind::observation, observed}, {Kind::diagnosis, diagnosed}, {Kind::history, done_before}}};

Cql look_up_of(const Rulebook& rulebook, const Fact& fact, const FactOrigin& origin) {
  for (const LookUp& one : look_ups) {
    if (one.kind == origin.kind) return one.expression(rulebook, fact, origin);
  }
  return {};
}

/// What prepopulates a fact; no parts when the record cannot say it.
Cql expression_of(const Rulebook& rulebook, const Fact& fact) {
  std::vector<Cql> found;
  for (const FactOrigin& origin : fact.origins) {
    Cql one = look_up_of(rulebook, fact, origin);
    if (!one.parts.empty()) found.push_back(std::move(one));
  }
  if (found.empty()) return {};
  if (fact.type == FactType::yes_no) return {Op::yes, {}, {Cql{Op::either, {}, std::move(found)}}};
  Cql first = std::move(found.front());
  return first;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// "mri-spine" -> "MriSpine".
std::string camel_case(std::string_view id) {
  std::string out;
  bool start = true;
  for (const char c : id) {
    const bool lower = c >= 'a' && c <= 'z';
    if (is_letter_or_digit(c)) out += start && lower ? static_cast<char>(c - 'a' + 'A') : c;
    start = !is_letter_or_digit(c);
  }
  return out;
}

void add_codes(const Cql& cql, CqlLibrary& library) {
  if (cql.op == Op::retrieve && !cql.list.empty()) {
    auto& codes = cql.text == "Observation" ? library.loinc_codes : library.procedure_codes;
    if (std::ranges::find(codes, cql.list.front()) == codes.end()) codes.push_back(cql.list.front());
  }
  for (const Cql& part : cql.parts) add_codes(part, library);
}

CqlLibrary library_of(const Rulebook& rulebook, const precert::Form& form) {
  CqlLibrary library{library_name(form), form.version, {}, {}, {}};
  for (const precert::FormItem& item : form.items) {
    const Fact& fact = rulebook.facts[item.fact];
    std::string name = prepopulation_define(rulebook, fact);
    if (name.empty()) continue;
    library.defines.push_back({std::move(name), expression_of(rulebook, fact)});
    add_codes(library.defines.back().expression, library);
  }
  return library;
}

void write_content(json::Writer& out, std::string_view type, const std::string& text) {
  out.begin_object().field("contentType", type).field("data", base64_encoded(text)).end_object();
}

}  // namespace

std::string library_id(const precert::Form& form) { return questionnaire_id(form) + "-prepopulation"; }

std::string library_url(const FormPlace& place, const precert::Form& form) {
  return std::string(place.base) + "/Library/" + library_id(form);
}

std::string library_name(const precert::Form& form) { return camel_case(form.id) + "Prepopulation"; }

std::string prepopulation_define(const Rulebook& rulebook, const Fact& fact) {
  return expression_of(rulebook, fact).parts.empty() ? std::string() : camel_case(fact.id);
}

std::string cql_of(const Rulebook& rulebook, const precert::Form& form) {
  return cql_text(library_of(rulebook, form));
}

std::string elm_of(const Rulebook& rulebook, const precert::Form& form) {
  return elm_json(library_of(rulebook, form));
}

void write_library(json::Writer& out, const Rulebook& rulebook, const precert::Form& form,
                   const FormPlace& place) {
  const CqlLibrary library = library_of(rulebook, form);
  out.begin_object().field("resourceType", "Library").field("id", library_id(form));
  out.field("url", library_url(place, form)).field("version", form.version).field("name", library.name);
  out.field("title", form.title + ": answers from the record").field("status", "active");
  out.object_field("type").array_field("coding").begin_object();
  out.field("system", "http://terminology.hl7.org/CodeSystem/library-type").field("code", "logic-library");
  out.end_object().end_array().end_object();
  out.array_field("content");
  write_content(out, "text/cql", cql_text(library));
  write_content(out, "application/elm+json", elm_json(library));
  out.end_array().end_object();
}

}  // namespace mappers
