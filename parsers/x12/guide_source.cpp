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
  // A comment starts with the line or after a blank.
  std::size_t mark = text.find('#');
  while (mark != std::string_view::npos && mark != 0 && text[mark - 1] != ' ' && text[mark - 1] != '\t') {
    mark = text.find('#', mark + 1);
  }
  line.unverified = text.substr(std::min(mark, text.size())).find("(unverified") != std::string_view::npos;
  text = text.substr(0, mark);
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(" \t\r", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (word == ":") {
      const std::string_view note = text.substr(std::min(text.find_first_not_of(" \t", end), text.size()));
      line.note = note.substr(0, note.find_last_not_of(" \t\r") + 1);
      return;
    }
    line.words.push_back(word);
    at = end;
  }
}

void fault(Issues& issues, const SourceLine& line, std::string what) {
  issues.add(IssueCode::data_invalid, source_place(line), std::move(what));
}

/// The text from one word to the last, as it stands in the file.
std::string_view words_from(const SourceLine& line, std::size_t first) {
  if (first >= line.words.size()) return {};
  const std::string_view last = line.words.back();
  const char* const start = line.words[first].data();
  const char* const end = last.data() + last.size();
  return end > start ? std::string_view(start, static_cast<std::size_t>(end - start)) : line.words[first];
}

/// "98" -> 98, "I12" -> 60012, "U1" -> 61001, -1 when it is no data element.
int element_number_from(std::string_view word) {
  const bool of_interchange = word.starts_with('I');
  if (!of_interchange && !word.starts_with('U')) return number_from(word);
  const int number = number_from(word.substr(1));
  if (number <= 0 || number > 99) return -1;
  return number + (of_interchange ? interchange_elements : elements_without_number);
}

/// "127@006020" -> "127" and "006020".
std::pair<std::string_view, std::string_view> without_release(std::string_view word) {
  const std::size_t mark = word.find('@');
  if (mark == std::string_view::npos) return {word, {}};
  return {word.substr(0, mark), word.substr(mark + 1)};
}

bool type_from(std::string_view word, ElementType& type) {
  static constexpr std::array<std::pair<std::string_view, ElementType>, 8> names{
      {{"AN", ElementType::text},
       {"ID", ElementType::code},
       {"N0", ElementType::whole},
       {"R", ElementType::decimal},
       {"DT", ElementType::date},
       {"TM", ElementType::time},
       {"B", ElementType::binary},
       {"-", ElementType::unchecked}}};
  for (const auto& [name, value] : names) {
    if (name == word) {
      type = value;
      return true;
    }
  }
  return false;
}

/// Where a line may say again what an earlier one said.
enum class Again : std::uint8_t { refused, replaces };

/// Puts one entry in its place; false when it is there and may not be.
template <class Map, class Key, class Value>
bool put(Map& into, const Key& key, Value value, Again again) {
  if (again == Again::refused) return into.emplace(key, std::move(value)).second;
  into.insert_or_assign(key, std::move(value));
  return true;
}

/// element NUMBER TYPE MIN MAX name
void take_element(const SourceLine& line, Again again, Dictionary& into, Issues& issues) {
  const auto& words = line.words;
  Dictionary::Element element;
  if (words.size() < 5 || words[0] != "element") {
    fault(issues, line, "write: element NUMBER TYPE MIN MAX name");
    return;
  }
  const auto [digits, release] = without_release(words[1]);
  const int number = element_number_from(digits);
  const int low = number_from(words[3]);
  const int high = number_from(words[4]);
  if (number <= 0 || low < 0 || high < low || high > 9999 || !type_from(words[2], element.type)) {
    fault(issues, line, "number, type or lengths of " + quoted(words[1]) + " are not readable");
    return;
  }
  element.length_min = static_cast<std::uint16_t>(low);
  element.length_max = static_cast<std::uint16_t>(high);
  element.name = words_from(line, 5);
  element.unverified = line.unverified;
  const auto key = static_cast<std::uint16_t>(number);
  const bool placed = release.empty() ? put(into.elements, key, element, again)
                                      : put(into.elements_of_release, std::pair(key, release), element, again);
  if (!placed) fault(issues, line, "data element " + quoted(words[1]) + " is there twice");
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
  const int number = element_number_from(word);
  position.number = static_cast<std::uint16_t>(std::max(number, 0));
  return dictionary.elements.contains(position.number);
}

