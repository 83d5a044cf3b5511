#include "gateway/letters/templates.hpp"

#include <glib.h>

#include <array>
#include <fstream>
#include <iterator>
#include <kainjow/mustache.hpp>

#include "gateway/letters/fields.hpp"
#include "gateway/letters/template_check.hpp"

namespace gateway {
namespace letter_templates {
std::string_view embedded(std::string_view name);
}
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;
using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr std::array<std::string_view, 15> names{
    "approval.txt",  "modified.txt", "denial.txt",      "not_required.txt", "information.txt",
    "extension.txt", "closed.txt",   "head.txt",        "services.txt",     "evidence.txt",
    "appeal.txt",    "foot.txt",     "peer_to_peer.txt", "appeal_received.txt",
    "cover_sheet.txt"};

/// A value between marks, so that nothing in it counts as markup; in UTF-8 whatever it was.
std::string fenced(const std::string& value) {
  gchar* const valid = g_utf8_make_valid(value.data(), static_cast<gssize>(value.size()));
  std::string out(1, value_begin);
  for (const char* at = valid; *at != '\0'; ++at) {
    if (*at == '\n') {
      out += line_break;
    } else if (static_cast<unsigned char>(*at) >= 0x20) {
      out += *at;
    }
  }
  g_free(valid);
  out += value_end;
  return out;
}

/// A field without a value counts as false, so that its section is left out.
data data_of(const LetterFields& fields) {
  data object{data::type::object};
  for (const auto& [name, text] : fields.texts) {
    object.set(name, text.empty() ? data{data::type::bool_false} : data{text});
  }
  for (const auto& [name, items] : fields.lists) {
    data list{data::type::list};
    for (const LetterFields& item : items) list.push_back(data_of(item));
    object.set(name, list);
  }
  return object;
}

/// "{{> name}}" gives way to the text of that name: a field may have the name too, so the library is not
/// asked. What includes itself was refused before.
std::string with_partials(const std::string& text, const std::map<std::string, std::string>& texts) {
  constexpr std::string_view mark = "{{>";
  std::string whole;
  std::size_t at = 0;
  while (true) {
    const std::size_t begin = text.find(mark, at);
    whole += text.substr(at, begin - at);
    if (begin == std::string::npos) return whole;
    const std::size_t end = text.find("}}", begin);
    std::string name = text.substr(begin + mark.size(), end - begin - mark.size());
    std::erase(name, ' ');
    whole += with_partials(texts.at(name + ".txt"), texts);
    at = end + 2;
  }
}

base::Result<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Issues(Issue{IssueCode::config_invalid, file.string(), "the file cannot be read."});
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

}  // namespace

base::Result<LetterTemplates> LetterTemplates::from(std::map<std::string, std::string> texts) {
  for (const std::string_view name : names) {
    texts.try_emplace(std::string(name), letter_templates::embedded(name));
  }
  Issues issues = template_faults(texts);
  if (!issues.empty()) return issues;
  LetterTemplates templates;
  for (const auto& [file, text] : texts) templates.texts_[file] = with_partials(text, texts);
  return templates;
}

base::Result<LetterTemplates> LetterTemplates::load(const std::filesystem::path& folder) {
  std::map<std::string, std::string> texts;
  if (folder.empty()) return from(std::move(texts));
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  if (error) {
    return Issues(Issue{IssueCode::config_invalid, folder.string(), "the folder of letters cannot be read."});
  }
  for (const std::filesystem::directory_entry& file : files) {
    if (file.path().extension() != ".txt") continue;
    base::Result<std::string> text = text_of(file.path());
    if (!text) return text.error();
    texts[file.path().filename().string()] = std::move(*text);
  }
  return from(std::move(texts));
}

base::Result<LetterDocument> LetterTemplates::filled(const precert::LetterContent& letter) const {
  if (letter.phone.empty()) {
    return Issues(Issue{IssueCode::data_invalid, "payer.contact.phone",
                        "no letter leaves without a number to call; add the phone to the rulebook's payer."});
  }
  const std::string kind = std::string(precert::letter_word(letter.kind)) + ".txt";
  mustache text(texts_.at(kind));
  text.set_custom_escape(fenced);
  return letter_document_from(text.render(data_of(letter_fields(letter))));
}

}  // namespace gateway
