// A PAS request Bundle that says everything: every must-support element of it reaches the stored request
// (conf-4), none of the optional ones is needed (conf-12, conf-14), what nobody knows changes nothing
// (conf-10, spec-25), and an unknown modifier is refused.
#include <filesystem>
#include <fstream>

#include "fhir_must_support_support.hpp"
#include "fhir_request_support.hpp"
#include "mappers/model/model_json.hpp"
#include "parsers/fhir/check.hpp"
#include "parsers/fhir/element_values.hpp"
#include "parsers/json/writer.hpp"

namespace {

using mappers::PasVersion;

const std::string& full_bundle() {
  static const std::string text = [] {
    std::ifstream in(
        std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures/scenarios/must-support/request.fhir.json",
        std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }();
  return text;
}

/// One change to every place of a Bundle: what to leave out, what to put into each object.
struct Edit {
  std::vector<json::Value> leave_out;
  std::string add_to_objects;  // a member, as JSON

  [[nodiscard]] bool leaves_out(const json::Value& value) const {
    return std::any_of(leave_out.begin(), leave_out.end(),
                       [&](const json::Value& one) { return one.same_place(value); });
  }
};

/// The value with the edit; "" when nothing is left of it.
std::string edited(const json::Value& value, const Edit& edit) {
  if (edit.leaves_out(value)) return {};
  std::string inside;
  const auto add = [&](const std::string& text) { inside += (inside.empty() ? "" : ",") + text; };
  if (value.is_array()) {
    for (const json::Value element : value.elements()) {
      if (const std::string text = edited(element, edit); !text.empty()) add(text);
    }
    return inside.empty() ? inside : "[" + inside + "]";
  }
  if (!value.is_object()) {
    std::string text;
    json::Writer(text).raw(value);
    return text;
  }
  for (const json::Member member : value.members()) {
    const std::string text = edited(member.value, edit);
    if (!text.empty()) add("\"" + std::string(member.key) + "\":" + text);
  }
  if (!inside.empty() && !edit.add_to_objects.empty()) add(edit.add_to_objects);
  return inside.empty() ? inside : "{" + inside + "}";
}

/// Elements of the resources of one type, by PAS's profiles.
struct Elements {
  std::string_view type;
  std::vector<std::string_view> paths;
};

/// Those that the stored request holds in a place of its own, and that a request may leave out.
const std::vector<Elements>& optional_and_stored() {
  static const std::vector<Elements> all{
      {"Claim",
       {"extension:{transmissionIdentifiers,levelOfServiceCode,conditionCode,homeHealthCareInformation,"
        "authorizationNumber,administrationReferenceNumber,encounter}",
        "{careTeam,diagnosis,accident,supportingInfo}", "careTeam.{role,qualification}",
        "supportingInfo:{patientEvent,admissionDates,dischargeDates,additionalInformation,freeFormMessage}",
        "supportingInfo.extension:documentInformation", "diagnosis.{extension:diagnosisRecordedDate,type}",
        "accident.{type,locationAddress}", "identifier.extension:subDepartment",
        "item.extension:{itemTraceNumber,authorizationNumber,administrationReferenceNumber,"
        "productOrServiceCodeEnd,"
        "epsdtIndicator,nursingHomeResidentialStatus,nursingHomeLevelOfCare,revenueUnitRateLimit,"
        "requestedService,"
        "requestType}",
        "item.{careTeamSequence,diagnosisSequence,informationSequence,revenue,modifier,serviced[x],location["
        "x],quantity,"
        "unitPrice,category}"}},
      {"Patient",
       {"extension:militaryStatus", "{birthDate,address,multipleBirthInteger}",
        "name.{family,given,prefix,suffix}", "address.{line,city,district,state,postalCode,country}"}},
      {"Organization",
       {"{identifier,telecom,address,contact}", "identifier:{NPI,TIN,PI}", "contact.{name,telecom}"}},
      {"Practitioner", {"{identifier,telecom,address}", "name.given"}},
      {"Coverage", {"{period,class}"}},
      {"Encounter",
       {"extension:{patientStatus,nursingHomeResidentialStatus}", "type", "hospitalization.admitSource"}},
      {"ServiceRequest",
       {"occurrenceTiming", "occurrenceTiming.extension:{timingcalendarpattern,timingdeliverypattern}",
        "occurrenceTiming.repeat.{boundsDuration,frequency,period}"}},
      {"DocumentReference", {"type", "content.attachment.{contentType,data}"}},
      {"QuestionnaireResponse", {"item"}}};
  return all;
}

/// Must support, but of no use to the decision: they stay in the Bundle as it came, which is kept with the
/// case, and are repeated in answers from there.
const std::vector<Elements>& optional_and_kept_in_the_bundle() {
  static const std::vector<Elements> all{
      {"Bundle", {"id", "meta"}},
      {"Claim", {"identifier.extension:jurisdiction", "meta"}},
      {"Patient", {"telecom", "communication", "extension:{race,ethnicity,birthsex}", "address.period"}},
      {"Organization", {"active", "type", "telecom.system"}},
      {"PractitionerRole", {"{organization,code,specialty,location,telecom,endpoint}"}},
      {"Coverage", {"{type,subscriberId,identifier,relationship}"}},
      {"Encounter", {"{period,identifier,class}"}},
      {"ServiceRequest", {"{extension:productOrServiceCodeEnd,code,quantityQuantity}"}},
      {"DocumentReference", {"{date,author,context,identifier,category}", "content.format"}}};
  return all;
}

std::vector<json::Value> places(const json::Value& bundle, std::string_view type, std::string_view path) {
  if (type == "Bundle") return must_support::found(bundle, path);
  std::vector<json::Value> out;
  for (const json::Value entry : bundle.find("entry").elements()) {
    const json::Value resource = entry.find("resource");
    if (resource.find("resourceType").string() != type) continue;
    const auto here = must_support::found(resource, path);
    out.insert(out.end(), here.begin(), here.end());
  }
  return out;
}

/// Faults that keep a Bundle from being processed, as $submit looks for them.
std::vector<std::string> obstacles(const fhir::Bundle& bundle, PasVersion version) {
  static const auto pas_2_0_1 = fhir::Profiles::of(fhir::Version::pas_2_0_1);
  static const auto pas_2_2_1 = fhir::Profiles::of(fhir::Version::pas_2_2_1);
  const auto& profiles = version == PasVersion::v2_0_1 ? pas_2_0_1 : pas_2_2_1;
  std::vector<std::string> out;
  for (const base::Issue& issue : fhir::check(bundle, *profiles, fhir::Purpose::submit)) {
    if (issue.severity == base::Severity::error) out.push_back(issue.where + ": " + issue.remedy);
  }
  return out;
}

/// Leaves out each element in turn and tells what came of it.
template <class Look>
void leave_out_each(const std::vector<Elements>& elements, const Look& look) {
  const fhir_request::Message whole(full_bundle());
  for (const Elements& of_type : elements) {
    for (const std::string_view element : of_type.paths) {
      for (const std::string& path : must_support::expanded(element)) {
        SCOPED_TRACE(std::string(of_type.type) + "." + path);
        const std::vector<json::Value> where = places(whole.root(), of_type.type, path);
        ASSERT_FALSE(where.empty()) << "the Bundle does not say it";
        const fhir_request::Message without(edited(whole.root(), Edit{where, {}}));
        ASSERT_TRUE(without.readable());
        look(without);
      }
    }
  }
}

TEST(RequestElements, EachMustSupportElementReachesTheStoredRequest) {
  const auto whole = fhir_request::request_of(full_bundle());
  leave_out_each(optional_and_stored(), [&](const fhir_request::Message& without) {
    const auto request = mappers::review_request_from(without.bundle(), PasVersion::v2_2_1);
    ASSERT_TRUE(request.has_value());
    EXPECT_THAT(mappers::differences(whole, *request), testing::Not(testing::IsEmpty()));
  });
}

TEST(RequestElements, NoOptionalElementIsNeeded) {
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    for (const auto* elements : {&optional_and_stored(), &optional_and_kept_in_the_bundle()}) {
      leave_out_each(*elements, [&](const fhir_request::Message& without) {
        EXPECT_THAT(obstacles(without.bundle(), version), testing::IsEmpty());
        EXPECT_TRUE(mappers::review_request_from(without.bundle(), version).has_value());
      });
    }
  }
}

TEST(RequestElements, TheFullBundleIsTakenInBothVersions) {
  const fhir_request::Message whole(full_bundle());
  EXPECT_THAT(obstacles(whole.bundle(), PasVersion::v2_2_1), testing::IsEmpty());
  EXPECT_THAT(obstacles(whole.bundle(), PasVersion::v2_0_1), testing::IsEmpty());
}

/// What the profiles of requests make of the elements of a Bundle: the tables of the tree, walked with it.
class Rest {
 public:
  explicit Rest(const fhir::ProfileTables& tables) : tables_(tables) {}

