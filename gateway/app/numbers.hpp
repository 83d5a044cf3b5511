// Numbers that are handed out and never again: case ids, certification and reference numbers, control
// numbers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/model/ids.hpp"

namespace gateway {

class NumberSource {
 public:
  virtual ~NumberSource() = default;
  /// The next number of a kind; 1 at first. Errors: store_unavailable.
  [[nodiscard]] virtual base::Result<std::int64_t> next(std::string_view kind) = 0;
  /// Letters and digits that cannot be guessed from the number, to go behind it in an id that appears in
  /// URLs.
  [[nodiscard]] virtual std::string suffix() = 0;
};

/// Draws blocks from the store, so that numbers survive restarts and are shared by nodes; suffixes are
/// random.
[[nodiscard]] std::unique_ptr<NumberSource> store_numbers(Store& store);
/// 1, 2, 3 … and no suffix: replays and goldens.
[[nodiscard]] std::unique_ptr<NumberSource> counting_numbers();

/// The numbers of one new case.
struct CaseNumbers {
  precert::CaseId id;
  precert::Numbers numbers;
};
/// "AUTH0000000017", "REF0000000017" and "TRC0000000017": the payer's prefixes and ten digits. Errors:
/// store_unavailable.
[[nodiscard]] base::Result<CaseNumbers> case_numbers(NumberSource& source,
                                                     std::string_view certification_prefix,
                                                     std::string_view reference_prefix);

/// "M17-k3f9…", the id under which received bytes are kept.
[[nodiscard]] base::Result<precert::MessageId> message_id(NumberSource& source);

/// 1 to 999,999,999 for ISA13 (kind "control") and GS06 ("group"), then again from 1.
[[nodiscard]] base::Result<std::uint32_t> control_number(NumberSource& source,
                                                         std::string_view kind = "control");

/// "REF…" and "TRC…" of an answer that opens no case: its kind, a letter and ten digits. Errors:
/// store_unavailable.
[[nodiscard]] base::Result<precert::Numbers> answer_numbers(NumberSource& source, std::string_view kind,
                                                            std::string_view reference_prefix);

}  // namespace gateway
