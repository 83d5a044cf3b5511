// The checks of single values. Everything here runs for every element of every message: integers before
// strings.
#include "parsers/x12/element_check.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "base/date.hpp"
#include "parsers/x12/letters.hpp"

namespace x12 {
namespace {

bool contains(std::span<const std::uint64_t> sorted, std::uint64_t code) {
  constexpr std::size_t few = 12;
  if (sorted.size() <= few) return std::find(sorted.begin(), sorted.end(), code) != sorted.end();
  return std::binary_search(sorted.begin(), sorted.end(), code);
}

/// How a 1250 says that its 1251 is written. Formats that are not here are text.
struct Format {
  std::string_view name;
  bool (*real)(std::string_view);
  std::string_view words;
};

bool real_date(std::string_view text) { return base::date_from_ccyymmdd(text).has_value(); }

constexpr std::array<Format, 4> formats{
    {{"D8", real_date, "a real date CCYYMMDD"},
     {"RD8", real_period, "a period CCYYMMDD-CCYYMMDD of two real dates, the first not after the second"},
     {"DT", real_moment, "a real date and time CCYYMMDDHHMM"},
     {"TM", real_time, "a time HHMM, HHMMSS, HHMMSSD or HHMMSSDD, hours 00 to 23"}}};

/// Of every byte, whatever the delimiters: what Trait says of it.
std::array<std::uint8_t, 256> traits_of_bytes(bool extended_latin, std::uint8_t illegal,
                                              std::uint8_t no_digit, std::uint8_t no_blank) {
  std::array<std::uint8_t, 256> traits{};
  for (std::size_t byte = 0; byte < traits.size(); ++byte) {
    const bool letter = extended_latin && agreed_letter(static_cast<unsigned char>(byte));
    const bool refused = byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !letter);
    traits[byte] = static_cast<std::uint8_t>(no_digit | no_blank | (refused ? illegal : 0));
  }
  for (std::size_t byte = '0'; byte <= '9'; ++byte) traits[byte] = no_blank;
  traits[' '] = no_digit;
  return traits;
}

}  // namespace

bool real_time(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool length = text.size() == 4 || (text.size() >= 6 && text.size() <= 8);
  return digits && length && text.substr(0, 2) < "24" && text[2] < '6' && (text.size() == 4 || text[4] < '6');
}

bool real_period(std::string_view text) {
  if (text.size() != 17 || text[8] != '-') return false;
  const std::optional<base::Date> start = base::date_from_ccyymmdd(text.substr(0, 8));
  const std::optional<base::Date> end = base::date_from_ccyymmdd(text.substr(9));
  return start && end && *start <= *end;
}

bool real_moment(std::string_view text) {
  return text.size() == 12 && real_date(text.substr(0, 8)) && real_time(text.substr(8));
}

/// YYMMDD, as the interchange writes dates.
bool real_short_date(std::string_view text) {
  return base::date_from_ccyymmdd("20" + std::string(text)).has_value();
}

ElementCheck::ElementCheck(const Guide& guide, const Delimiters& delimiters, bool extended_latin,
                           FaultSink& sink)
    : guide_(guide), delimiters_(delimiters), sink_(sink) {
  static const auto ascii = traits_of_bytes(false, illegal, no_digit, no_blank);
  static const auto latin = traits_of_bytes(true, illegal, no_digit, no_blank);
  traits_ = extended_latin ? latin : ascii;
  traits_[static_cast<unsigned char>(delimiters.component)] = component_mark | no_digit | no_blank;
  if (delimiters.repetition != '\0') {
    traits_[static_cast<unsigned char>(delimiters.repetition)] = repetition_mark | no_digit | no_blank;
  }
}

