// Inside of precert/engine: the version of a form.
#pragma once

#include <span>
#include <string>

#include "precert/engine/form.hpp"

namespace precert {

/// The criterion's edition and a digest of all that the form shows: "2026-01-1f9c3a".
[[nodiscard]] std::string form_version_of(const Rulebook& rulebook, const Criterion& criterion,
                                          std::span<const FormItem> items);

}  // namespace precert