  /// The values of all resources that no profile of their type has as mandatory or must support.
  std::vector<json::Value> of(const json::Value& bundle) {
    for (const json::Value entry : bundle.find("entry").elements()) {
      const json::Value resource = entry.find("resource");
      for (const auto& [name, table] : tables_.tables) {
        if (table.bundle.empty() && table.resource == resource.find("resourceType").string())
          look({resource}, table.elements);
      }
    }
    std::vector<json::Value> out;
    for (const json::Value& object : looked_at_) {
      for (const json::Member member : object.members()) {
        if (member.key == "resourceType" || member.key == "id" || member.key == "url") continue;
        if (!member.value.is_array()) {
          if (!is_needed(member.value)) out.push_back(member.value);
          continue;
        }
        for (const json::Value element : member.value.elements()) {
          if (!is_needed(element)) out.push_back(element);
        }
      }
    }
    return out;
  }

 private:
  void look(const std::vector<json::Value>& objects, const std::vector<fhir::Element>& elements) {
    looked_at_.insert(looked_at_.end(), objects.begin(), objects.end());
    for (const fhir::Element& one : elements) {
      const fhir::Cardinality& card = one.cards[static_cast<std::size_t>(fhir::Kind::request)];
      if (one.form == fhir::Form::invariant || !(card.stated && (one.must_support || card.min > 0))) continue;
      std::vector<json::Value> below;
      for (const json::Value& object : objects) {
        fhir::for_each_value(object, one, [&](const json::Value& value, const fhir::Type*) {
          needed_.push_back(value);
          if (!one.children.empty() && value.is_object()) below.push_back(value);
        });
      }
      if (!below.empty()) look(below, one.children);
    }
  }