void ElementCheck::check(const SegmentSpec& spec, const SegmentView& segment, const SegmentPlace& place,
                         std::uint32_t skip) {
  place_ = place;
  const std::span<const ElementSpec> specs = of(guide_.elements, spec.elements);
  const std::uint32_t given = segment.size();
  const auto known = static_cast<std::uint32_t>(specs.size());
  std::uint32_t filled = skip;
  std::uint32_t present = 0;
  for (std::uint32_t i = 1; i <= std::min(given, known); ++i) {
    const std::string_view value = segment.element(i);
    if (value.empty() || (skip >> i & 1U) != 0) continue;
    const std::uint8_t made_of = traits(value);
    if ((made_of & no_blank) == 0) continue;  // blanks only say nothing
    const ElementSpec& one = specs[i - 1];
    filled |= 1U << i;
    if (one.usage != Usage::not_used) present |= 1U << i;
    element(one, segment, {static_cast<std::uint16_t>(i), 0, 0, one.number}, value, made_of);
  }
  const std::uint32_t absent = spec.required & ~filled;
  if (absent != 0) missing(absent, spec.elements, {}, false);
  if (given > known) {
    fault("3", {static_cast<std::uint16_t>(known + 1), 0, 0, 0}, segment.element(known + 1),
          too_many(place.name, "element", known));
  }
  conditions(spec.conditions, spec.elements, present, absent, {});
}

void ElementCheck::check_qualifier(const SegmentSpec& spec, const SegmentView& segment,
                                   const SegmentPlace& place) {
  place_ = place;
  const std::span<const ElementSpec> specs = of(guide_.elements, spec.elements);
  if (specs.empty()) return;
  const std::string_view text = segment.element(1);
  const std::uint8_t made_of = traits(text);
  if (!text.empty() && (made_of & no_blank) != 0) {
    element(specs.front(), segment, {1, 0, 0, specs.front().number}, text, made_of);
  } else if ((spec.required & 2U) != 0) {
    missing(2U, spec.elements, {}, false);
  }
}

/// Each bit of `positions` is a required element, or component of `at`, that is not there.
void ElementCheck::missing(std::uint32_t positions, Run specs, ElementPlace at, bool components) {
  for (std::uint32_t rest = positions; rest != 0; rest &= rest - 1) {
    const auto position = static_cast<std::uint16_t>(std::countr_zero(rest));
    const ElementSpec& spec = guide_.elements[specs.first + position - 1U];
    (components ? at.component : at.element) = position;
    at.number = spec.number;
    fault("1", at, {}, element_missing(named(spec, at)));
  }
}

void ElementCheck::element(const ElementSpec& spec, const SegmentView& segment, ElementPlace at,
                           std::string_view text, std::uint8_t made_of) {
  if (spec.usage == Usage::not_used) return not_used(at, text);
  if (spec.type == ElementType::binary) return;  // bytes of any kind, read by their length
  if ((made_of & repetition_mark) != 0) return repeats(spec, at, text);
  if (spec.repeats_min > 1) fault("I11", at, {}, too_few_repeats(named(spec, at)));
  if (spec.type == ElementType::composite) return composite(spec, at, text);
  value(spec, at, text, made_of,
        spec.format_position == 0 ? std::string_view{} : segment.element(spec.format_position));
}

void ElementCheck::not_used(const ElementPlace& at, std::string_view text) {
  fault("I10", at, text, name_of(place_.name, at) + " is not used in this guide: leave it empty");
}

void ElementCheck::repeats(const ElementSpec& spec, ElementPlace at, std::string_view text) {
  if (spec.repeats_max <= 1) {
    fault("12", at, text, too_many_repeats(named(spec, at)));
    return;
  }
  const ElementPlace whole = at;
  for (std::string_view rest = text;;) {
    const std::size_t cut = std::min(rest.find(delimiters_.repetition), rest.size());
    const std::string_view one = rest.substr(0, cut);
    ++at.repetition;
    if (at.repetition > spec.repeats_max) {
      fault("12", at, one, too_many_repeats(named(spec, at)));
      return;
    }
    if (!one.empty() && spec.type == ElementType::composite) composite(spec, at, one);
    if (!one.empty() && spec.type != ElementType::composite) value(spec, at, one, traits(one), {});
    if (cut == rest.size()) break;
    rest.remove_prefix(cut + 1);
  }
  if (at.repetition < spec.repeats_min) fault("I11", whole, {}, too_few_repeats(named(spec, whole)));
}

