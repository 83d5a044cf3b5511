// `precert validate`: every fault of X12 and FHIR files, level by level, and what a gateway would answer.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/clock.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/package_files.hpp"
#include "gateway/cli/validate_fhir.hpp"
#include "gateway/cli/validate_x12.hpp"
#include "gateway/cli/validation_report.hpp"
#include "gateway/edi/guide_folder.hpp"
#include "gateway/edi/partners.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/fhir/ig_package.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/guide_tree.hpp"

namespace gateway::cli {
namespace {

/// The profiles that FHIR files are checked against: those of --ig, else the built-in ones.
base::Result<FhirProfiles> fhir_profiles(const ValidateOptions& options) {
  if (options.ig.empty()) {
    const bool former = options.pas == "2.0.1";
    base::Result<fhir::Profiles> own =
        fhir::Profiles::of(former ? fhir::Version::pas_2_0_1 : fhir::Version::pas_2_2_1);
    if (!own) return own.error();
    return FhirProfiles{std::move(*own), false};
  }
  const base::Result<std::string> archive = read_file(options.ig);
  if (!archive) return archive.error();
  const base::Result<std::vector<fhir::PackageFile>> files = package_files(*archive, options.ig);
  if (!files) return files.error();
  base::Result<fhir::Profiles> read = fhir::profiles_from_package(*files);
  if (!read) return read.error();
  return FhirProfiles{std::move(*read), true};
}

/// Colours are for people who look on, and who did not ask to be spared them (https://no-color.org).
bool wants_colour() {
  const char* refused = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): one thread, at the start
  return to_a_terminal() && (refused == nullptr || *refused == '\0');
}

/// Without a direction the request, or the response where there is no request: TA1 and 999 are answers only.
const x12::Guide* guide_named(const std::string& implementation, const std::string& direction) {
  if (!direction.empty()) return x12::guide_for(implementation, direction);
  const x12::Guide* const request = x12::guide_for(implementation, "request");
  return request != nullptr ? request : x12::guide_for(implementation, "response");
}

int print_guide(const ValidateOptions& options) {
  const x12::Guide* const guide =
      guide_named(options.guide.front(), options.guide.size() > 1 ? options.guide[1] : "");
  if (guide == nullptr) {
    std::fprintf(stderr, "there is no such guide; there are:\n");
    for (const x12::Guide* one : x12::all_guides()) {
      std::fprintf(stderr, "  %s %s\n", std::string(x12::implementation_of(*one)).c_str(),
                   std::string(x12::direction_of(*one)).c_str());
    }
    return usage;
  }
  std::fputs(x12::tree_of(*guide).c_str(), stdout);
  return good;
}

/// The partners of --partners, and the one of --partner. The exit code when either cannot be had.
int read_partners(const ValidateOptions& options, Partners& partners, const Partner*& named) {
  if (!options.partners_file.empty()) {
    const base::Result<std::string> text = read_file(options.partners_file);
    if (!text) {
      print(text.error());
      return environment_failed;
    }
    base::Result<Partners> read = Partners::from_yaml(*text, options.partners_file);
    if (!read) {
      print(read.error());
      return usage;
    }
    partners = std::move(*read);
  }
  if (options.partner.empty()) return good;
  for (const Partner& one : partners.all()) {
    if (one.name == options.partner) named = &one;
  }
  if (named != nullptr) return good;
  std::fprintf(stderr, "there is no partner '%s'; there are:", options.partner.c_str());
  for (const Partner& one : partners.all()) std::fprintf(stderr, " %s", one.name.c_str());
  std::fputc('\n', stderr);
  return usage;
}

/// Without --rulebook the demo payer's rules judge what any payer would.
base::Result<std::shared_ptr<const precert::Rulebook>> business_rules(const ValidateOptions& options,
                                                                      BusinessRules& rules) {
  base::Result<std::shared_ptr<const precert::Rulebook>> rulebook = load_rulebook(options.rulebook);
  if (!rulebook) return rulebook.error();
  rules.rulebook = rulebook->get();
  rules.any_payer = options.rulebook.empty();
  rules.now = base::SystemClock().now();
  return rulebook;
}

}  // namespace

int validate(const ValidateOptions& options) {
  if (const base::Result<void> guides = use_guide_folder(options.guides); !guides) {
    print(guides.error());
    return environment_failed;
  }
  if (!options.guide.empty()) return print_guide(options);
  if (options.files.empty()) {
    std::fprintf(stderr, "name at least one file, or - for standard input\n");
    return usage;
  }
  Partners partners = Partners::standard();
  const Partner* named = nullptr;
  if (const int failed = read_partners(options, partners, named); failed != good) return failed;

  const base::Result<FhirProfiles> profiles = fhir_profiles(options);
  if (!profiles) {
    print(profiles.error());
    return environment_failed;
  }

  BusinessRules rules;
  const base::Result<std::shared_ptr<const precert::Rulebook>> rulebook = business_rules(options, rules);
  if (!rulebook) {
    print(rulebook.error());
    return environment_failed;
  }

  const ReportStyle style{.colour = !options.json && wants_colour(), .show_values = options.show_values};
  int outcome = good;
  for (const std::string& file : options.files) {
    const base::Result<std::string> text = read_file(file);
    if (!text) {  // the others are judged all the same
      print(text.error());
      outcome = environment_failed;
      continue;
    }
    const Report report =
        looks_like_x12(*text) ? x12_report(file, *text, partners, named, rules) : fhir_report(file, *text, *profiles);
    if (has_error(report) && outcome == good) outcome = bad_data;
    std::fputs((options.json ? json_from(report, style) : text_from(report, style)).c_str(), stdout);
  }
  return outcome;
}

}  // namespace gateway::cli
