// Reads elements.txt, segments.txt and codes.txt into a Dictionary.
#include "parsers/x12/guide_source.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace x12 {
namespace {

using base::IssueCode;
using base::Issues;

void split_words(std::string_view text, SourceLine& line) {
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(" \t\r", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (word.starts_with('#')) return;
    if (word == ":") {
      line.note = text.substr(std::min(text.find_first_not_of(" \t", end), text.size()));
      line.note = line.note.substr(0, line.note.find_last_not_of(" \t\r") + 1);
      return;
    }
    line.words.push_back(word);
    at = end;
  }
}

void fault(Issues& issues, std::string_view file, const SourceLine& line, std::string what) {
  issues.add(IssueCode::data_invalid, source_place(file, line), std::move(what));
}

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

bool type_from(std::string_view word, ElementType& type) {
  static constexpr std::array<std::pair<std::string_view, ElementType>, 7> names{
      {{"AN", ElementType::text},
       {"ID", ElementType::code},
       {"N0", ElementType::whole},
       {"R", ElementType::decimal},
       {"DT", ElementType::date},
       {"TM", ElementType::time},
       {"-", ElementType::unchecked}}};
  for (const auto& [name, value] : names) {
    if (name == word) {
      type = value;
      return true;
    }
  }
  return false;
}

void read_elements(std::string_view text, Dictionary& into, Issues& issues) {
  constexpr std::string_view file = "elements.txt";
  for (const SourceLine& line : source_lines(text)) {
    const auto& words = line.words;
    Dictionary::Element element;
    if (words.size() < 5 || words[0] != "element") {
      fault(issues, file, line, "write: element NUMBER TYPE MIN MAX name");
      continue;
    }
    const int number = number_from(words[1]);
    const int low = number_from(words[3]);
    const int high = number_from(words[4]);
    if (number <= 0 || low < 0 || high < low || high > 9999 || !type_from(words[2], element.type)) {
      fault(issues, file, line, "number, type or lengths of " + quoted(words[1]) + " are not readable");
      continue;
    }
    element.length_min = static_cast<std::uint16_t>(low);
    element.length_max = static_cast<std::uint16_t>(high);
    if (!into.elements.emplace(static_cast<std::uint16_t>(number), element).second) {
      fault(issues, file, line, "data element " + quoted(words[1]) + " is there twice");
    }
  }
}

/// "P0304" -> kind and positions.
bool condition_from(std::string_view word, Condition& condition) {
  if (word.size() < 5 || word.size() > 11 || word.size() % 2 == 0) return false;
  if (std::string_view("PRECL").find(word[0]) == std::string_view::npos) return false;
  condition.kind = word[0];
  for (std::size_t at = 1; at < word.size(); at += 2) {
    const int position = number_from(word.substr(at, 2));
    if (position < 1 || position > 31) return false;
    condition.positions.at(condition.count) = static_cast<std::uint8_t>(position);
    condition.mask |= 1U << static_cast<unsigned>(position);
    ++condition.count;
  }
  return true;
}

bool position_from(std::string_view word, const Dictionary& dictionary, Dictionary::Position& position) {
  const std::size_t star = word.find('*');
  if (star != std::string_view::npos) {
    const int repeats = number_from(word.substr(star + 1));
    if (repeats < 1 || repeats > 99) return false;
    position.repeats_max = static_cast<std::uint8_t>(repeats);
    word = word.substr(0, star);
  }
  if (word.starts_with('C')) {
    position.composite = word;
    return dictionary.composites.contains(word);
  }
  const int number = number_from(word);
  position.number = static_cast<std::uint16_t>(std::max(number, 0));
  return dictionary.elements.contains(position.number);
}

Dictionary::Segment segment_from(const SourceLine& line, const Dictionary& dictionary, Issues& issues) {
  constexpr std::string_view file = "segments.txt";
  Dictionary::Segment segment;
  std::size_t i = 2;
  for (; i < line.words.size() && line.words[i] != ";"; ++i) {
    Dictionary::Position position;
    if (!position_from(line.words[i], dictionary, position)) {
      fault(issues, file, line, quoted(line.words[i]) + " is no data element or composite defined before");
    }
    segment.positions.push_back(position);
  }
  for (++i; i < line.words.size(); ++i) {
    Condition condition;
    const bool good = condition_from(line.words[i], condition) &&
                      std::all_of(condition.positions.begin(), condition.positions.begin() + condition.count,
                                  [&](std::uint8_t at) { return at <= segment.positions.size(); });
    if (!good) fault(issues, file, line, quoted(line.words[i]) + " is no condition over these positions");
    segment.conditions.push_back(condition);
  }
  return segment;
}

void read_segments(std::string_view text, Dictionary& into, Issues& issues) {
  constexpr std::string_view file = "segments.txt";
  for (const SourceLine& line : source_lines(text)) {
    const auto& words = line.words;
    const std::string_view keyword = words[0];
    if (words.size() >= 2 && (keyword == "composite" || keyword == "segment")) {
      Dictionary::Segment segment = segment_from(line, into, issues);
      auto& target = keyword == "segment" ? into.segments : into.composites;
      if (!target.emplace(words[1], std::move(segment)).second) {
        fault(issues, file, line, quoted(words[1]) + " is there twice");
      }
    } else if (words.size() >= 2 && (keyword == "transaction" || keyword == "known")) {
      auto& ids = keyword == "known" ? into.known : into.transactions[words[1]];
      for (std::size_t i = keyword == "known" ? 1 : 2; i < words.size(); ++i) {
        if (packed_id(words[i]) == 0) fault(issues, file, line, quoted(words[i]) + " is no segment id");
        ids.push_back(packed_id(words[i]));
      }
    } else {
      fault(issues, file, line, "a line starts with composite, segment, transaction or known");
    }
  }
}

void read_codes(std::string_view text, Dictionary& into, Issues& issues) {
  constexpr std::string_view file = "codes.txt";
  for (const SourceLine& line : source_lines(text)) {
    const auto& words = line.words;
    const int number = words.size() > 1 ? number_from(words[1]) : -1;
    if (words.size() > 2 && words[0] == "list") {
      if (!into.lists.emplace(words[1], codes_from(line, 2, into, file, issues)).second) {
        fault(issues, file, line, "list " + quoted(words[1]) + " is there twice");
      }
    } else if (words.size() > 2 && words[0] == "dictionary" && number > 0) {
      const auto element = static_cast<std::uint16_t>(number);
      if (!into.elements.contains(element)) fault(issues, file, line, "no such data element in elements.txt");
      if (!into.codes.emplace(element, codes_from(line, 2, into, file, issues)).second) {
        fault(issues, file, line, "dictionary " + quoted(words[1]) + " is there twice");
      }
    } else {
      fault(issues, file, line, "write: list NAME codes… or dictionary NUMBER codes…");
    }
  }
}

/// "01..09" or "C1..C7": a common beginning and numbers of one width.
bool append_range(std::string_view word, std::vector<std::uint64_t>& codes) {
  const std::size_t dots = word.find("..");
  const std::string_view low = word.substr(0, dots);
  const std::string_view high = word.substr(dots + 2);
  const std::size_t letters = std::min(low.find_first_of("0123456789"), low.size());
  if (low.size() != high.size() || low.substr(0, letters) != high.substr(0, letters)) return false;
  const std::size_t width = low.size() - letters;
  const int first = number_from(low.substr(letters));
  const int last = number_from(high.substr(letters));
  if (first < 0 || last < first || last - first > 999) return false;
  for (int value = first; value <= last; ++value) {
    std::string digits = std::to_string(value);
    digits.insert(0, width - std::min(width, digits.size()), '0');
    codes.push_back(packed(std::string(low.substr(0, letters)) + digits));
  }
  return true;
}

}  // namespace

