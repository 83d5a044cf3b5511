// Stored cases as they were read before in the same run: a batch looks at the earlier cases of its members
// again for every set of theirs, and reading one from its JSON costs more than deciding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "gateway/store/records.hpp"
#include "precert/engine/facts.hpp"

namespace gateway {

/// Not for several threads. What a version of a case holds never changes once it is stored; what is not
/// stored yet may come again under the same number with something else in it, and is then read anew.
class KnownCases {
 public:
  static constexpr std::size_t usual_bytes = std::size_t{32} << 20U;

  /// Keeps what was read of up to `bytes_max` bytes of stored text (what is read takes about three times as
  /// much), the cases used last.
  explicit KnownCases(std::size_t bytes_max = usual_bytes) : bytes_max_(bytes_max) {}
  KnownCases(const KnownCases&) = delete;
  KnownCases& operator=(const KnownCases&) = delete;

  /// As prior_from(). Errors: data_invalid; of such a record nothing is kept.
  [[nodiscard]] base::Result<precert::PriorCase> of(const CaseRecord& record);
  /// How many have been read from their text.
  [[nodiscard]] std::uint64_t read() const { return read_; }

 private:
  struct Known {
    precert::PriorCase found;
    std::size_t request = 0, determination = 0;  // hashes of the texts
    std::size_t bytes = 0;
  };
  using Place = std::list<Known>::iterator;

  void keep(const CaseRecord& record, const precert::PriorCase& found);
  void forget(Place place);

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::uint64_t read_ = 0;
  std::list<Known> cases_;                             // the one used last first
  std::unordered_map<std::string_view, Place> by_id_;  // the id stands in the Known
};

}  // namespace gateway
