// The writing side of X12: separators only where they mean something, and none of them ever inside data.
#include "parsers/x12/writer.hpp"

#include <algorithm>
#include <array>

#include "parsers/x12/guide_table.hpp"

namespace x12 {
namespace {

/// In the order of how often they are met (x12-278 reference 1.1, rule 6); the last four never stand in data.
constexpr std::string_view candidates = "*^:~|!>{+\\;%#\x1C\x1D\x1E\x1F";

std::array<char, 4> all_of(const Delimiters& delimiters) {
  return {delimiters.element, delimiters.repetition, delimiters.component, delimiters.segment};
}

bool any_of(const Delimiters& delimiters, char c) {
  return c == delimiters.element || c == delimiters.repetition || c == delimiters.component ||
         c == delimiters.segment;
}

constexpr bool legal(char c) { return c >= 0x20 && c < 0x7F; }

/// Every delimiter of `before` becomes that of `now`; data holds none of them.
void translate(std::string& text, std::size_t from, const std::array<char, 4>& before,
               const std::array<char, 4>& now) {
  for (std::size_t at = from; at < text.size(); ++at) {
    const auto* const which = std::find(before.begin(), before.end(), text[at]);
    if (which != before.end()) text[at] = now[static_cast<std::size_t>(which - before.begin())];
  }
}

/// What a byte is in data: `marks` could separate elsewhere, `separates` does so here, what is `unwritable`
/// becomes a blank.
enum Trait : std::uint8_t { marks = 1, unwritable = 2, separates = 4 };

constexpr std::array<std::uint8_t, 256> traits_of_bytes() {
  std::array<std::uint8_t, 256> traits{};
  for (std::size_t byte = 0; byte < traits.size(); ++byte) {
    const char c = static_cast<char>(byte);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
    if (!plain) traits[byte] = legal(c) ? marks : unwritable;
  }
  return traits;
}
constexpr std::array<std::uint8_t, 256> byte_traits = traits_of_bytes();

}  // namespace

Writer::Writer(std::string& out, const Delimiters& delimiters, DelimiterPolicy policy)
    : out_(out), start_(out.size()), delimiters_(delimiters), policy_(policy) {
  set_traits();
}

void Writer::set_traits() {
  traits_ = byte_traits;
  for (const char one : all_of(delimiters_)) {
    // Control characters are never written as data, whatever they separate.
    traits_[static_cast<unsigned char>(one)] = legal(one) ? unwritable | separates : unwritable;
  }
}

Delimiters safe_delimiters(const Delimiters& wanted, const CharacterSet& in_data) {
  Delimiters safe = wanted;
  const std::array<char*, 4> all{&safe.element, &safe.repetition, &safe.component, &safe.segment};
  for (char* const one : all) {
    // Control characters are never written as data, whatever the text holds.
    if (!legal(*one) || !in_data.has(*one)) continue;
    *one = *std::find_if(candidates.begin(), candidates.end(),
                         [&](char c) { return !any_of(safe, c) && (!legal(c) || !in_data.has(c)); });
  }
  return safe;
}

Delimiters safe_delimiters(const Delimiters& wanted, std::initializer_list<std::string_view> texts) {
  CharacterSet in_data;
  for (const std::string_view text : texts) in_data.add(text);
  return safe_delimiters(wanted, in_data);
}

void Writer::redelimit(const Delimiters& delimiters) {
  const std::array<char, 4> before = all_of(delimiters_), now = all_of(delimiters);
  // A delimiter is given up because data holds it.
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != now[i]) characters_.add(std::string_view(&before[i], 1));
  }
  delimiters_ = delimiters;
  set_traits();
  translate(out_, start_, before, now);
}

void Writer::clash() {
  ++clashed_;
  if (policy_ == DelimiterPolicy::choose_others) redelimit(safe_delimiters(delimiters_, characters_));
}

void Writer::note(std::string_view text) {
  characters_.add(text);
  if ((made_of(text) & separates) != 0) clash();
}

