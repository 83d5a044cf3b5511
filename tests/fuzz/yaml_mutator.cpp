// Mutates YAML line by line: changed bytes alone seldom give a text that is still a rulebook, so what reads
// it would see little.
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

/// Values at the edge of what some key takes.
constexpr auto edges = std::to_array<std::string_view>({"\"\"",
                                                        "~",
                                                        "0",
                                                        "-1",
                                                        "1",
                                                        "0.5",
                                                        "99999999999999999999",
                                                        "true",
                                                        "[]",
                                                        "{}",
                                                        "[x]",
                                                        "{a: b}",
                                                        "&a x",
                                                        "*a",
                                                        "2026-02-30",
                                                        "9999-12-31",
                                                        "\"24:00\"",
                                                        "America/Nowhere",
                                                        "required",
                                                        "excluded",
                                                        "vendor_managed",
                                                        "any",
                                                        "{fact: age, at_least: 6}",
                                                        "{not: {fact: age}}",
                                                        "{any: []}",
                                                        "{all: [{fact: units, at_most: 1}]}",
                                                        "\"\\u00e9 ~*^:\"",
                                                        "|",
                                                        ">-"});

/// What separates the values of a line.
constexpr std::string_view marks = ":,[]{}";

class Mutator {
 public:
  explicit Mutator(unsigned seed) : engine_(seed) {}

  void change(std::vector<std::string>& lines) {
    if (lines.empty()) return;
    const std::size_t at = below(lines.size());
    const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(7)) {
      case 0: lines.erase(place); break;
      case 1: lines.insert(place, std::string(*place)); break;
      case 2: lines.insert(place, std::string(lines[below(lines.size())])); break;
      case 3: std::swap(*place, lines[below(lines.size())]); break;
      case 4: indent(*place); break;
      case 5: replace(*place, value_of(lines[below(lines.size())])); break;
      default: replace(*place, std::string(edges.at(below(edges.size()))));
    }
  }

 private:
  struct Part {
    std::size_t begin, end;
  };

  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
  }

  void indent(std::string& line) {
    if (below(2) == 0) {
      line.insert(0, "  ");
    } else {
      line.erase(0, std::min<std::size_t>(2, std::min(line.find_first_not_of(' '), line.size())));
    }
  }

  /// A key or a value of the line, without the blanks round it.
  Part part_of(const std::string& line) {
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (marks.find(line[i]) != std::string_view::npos) starts.push_back(i + 1);
    }
    std::size_t begin = starts[below(starts.size())];
    const std::size_t end = std::min(line.find_first_of(marks, begin), line.size());
    while (begin < end && (line[begin] == ' ' || line[begin] == '-')) ++begin;
    return {begin, end};
  }

  std::string value_of(const std::string& line) {
    const Part part = part_of(line);
    return line.substr(part.begin, part.end - part.begin);
  }

  void replace(std::string& line, const std::string& value) {
    const Part part = part_of(line);
    line.replace(part.begin, part.end - part.begin, value);
  }

  std::mt19937 engine_;
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed) {
  if (seed % 16 == 0) return LLVMFuzzerMutate(data, size, size_max);
  std::vector<std::string> lines = lines_of(fuzz::text(data, size));
  Mutator mutator(seed);
  for (unsigned times = 1 + seed / 16 % 3; times > 0; --times) mutator.change(lines);
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\n");
  if (text.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::copy(text.begin(), text.end(), data);
  return text.size();
}
