// The command line: `precert COMMAND …`. Exit codes: 0 good, 1 the data is bad, 2 usage, 3 the environment failed.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/issue.hpp"
#include "base/result.hpp"

namespace gateway {

[[nodiscard]] int run_command_line(int argc, char** argv);

namespace cli {

inline constexpr int good = 0;
inline constexpr int bad_data = 1;
inline constexpr int usage = 2;
inline constexpr int environment_failed = 3;

/// `precert serve`.
struct ServeOptions {
  std::string config_file, listen, data, store, rulebook, partners, guides, open_access;
  int threads = -1;
  bool demo = false;
};
[[nodiscard]] int serve(const ServeOptions& options);

/// `precert validate FILE… [--json] [--show-values] [--partners FILE] [--partner NAME] [--guides DIR]
/// [--rulebook DIR] [--ig FILE] [--pas VERSION]`, or
/// `precert validate --guide IMPLEMENTATION [DIRECTION] [--guides DIR]`, which prints a guide.
struct ValidateOptions {
  std::vector<std::string> files;
  bool json = false;
  bool show_values = false;         // the offending values, which may be a patient's
  std::vector<std::string> guide;   // implementation and direction
  std::string partners_file, partner;
  std::string guides;          // folder of guide files laid over those of the program
  std::string rulebook;        // whose rules the business level is judged by; "" = what any payer would refuse
  std::string ig;              // a compiled FHIR package to check against instead of the built-in profiles
  std::string pas = "2.2.1";   // of the built-in profiles
};
[[nodiscard]] int validate(const ValidateOptions& options);

/// `precert translate FILE --to x12|fhir [--request FILE] [--guides DIR]`.
struct TranslateOptions {
  std::string file, to;
  std::string request;  // the request that an answer belongs to, in either dialect; "" = the answer stands alone
  std::string guides;   // as for validate
};
[[nodiscard]] int translate(const TranslateOptions& options);

/// `precert determine FILE`: offline, explained. Members and facilities of the demo unless a data folder is named.
struct DetermineOptions {
  std::string file, rulebook, data, at;
};
[[nodiscard]] int determine(const DetermineOptions& options);

/// `precert replay PATH… [--target URL]`.
struct ReplayOptions {
  std::vector<std::string> paths;
  std::string target;
  bool update = false;  // write what was answered as the expected answer
};
[[nodiscard]] int replay(const ReplayOptions& options);

/// `precert batch DIR`.
struct BatchOptions {
  std::string folder, config_file, data, store, rulebook, partners, guides;
  unsigned settle = 60;  // seconds that an unfinished file is left alone
  bool once = false, demo = false;
};
[[nodiscard]] int batch(const BatchOptions& options);

/// `precert message ID`: the bytes as they were received.
struct MessageOptions {
  std::string id, data = "data", store;
};
[[nodiscard]] int message(const MessageOptions& options);

/// `precert explain ID`.
struct ExplainOptions {
  std::string id, data = "data", store;
  bool replay = false;  // decide it again with the rulebook that decided, and compare
};
[[nodiscard]] int explain(const ExplainOptions& options);

/// `precert load members|facilities FILE`.
struct LoadOptions {
  std::string what, file, data = "data", store;
};
[[nodiscard]] int load(const LoadOptions& options);

/// `precert rules check | search | explain | impact | schema`.
struct RulesOptions {
  std::string rulebook, query, product, date;
  std::string draft, from, until, data = "data", store;  // impact
  unsigned threads = 0;                                  // impact; 0 = one a core
  bool json = false;
};
[[nodiscard]] int rules_check(const RulesOptions& options);
[[nodiscard]] int rules_search(const RulesOptions& options);
[[nodiscard]] int rules_explain(const RulesOptions& options);
[[nodiscard]] int rules_impact(const RulesOptions& options);
[[nodiscard]] int rules_schema(const RulesOptions& options);

/// `precert bench`: drives a gateway and prints what it does in a second.
struct BenchOptions {
  std::string target;  // "" = one of its own, in a fresh data folder
  std::string only;    // "x12" or "submit"; "" = both
  unsigned connections = 64, seconds = 5, threads = 0;
};
[[nodiscard]] int bench(const BenchOptions& options);

// Shared by the commands.

/// The whole file, or standard input for "-". Errors: config_invalid.
[[nodiscard]] base::Result<std::string> read_file(const std::filesystem::path& file);
/// Prints issues to standard error, one a line: where, what to do.
void print(const base::Issues& issues);
/// True when the text is an X12 interchange (after white space and a byte order mark), false when it looks like JSON.
[[nodiscard]] bool looks_like_x12(const std::string& text);
/// True when standard output is a terminal: colours and progress are for people.
[[nodiscard]] bool to_a_terminal();

}  // namespace cli
}  // namespace gateway
