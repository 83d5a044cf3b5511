// Requests and determinations that nobody would send by hand: the scenarios' own, with delimiters, control
// characters, letters beyond ASCII and texts of any length in every field that holds words, and more of
// everything than X12 has room for. Deterministic: the same seed gives the same models.
#pragma once

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "mappers/model/canonical.hpp"
#include "mappers/model/model_shapes.hpp"
#include "x12_support.hpp"

namespace support {

/// What the texts of a model may be changed into.
enum class Nastiness : std::uint8_t {
  anything,   // also what X12 cannot say
  printable,  // any printable ASCII, short enough for every element: X12 can say it with the right delimiters
};

class Nasty {
 public:
  Nasty(unsigned seed, Nastiness kind) : engine_(seed), kind_(kind) {}

  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine_); }
  bool one_in(int n) { return number(1, n) == 1; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(number(0, static_cast<int>(all.size()) - 1))];
  }

  std::string text() {
    if (kind_ == Nastiness::printable) return printable(number(2, 10));
    switch (number(0, 8)) {
      case 0: return printable(number(1, 30));
      case 1: return std::string(200, 'w');
      case 2: return printable(number(100, 400));
      case 3: return "JOS\xC3\x89 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80";
      case 4: return std::string("A\0B\x01\x1F\x7F\r\n\tC", 10);
      case 5: return one_of<std::string>({"~", "*~:^", "  ", " ", "\n", "\xFF\xFE", "\xC3"});
      case 6: return "  BLANKS ABOUT  ";
      case 7: return "O'HARA*SMITH: UNIT ^2 ~ END";
      default: return "PLAIN " + std::to_string(number(1, 99));
    }
  }

  /// Changes about every second text of words that is not empty.
  template <class Value>
  void spoil(Value& value) {
    if constexpr (mappers::is_optional<Value>) {
      if (value) spoil(*value);
    } else if constexpr (mappers::is_vector<Value>) {
      if constexpr (!std::is_same_v<Value, std::vector<std::string>>) {
        for (auto& one : value) spoil(one);
      }
    } else if constexpr (mappers::ModelStruct<Value> && !std::is_same_v<Value, precert::Tooth> &&
                         !std::is_same_v<Value, precert::Answer>) {  // codes and ids, no words
      precert::fields(value, [this](std::string_view name, auto& field) {
        using Field = std::remove_cvref_t<decltype(field)>;
        if constexpr (std::is_same_v<Field, std::string>) {
          if (is_words(name) && !field.empty() && one_in(2)) field = text();
        } else {
          spoil(field);
          if constexpr (std::is_same_v<Field, std::vector<std::string>>) {
            if (name == "lines") {
              for (std::string& line : field) line = text();
            }
          }
        }
      });
    }
  }

  /// More diagnoses, providers, papers, notes, answers and services than a 278 has room for.
  void crowd(precert::ReviewRequest& request) {
    if (one_in(3)) {
      for (int i = 0; i < 30; ++i) {
        request.event.diagnoses.push_back({static_cast<precert::DiagnosisKind>(number(0, 3)),
                                           precert::CodeSystem::icd10_cm,
                                           "M541" + std::to_string(i % 10),
                                           {},
                                           {}});
      }
    }
    for (int i = number(0, 4) * number(0, 4); i > 0; --i)
      request.event.providers.push_back(request.requester);
    for (int i = number(0, 4) * number(0, 4); i > 0; --i) {
      precert::Document& paper = request.documents.emplace_back();
      paper.report_type = one_of<std::string>({"", "B3"});
      paper.transmission = one_of<std::string>({"", "AA", "EL"});
      paper.control_number = one_in(3) ? text() : "ACN" + std::to_string(i);
      paper.description = text();
      paper.service = number(0, 2);
    }
    for (int i = number(0, 3); i > 0; --i) request.notes.push_back({text(), number(0, 2), {}});
    for (int i = number(0, 5); i > 0; --i)
      request.answers.push_back({"loinc:" + std::to_string(i), text(), number(0, 2), {}});
    const std::size_t lines = request.services.size();
    for (std::size_t i = 0; lines > 0 && one_in(3) && i < 20; ++i) {
      request.services.push_back(request.services[i % lines]);
      request.services.back().sequence = static_cast<int>(request.services.size());
      if (one_in(2)) request.services.back().procedure.description = text();
    }
  }

 private:
  static bool is_words(std::string_view field) {
    constexpr std::array<std::string_view, 30> words{"organization",
                                                     "family",
                                                     "given",
                                                     "middle",
                                                     "prefix",
                                                     "suffix",
                                                     "city",
                                                     "name",
                                                     "value",
                                                     "extension",
                                                     "description",
                                                     "description_more",
                                                     "text",
                                                     "reference",
                                                     "number",
                                                     "subdivision",
                                                     "control_number",
                                                     "group",
                                                     "plan",
                                                     "words",
                                                     "question",
                                                     "appeal",
                                                     "peer_to_peer",
                                                     "denial_reason",
                                                     "round_trip_purpose",
                                                     "stretcher_purpose",
                                                     "therapist_order",
                                                     "certification_number",
                                                     "reference_number",
                                                     "trace"};
    return std::find(words.begin(), words.end(), field) != words.end();
  }

  std::string printable(int length) {
    std::string out;
    for (int i = 0; i < length; ++i) out += static_cast<char>(number('!', '~'));
    return out;
  }

  std::mt19937 engine_;
  Nastiness kind_;
};

