// The checks of single values. Everything here runs for every element of every message: integers before
// strings.
#include "parsers/x12/element_check.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "base/date.hpp"

namespace x12 {
namespace {

bool contains(std::span<const std::uint64_t> sorted, std::uint64_t code) {
  constexpr std::size_t few = 12;
  if (sorted.size() <= few) return std::find(sorted.begin(), sorted.end(), code) != sorted.end();
  return std::binary_search(sorted.begin(), sorted.end(), code);
}

std::string remedy_for(std::string_view code, const std::string& name) {
  if (code == "1") return name + " is required";
  if (code == "2") return name + " has to be given together with the elements it belongs to";
  if (code == "3") return "the segment has no element " + name;
  if (code == "4") return name + " is too short";
  if (code == "5") return name + " is too long";
  if (code == "6") return name + " holds a character that its type or the agreed character set does not have";
  if (code == "7") return name + " has no such code";
  if (code == "8") return name + " is no real date of its format";
  if (code == "9") return name + " is no real time";
  if (code == "10") return name + " must not be given together with the element that excludes it";
  if (code == "12") return name + " has too many repetitions";
  if (code == "13") return name + " has too many components";
  if (code == "I6") return name + " has a code that this guide does not use";
  return name + " is not used in this guide";
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

ElementCheck::ElementCheck(const Guide& guide, const Delimiters& delimiters, bool extended_latin,
                           FaultSink& sink)
    : guide_(guide), delimiters_(delimiters), sink_(sink) {
  for (std::size_t byte = 0; byte < traits_.size(); ++byte) {
    const bool control = byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !extended_latin);
    traits_[byte] = static_cast<std::uint8_t>(no_digit | no_blank | (control ? illegal : 0));
  }
  for (std::size_t byte = '0'; byte <= '9'; ++byte) traits_[byte] = no_blank;
  traits_[' '] = no_digit;
  traits_[static_cast<unsigned char>(delimiters.component)] = component_mark | no_digit | no_blank;
  if (delimiters.repetition != '\0') {
    traits_[static_cast<unsigned char>(delimiters.repetition)] = repetition_mark | no_digit | no_blank;
  }
}

void ElementCheck::fault(std::string_view code, const ElementPlace& at, std::string_view value) {
  sink_.element(code, place_, at, value, remedy_for(code, name_of(place_.name, at)));
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
  const std::uint32_t missing = spec.required & ~filled;
  for (std::uint32_t rest = missing; rest != 0; rest &= rest - 1) {
    const auto position = static_cast<std::uint16_t>(std::countr_zero(rest));
    fault("1", {position, 0, 0, specs[position - 1U].number}, {});
  }
  if (given > known) {
    fault("3", ElementPlace{static_cast<std::uint16_t>(known + 1), 0, 0, 0}, segment.element(known + 1));
  }
  conditions(spec.conditions, spec.elements, present, missing, 0);
}

void ElementCheck::element(const ElementSpec& spec, const SegmentView& segment, ElementPlace at,
                           std::string_view text, std::uint8_t made_of) {
  if (spec.usage == Usage::not_used) {
    fault("I10", at, text);
    return;
  }
  if ((made_of & illegal) != 0) {
    fault("6", at, {});
    return;
  }
  if ((made_of & repetition_mark) != 0) {
    if (spec.repeats_max > 1 && spec.type != ElementType::composite) {
      repeats(spec, at, text);
    } else {
      fault("12", at, {});
    }
    return;
  }
  if (spec.type == ElementType::composite) {
    composite(spec, at, text);
    return;
  }
  if ((made_of & component_mark) != 0) {
    fault("6", at, {});
    return;
  }
  value(spec, at, text, made_of,
        spec.format_position == 0 ? std::string_view{} : segment.element(spec.format_position));
}

void ElementCheck::repeats(const ElementSpec& spec, ElementPlace at, std::string_view text) {
  for (std::string_view rest = text;;) {
    const std::size_t cut = std::min(rest.find(delimiters_.repetition), rest.size());
    const std::string_view one = rest.substr(0, cut);
    ++at.repetition;
    if (at.repetition > spec.repeats_max) {
      fault("12", at, one);
      return;
    }
    if (!one.empty()) value(spec, at, one, traits(one), {});
    if (cut == rest.size()) return;
    rest.remove_prefix(cut + 1);
  }
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
      fault("I10", at, one);
      continue;
    }
    present |= 1U << i;
    const bool has_format = part.format_position != 0 && part.format_position <= count;
    value(part, at, one, made_of, has_format ? given.at(part.format_position - 1U) : std::string_view{});
  }
  const std::uint32_t missing = spec.required & ~filled;
  for (std::uint32_t rest = missing; rest != 0; rest &= rest - 1) {
    const auto position = static_cast<std::uint16_t>(std::countr_zero(rest));
    fault("1", {at.element, position, 0, parts[position - 1U].number}, {});
  }
  if (count > parts.size()) {
    const auto extra = static_cast<std::uint16_t>(parts.size() + 1);
    fault("13", ElementPlace{at.element, extra, 0, 0}, given.at(parts.size()));
  }
  conditions(spec.conditions, spec.components, present, missing, at.element);
}

