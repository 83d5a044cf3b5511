// Puts a handful of faults in order without losing the order of equals. There are few of them, most already
// in place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "parsers/x12/fault.hpp"

namespace x12 {

/// Insertion sort of faults[first..] by `order(fault)`.
template <class Order>
void put_in_order(std::vector<Fault>& faults, std::size_t first, Order order) {
  const auto begin = faults.begin() + static_cast<std::ptrdiff_t>(first);
  for (auto next = begin; next != faults.end(); ++next) {
    const auto place = std::upper_bound(begin, next, *next,
                                        [&](const Fault& a, const Fault& b) { return order(a) < order(b); });
    std::rotate(place, next, next + 1);
  }
}

}  // namespace x12
