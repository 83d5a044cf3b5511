// Words of letters: kinds, dates, amounts, numbers.
#include <algorithm>
#include <array>
#include <utility>

#include "precert/engine/letter_words.hpp"

namespace precert {
namespace {

constexpr std::array<std::pair<LetterKind, std::string_view>, 10> kinds{
    {{LetterKind::approval, "approval"},
     {LetterKind::modified, "modified"},
     {LetterKind::denial, "denial"},
     {LetterKind::not_required, "not_required"},
     {LetterKind::information, "information"},
     {LetterKind::extension, "extension"},
     {LetterKind::closed, "closed"},
     {LetterKind::peer_to_peer, "peer_to_peer"},
     {LetterKind::appeal_received, "appeal_received"},
     {LetterKind::cover_sheet, "cover_sheet"}}};

/// One and many of a unit; what is only counted has no word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> unit_words{
    {{"unit", "units"},
     {"day", "days"},
     {"hour", "hours"},
     {"month", "months"},
     {"visit", "visits"},
     {"minute", "minutes"},
     {"international unit", "international units"}}};

}  // namespace

std::string_view letter_word(LetterKind kind) {
  for (const auto& [candidate, text] : kinds) {
    if (candidate == kind) return text;
  }
  return {};
}

std::optional<LetterKind> letter_kind_from(std::string_view word) {
  for (const auto& [kind, text] : kinds) {
    if (text == word) return kind;
  }
  return std::nullopt;
}

std::string_view letter_word(Addressee addressee) {
  return addressee == Addressee::member ? "member" : "provider";
}

std::string date_in_words(base::Date day) {
  constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                              "July",    "August",   "September", "October", "November", "December"};
  if (day.month < 1 || day.month > 12) return {};
  return std::string(months.at(day.month - 1U)) + " " + std::to_string(day.day) + ", " +
         std::to_string(day.year);
}

std::string phone_in_words(std::string_view digits) {
  const bool ten = digits.size() == 10 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!ten) return std::string(digits);
  return std::string(digits.substr(0, 3)) + "-" + std::string(digits.substr(3, 3)) + "-" +
         std::string(digits.substr(6));
}

std::string period_in_words(const base::Period& period) {
  std::string text = date_in_words(period.start);
  if (!period.end) return "from " + text;
  if (*period.end == period.start) return text;
  return text + " to " + date_in_words(*period.end);
}

std::string amount_in_words(const std::optional<Quantity>& quantity) {
  if (!quantity) return {};
  const auto& [one, many] = unit_words.at(static_cast<std::size_t>(quantity->unit));
  return quantity->value.text() + " " + std::string(quantity->value == base::Decimal(1) ? one : many);
}

std::string code_in_words(const Procedure& procedure) {
  if (procedure.code.empty()) return {};
  constexpr std::array systems{"CPT",           "HCPCS", "NDC",          "ICD-10-PCS", "ICD-9",    "CDT",
                               "home infusion", "ABC",   "service type", "ICD-10-CM",  "ICD-9-CM", "DRG"};
  std::string text = systems.at(static_cast<std::size_t>(procedure.system));
  text += " " + procedure.code;
  for (const std::string& modifier : procedure.modifiers) text += "-" + modifier;
  return text;
}

std::string diagnosis_in_words(std::string_view code) {
  constexpr std::size_t category = 3;
  std::string text(code.substr(0, category));
  const bool dotted = code.size() > category && code.find('.') == std::string_view::npos;
  return text + (dotted ? "." : "") + std::string(code.substr(std::min(category, code.size())));
}

std::string answer_in_words(const AnswerValue& value) {
  if (const bool* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
  if (const base::Decimal* number = std::get_if<base::Decimal>(&value)) return number->text();
  if (const base::Date* day = std::get_if<base::Date>(&value)) return date_in_words(*day);
  return std::get<std::string>(value);
}

std::vector<std::string> address_lines(const Address& address) {
  std::vector<std::string> lines = address.lines;
  std::string place = address.city;
  if (!address.state.empty()) place += (place.empty() ? "" : ", ") + address.state;
  if (!address.postal_code.empty()) place += (place.empty() ? "" : " ") + address.postal_code;
  if (!place.empty()) lines.push_back(std::move(place));
  if (!address.country.empty() && address.country != "US" && address.country != "USA") {
    lines.push_back(address.country);
  }
  return lines;
}

std::string point_of(const Contact& contact, ContactKind kind) {
  for (const ContactPoint& point : contact.points) {
    if (point.kind == kind) return point.value;
  }
  return {};
}

}  // namespace precert