void ElementCheck::composite(const ElementSpec& spec, ElementPlace at, std::string_view text) {
  const std::span<const ElementSpec> parts = of(guide_.elements, spec.components);
  std::array<std::string_view, 32> given;
  std::uint32_t count = 0;
  for (std::string_view rest = text; count < given.size();) {
    const std::size_t cut = std::min(rest.find(delimiters_.component), rest.size());
    given.at(count++) = rest.substr(0, cut);
    if (cut == rest.size()) break;
    rest.remove_prefix(cut + 1);
  }
  std::uint32_t filled = 0;
  std::uint32_t present = 0;
  for (std::uint32_t i = 1; i <= std::min<std::size_t>(count, parts.size()); ++i) {
    const std::string_view one = given.at(i - 1);
    const std::uint8_t made_of = traits(one);
    if ((made_of & no_blank) == 0) continue;
    const ElementSpec& part = parts[i - 1];
    at.component = static_cast<std::uint16_t>(i);
    at.number = part.number;
    filled |= 1U << i;
    if (part.usage == Usage::not_used) {
      not_used(at, one);
      continue;
    }
    present |= 1U << i;
    const bool has_format = part.format_position != 0 && part.format_position <= count;
    value(part, at, one, made_of, has_format ? given.at(part.format_position - 1U) : std::string_view{});
  }
  at.component = 0;
  const std::uint32_t absent = spec.required & ~filled;
  if (absent != 0) missing(absent, spec.components, at, true);
  if (count > parts.size()) {
    const auto extra = static_cast<std::uint16_t>(parts.size() + 1);
    fault("13", {at.element, extra, at.repetition, 0}, given.at(parts.size()),
          too_many(name_of(place_.name, at), "component", parts.size()));
  }
  conditions(spec.conditions, spec.components, present, absent, at);
}

void ElementCheck::value(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                         std::uint8_t made_of, std::string_view format) {
  if ((made_of & (illegal | component_mark)) != 0) {
    character(spec, at, text);
    return;
  }
  switch (spec.type) {
    case ElementType::text:
    case ElementType::code:
      if (!length(spec, at, text, text.size())) return;
      if (!format.empty()) dated(at, text, format);
      break;
    case ElementType::whole:
    case ElementType::decimal:
      if (!number(spec, at, text, made_of)) return;
      break;
    case ElementType::date: date(spec, at, text); break;
    case ElementType::time: time(spec, at, text); break;
    case ElementType::binary:
    case ElementType::composite:
    case ElementType::unchecked: break;
  }
  if (spec.codes.count != 0 || spec.dictionary.count != 0) code(spec, at, text);
}

void ElementCheck::date(const ElementSpec& spec, const ElementPlace& at, std::string_view text) {
  if (!length(spec, at, text, text.size()) || real_date(text)) return;
  if (spec.length_max == 6 && real_short_date(text)) return;
  fault("8", at, text, name_of(place_.name, at) + " is a real date CCYYMMDD");
}

void ElementCheck::time(const ElementSpec& spec, const ElementPlace& at, std::string_view text) {
  if (!length(spec, at, text, text.size()) || real_time(text)) return;
  fault("9", at, text, name_of(place_.name, at) + " is " + allowed(guide_, spec) + ", hours 00 to 23");
}

/// IK403 6: a control character, a byte beyond ASCII, or a component separator where no composite stands.
void ElementCheck::character(const ElementSpec& spec, const ElementPlace& at, std::string_view text) {
  const auto first = std::find_if(text.begin(), text.end(), [&](char c) {
    return (traits_[static_cast<unsigned char>(c)] & (illegal | component_mark)) != 0;
  });
  const std::string where =
      "character " + std::to_string(first - text.begin() + 1) + " of " + name_of(place_.name, at);
  const auto byte = static_cast<unsigned char>(*first);
  if ((traits_[byte] & component_mark) != 0) {
    fault("6", at, text,
          where + " is the component separator, and this has no components: it is " + allowed(guide_, spec));
  } else if (byte >= 0x80) {
    fault("6", at, text,
          where + " is no letter that was agreed: write A to Z, a to z, digits and ASCII punctuation");
  } else {
    fault("6", at, text, where + " is a control character: take it out");
  }
}