int number_from(std::string_view word) {
  int value = -1;
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && stop == word.data() + word.size() && value >= 0 ? value : -1;
}

std::vector<SourceLine> source_lines(std::string_view text) {
  std::vector<SourceLine> lines;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    ++number;
    SourceLine line;
    line.number = number;
    split_words(text.substr(at, end - at), line);
    at = end + 1;
    if (line.words.empty()) continue;
    if (line.words.front() == "+" && !lines.empty()) {
      lines.back().words.insert(lines.back().words.end(), line.words.begin() + 1, line.words.end());
    } else {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

std::string source_place(std::string_view file, const SourceLine& line) {
  return std::string(file) + ":" + std::to_string(line.number);
}

std::vector<std::uint64_t> codes_from(const SourceLine& line, std::size_t first, const Dictionary& dictionary,
                                      std::string_view file, Issues& issues) {
  std::vector<std::uint64_t> codes;
  for (std::size_t i = first; i < line.words.size(); ++i) {
    const std::string_view word = line.words[i];
    if (word.starts_with('@')) {
      const auto list = dictionary.lists.find(word.substr(1));
      if (list == dictionary.lists.end()) {
        fault(issues, file, line, "no list " + quoted(word.substr(1)) + " in codes.txt before this");
      } else {
        codes.insert(codes.end(), list->second.begin(), list->second.end());
      }
    } else if (word.find("..") != std::string_view::npos) {
      if (!append_range(word, codes)) fault(issues, file, line, quoted(word) + " is no range of codes");
    } else if (packed(word) == 0) {
      fault(issues, file, line, "a code has at most eight characters: " + quoted(word));
    } else {
      codes.push_back(packed(word));
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

base::Result<Dictionary> dictionary_from(std::string_view elements, std::string_view segments,
                                         std::string_view codes) {
  Dictionary dictionary;
  Issues issues;
  read_elements(elements, dictionary, issues);
  read_segments(segments, dictionary, issues);
  read_codes(codes, dictionary, issues);
  if (!issues.empty()) return issues;
  return dictionary;
}

}  // namespace x12
