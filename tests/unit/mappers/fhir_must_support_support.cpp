#include "fhir_must_support_support.hpp"

#include <array>

namespace must_support {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

/// Slices of `extension` whose extension has another name than the slice.
constexpr std::array<Named, 16> extension_slices{{
    {"transmissionIdentifiers", "extension-TransmissionIdentifiers"},
    {"authorizedProvider", "extension-itemAuthorizedProvider"},
    {"jurisdiction", "extension-identifierJurisdiction"},
    {"subDepartment", "extension-identifierSubDepartment"},
    {"DataAbsentReason", "data-absent-reason"},
    {"preAuthIssueDate", "extension-itemPreAuthIssueDate"},
    {"preAuthPeriod", "extension-itemPreAuthPeriod"},
    {"previousAuthorizationNumber", "extension-authorizationNumber"},
    {"requestedServiceDate", "extension-itemRequestedServiceDate"},
    {"authorizedItemDetail", "extension-itemAuthorizedDetail"},
    {"revenue", "extension-revenueCode"},
    {"requestType", "extension-serviceItemRequestType"},
    {"providerType", "extension-authorizedProviderType"},
    {"followupAction", "extension-errorFollowupAction"},
    {"paLineNumber", "extension-serviceLineNumber"},
    {"race", "us-core-race"},
}};

bool is_extension(const json::Value& element, std::string_view slice) {
  std::string wanted = "extension-" + std::string(slice);
  for (const auto& [name, url] : extension_slices) {
    if (name == slice) wanted = url;
  }
  if (slice == "encounter") wanted = "extension-Claim.encounter";
  if (slice == "ethnicity" || slice == "birthsex") wanted = "us-core-" + std::string(slice);
  return element.find("url").string().ends_with("/" + wanted);
}

std::string_view code_of(const json::Value& concept_value) {
  return concept_value.find("coding").at(0).find("code").string();
}

bool is_identifier(const json::Value& element, std::string_view slice) {
  const std::string_view system = element.find("system").string();
  if (slice == "NPI") return system == "http://hl7.org/fhir/sid/us-npi";
  if (slice == "TIN") return system == "http://terminology.hl7.org/NamingSystem/USEIN";
  return slice == "PI" && code_of(element.find("type")) == "payerid";
}

bool is_input(const json::Value& element, std::string_view slice) {
  constexpr std::array<Named, 3> types{{{"PayerURL", "payer-url"},
                                        {"AttachmentsNeeded", "attachments-needed"},
                                        {"QuestionnaireContext", "questionnaire-context"}}};
  for (const auto& [name, type] : types) {
    if (name == slice) return code_of(element.find("type")) == type;
  }
  return false;
}

bool is_in_slice(const json::Value& element, std::string_view name, std::string_view slice) {
  if (slice.empty()) return true;
  if (name == "extension") return is_extension(element, slice);
  if (name == "identifier") return is_identifier(element, slice);
  if (name == "input") return is_input(element, slice);
  if (name == "supportingInfo") return code_of(element.find("category")) == slice;
  if (name == "entry") return element.find("resource").find("resourceType").string() == slice;
  return false;
}

bool is_something(const json::Value& value) {
  if (value.is_object() || value.is_array()) return !value.empty();
  return value.exists() && !(value.is_string() && value.string().empty());
}

}  // namespace

std::vector<std::string> expanded(std::string_view element) {
  const std::size_t open = element.find('{');
  if (open == std::string_view::npos) return {std::string(element)};
  std::vector<std::string> out;
  const std::string before(element.substr(0, open));
  std::string_view names = element.substr(open + 1, element.size() - open - 2);
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    out.push_back(before + std::string(names.substr(0, comma)));
    names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
  }
  return out;
}

