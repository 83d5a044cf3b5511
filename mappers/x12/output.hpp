// Writes elements of a 278 from the model and says what X12 had no room for.
#pragma once

#include <string>
#include <string_view>

#include "base/issue.hpp"
#include "parsers/x12/writer.hpp"

namespace mappers {

/// An x12::Writer that reports what it had to cut or leave out. `where` is a model path
/// ("services[0].providers[2]").
class Output {
 public:
  Output(x12::Writer& writer, base::Issues& issues) : writer_(writer), issues_(issues) {}

  [[nodiscard]] x12::Writer& x12() { return writer_; }

  /// One element of at most `length_max` characters; a longer value is cut and reported.
  void text(std::string_view value, std::size_t length_max, std::string_view where);
  /// An element whose length is fixed between two bounds (state, country): a value outside them is left out.
  void code(std::string_view value, std::size_t length_min, std::size_t length_max, std::string_view where);

  /// MSG in words of our own: a delimiter in them becomes a blank, a colon a semicolon, whatever the policy for
  /// data is. Nobody's answer takes other delimiters, or is refused, for the sake of a colon.
  void message(std::string words);

  /// A warning: a part of the model this message does not carry.
  void lost(std::string where, std::string why);
  /// Carried, but in another place than it was given for.
  void moved(std::string where, std::string why);
  /// An error: without it the message is not a valid 278.
  void missing(std::string where, std::string what);

 private:
  x12::Writer& writer_;
  base::Issues& issues_;
};

/// "services[3].providers": places are built only when something is reported.
[[nodiscard]] std::string path_of(std::string_view list, std::size_t index, std::string_view field = {});

}  // namespace mappers