void ElementCheck::value(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                         std::uint8_t made_of, std::string_view format) {
  switch (spec.type) {
    case ElementType::text:
    case ElementType::code:
      length(spec, at, text, text.size());
      if (format == "D8" && !base::date_from_ccyymmdd(text)) fault("8", at, text);
      if (format == "RD8" && !real_period(text)) fault("8", at, text);
      break;
    case ElementType::whole:
    case ElementType::decimal: number(spec, at, text, made_of); break;
    case ElementType::date:
      length(spec, at, text, text.size());
      if (!base::date_from_ccyymmdd(text)) fault("8", at, text);
      break;
    case ElementType::time:
      length(spec, at, text, text.size());
      if (!real_time(text)) fault("9", at, text);
      break;
    case ElementType::composite:
    case ElementType::unchecked: break;
  }
  if (spec.codes.count != 0 || spec.dictionary.count != 0) code(spec, at, text);
}

void ElementCheck::length(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                          std::size_t counted) {
  if (spec.length_max == 0) return;
  if (counted < spec.length_min) fault("4", at, text);
  if (counted > spec.length_max) fault("5", at, text);
}

/// Sign and point do not count towards the length. No exponent, no thousands sign.
void ElementCheck::number(const ElementSpec& spec, const ElementPlace& at, std::string_view text,
                          std::uint8_t made_of) {
  std::size_t digits = text.size();
  if ((made_of & no_digit) != 0) {
    const std::string_view unsigned_part = text.starts_with('-') ? text.substr(1) : text;
    const auto points = std::count(unsigned_part.begin(), unsigned_part.end(), '.');
    digits = static_cast<std::size_t>(std::count_if(unsigned_part.begin(), unsigned_part.end(),
                                                    [](char c) { return c >= '0' && c <= '9'; }));
    const bool well_made = digits > 0 && digits + static_cast<std::size_t>(points) == unsigned_part.size() &&
                           points <= (spec.type == ElementType::decimal ? 1 : 0);
    if (!well_made) {
      fault("6", at, {});
      return;
    }
  }
  length(spec, at, text, digits);
}

void ElementCheck::code(const ElementSpec& spec, const ElementPlace& at, std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');  // trailing blanks say nothing
  const std::uint64_t one = packed(text.substr(0, last + 1));
  if (spec.codes.count != 0 && contains(of(guide_.codes, spec.codes), one)) return;
  const bool in_dictionary = spec.dictionary.count != 0 && contains(of(guide_.codes, spec.dictionary), one);
  if (spec.codes.count == 0 && in_dictionary) return;
  fault(in_dictionary ? "I6" : "7", at, text);
}

void ElementCheck::conditions(Run run, Run specs, std::uint32_t present, std::uint32_t reported,
                              std::uint16_t element) {
  for (const Condition& condition : of(guide_.conditions, run)) {
    const std::uint32_t has = present & condition.mask;
    const std::uint32_t lead = 1U << condition.positions[0];
    bool broken = false;
    std::uint32_t wanted = condition.mask & ~has;  // whose absence, or for E presence, is the fault
    switch (condition.kind) {
      case 'P': broken = has != 0 && has != condition.mask; break;
      case 'R': broken = has == 0; break;
      case 'C': broken = (has & lead) != 0 && has != condition.mask; break;
      case 'L': broken = has == lead; break;
      default:
        broken = std::popcount(has) > 1;
        wanted = has & ~(1U << static_cast<unsigned>(std::countr_zero(has | (1U << 31U))));
        break;
    }
    if (!broken || (wanted & reported) != 0) continue;
    const auto position = static_cast<std::uint16_t>(std::countr_zero(wanted));
    const ElementSpec& spec = guide_.elements[specs.first + position - 1U];
    const ElementPlace at = element == 0 ? ElementPlace{position, 0, 0, spec.number}
                                         : ElementPlace{element, position, 0, spec.number};
    fault(condition.kind == 'E' ? "10" : "2", at, {});
  }
}

}  // namespace x12