std::vector<json::Value> found(const json::Value& resource, std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::string_view head = path.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  const std::size_t colon = head.find(':');
  const std::string_view name = head.substr(0, colon);
  const std::string_view slice =
      colon == std::string_view::npos ? std::string_view() : head.substr(colon + 1);
  const bool choice = name.ends_with("[x]");
  const std::string_view start = choice ? name.substr(0, name.size() - 3) : name;
  std::vector<json::Value> out;
  for (const json::Member member : resource.members()) {
    if (choice ? !member.key.starts_with(start) : member.key != name) continue;
    std::vector<json::Value> elements;
    for (const json::Value one : member.value.elements()) elements.push_back(one);
    if (!member.value.is_array()) elements.push_back(member.value);
    for (const json::Value& one : elements) {
      if (!is_in_slice(one, name, slice)) continue;
      if (rest.empty()) {
        out.push_back(one);
      } else {
        const std::vector<json::Value> below = found(one, rest);
        out.insert(out.end(), below.begin(), below.end());
      }
    }
  }
  return out;
}

bool present(const json::Value& resource, std::string_view path) {
  const std::vector<json::Value> all = found(resource, path);
  return std::any_of(all.begin(), all.end(), is_something);
}

std::vector<std::string> absent(const std::vector<Profile>& profiles, const std::vector<json::Value>& bundles,
                                const std::vector<std::string_view>& without) {
  std::vector<std::string> missing;
  const auto in_any = [&](const Profile& profile, std::string_view path) {
    for (const json::Value& bundle : bundles) {
      if (profile.resource_type == "Bundle" && present(bundle, path)) return true;
      for (const json::Value entry : bundle.find("entry").elements()) {
        const json::Value resource = entry.find("resource");
        if (resource.find("resourceType").string() == profile.resource_type && present(resource, path))
          return true;
      }
    }
    return false;
  };
  for (const Profile& profile : profiles) {
    for (const std::string_view element : profile.elements) {
      for (const std::string& path : expanded(element)) {
        if (std::find(without.begin(), without.end(), path) != without.end()) continue;
        if (!in_any(profile, path)) missing.push_back(std::string(profile.name) + ": " + path);
      }
    }
  }
  return missing;
}

const std::vector<Profile>& profiles_2_2_1() {
  static const std::vector<Profile> all{
      {"PAS Response Bundle",
       "Bundle",
       {"identifier", "timestamp", "entry", "entry:ClaimResponse", "entry.{fullUrl,resource}",
        "entry:ClaimResponse.{fullUrl,resource}"}},
      {"PAS ClaimResponse",
       "ClaimResponse",
       {"{addItem,adjudication,communicationRequest,created,error,identifier,insurer,item,outcome,patient,"
        "preAuthPeriod,"
        "processNote,request,requestor,status}",
        "extension:{authorizedProvider,claimResponseReviewer,transmissionIdentifiers}",
        "addItem.{adjudication,itemSequence,location[x],modifier,productOrService,provider,quantity,serviced["
        "x],"
        "unitPrice}",
        "addItem.extension:{administrationReferenceNumber,admissionDates,certificationType,dischargeDate,"
        "epsdtIndicator,itemTraceNumber,nursingHomeLevelOfCare,nursingHomeResidentialStatus,preAuthIssueDate,"
        "preAuthPeriod,previousAuthorizationNumber,productOrServiceCodeEnd,requestType,requestedService,"
        "revenue,"
        "revenueUnitRateLimit}",
        "addItem.adjudication.extension:reviewAction", "addItem.provider.extension:providerType",
        "adjudication.extension:reviewAction", "error.{code,extension:errorElement,extension:errorPath}",
        "error.extension:followupAction",
        "identifier.{extension:jurisdiction,extension:subDepartment,system,value}",
        "item.{adjudication,itemSequence,noteNumber}",
        "item.extension:{administrationReferenceNumber,admissionDates,authorizedItemDetail,"
        "authorizedProvider,"
        "communicatedDiagnosis,dischargeDate,itemTraceNumber,preAuthIssueDate,preAuthPeriod,"
        "previousAuthorizationNumber,requestedServiceDate}",
        "item.adjudication.extension:reviewAction", "processNote.{number,text}",
        "request.extension:DataAbsentReason"}},
      {"CommunicationRequest",
       "CommunicationRequest",
       {"{category,identifier,medium,payload,recipient,requester,sender}", "extension:serviceLineNumber",
        "payload.{content[x],extension:communicatedDiagnosis,extension:contentModifier}"}},
      {"Insurer",
       "Organization",
       {"{active,address,identifier,name,telecom,type}", "identifier:{NPI,PI,TIN}",
        "address.{city,country,line,postalCode,state}", "telecom.{system,value}"}},
      {"Requestor", "Organization", {"contact.{name,telecom}"}},
      {"Beneficiary",
       "Patient",
       {"{address,birthDate,gender,identifier,multipleBirthInteger,name}",
        "address.{city,country,district,line,postalCode,state}", "communication.language",
        "identifier.{system,value}", "name.{family,given,prefix,suffix}", "telecom.{system,use,value}"}},
      {"Practitioner",
       "Practitioner",
       {"{address,identifier,identifier:NPI,name,telecom}", "address.{city,country,line,postalCode,state}",
        "name.family", "telecom.{system,value}"}},
      {"PractitionerRole",
       "PractitionerRole",
       {"{code,endpoint,location,organization,practitioner,specialty,telecom}", "telecom.{system,value}"}},
      {"Task",
       "Task",
       {"{code,for,identifier,input,intent,owner,reasonReference,requester,status,statusReason}",
        "input:{AttachmentsNeeded,PayerURL,QuestionnaireContext}",
        "input:AttachmentsNeeded.{extension:contentModifier,extension:paLineNumber,type,value[x]}",
        "input:QuestionnaireContext.{extension:paLineNumber,type,value[x]}", "owner.identifier",
        "reasonCode.coding.code", "requester.identifier", "restriction.period"}}};
  return all;
}

