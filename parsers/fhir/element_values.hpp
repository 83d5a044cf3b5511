// Inside parsers/fhir: the values that an element of a table has in one object.
#pragma once

#include "parsers/fhir/profile.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/fhir/values.hpp"

namespace fhir {

/// Calls visit(value, type) for every value of `one` in `parent`; of an extension it is the extension object,
/// of a primitive that is there as its extensions only, what stands beside it. `type` is nullptr where it is
/// none of the table's.
template <class Visit>
void for_each_value(const json::Value& parent, const Element& one, Visit visit) {
  const Type* const first = one.types.empty() ? nullptr : &one.types.front();
  switch (one.form) {
    case Form::plain: {
      const json::Value value = parent.find(one.name);
      if (value.is_array()) {
        for (const json::Value item : value.elements()) visit(item, first);
      } else if (value && !value.is_null()) {
        visit(value, first);
      } else if (const json::Value beside = companion(parent, one.name)) {
        visit(beside, first);
      }
      return;
    }
    case Form::choice:
    case Form::choice_slice: {
      const Choice found = choice(parent, one.name);
      if (!found) return;
      for (const Type& type : one.types) {
        if (type.shape == Shape::any || is_type(found.type, type.in_fhir)) return visit(found.value, &type);
      }
      if (one.form == Form::choice) visit(found.value, nullptr);
      return;
    }
    case Form::extension:
    case Form::modifier_extension:
      for (const json::Value extension : parent.find(one.name).elements()) {
        if (is_extension(extension.find("url").string(), one.url)) visit(extension, first);
      }
      return;
    case Form::slice:
      for (const json::Value item : parent.find(one.name).elements()) {
        if (in_slice(one.where, item)) visit(item, first);
      }
      return;
    case Form::invariant: return;
  }
}

/// Where what the table says below a value of `one` is found: in it, or beside it when it is a primitive.
inline json::Value inside(const json::Value& parent, const Element& one, const json::Value& value) {
  return value.is_object() ? value : companion(parent, one.name);
}

}  // namespace fhir
