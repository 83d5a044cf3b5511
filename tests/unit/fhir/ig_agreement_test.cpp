// Our own tables and the compiled packages agree: element by element in the tables, and in what they find in
// every published sample and in our own fixtures. Runs when PRECERT_IG_2_2_1 and PRECERT_IG_2_0_1 name the
// packages.
#include "parsers/fhir/profile.hpp"
#include "parsers/fhir/resource_view.hpp"
#include "parsers/json/document.hpp"
#include "tests/unit/fhir/read_package.hpp"

namespace fhir {
namespace {

namespace fs = std::filesystem;

/// Own tables and those of the package, or nothing when no package is named.
struct Both {
  Profiles own, package;
};
std::optional<Both> both(Version version) {
  const std::vector<PackageFile> files = support::package_files(version);
  if (files.empty()) return std::nullopt;
  return Both{Profiles::of(version).value(), profiles_from_package(files).value()};
}

constexpr std::array versions = {Version::pas_2_2_1, Version::pas_2_0_1};
std::string_view word(Version version) { return version == Version::pas_2_2_1 ? "2.2.1" : "2.0.1"; }

// ---- tables

/// Differences that are meant, by how their line ends or "…part…" of it.
constexpr auto meant_in_tables = std::to_array<std::string_view>({
    "item cardinality",            // an update that cancels everything may come without items (narrative)
    "item must-support",           //   so that column says nothing of it
    "related must-support",        // of a new request: prohibited there
    "item.category must-support",  // 2.0.1 inquiry only; one flag for three columns
    "related.relationship fixed",  // only in the column of updates, where it is walked
    "doNotPerform fixed",          // own: a true one turns the order around
    ".type fixed",                 // of a slice: by it the slice is told, own has it in where=
    "entry:Claim.resource must-support",
});

bool is_meant(std::string_view line) {
  return std::any_of(meant_in_tables.begin(), meant_in_tables.end(),
                     [&](std::string_view end) { return line.ends_with(end); });
}

const Element* counterpart(const std::vector<Element>& in, const Element& of) {
  const bool by_url = of.form == Form::extension || of.form == Form::modifier_extension;
  const auto same = [&](const Element& one) {
    if (!by_url) return one.label == of.label;
    return one.form == of.form && !one.url.empty() &&
           (is_extension(of.url, one.url) || is_extension(one.url, of.url));
  };
  const auto found = std::find_if(in.begin(), in.end(), same);
  return found == in.end() ? nullptr : &*found;
}

class Comparison {
 public:
  explicit Comparison(Kind kind) : column_(static_cast<std::size_t>(kind)) {}

  /// `elsewhere` has what the table need not repeat: the data type's table, or the list of a slice.
  void of(const std::vector<Element>& own, const std::vector<Element>& package, const std::string& path,
          const std::vector<Element>* elsewhere = nullptr) {
    for (const Element& theirs : package) {
      if (theirs.form == Form::invariant) continue;
      const std::string place = path + "." + std::string(theirs.label);
      const Element* const ours = counterpart(own, theirs);
      if (ours != nullptr) {
        one(*ours, theirs, place, own);
      } else if (theirs.must_support &&
                 (elsewhere == nullptr || counterpart(*elsewhere, theirs) == nullptr)) {
        say(place + " missing");
      }
    }
  }
  std::vector<std::string> lines;

 private:
  void say(const std::string& line) {
    if (!is_meant(line)) lines.push_back(line);
  }

  void one(const Element& ours, const Element& theirs, const std::string& place,
           const std::vector<Element>& own) {
    const Cardinality &a = ours.cards.at(column_), &b = theirs.cards.at(column_);
    if (a.stated ? a.min != b.min || a.max != b.max : b.min > 0) say(place + " cardinality");
    if ((a.stated && ours.must_support) != theirs.must_support) say(place + " must-support");
    if (ours.form == Form::plain && ours.types.front().shape != Shape::any && ours.list != theirs.list)
      say(place + " list");
    if (ours.fixed != theirs.fixed || ours.fixed_system != theirs.fixed_system) say(place + " fixed");
    if (b.max == 0) return;
    const Table* const type = ours.types.front().table;
    const std::vector<Element>* more = type == nullptr ? nullptr : &type->elements;
    if (ours.form == Form::slice) {  // the list itself has said what holds for all its slices
      for (const Element& sibling : own) {
        if (sibling.label == ours.name) more = &sibling.children;
      }
    }
    of(ours.children, theirs.children, place, more);
  }

