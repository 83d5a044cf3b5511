#include "gateway/app/numbers.hpp"

#include <openssl/rand.h>

#include <array>
#include <future>
#include <utility>

#include "gateway/app/drawn_numbers.hpp"

namespace gateway {
namespace {

constexpr std::int64_t block_size = 1000;  // twice as many are lost by a crash at the most, per kind
constexpr std::int64_t drawn_early = 500;  // of a block are left when the next one is drawn

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

class DrawnNumbers final : public NumberSource {
 public:
  explicit DrawnNumbers(DrawBlock draw) : draw_(std::move(draw)) {}

  base::Result<std::int64_t> next(std::string_view kind) override {
    const std::scoped_lock lock(mutex_);
    Supply& supply = supplies_[std::string(kind)];
    if (supply.block.count == 0) {
      const bool early = supply.next.valid();
      base::Result<NumberBlock> fresh = early ? supply.next.get() : draw_(kind, block_size);
      if (!fresh && early) fresh = draw_(kind, block_size);  // it may have failed long ago
      if (!fresh) return fresh.error();
      supply.block = *fresh;
    }
    // Drawn on a thread of its own and in time: who wants a number waits for no disk.
    if (supply.block.count == drawn_early && !supply.next.valid()) {
      supply.next = std::async(std::launch::async, [this, kind = std::string(kind)] {
        return draw_(kind, block_size);
      });
    }
    --supply.block.count;
    return supply.block.first++;
  }

  std::string suffix() override {
    constexpr std::string_view letters =
        "abcdefghjkmnpqrstuvwxyz23456789x";  // 32, none that looks like another
    const std::scoped_lock lock(mutex_);
    if (random_left_ < suffix_size) {
      if (RAND_bytes(random_.data(), static_cast<int>(random_.size())) != 1) return {};
      random_left_ = random_.size();
    }
    std::string out = "-";
    for (std::size_t i = 0; i < suffix_size; ++i) out += letters[random_.at(--random_left_) % letters.size()];
    return out;
  }

 private:
  static constexpr std::size_t suffix_size = 10;

  struct Supply {
    NumberBlock block;
    std::future<base::Result<NumberBlock>> next;
  };

  DrawBlock draw_;
  std::mutex mutex_;
  std::map<std::string, Supply> supplies_;
  /// Drawn for many suffixes at once: each draw asks the system several times.
  std::array<unsigned char, 1000> random_{};
  std::size_t random_left_ = 0;
};

class CountingNumbers final : public NumberSource {
 public:
  base::Result<std::int64_t> next(std::string_view kind) override {
    const std::scoped_lock lock(mutex_);
    return ++last_[std::string(kind)];
  }
  std::string suffix() override { return {}; }

 private:
  std::mutex mutex_;
  std::map<std::string, std::int64_t> last_;
};

}  // namespace

std::unique_ptr<NumberSource> drawn_numbers(DrawBlock draw) {
  return std::make_unique<DrawnNumbers>(std::move(draw));
}
std::unique_ptr<NumberSource> store_numbers(Store& store) {
  return drawn_numbers(
      [&store](std::string_view kind, std::int64_t count) { return store.next_numbers(kind, count); });
}
std::unique_ptr<NumberSource> counting_numbers() { return std::make_unique<CountingNumbers>(); }

base::Result<CaseNumbers> case_numbers(NumberSource& source, std::string_view certification_prefix,
                                       std::string_view reference_prefix) {
  const base::Result<std::int64_t> number = source.next("case");
  if (!number) return number.error();
  const std::string digits = padded(*number, 10);
  CaseNumbers made;
  made.id = precert::CaseId("C" + std::to_string(*number) + source.suffix());
  made.numbers = {std::string(certification_prefix) + digits, std::string(reference_prefix) + digits,
                  "TRC" + digits};
  return made;
}

base::Result<precert::MessageId> message_id(NumberSource& source) {
  const base::Result<std::int64_t> number = source.next("message");
  if (!number) return number.error();
  return precert::MessageId("M" + std::to_string(*number) + source.suffix());
}

base::Result<std::uint32_t> control_number(NumberSource& source, std::string_view kind) {
  const base::Result<std::int64_t> number = source.next(kind);
  if (!number) return number.error();
  constexpr std::int64_t most = 999'999'999;
  return static_cast<std::uint32_t>((*number - 1) % most + 1);
}

base::Result<precert::Numbers> answer_numbers(NumberSource& source, std::string_view kind,
                                              std::string_view reference_prefix) {
  const base::Result<std::int64_t> number = source.next(kind);
  if (!number) return number.error();
  // The kind's letter keeps these apart from the numbers of cases, which count on their own.
  const std::string digits = static_cast<char>(kind.front() - 'a' + 'A') + padded(*number, 10);
  precert::Numbers made;
  made.reference = std::string(reference_prefix) + digits;
  made.trace = "TRC" + digits;
  return made;
}

}  // namespace gateway
