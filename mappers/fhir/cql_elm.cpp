// ELM: the spelling that engines run.
#include <array>
#include <span>

#include "mappers/codes/fhir_systems.hpp"
#include "mappers/fhir/cql.hpp"

namespace mappers {
namespace {

using Op = Cql::Op;

std::string fhir_type(std::string_view type) { return "{http://hl7.org/fhir}" + std::string(type); }

void write(json::Writer& out, const Cql& cql);

void write_literal(json::Writer& out, std::string_view text) {
  out.begin_object().field("type", "Literal").field("valueType", "{urn:hl7-org:elm-types:r1}String");
  out.field("value", text).end_object();
}

/// {type, operand: [...]}, the operands written by the caller before end().
void begin_operands(json::Writer& out, std::string_view type) {
  out.begin_object().field("type", type).array_field("operand");
}
void end_operands(json::Writer& out) { out.end_array().end_object(); }

/// Operators of two over a list of any length, as a balanced tree: readers of JSON limit the depth.
void write_chain(json::Writer& out, std::string_view type, std::span<const Cql> parts) {
  if (parts.size() == 1) return write(out, parts.front());
  begin_operands(out, type);
  const std::size_t half = (parts.size() + 1) / 2;
  write_chain(out, type, parts.first(half));
  write_chain(out, type, parts.subspan(half));
  end_operands(out);
}

void write_unary(json::Writer& out, std::string_view type, const Cql& cql) {
  write(out.begin_object().field("type", type).key("operand"), cql.parts.front());
  out.end_object();
}

void write_retrieve(json::Writer& out, const Cql& cql) {
  out.begin_object().field("type", "Retrieve").field("dataType", fhir_type(cql.text));
  out.field("templateId", "http://hl7.org/fhir/StructureDefinition/" + cql.text);
  if (!cql.list.empty()) {
    out.field("codeProperty", "code").field("codeComparator", "~");
    out.object_field("codes").field("type", "ToList").object_field("operand");
    out.field("type", "CodeRef").field("name", cql.list.front()).end_object().end_object();
  }
  out.end_object();
}

void write_query(json::Writer& out, const Cql& cql) {
  out.begin_object().field("type", "Query").array_field("source").begin_object().field("alias", cql.text);
  write(out.key("expression"), cql.parts[0]);
  out.end_object().end_array();
  out.array_field("relationship").end_array();
  write(out.key("where"), cql.parts[1]);
  if (cql.parts.size() > 2) {
    out.object_field("sort").array_field("by").begin_object();
    out.field("type", "ByExpression").field("direction", "asc");
    write(out.key("expression"), cql.parts[2]);
    out.end_object().end_array().end_object();
  }
  out.end_object();
}

/// A path of several steps is a property of a property.
void write_path(json::Writer& out, std::string_view path, const Cql& cql) {
  const std::size_t dot = path.rfind('.');
  out.begin_object().field("type", "Property");
  out.field("path", dot == std::string_view::npos ? path : path.substr(dot + 1));
  if (dot != std::string_view::npos) {
    write_path(out.key("source"), path.substr(0, dot), cql);
  } else if (!cql.parts.empty()) {
    write(out.key("source"), cql.parts.front());
  } else {
    out.field("scope", cql.list.front());
  }
  out.end_object();
}

/// A field of what is sorted, or a path in it.
void write_sort_field(json::Writer& out, std::string_view path) {
  out.begin_object().field("type", "IdentifierRef").field("name", path).end_object();
}

void write_member(json::Writer& out, const Cql& cql) {
  begin_operands(out, "In");
  write(out, cql.parts.front());
  out.begin_object().field("type", "List").array_field("element");
  for (const std::string& text : cql.list) write_literal(out, text);
  out.end_array().end_object();
  end_operands(out);
}

void write_with_literal(json::Writer& out, std::string_view type, const Cql& cql) {
  begin_operands(out, type);
  write(out, cql.parts.front());
  write_literal(out, cql.text);
  end_operands(out);
}

void write_since(json::Writer& out, const Cql& cql) {
  begin_operands(out, "SameOrAfter");
  write_unary(out, "DateFrom", cql);
  begin_operands(out, "Subtract");
  out.begin_object().field("type", "Today").end_object();
  out.begin_object()
      .field("type", "Quantity")
      .key("value")
      .number_text(cql.text)
      .field("unit", "days")
      .end_object();
  end_operands(out);
  end_operands(out);
}

void write_yes(json::Writer& out, const Cql& cql) {
  write(out.begin_object().field("type", "If").key("condition"), cql.parts.front());
  out.object_field("then").field("type", "CodeRef").field("name", "Yes").end_object();
  out.object_field("else").field("type", "As").field("asType", "{urn:hl7-org:elm-types:r1}Code");
  out.object_field("operand").field("type", "Null").end_object().end_object().end_object();
}

void write_cast(json::Writer& out, std::string_view type, std::string_view key, const Cql& cql) {
  out.begin_object().field("type", type).field(key, fhir_type(cql.text));
  write(out.key("operand"), cql.parts.front());
  out.end_object();
}

void write_several(json::Writer& out, std::string_view type, const Cql& cql) {
  begin_operands(out, type);
  for (const Cql& part : cql.parts) write(out, part);
  end_operands(out);
}

void write(json::Writer& out, const Cql& cql) {
  switch (cql.op) {
    case Op::retrieve: return write_retrieve(out, cql);
    case Op::unite: return write_chain(out, "Union", cql.parts);
    case Op::query: return write_query(out, cql);
    case Op::property: return write_path(out, cql.text, cql);
    case Op::sort_field: return write_sort_field(out, cql.text);
    case Op::as: return write_cast(out, "As", "asType", cql);
    case Op::is: return write_cast(out, "Is", "isType", cql);
    case Op::exists: return write_unary(out, "Exists", cql);
    case Op::inverse: return write_unary(out, "Not", cql);
    case Op::both: return write_chain(out, "And", cql.parts);
    case Op::either: return write_chain(out, "Or", cql.parts);
    case Op::equal: return write_with_literal(out, "Equal", cql);
    case Op::member: return write_member(out, cql);
    case Op::starts: return write_with_literal(out, "StartsWith", cql);
    case Op::since: return write_since(out, cql);
    case Op::first_of: return write_several(out, "Coalesce", cql);
    case Op::last: {
      write(out.begin_object().field("type", "Last").key("source"), cql.parts.front());
      out.end_object();
      return;
    }
    case Op::yes: return write_yes(out, cql);
  }
}

void write_code(json::Writer& out, std::string_view name, std::string_view code, std::string_view system) {
  out.begin_object().field("name", name).field("id", code).field("accessLevel", "Public");
  if (name == "Yes") out.field("display", "Yes");
  out.object_field("codeSystem").field("name", system).end_object().end_object();
}

void write_codes(json::Writer& out, const CqlLibrary& library) {
  out.object_field("codeSystems").array_field("def");
  for (const auto& [name, url] : {std::pair("LOINC", systems::loinc), std::pair("CPT", systems::cpt)})
    out.begin_object().field("name", name).field("id", url).field("accessLevel", "Public").end_object();
  out.end_array().end_object();
  out.object_field("codes").array_field("def");
  write_code(out, "Yes", "LA33-6", "LOINC");
  for (const std::string& code : library.loinc_codes) write_code(out, code, code, "LOINC");
  for (const std::string& code : library.procedure_codes) write_code(out, code, code, "CPT");
  out.end_array().end_object();
}

void write_statements(json::Writer& out, const CqlLibrary& library) {
  out.object_field("statements").array_field("def");
  out.begin_object().field("name", "Patient").field("context", "Patient").object_field("expression");
  out.field("type", "SingletonFrom").key("operand");
  write(out, Cql{Op::retrieve, "Patient"});
  out.end_object().end_object();
  for (const CqlDefine& define : library.defines) {
    out.begin_object().field("name", define.name).field("context", "Patient").field("accessLevel", "Public");
    write(out.key("expression"), define.expression);
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string elm_json(const CqlLibrary& library) {
  std::string text;
  json::Writer out(text);
  out.begin_object().object_field("library");
  out.object_field("identifier").field("id", library.name).field("version", library.version).end_object();
  out.object_field("schemaIdentifier").field("id", "urn:hl7-org:elm").field("version", "r1").end_object();
  out.object_field("usings").array_field("def").begin_object();
  out.field("localIdentifier", "System").field("uri", "urn:hl7-org:elm-types:r1").end_object();
  out.begin_object()
      .field("localIdentifier", "FHIR")
      .field("uri", "http://hl7.org/fhir")
      .field("version", "4.0.1");
  out.end_object().end_array().end_object();
  write_codes(out, library);
  out.object_field("contexts")
      .array_field("def")
      .begin_object()
      .field("name", "Patient")
      .end_object()
      .end_array();
  out.end_object();
  write_statements(out, library);
  out.end_object().end_object();
  return text;
}

}  // namespace mappers
