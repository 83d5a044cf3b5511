// The four separators of one interchange. Each ISA sets them anew; nothing anywhere assumes '*', ':' or '~'.
#pragma once

namespace x12 {

struct Delimiters {
  char element = '*';
  char repetition = '^';  // '\0' when ISA11 is the 4010 standards id 'U': nothing repeats
  char component = ':';
  char segment = '~';

  friend bool operator==(const Delimiters&, const Delimiters&) = default;
};

}  // namespace x12
