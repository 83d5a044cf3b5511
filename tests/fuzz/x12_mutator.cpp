// Mutates a 278 as segments and elements, and counts SE01 anew: changed bytes alone seldom give a set that
// passes its check, so the mapper behind it would see little.
#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "fuzz.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed);

namespace {

/// Values at the edge of what some element takes.
constexpr std::array<std::string_view, 22> edges{"",         "0",
                                                 "1",        "12",
                                                 "0.5",      "999999999999999",
                                                 "20240229", "20260105-20260230",
                                                 "99991231", "D8",
                                                 "RD8",      "Y",
                                                 "N",        "UN",
                                                 "DA",       "VS",
                                                 "A B C",    "Q:a=1",
                                                 "X:Y:Z",    "AE^AF",
                                                 "IL",       "46"};

using Segments = std::vector<std::string>;

Segments segments_of(std::string_view text) {
  Segments segments;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('~'), text.size());
    std::string_view one = text.substr(0, end);
    one.remove_prefix(std::min(one.find_first_not_of("\r\n"), one.size()));
    if (!one.empty()) segments.emplace_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return segments;
}

/// Where the elements of a segment start: behind each separator, and each component's too.
std::vector<std::size_t> starts_of(const std::string& segment) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] == '*' || segment[i] == ':' || segment[i] == '^') starts.push_back(i + 1);
  }
  return starts;
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : engine_(seed) {}

  void change(Segments& segments) {
    if (segments.size() < 8) return;
    // ISA, GS, ST and SE, GE, IEA stay; the set's own segments are moved about.
    const std::size_t at = 3 + below(segments.size() - 6);
    const auto place = segments.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(6)) {
      case 0: segments.insert(place, std::string(*place)); break;
      case 1: segments.erase(place); break;
      case 2: std::swap(*place, segments[3 + below(segments.size() - 6)]); break;
      case 3: *place += '*' + std::string(edges.at(below(edges.size()))); break;
      case 4: replace(*place, element_of(segments[3 + below(segments.size() - 6)])); break;
      default: replace(*place, std::string(edges.at(below(edges.size()))));
    }
  }

 private:
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
  }

  std::string element_of(const std::string& segment) {
    const std::vector<std::size_t> starts = starts_of(segment);
    if (starts.empty()) return {};
    const std::size_t start = starts[below(starts.size())];
    return segment.substr(start, segment.find_first_of("*:^", start) - start);
  }

  void replace(std::string& segment, const std::string& value) {
    const std::vector<std::size_t> starts = starts_of(segment);
    if (starts.empty()) return;
    const std::size_t start = starts[below(starts.size())];
    segment.replace(start, std::min(segment.find_first_of("*:^", start), segment.size()) - start, value);
  }

  std::mt19937 engine_;
};

/// The segments as text, SE01 counted from the last ST.
std::string text_of(const Segments& segments) {
  std::string text;
  std::size_t count = 0;
  for (const std::string& segment : segments) {
    count = segment.starts_with("ST*") ? 1 : count + 1;
    if (segment.starts_with("SE*")) {
      text += "SE*" + std::to_string(count) + segment.substr(std::min(segment.find('*', 3), segment.size()));
    } else {
      text += segment;
    }
    text += '~';
  }
  return text;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed) {
  if (seed % 8 == 0) return LLVMFuzzerMutate(data, size, size_max);
  Segments segments = segments_of(fuzz::text(data, size));
  Mutator mutator(seed);
  for (unsigned times = 1 + seed / 8 % 3; times > 0; --times) mutator.change(segments);
  const std::string text = text_of(segments);
  if (text.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::copy(text.begin(), text.end(), data);
  return text.size();
}
