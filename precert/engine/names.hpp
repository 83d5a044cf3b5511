// Comparing names as people's files spell them differently.
#pragma once

#include <string>
#include <string_view>

namespace precert {

/// A family name for comparison: upper case, generation and title suffixes dropped when they stand apart (JR,
/// SR, III, MD …), punctuation and blanks removed, accented Latin letters without their accents, however
/// many code points they are written with.
/// "O'Donnell-Griswold, Jr." gives "ODONNELLGRISWOLD". A name that is nothing but such a suffix stays. Rule:
/// CAQH CORE last-name normalisation.
[[nodiscard]] std::string normalised_family(std::string_view name);

/// The same without dropping suffixes: for given names.
[[nodiscard]] std::string normalised_given(std::string_view name);

/// True when two given names can be the same person's: equal, or one an abbreviation of the other ("J" and
/// "JOHN").
[[nodiscard]] bool given_names_agree(std::string_view a, std::string_view b);

}  // namespace precert
