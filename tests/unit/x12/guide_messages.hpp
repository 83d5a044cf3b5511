// The messages of fixtures/x12/, each in a folder named like the guide it is under, for the tests of guides.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/tokenise.hpp"

namespace x12 {

inline std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::filesystem::path fixture_folder() {
  return std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures/x12";
}

/// fixture("005010X279A1_request/mri.x12")
inline std::string fixture(std::string_view name) { return text_of_file(fixture_folder() / name); }

/// Every message of the folder that was named.
inline std::vector<std::filesystem::path> fixture_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(fixture_folder())) {
    if (entry.path().extension() == ".x12") files.push_back(entry.path());
  }
  return files;
}

/// "7 2000E/UM-02 @15; 1 …" for what check() says of the first transaction set, or of a TA1; "" when nothing.
/// `guide` nullptr: the one that the message shows.
inline std::string faults_of(const std::string& text, const Guide* guide = nullptr) {
  Reader reader(text);
  Event event = reader.next();
  while (event != Event::transaction_set && event != Event::interchange_end && event != Event::done &&
         event != Event::unreadable) {
    event = reader.next();
  }
  TransactionSet ta1;
  const TransactionSet* set = &ta1;
  std::string version;
  if (event == Event::transaction_set) {
    set = &reader.set();
    version = reader.group().version;
  } else {
    const std::size_t at = text.find("TA1");
    if (at == std::string::npos) return "no transaction set and no TA1";
    ta1.tokens.delimiters = reader.interchange().delimiters;
    static_cast<void>(tokenise(text, at, 20, ta1.tokens));
    ta1.id = "TA1";
  }
  if (guide == nullptr) guide = guide_for_set(version, *set);
  if (guide == nullptr) return "no guide";
  LoopTree tree;
  std::vector<Fault> faults;
  const bool good = check(*set, *guide, {}, tree, faults);
  std::string line;
  for (const Fault& one : set->envelope_faults) line += "IK5 " + std::string(one.code) + "; ";
  for (const Fault& one : faults) line += std::string(one.code) + " " + one.where() + "; ";
  if (good != line.empty()) line += "check() says otherwise; ";
  return line.empty() ? line : line.substr(0, line.size() - 2);
}

/// The text with one thing of it changed. Throws when it is not there, so that no test passes by mistake.
inline std::string changed_text(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos)
    throw std::logic_error("the test changes what is not there: " + std::string(from));
  return text.replace(at, from.size(), to);
}

}  // namespace x12