Dictionary::Segment segment_from(const SourceLine& line, const Dictionary& dictionary, Issues& issues) {
  Dictionary::Segment segment;
  segment.name = line.note;
  segment.unverified = line.unverified;
  std::size_t i = 2;
  for (; i < line.words.size() && line.words[i] != ";"; ++i) {
    Dictionary::Position position;
    if (!position_from(line.words[i], dictionary, position)) {
      fault(issues, line, quoted(line.words[i]) + " is no data element or composite defined before");
    }
    segment.positions.push_back(position);
  }
  for (++i; i < line.words.size(); ++i) {
    Condition condition;
    const bool good = condition_from(line.words[i], condition) &&
                      std::all_of(condition.positions.begin(), condition.positions.begin() + condition.count,
                                  [&](std::uint8_t at) { return at <= segment.positions.size(); });
    if (!good) fault(issues, line, quoted(line.words[i]) + " is no condition over these positions");
    segment.conditions.push_back(condition);
  }
  return segment;
}

bool is_segment_id(std::string_view id) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return packed_id(id) != 0 && letter(id[0]) &&
         std::ranges::all_of(id, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// composite ID … | segment ID … | transaction SET ids… | known ids…
void take_segment(const SourceLine& line, Again again, Dictionary& into, Issues& issues) {
  const auto& words = line.words;
  const std::string_view keyword = words[0];
  if (words.size() >= 2 && (keyword == "composite" || keyword == "segment")) {
    const std::string_view id = without_release(words[1]).first;
    if (keyword == "segment" && !is_segment_id(id)) {
      fault(issues, line, quoted(words[1]) + " is no segment id: two or three capital letters and digits");
      return;
    }
    Dictionary::Segment segment = segment_from(line, into, issues);
    auto& target = keyword == "segment" ? into.segments : into.composites;
    if (!put(target, words[1], std::move(segment), again)) {
      fault(issues, line, quoted(words[1]) + " is there twice");
    }
  } else if (words.size() >= 2 && (keyword == "transaction" || keyword == "known")) {
    auto& ids = keyword == "known" ? into.known : into.transactions[words[1]];
    for (std::size_t i = keyword == "known" ? 1 : 2; i < words.size(); ++i) {
      if (packed_id(words[i]) == 0) fault(issues, line, quoted(words[i]) + " is no segment id");
      ids.push_back(packed_id(words[i]));
    }
  } else {
    fault(issues, line, "a line starts with composite, segment, transaction or known");
  }
}

/// release WORDS | list NAME codes… | dictionary NUMBER codes…
void take_codes(const SourceLine& line, Again again, std::string_view& release, Dictionary& into, Issues& issues) {
  const auto& words = line.words;
  const int number = words.size() > 1 ? element_number_from(words[1]) : -1;
  if (words.size() > 1 && words[0] == "release") {
    release = words_from(line, 1);
  } else if (words.size() > 2 && words[0] == "list") {
    Dictionary::CodeList list{codes_from(line, 2, into, issues), release, line.unverified};
    if (!put(into.lists, words[1], std::move(list), again)) {
      fault(issues, line, "list " + quoted(words[1]) + " is there twice");
    }
  } else if (words.size() > 2 && words[0] == "dictionary" && number > 0) {
    const auto element = static_cast<std::uint16_t>(number);
    if (!into.elements.contains(element)) fault(issues, line, "no such data element in elements.txt");
    put(into.code_releases, element, release, again);
    if (!put(into.codes, element, codes_from(line, 2, into, issues), again)) {
      fault(issues, line, "dictionary " + quoted(words[1]) + " is there twice");
    }
  } else {
    fault(issues, line, "write: list NAME codes…, dictionary NUMBER codes… or release WORDS");
  }
}

/// One of the three files, by its kind.
void take_file(const DictionaryFile& file, Again again, Dictionary& into, Issues& issues) {
  std::string_view release;
  for (const SourceLine& line : source_lines(file.text, file.name)) {
    switch (file.kind) {
      case DictionaryFile::Kind::elements: take_element(line, again, into, issues); break;
      case DictionaryFile::Kind::segments: take_segment(line, again, into, issues); break;
      case DictionaryFile::Kind::codes: take_codes(line, again, release, into, issues); break;
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

std::vector<SourceLine> source_lines(std::string_view text, std::string_view file) {
  std::vector<SourceLine> lines;
  std::size_t number = 0;
  bool above = false;  // the comment in the lines directly above says that what follows is unverified
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    ++number;
    SourceLine line;
    line.file = file;
    line.number = number;
    split_words(text.substr(at, end - at), line);
    const bool blank = text.substr(at, end - at).find_first_not_of(" \t\r") == std::string_view::npos;
    at = end + 1;
    if (line.words.empty()) {
      above = !blank && (above || line.unverified);
      continue;
    }
    line.unverified = std::exchange(above, false) || line.unverified;
    if (line.words.front() == "+" && !lines.empty()) {
      lines.back().words.insert(lines.back().words.end(), line.words.begin() + 1, line.words.end());
      lines.back().unverified = lines.back().unverified || line.unverified;
    } else {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

std::string source_place(const SourceLine& line) {
  const std::size_t colon = line.file.rfind(':');
  const int start = colon == std::string_view::npos ? -1 : number_from(line.file.substr(colon + 1));
  if (start < 0) return std::string(line.file) + ":" + std::to_string(line.number);
  return std::string(line.file.substr(0, colon + 1)) +
         std::to_string(static_cast<std::size_t>(start) + line.number - 1);
}

const Dictionary::Element& Dictionary::element(std::uint16_t number, std::string_view release) const {
  const auto own = elements_of_release.find(std::pair(number, release));
  return own != elements_of_release.end() ? own->second : elements.at(number);
}

const Dictionary::Segment* Dictionary::segment(std::string_view id, std::string_view release) const {
  const std::string of_release = std::string(id) + "@" + std::string(release);
  auto found = segments.find(of_release);
  if (found == segments.end()) found = segments.find(id);
  return found == segments.end() ? nullptr : &found->second;
}

std::vector<std::uint64_t> codes_from(const SourceLine& line, std::size_t first, const Dictionary& dictionary,
                                      Issues& issues) {
  std::vector<std::uint64_t> codes;
  for (std::size_t i = first; i < line.words.size(); ++i) {
    const std::string_view word = line.words[i];
    if (word.starts_with('@')) {
      const auto list = dictionary.lists.find(word.substr(1));
      if (list == dictionary.lists.end()) {
        fault(issues, line, "no list " + quoted(word.substr(1)) + " in codes.txt before this");
      } else {
        codes.insert(codes.end(), list->second.codes.begin(), list->second.codes.end());
      }
    } else if (word.find("..") != std::string_view::npos) {
      if (!append_range(word, codes)) fault(issues, line, quoted(word) + " is no range of codes");
    } else if (packed(word) == 0) {
      fault(issues, line, "a code has at most eight characters: " + quoted(word));
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
  take_file({DictionaryFile::Kind::elements, "elements.txt", elements}, Again::refused, dictionary, issues);
  take_file({DictionaryFile::Kind::segments, "segments.txt", segments}, Again::refused, dictionary, issues);
  take_file({DictionaryFile::Kind::codes, "codes.txt", codes}, Again::refused, dictionary, issues);
  if (!issues.empty()) return issues;
  return dictionary;
}

void extend(Dictionary& dictionary, const DictionaryFile& file, Issues& issues) {
  take_file(file, Again::replaces, dictionary, issues);
}

void define(Dictionary& dictionary, const SourceLine& line, Issues& issues) {
  SourceLine defined = line;
  defined.words.erase(defined.words.begin());
  const std::string_view what = defined.words.empty() ? std::string_view() : defined.words[0];
  std::string_view release;
  if (what == "element") {
    take_element(defined, Again::replaces, dictionary, issues);
  } else if (what == "segment" || what == "composite") {
    take_segment(defined, Again::replaces, dictionary, issues);
  } else if (what == "list" || what == "dictionary") {
    take_codes(defined, Again::replaces, release, dictionary, issues);
  } else {
    fault(issues, line, "write: define, and behind it a line of elements.txt, segments.txt or codes.txt");
  }
}

}  // namespace x12
