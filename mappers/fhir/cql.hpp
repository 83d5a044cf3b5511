// The few CQL expressions that look answers up in a client's record. One tree, two spellings: CQL and ELM.
// Inside of mappers/fhir/. Sources: CQL 1.5 (HL7), its ELM appendix.
#pragma once

#include <string>
#include <vector>

#include "parsers/json/writer.hpp"

namespace mappers {

struct Cql {
  enum class Op : std::uint8_t {
    retrieve,    // [text]; with a list: [text: "list[0]"], a code of the library
    unite,       // parts[0] union parts[1]
    query,       // parts[0] text(the alias) where parts[1] sort by parts[2] (if there is one)
    property,    // text of parts[0], else of the alias list[0]
    sort_field,  // text, of what is sorted
    as,          // parts[0] as FHIR.text
    is,          // parts[0] is FHIR.text
    exists,
    inverse,   // not
    both,      // parts joined by and
    either,    // parts joined by or
    equal,     // parts[0] = 'text'
    member,    // parts[0] in the texts of the list
    starts,    // StartsWith(parts[0], 'text')
    since,     // the day of parts[0] is not more than text days ago
    first_of,  // Coalesce(parts)
    last,      // Last(parts[0])
    yes,       // if parts[0] then the code Yes else null
  };
  Op op = Op::exists;
  std::string text{};
  std::vector<Cql> parts{};
  std::vector<std::string> list{};
};

/// A code that expressions name, and a named expression.
struct CqlDefine {
  std::string name;
  Cql expression;
};
struct CqlLibrary {
  std::string name, version;
  std::vector<std::string> loinc_codes;      // codes of LOINC that retrieves name by themselves
  std::vector<std::string> procedure_codes;  // of CPT or HCPCS
  std::vector<CqlDefine> defines;
};

/// The CQL text. Names are quoted, so any text is one.
[[nodiscard]] std::string cql_text(const CqlLibrary& library);
/// The same as an ELM library in JSON.
[[nodiscard]] std::string elm_json(const CqlLibrary& library);

}  // namespace mappers
