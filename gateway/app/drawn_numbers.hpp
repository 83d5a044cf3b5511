// Numbers that come in blocks, from wherever blocks come from: what store_numbers (numbers.hpp) is made of.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "gateway/app/numbers.hpp"

namespace gateway {

/// The next block of a kind, `count` long. Called from several threads at once.
using DrawBlock = std::function<base::Result<NumberBlock>(std::string_view kind, std::int64_t count)>;

/// Hands the blocks out number by number and draws the next one in time. A draw ahead of time that fails is made
/// again when its numbers are wanted.
[[nodiscard]] std::unique_ptr<NumberSource> drawn_numbers(DrawBlock draw);

}  // namespace gateway