  std::size_t column_;
};

struct Pair {
  std::string_view package, own;
  Kind kind;
};
constexpr auto pairs = std::to_array<Pair>({{"claim", "Claim", Kind::request},
                                            {"claim-update", "Claim", Kind::update},
                                            {"claim-inquiry", "Claim", Kind::inquiry},
                                            {"claimresponse", "ClaimResponse", Kind::request},
                                            {"claiminquiryresponse", "ClaimResponse", Kind::inquiry},
                                            {"pas-request-bundle", "Bundle", Kind::request},
                                            {"pas-inquiry-request-bundle", "Bundle", Kind::inquiry},
                                            {"pas-response-bundle", "AnswerBundle", Kind::request},
                                            {"pas-inquiry-response-bundle", "AnswerBundle", Kind::inquiry},
                                            {"communicationrequest", "CommunicationRequest", Kind::request},
                                            {"task", "Task", Kind::request},
                                            {"subscription", "Subscription", Kind::request},
                                            {"beneficiary", "Patient", Kind::request},
                                            {"organization", "Organization", Kind::request},
                                            {"insurer", "Insurer", Kind::request},
                                            {"requestor", "Requestor", Kind::request},
                                            {"practitioner", "Practitioner", Kind::request},
                                            {"practitionerrole", "PractitionerRole", Kind::request},
                                            {"location", "Location", Kind::request},
                                            {"coverage", "Coverage", Kind::request},
                                            {"encounter", "Encounter", Kind::request},
                                            {"servicerequest", "ServiceRequest", Kind::request},
                                            {"devicerequest", "DeviceRequest", Kind::request},
                                            {"medicationrequest", "MedicationRequest", Kind::request},
                                            {"nutritionorder", "NutritionOrder", Kind::request},
                                            {"documentreference", "DocumentReference", Kind::request},
                                            {"identifier", "PasIdentifier", Kind::request},
                                            {"quantity", "PasQuantity", Kind::request},
                                            {"datatype-timing", "Timing", Kind::request}});

TEST(OwnTables, SayWhatThePackagesSay) {
  for (const Version version : versions) {
    const std::optional<Both> read = both(version);
    if (!read) GTEST_SKIP() << "PRECERT_IG_2_2_1 and PRECERT_IG_2_0_1 name no packages";
    for (const Pair& pair : pairs) {
      const std::string url = std::string(pas_base) + "profile-" + std::string(pair.package);
      const auto theirs = read->package.tables().tables.find(url);
      if (theirs == read->package.tables().tables.end()) continue;  // not a profile of this version
      const auto ours = read->own.tables().tables.find(pair.own);
      ASSERT_NE(ours, read->own.tables().tables.end()) << pair.own;
      Comparison comparison(pair.kind);
      comparison.of(ours->second.elements, theirs->second.elements,
                    std::string(word(version)) + " " + std::string(pair.package));
      EXPECT_THAT(comparison.lines, testing::IsEmpty());
    }
  }
}

// ---- verdicts

/// Faults that only one of the two finds, and why: place and code as they end.
struct Difference {
  bool own;  // found by our tables; else by the package
  std::string_view code, place;
};
constexpr auto meant_in_verdicts = std::to_array<Difference>({
    // The specification's own words, which no StructureDefinition holds: references resolve, nothing twice.
    {true, "fhir_reference_unresolved", ""},
    {true, "fhir_duplicate", ""},
    // Value sets of X12, NUBC, NUCC and FHIR itself are not in a PAS package; our tables know at least their
    // systems.
    {true, "fhir_code_invalid", ""},
    // The check digit of an NPI, wherever one stands (2.2.1 asks for it in some slices, 2.0.1 nowhere).
    {true, "fhir_value_invalid", "identifier.value"},
    // prof-2 and prof-3 are narrative.
    {true, "fhir_profile", "unit"},
    {true, "fhir_value_invalid", "quantity.code"},
    // Numbers that lead to a list element which is not there.
    {true, "fhir_profile", "Sequence"},
    // Status Parameters and the notification Bundle are of the backport guide.
    {true, "fhir_profile", "parameter"},
    {true, "fhir_profile", "parameter.value"},
    // Either revenue code system is taken on either base (g).
    {false, "fhir_code_invalid", "item.revenue"},
    // An update may cancel everything without items.
    {false, "fhir_profile", "Bundle.entry.resource.item"},
});

/// "Bundle.entry[2].resource.item[0].x" without its indexes.
std::string plain_place(std::string_view where) {
  std::string out;
  bool inside = false;
  for (const char c : where) {
    inside = c == '[' || (inside && c != ']');
    if (!inside && c != ']') out += c;
  }
  return out;
}

bool is_meant(bool own, const base::Issue& issue) {
  const std::string place = plain_place(issue.where);
  return std::any_of(meant_in_verdicts.begin(), meant_in_verdicts.end(), [&](const Difference& one) {
    return one.own == own && one.code == base::name(issue.code) && place.ends_with(one.place);
  });
}

base::Issues found_in(const json::Value& root, const Profiles& profiles, Purpose purpose) {
  if (root["resourceType"].string() != "Bundle" || root["type"].string() == "history")
    return check_resource(root, profiles, purpose);
  const base::Result<Bundle> bundle = bundle_from(root);
  return bundle ? check_strictly(*bundle, profiles, purpose) : bundle.error();
}

void expect_agreement(const fs::path& file, const Both& read, Purpose purpose) {
  json::Document document;
  const json::Value root = document.parse_copy(support::file_text(file)).value();
  const base::Issues own = found_in(root, read.own, purpose), package = found_in(root, read.package, purpose);
  const auto expect_within = [&](const base::Issues& some, const base::Issues& others, bool of_own) {
    for (const base::Issue& issue : some) {
      const auto same = [&](const base::Issue& other) { return other.where == issue.where; };
      if (std::any_of(others.begin(), others.end(), same) || is_meant(of_own, issue)) continue;
      ADD_FAILURE() << file << ": only " << (of_own ? "our tables" : "the package") << ": "
                    << base::name(issue.code) << " " << issue.where << ": " << issue.remedy;
    }
  };
  expect_within(own, package, true);
  expect_within(package, own, false);
}

bool is_former(const std::string& path) {
  return path.find("2.0.1") != std::string::npos || path.find("v201") != std::string::npos ||
         path.find("/ri-") != std::string::npos;
}

Purpose purpose_of(const std::string& path) {
  return path.find("nquir") != std::string::npos ? Purpose::inquire : Purpose::submit;
}

TEST(OwnTables, FindWhatThePackagesFindInPublishedSamples) {
  const char* const samples = std::getenv("PRECERT_SAMPLES");
  if (samples == nullptr) GTEST_SKIP() << "PRECERT_SAMPLES names no folder";
  for (const Version version : versions) {
    const std::optional<Both> read = both(version);
    if (!read) GTEST_SKIP() << "no package named";
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(samples) / "pas")) {
      const std::string path = entry.path().string();
      if (entry.path().extension() != ".json" || is_former(path) != (version == Version::pas_2_0_1)) continue;
      expect_agreement(entry.path(), *read, purpose_of(path));
    }
  }
}

TEST(OwnTables, FindWhatThePackagesFindInOurOwnMessages) {
  for (const Version version : versions) {
    const std::optional<Both> read = both(version);
    if (!read) GTEST_SKIP() << "no package named";
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios")) {
      const std::string path = entry.path().string();
      if (!path.ends_with(".fhir.json") || is_former(path) != (version == Version::pas_2_0_1)) continue;
      expect_agreement(entry.path(), *read, purpose_of(path));
    }
  }
}

}  // namespace
}  // namespace fhir
