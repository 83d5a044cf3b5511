// A fault of an X12 message, precise enough to be said in a TA1 or 999 and to be mended by a person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace x12 {

/// Which acknowledgment segment says it.
enum class FaultLevel : std::uint8_t { ta1, ak9, ik5, ik3, ik4 };

/// Which level of validation found it; reported apart from each other, all in one pass.
enum class FaultKind : std::uint8_t {
  envelope,        // the interchange, group or set is no whole: ISA, GS, ST and what closes them
  control_number,  // ISA13, GS06, ST02: well made, the same at both ends, new
  balance,         // counts that have to agree: IEA01, GE01, SE01
  syntax,          // the guide's tables: order, usage, repeats, type, length, relational conditions
  code_set,        // a value outside the list that the guide or the standard has
  situational,     // what is required or barred because of something else in the set
  hierarchy,       // the HL tree of the 278: levels, numbers, parents, order
};

/// In words: "control number".
[[nodiscard]] std::string_view name_of(FaultKind kind);
/// The level that a wire code belongs to by itself; faults of an HL are `hierarchy` whatever their code.
[[nodiscard]] FaultKind kind_of(FaultLevel level, std::string_view code);

/// `code` is the wire code of that level: TA105, AK905, IK502, IK304 or IK403. String views point at static
/// tables, except `value`, which points into the received buffer.
struct Fault {
  FaultLevel level = FaultLevel::ik3;
  FaultKind kind = FaultKind::syntax;
  std::string_view code;
  std::string_view segment_id;         // "UM"; up to three characters as received when unknown
  std::uint32_t segment_position = 0;  // ST = 1
  std::string_view loop;               // "2010EA"; "" for the header
  std::uint16_t element = 0;           // 1-based; 0 = the segment itself
  std::uint16_t component = 0;         // 1-based; 0 = the whole element
  std::uint16_t repetition = 0;        // 1-based; 0 = not a repeat
  std::uint16_t data_element = 0;      // data element reference number, IK402; 0 when unknown
  std::string_view value;  // what stood there; never logged, IK404 copies it where the code allows
  std::string remedy;      // what to do, in words; holds no value of the message

  /// What made a situational rule speak (CTX*SITUATIONAL TRIGGER of the 999); position 0 = no such rule.
  struct Trigger {
    std::string_view segment_id, loop;
    std::uint32_t position = 0;
    std::uint16_t element = 0, component = 0, data_element = 0;
  };
  Trigger trigger;

  /// "2010EA/NM1-09 @27" or "2000E/UM-04-2 @15": what Issue::where and `precert validate` show.
  [[nodiscard]] std::string where() const;
};

}  // namespace x12