bool ElementCheck::other_length(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                                std::size_t counted) {
  fault(counted < spec.length_min ? "4" : "5", at, text, wrong_length(named(spec, at), counted));
  return false;
}

void ElementCheck::dated(const ElementPlace& at, std::string_view text, std::string_view format) {
  const auto* const known =
      std::find_if(formats.begin(), formats.end(), [&](const Format& one) { return one.name == format; });
  if (known == formats.end() || known->real(text)) return;
  fault("8", at, text, name_of(place_.name, at) + " is " + std::string(known->words));
}

/// Sign and point do not count towards the length. No exponent, no thousands sign; a whole number has no
/// zeros before it unless its shortest length asks for them. Rule: X12.6, types N and R.
bool ElementCheck::number(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                          std::uint8_t made_of) {
  std::string_view digits = text;
  std::size_t counted = text.size();
  if ((made_of & no_digit) != 0) {
    digits.remove_prefix(text.starts_with('-') ? 1 : 0);
    const auto points = std::count(digits.begin(), digits.end(), '.');
    counted = static_cast<std::size_t>(
        std::count_if(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }));
    const bool well_made = counted > 0 && counted + static_cast<std::size_t>(points) == digits.size() &&
                           points <= (spec.type == ElementType::decimal ? 1 : 0);
    if (!well_made) {
      const char* words =
          spec.type == ElementType::decimal
              ? " is a number: digits and at most one decimal point, no thousands mark, no exponent"
              : " is a whole number: digits only";
      fault("6", at, text, name_of(place_.name, at) + words);
      return false;
    }
  }
  if (spec.type == ElementType::whole && digits.front() == '0' &&
      digits.size() > std::max<std::size_t>(spec.length_min, 1)) {
    fault("6", at, text, "write " + name_of(place_.name, at) + " without zeros before the number");
    return false;
  }
  return length(spec, at, text, counted);
}

void ElementCheck::code(const ElementSpec& spec, const ElementPlace& at, std::string_view given) {
  std::string_view text = given;
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);  // trailing blanks say nothing
  const std::uint64_t one = packed(text);
  if (!contains(of(guide_.codes, spec.codes.count != 0 ? spec.codes : spec.dictionary), one)) {
    unlisted(spec, at, given, one);
  }
}

/// I6: X12 has the code and the guide does not take it; 7: nobody has it.
void ElementCheck::unlisted(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                            std::uint64_t one) {
  const bool known = spec.codes.count != 0 && contains(of(guide_.codes, spec.dictionary), one);
  fault(known ? "I6" : "7", at, text, wrong_code(named(spec, at)));
}

void ElementCheck::conditions(Run run, Run specs, std::uint32_t present, std::uint32_t reported,
                              const ElementPlace& composite) {
  for (const Condition& condition : of(guide_.conditions, run)) {
    if (!is_broken(condition, present)) continue;
    const bool too_many = condition.kind == 'E';  // it is the presence of a second that is the fault
    const std::uint32_t has = present & condition.mask;
    const std::uint32_t wanted = too_many ? has & (has - 1) : condition.mask & ~has;
    if ((wanted & reported) != 0) continue;
    const auto position = static_cast<std::uint16_t>(std::countr_zero(wanted));
    const ElementSpec& spec = guide_.elements[specs.first + position - 1U];
    ElementPlace at = composite;
    (composite.element == 0 ? at.element : at.component) = position;
    at.number = spec.number;
    fault(too_many ? "10" : "2", at, {}, condition_broken(condition, place_.name, composite.element));
  }
}

}  // namespace x12