/// The requests of all scenarios that are valid, by name.
inline const std::vector<precert::ReviewRequest>& scenario_requests() {
  static const std::vector<precert::ReviewRequest> all = [] {
    std::vector<std::filesystem::path> files;
    for (const auto& folder : std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/fixtures/scenarios")) {
      if (std::filesystem::exists(folder.path() / "request.x12"))
        files.push_back(folder.path() / "request.x12");
    }
    std::sort(files.begin(), files.end());
    std::vector<precert::ReviewRequest> requests;
    for (const auto& file : files) {
      std::ifstream in(file, std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      if (Read278 read(text.str()); !read.faults("request").empty()) continue;
      requests.push_back(model_of(text.str()));
    }
    return requests;
  }();
  return all;
}

/// Any answer to `request`, sensible or not, with codes that exist.
inline precert::Determination any_determination(Nasty& nasty, const precert::ReviewRequest& request) {
  using precert::ReviewAction;
  precert::Determination made;
  const auto action = [&] { return static_cast<ReviewAction>(nasty.number(0, 7)); };
  const auto day = [&] { return base::date_from_iso("2026-01-05")->plus_days(nasty.number(0, 60)); };
  made.decided = *base::instant_from_iso("2026-01-05T09:31:00Z");
  made.numbers = {"AUTH1", "REF1", nasty.one_in(3) ? nasty.text() : "TRACE1"};
  const auto decide = [&](int sequence) {
    precert::LineDetermination line;
    line.sequence = sequence;
    line.action = action();
    if (nasty.one_in(2)) line.certification_number = nasty.text();
    if (nasty.one_in(2)) line.reference_number = nasty.text();
    if (nasty.one_in(2)) line.validity = base::Period{day(), day()};
    if (line.validity && *line.validity->end < line.validity->start)
      std::swap(*line.validity->end, line.validity->start);
    if (nasty.one_in(3)) line.quantity = precert::Quantity{base::Decimal(nasty.number(1, 99)), {}, {}};
    if (nasty.one_in(3)) line.provider = request.requester;
    for (int i = nasty.number(0, 7); i > 0; --i) {
      line.reasons.push_back(
          {nasty.one_of<std::string>({"", "0M", "0L", "0U", "0V", "0F"}), nasty.text(), "", "", {}});
    }
    for (int i = nasty.number(0, 14); i > 0; --i) {
      precert::MissingInformation one;
      one.fact = nasty.one_in(2) ? "fact-" + std::to_string(i) : "";
      one.question = nasty.text();
      one.loinc = nasty.one_of<std::string>({"", "18726-0", "11502-2"});
      one.report_type = nasty.one_of<std::string>({"", "B3"});
      one.control_number = nasty.one_in(2) ? nasty.text() : "UMOACN" + std::to_string(i);
      one.due = made.decided;
      line.missing.push_back(one);
    }
    if (nasty.one_in(2)) line.rights = precert::Rights{nasty.text(), day(), nasty.text()};
    if (nasty.one_in(3)) line.lower_cost.push_back({"1999000155", nasty.text(), "", 1});
    made.lines.push_back(std::move(line));
  };
  if (request.services.empty()) decide(0);
  for (const precert::ServiceLine& line : request.services) {
    if (!nasty.one_in(8)) decide(line.sequence);
  }
  made.action = precert::summary_of(made.lines);
  const int refusals = nasty.one_in(3) ? nasty.number(1, 12) : 0;
  for (int i = 0; i < refusals; ++i) {
    made.refusals.push_back({static_cast<precert::Level>(nasty.number(0, 8)),
                             nasty.number(0, 3),
                             nasty.one_of<std::string>({"42", "75", "33", "ZZ", ""}),
                             static_cast<precert::FollowUp>(nasty.number(0, 4)),
                             nasty.text(),
                             "",
                             {}});
  }
  for (int i = nasty.number(0, 3); i > 0; --i) made.notes.push_back({nasty.text(), nasty.number(0, 2), {}});
  made.umo_contact = {nasty.text(), {{precert::ContactKind::phone, nasty.text(), nasty.text()}}};
  if (nasty.one_in(2)) {
    made.intake = request.requester;
    made.intake.role = precert::PartyRole::contact;
  }
  return made;
}

}  // namespace support
