// Whether the words of a denial say why, or only that it is one.
#pragma once

#include <string_view>

namespace precert {

/// False for words that would fit every denial ("Not medically necessary."), and for those of the reason code
/// itself, `of_code`: a reader learns nothing about this request from them. Rule: OR-M4, 42 CFR 438.404,
/// 422.568(e).
[[nodiscard]] bool say_why(std::string_view words, std::string_view of_code);

}  // namespace precert
