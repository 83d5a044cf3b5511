// CQL: the spelling that people read.
#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/cql.hpp"

namespace mappers {
namespace {

using Op = Cql::Op;

std::string quoted(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    if (c == mark || c == '\\') out += '\\';
    out += c;
  }
  return out + mark;
}
std::string literal(std::string_view text) { return quoted(text, '\''); }
std::string name(std::string_view text) { return quoted(text, '"'); }

std::string spelled(const Cql& cql);

std::string joined(const std::vector<Cql>& parts, std::string_view between) {
  std::string out;
  for (const Cql& part : parts) {
    if (!out.empty()) out += between;
    out += spelled(part);
  }
  return out;
}

std::string literals(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + literal(text);
  return "{ " + out + " }";
}

std::string query(const Cql& cql) {
  std::string out = "(" + spelled(cql.parts[0]) + " " + cql.text + " where " + spelled(cql.parts[1]);
  if (cql.parts.size() > 2) out += " sort by " + spelled(cql.parts[2]);
  return out + ")";
}

std::string property(const Cql& cql) {
  return (cql.parts.empty() ? cql.list.front() : spelled(cql.parts.front())) + "." + cql.text;
}

std::string spelled(const Cql& cql) {
  switch (cql.op) {
    case Op::retrieve: return "[" + cql.text + (cql.list.empty() ? "" : ": " + name(cql.list.front())) + "]";
    case Op::unite: return "(" + joined(cql.parts, " union ") + ")";
    case Op::query: return query(cql);
    case Op::property: return property(cql);
    case Op::sort_field: return cql.text;
    case Op::as: return "(" + spelled(cql.parts.front()) + " as FHIR." + cql.text + ")";
    case Op::is: return "(" + spelled(cql.parts.front()) + " is FHIR." + cql.text + ")";
    case Op::exists: return "exists " + spelled(cql.parts.front());
    case Op::inverse: return "not (" + spelled(cql.parts.front()) + ")";
    case Op::both: return "(" + joined(cql.parts, " and ") + ")";
    case Op::either: return "(" + joined(cql.parts, " or ") + ")";
    case Op::equal: return spelled(cql.parts.front()) + " = " + literal(cql.text);
    case Op::member: return spelled(cql.parts.front()) + " in " + literals(cql.list);
    case Op::starts: return "StartsWith(" + spelled(cql.parts.front()) + ", " + literal(cql.text) + ")";
    case Op::since:
      return "date from " + spelled(cql.parts.front()) + " on or after Today() - " + cql.text + " days";
    case Op::first_of: return "Coalesce(" + joined(cql.parts, ", ") + ")";
    case Op::last: return "Last(" + spelled(cql.parts.front()) + ")";
    case Op::yes: return "if " + spelled(cql.parts.front()) + " then \"Yes\" else null";
  }
  return {};
}

}  // namespace

std::string cql_text(const CqlLibrary& library) {
  std::string out = "library " + name(library.name) + " version " + literal(library.version) + "\n\n";
  out += "using FHIR version '4.0.1'\n\n";
  out += "codesystem \"LOINC\": " + literal(systems::loinc) + "\n";
  out += "codesystem \"CPT\": " + literal(systems::cpt) + "\n\n";
  out += "code \"Yes\": 'LA33-6' from \"LOINC\" display 'Yes'\n";
  for (const std::string& code : library.loinc_codes)
    out += "code " + name(code) + ": " + literal(code) + " from \"LOINC\"\n";
  for (const std::string& code : library.procedure_codes)
    out += "code " + name(code) + ": " + literal(code) + " from \"CPT\"\n";
  out += "\ncontext Patient\n";
  for (const CqlDefine& define : library.defines)
    out += "\ndefine " + name(define.name) + ":\n  " + spelled(define.expression) + "\n";
  return out;
}

}  // namespace mappers