const std::vector<Profile>& profiles_2_0_1() {
  static const std::vector<Profile> all{
      {"PAS Response Bundle",
       "Bundle",
       {"timestamp", "entry", "entry:ClaimResponse", "entry.{fullUrl,resource}"}},
      {"PAS ClaimResponse",
       "ClaimResponse",
       {"{communicationRequest,created,error,identifier,insurer,item,outcome,patient,preAuthPeriod,request,"
        "requestor,"
        "status}",
        "error.{code,extension:errorElement,extension:errorPath,extension:followupAction}",
        "item.{adjudication,noteNumber}",
        "item.extension:{administrationReferenceNumber,authorizedItemDetail,authorizedProvider,"
        "communicatedDiagnosis,"
        "itemTraceNumber,preAuthIssueDate,preAuthPeriod,previousAuthorizationNumber,requestedServiceDate}",
        "item.adjudication.extension:reviewAction"}},
      {"CommunicationRequest",
       "CommunicationRequest",
       {"{category,identifier,medium,payload,recipient,requester,sender}",
        "payload.{content[x],extension:communicatedDiagnosis,extension:contentModifier,extension:"
        "serviceLineNumber}"}},
      {"Insurer",
       "Organization",
       {"{active,address,identifier,name,telecom,type}", "identifier:{NPI,TIN}",
        "address.{city,country,line,postalCode,state}"}},
      {"Requestor", "Organization", {"contact.{name,telecom}"}},
      {"Beneficiary",
       "Patient",
       {"{address,birthDate,communication,gender,identifier,multipleBirthInteger,name,telecom}",
        "extension:{birthsex,ethnicity,race}", "address.{city,country,district,line,period,postalCode,state}",
        "communication.language", "identifier.{system,value}", "name.{family,given,prefix,suffix}",
        "telecom.{system,use,value}"}},
      {"Practitioner", "Practitioner", {"{address,identifier,identifier:NPI,name,telecom}", "name.family"}},
      {"PractitionerRole", "PractitionerRole", {"{organization,practitioner}"}},
      {"Task",
       "Task",
       {"{code,for,identifier,input,intent,owner,reasonReference,requester,status,statusReason}",
        "owner.identifier", "reasonCode.coding.code", "requester.identifier", "restriction.period"}}};
  return all;
}

}  // namespace must_support