  [[nodiscard]] bool is_needed(const json::Value& value) const {
    return std::any_of(needed_.begin(), needed_.end(),
                       [&](const json::Value& one) { return one.same_place(value); });
  }

  const fhir::ProfileTables& tables_;
  std::vector<json::Value> looked_at_, needed_;
};

TEST(RequestElements, NothingIsNeededThatIsNeitherMandatoryNorMustSupport) {
  const fhir_request::Message whole(full_bundle());
  const auto profiles = fhir::Profiles::of(fhir::Version::pas_2_2_1);
  ASSERT_TRUE(profiles.has_value());
  const std::vector<json::Value> rest = Rest(profiles->tables()).of(whole.root());
  ASSERT_FALSE(rest.empty());
  const fhir_request::Message without(edited(whole.root(), Edit{rest, {}}));
  ASSERT_TRUE(without.readable());
  EXPECT_THAT(obstacles(without.bundle(), PasVersion::v2_2_1), testing::IsEmpty());
  const auto request = mappers::review_request_from(without.bundle(), PasVersion::v2_2_1);
  ASSERT_TRUE(request.has_value());
  const auto full = fhir_request::request_of(full_bundle());
  EXPECT_EQ(request->subscriber.member_id(), full.subscriber.member_id());
  ASSERT_EQ(request->services.size(), full.services.size());
  for (std::size_t i = 0; i < full.services.size(); ++i) {
    EXPECT_EQ(request->services[i].sequence, full.services[i].sequence);
    EXPECT_EQ(request->services[i].procedure.code, full.services[i].procedure.code);
  }
}

TEST(RequestElements, UnknownElementsChangeNothing) {
  const fhir_request::Message whole(full_bundle());
  const fhir_request::Message more(edited(whole.root(), Edit{{}, R"("unheardOf":{"valueString":"x"})"}));
  ASSERT_TRUE(more.readable());
  EXPECT_THAT(obstacles(more.bundle(), PasVersion::v2_2_1), testing::IsEmpty());
  const auto request = mappers::review_request_from(more.bundle(), PasVersion::v2_2_1);
  ASSERT_TRUE(request.has_value());
  EXPECT_THAT(mappers::differences(fhir_request::request_of(full_bundle()), *request), testing::IsEmpty());
}

TEST(RequestElements, AnUnknownModifierIsRefusedWithItsPlace) {
  std::string text = full_bundle();
  const std::string before = R"("sequence": 2,
            "diagnosisSequence")";
  const std::size_t at = text.find(before);
  ASSERT_NE(at, std::string::npos);
  text.insert(at,
              R"("modifierExtension":[{"url":"http://elsewhere.example/not-really","valueBoolean":true}],)");
  const fhir_request::Message changed(text);
  ASSERT_TRUE(changed.readable());
  EXPECT_THAT(
      obstacles(changed.bundle(), PasVersion::v2_2_1),
      testing::ElementsAre(testing::StartsWith("Bundle.entry[0].resource.item[1].modifierExtension")));
}

}  // namespace