void Writer::append(std::string_view text, const Writer& by) {
  characters_.add(by.characters_);
  const std::array<char, 4> own = all_of(delimiters_);
  if (std::any_of(own.begin(), own.end(), [&](char c) { return legal(c) && by.characters_.has(c); })) clash();
  const std::size_t start = out_.size();
  out_ += text;
  if (by.delimiters_ != delimiters_) translate(out_, start, all_of(by.delimiters_), all_of(delimiters_));
  segments_ += by.segments_;
}

const ElementSpec* Writer::spec_of(std::uint32_t number) const {
  return number == 0 || number > specs_.size() ? nullptr : &specs_[number - 1];
}

std::size_t Writer::element_length_max(std::uint32_t part) const {
  const ElementSpec* spec = spec_of(element_);
  if (spec != nullptr && spec->type == ElementType::composite) {
    const auto parts = of(guide_->elements, spec->components);
    spec = part == 0 || part > parts.size() ? nullptr : &parts[part - 1];
  }
  // A code, date or number that does not fit is not mended by cutting it.
  const bool cut = spec != nullptr && spec->type == ElementType::text && spec->length_max != 0;
  return cut ? spec->length_max : std::string_view::npos;
}

std::size_t Writer::length_max() const {
  const ElementSpec* const spec = spec_of(element_ + 1);
  const bool cut = spec != nullptr && spec->type == ElementType::text && spec->length_max != 0;
  return cut ? spec->length_max : std::string_view::npos;
}

void Writer::begin(std::string_view segment_id) {
  segment_start_ = out_.size();
  out_ += segment_id;
  data_end_ = out_.size();
  element_ = 0;
  if (guide_ == nullptr) return;
  const SegmentSpec* const spec = guide_->first_of(packed_id(segment_id));
  specs_ = spec == nullptr ? std::span<const ElementSpec>{} : of(guide_->elements, spec->elements);
}

void Writer::element(std::string_view value, std::size_t length_max) {
  open_element();
  data(value, guide_ == nullptr ? length_max : std::min(length_max, element_length_max(0)));
}

void Writer::composite(std::initializer_list<std::string_view> parts) {
  open_element();
  std::size_t end = out_.size();
  std::uint32_t part = 0;
  for (const std::string_view value : parts) {
    if (++part > 1) out_ += delimiters_.component;
    const std::size_t before = out_.size();
    data(value, guide_ == nullptr ? std::string_view::npos : element_length_max(part));
    if (out_.size() != before) end = out_.size();
  }
  out_.resize(end);
}

void Writer::end() {
  out_.resize(data_end_);
  specs_ = {};
  // Only the id is left: a segment that says nothing is not written.
  if (out_.find(delimiters_.element, segment_start_) == std::string::npos) {
    out_.resize(segment_start_);
    return;
  }
  out_ += delimiters_.segment;
  ++segments_;
}

void Writer::segment(std::string_view id, std::initializer_list<std::string_view> elements) {
  begin(id);
  for (const std::string_view value : elements) element(value);
  end();
}

void Writer::open_element() {
  out_ += delimiters_.element;
  ++element_;
}

void Writer::data(std::string_view value, std::size_t length_max) {
  const std::size_t start = out_.size();
  std::uint8_t traits = made_of(value);
  if (traits != 0) characters_.add(value);
  if ((traits & separates) != 0) {
    clash();
    traits = made_of(value);
  }
  if ((traits & unwritable) == 0) {
    out_ += value.substr(0, length_max);
  } else {
    data_with_blanks(value, length_max);
  }
  while (out_.size() > start && out_.back() == ' ') out_.pop_back();
  if (out_.size() > start) data_end_ = out_.size();
}

/// A blank for each character that cannot be written.
void Writer::data_with_blanks(std::string_view value, std::size_t length_max) {
  const std::size_t start = out_.size();
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xC0)
      continue;  // the rest of a UTF-8 letter whose first byte became the space
    if (out_.size() - start == length_max) break;
    const bool good = (traits_[byte] & unwritable) == 0;
    if (!good) ++replaced_;
    out_ += good ? c : ' ';
  }
}

}  // namespace x12
