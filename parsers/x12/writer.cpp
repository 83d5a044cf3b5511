// The writing side of X12: separators only where they mean something, and none of them ever inside data.
#include "parsers/x12/writer.hpp"

#include <algorithm>
#include <array>

#include "parsers/x12/guide_table.hpp"
#include "parsers/x12/letters.hpp"

namespace x12 {
namespace {

/// In the order of how often they are met ; the last four never stand in data.
constexpr std::string_view candidates = "*^:~|!>{+\\;%#\x1C\x1D\x1E\x1F";

std::array<char, 4> all_of(const Delimiters& delimiters) {
  return {delimiters.element, delimiters.repetition, delimiters.component, delimiters.segment};
}

bool any_of(const Delimiters& delimiters, char c) {
  return c == delimiters.element || c == delimiters.repetition || c == delimiters.component ||
         c == delimiters.segment;
}

constexpr bool legal(char c) { return c >= 0x20 && c < 0x7F; }

constexpr std::size_t segment_usual = 512;  // bytes; longer ones make room for themselves

/// Every delimiter of `before` becomes that of `now`; data holds none of them.
void translate(std::span<char> text, const std::array<char, 4>& before, const std::array<char, 4>& now) {
  for (char& c : text) {
    const auto* const which = std::find(before.begin(), before.end(), c);
    if (which != before.end()) c = now[static_cast<std::size_t>(which - before.begin())];
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
    : out_(out), start_(out.size()), delimiters_(delimiters), policy_(policy), buffer_(segment_usual) {
  at_ = buffer_.data();
  room_end_ = at_ + buffer_.size();
  data_start_ = data_end_ = at_;
  set_traits();
}

void Writer::make_room(std::size_t more) {
  const auto used = at_ - buffer_.data(), start = data_start_ - buffer_.data(),
             end = data_end_ - buffer_.data();
  buffer_.resize(std::max(buffer_.size() * 2, static_cast<std::size_t>(used) + more));
  at_ = buffer_.data() + used;
  room_end_ = buffer_.data() + buffer_.size();
  data_start_ = buffer_.data() + start;
  data_end_ = buffer_.data() + end;
}

void Writer::set_traits() {
  traits_ = byte_traits;
  for (const char one : all_of(delimiters_)) {
    // Control characters are never written as data, whatever they separate.
    traits_[static_cast<unsigned char>(one)] = legal(one) ? unwritable | separates : unwritable;
  }
}

namespace {

/// `wanted`, each delimiter that occurs in the data replaced by one that does not: a printable one if any is
/// left, else a control character, which data never holds. Rule: X12.5, ISA.
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

}  // namespace

void Writer::redelimit(const Delimiters& delimiters) {
  const std::array<char, 4> before = all_of(delimiters_), now = all_of(delimiters);
  // A delimiter is given up because data holds it.
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != now[i]) characters_.add(std::string_view(&before[i], 1));
  }
  delimiters_ = delimiters;
  set_traits();
  translate(std::span(out_).subspan(start_), before, now);
  translate(std::span(buffer_.data(), at_), before, now);
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
  if (by.delimiters_ != delimiters_)
    translate(std::span(out_).subspan(start), all_of(by.delimiters_), all_of(delimiters_));
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

void Writer::begin(std::string_view segment_id) {
  at_ = buffer_.data();
  for (const char c : segment_id) put(c);
  data_start_ = data_end_ = at_;
  element_ = 0;
  if (guide_ == nullptr) return;
  const SegmentSpec* const spec = guide_->first_of(packed_id(segment_id));
  specs_ = spec == nullptr ? std::span<const ElementSpec>{} : of(guide_->elements, spec->elements);
}

std::size_t Writer::element(std::string_view value, std::size_t length_max) {
  open_element();
  if (value.empty()) return 0;
  return data(value, guide_ == nullptr ? length_max : std::min(length_max, element_length_max(0)));
}

void Writer::composite(std::initializer_list<std::string_view> parts) {
  open_element();
  std::ptrdiff_t end = at_ - buffer_.data();
  std::uint32_t part = 0;
  for (const std::string_view value : parts) {
    if (++part > 1) put(delimiters_.component);
    if (value.empty()) continue;
    data(value, guide_ == nullptr ? std::string_view::npos : element_length_max(part));
    if (data_end_ == at_) end = at_ - buffer_.data();
  }
  at_ = buffer_.data() + end;
}

void Writer::end() {
  specs_ = {};
  // Only the id is left: a segment that says nothing is not written.
  if (data_end_ == data_start_) return;
  std::string_view segment(buffer_.data(), static_cast<std::size_t>(data_end_ - buffer_.data()));
  at_ = data_end_ = data_start_;
  if (gate_ != nullptr) {
    segment = gate_->taken(segment, delimiters_);
    if (segment.empty()) return;
  }
  out_ += segment;
  out_ += delimiters_.segment;
  ++segments_;
}

void Writer::segment(std::string_view id, std::initializer_list<std::string_view> elements) {
  begin(id);
  for (const std::string_view value : elements) element(value);
  end();
}

/// Copies while it looks; what is out of the ordinary is gone over again. Returns how much was cut.
std::size_t Writer::data(std::string_view value, std::size_t length_max) {
  if (static_cast<std::size_t>(room_end_ - at_) < value.size()) make_room(value.size());
  char* start = at_;
  char* at = start;
  std::uint8_t traits = 0;
  for (const char c : value) {
    traits |= traits_[static_cast<unsigned char>(c)];
    *at++ = c;
  }
  at_ = at;
  std::size_t cut = value.size() > length_max ? value.size() - length_max : 0;
  if (traits != 0) characters_.add(value);
  if ((traits & (separates | unwritable)) != 0 || cut != 0) {
    const std::ptrdiff_t from = start - buffer_.data();
    cut = write_anew(value, length_max, from);
    start = buffer_.data() + from;
  }
  if (at_ > start && at_[-1] == ' ') {
    ++changed_;
    while (at_ > start && at_[-1] == ' ') --at_;
  }
  if (at_ > start) data_end_ = at_;
  return cut;
}

/// A value that is too long, or holds what cannot be written as it is, in place of what was written from
/// `from` on. Returns how many characters found no room.
std::size_t Writer::write_anew(std::string_view value, std::size_t length_max, std::ptrdiff_t from) {
  at_ = buffer_.data() + from;
  if ((made_of(value) & separates) != 0) clash();
  // No letter of n bytes is spelled with more than n characters.
  if (static_cast<std::size_t>(room_end_ - at_) < value.size()) make_room(value.size());
  std::size_t written = 0, cut = 0;
  bool as_it_is = true;
  for (std::size_t i = 0; i < value.size();) {
    const Letter letter = first_letter(value.substr(i));
    const bool ascii = letter.code < 0x80;
    const char itself = ascii ? value[i] : (latin_ ? wire_letter(letter.code) : '\0');
    std::string_view said = itself != '\0' ? std::string_view(&itself, 1) : plain_letters(letter.code);
    bool lost = said.empty();
    if (lost) said = " ";
    i += letter.bytes;
    if (cut != 0 || written + said.size() > length_max) {
      ++cut;
      continue;
    }
    for (const char c : said) {
      const auto byte = static_cast<unsigned char>(c);
      const bool writable = byte >= 0x80 || (traits_[byte] & unwritable) == 0;
      lost = lost || !writable;
      *at_++ = writable ? c : ' ';
    }
    written += said.size();
    characters_.add(said);
    as_it_is = as_it_is && itself != '\0' && !lost;
    if (lost) ++replaced_;
  }
  if (!as_it_is) ++changed_;
  return cut;
}

}  // namespace x12
