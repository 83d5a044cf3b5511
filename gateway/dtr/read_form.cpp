#include "gateway/dtr/read_form.hpp"

#include <vector>

#include "gateway/fhir/claim_submit.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/fhir/questionnaire_library.hpp"
#include "parsers/json/writer.hpp"

namespace gateway {
namespace {

using mappers::FormName;
using mappers::PasVersion;

base::Instant start_of(base::Date day) { return base::Instant(std::chrono::days(day.days())); }

std::optional<FoundForm> form_in(const std::shared_ptr<const precert::Rulebook>& rulebook,
                                 const FormName& name) {
  if (rulebook == nullptr) return std::nullopt;
  std::optional<precert::Form> form = precert::form_with(*rulebook, name.form_id, name.version);
  if (!form) return std::nullopt;
  return FoundForm{rulebook, std::move(*form), name.adaptive};
}

base::Result<std::optional<FoundForm>> kept_form(const FormName& name, EditionLookup& editions,
                                                 Services& services) {
  const base::Result<bool> issued = services.store.form_was_issued(name.form_id, name.version);
  if (!issued) return issued.error();
  if (!*issued) return std::optional<FoundForm>();
  const base::Result<std::vector<KeptRulebook>> kept =
      services.store.kept_rulebooks(KeptEditions::versions_max);
  if (!kept) return kept.error();
  // "2026-01-1f9c3a" is of the edition 2026-01: a rulebook that does not know this edition need not be
  // compiled.
  const std::size_t digest = name.version.rfind('-');
  if (digest == std::string::npos) return std::optional<FoundForm>();
  const std::string_view edition = std::string_view(name.version).substr(0, digest);
  const std::string in_force = precert::version_of(*services.knowledge.current().rulebook);
  for (const KeptRulebook& one : *kept) {
    if (one.version == in_force) continue;  // form_of has looked there
    const auto rulebook = editions.rulebook_with(one.version, edition, services.store);
    if (!rulebook) return rulebook.error();
    if (std::optional<FoundForm> found = form_in(*rulebook, name)) return found;
  }
  return std::optional<FoundForm>();
}

/// A canonical may be of either base: both speak of the same forms.
FormName name_of(std::string_view canonical, const Services& services) {
  FormName name;
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    name = mappers::form_name_from(fhir_base(services, version), canonical);
    if (!name.form_id.empty()) break;
  }
  return name;
}

std::string written(const FoundForm& found, const mappers::FormPlace& place) {
  std::string body;
  json::Writer out(body);
  if (found.adaptive) {
    mappers::write_adaptive_shell(out, *found.rulebook, found.form, place);
  } else {
    mappers::write_questionnaire(out, *found.rulebook, found.form, place);
  }
  return body;
}

std::string url_of(const FoundForm& found, const mappers::FormPlace& place) {
  return found.adaptive ? mappers::adaptive_url(place, found.form)
                        : mappers::questionnaire_url(place, found.form);
}

/// Every form, newest editions only, each in both kinds.
std::vector<FoundForm> all_forms(const std::shared_ptr<const precert::Rulebook>& rulebook) {
  std::vector<FoundForm> all;
  const std::vector<precert::Form> forms = precert::forms_of(*rulebook);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (i + 1 < forms.size() && forms[i + 1].id == forms[i].id) continue;  // the oldest stands first
    all.push_back({rulebook, forms[i], false});
    all.push_back({rulebook, forms[i], true});
  }
  return all;
}

std::string searchset(const std::vector<FoundForm>& found, const DtrBase& base, const HttpRequest& request) {
  std::string self = base.url + "/Questionnaire";
  if (!request.query.empty()) self += "?" + request.query;
  std::string body;
  json::Writer out(body);
  out.begin_object().field("resourceType", "Bundle").field("type", "searchset");
  out.field("total", static_cast<std::int64_t>(found.size())).array_field("link").begin_object();
  out.field("relation", "self").field("url", self).end_object().end_array();
  if (!found.empty()) {
    out.array_field("entry");
    for (const FoundForm& one : found) {
      out.begin_object().field("fullUrl", url_of(one, base.place()));
      out.key("resource").raw_text(written(one, base.place()));
      out.object_field("search").field("mode", "match").end_object().end_object();
    }
    out.end_array();
  }
  out.end_object();
  return body;
}

}  // namespace

DtrBase dtr_base(PasVersion version, const Services& services) {
  return {fhir_base(services, version),
          version == PasVersion::v2_0_1 ? mappers::DtrVersion::v2_0_1 : mappers::DtrVersion::v2_2};
}

base::Result<std::optional<FoundForm>> form_of(std::string_view canonical, EditionLookup& editions,
                                               Services& services) {
  const FormName name = name_of(canonical, services);
  if (name.form_id.empty()) return std::optional<FoundForm>();
  std::optional<FoundForm> found = form_in(services.knowledge.current().rulebook, name);
  if (found || name.version.empty()) return found;
  return kept_form(name, editions, services);
}

base::Result<base::Instant> changed_at(const FoundForm& found, EditionLookup& editions, Services& services) {
  const base::Result<std::vector<KeptRulebook>> kept =
      services.store.kept_rulebooks(KeptEditions::versions_max);
  if (!kept) return kept.error();
  base::Instant since = start_of(found.form.effective.start);
  for (const KeptRulebook& one : *kept) {
    const auto rulebook = editions.rulebook(one.version, services.store);
    if (!rulebook) return rulebook.error();
    if (!form_in(*rulebook, {found.form.id, found.form.version, found.adaptive})) break;
    since = one.kept;
  }
  return since;
}

HttpReply read_questionnaire(const std::string& id, const HttpRequest& request, PasVersion version,
                             EditionLookup& editions, Services& services) {
  const DtrBase base = dtr_base(version, services);
  const base::Result<std::optional<FoundForm>> found =
      form_of(base.url + "/Questionnaire/" + id, editions, services);
  if (!found) return refusal(503, request.path, found.error());
  if (!*found) return refusal(404, request.path, "There is no Questionnaire with this id.");
  return fhir_reply(written(**found, base.place()));
}

HttpReply search_questionnaires(const HttpRequest& request, PasVersion version, EditionLookup& editions,
                                Services& services) {
  const DtrBase base = dtr_base(version, services);
  std::string canonical = request.parameter("url");
  const std::string id = request.parameter("_id");
  const std::string wanted_version = request.parameter("version");
  if (canonical.empty() && !id.empty()) canonical = base.url + "/Questionnaire/" + id;
  if (canonical.empty()) {
    return fhir_reply(searchset(all_forms(services.knowledge.current().rulebook), base, request));
  }
  if (!wanted_version.empty() && canonical.find('|') == std::string::npos) canonical += "|" + wanted_version;
  base::Result<std::optional<FoundForm>> found = form_of(canonical, editions, services);
  if (!found) return refusal(503, request.path, found.error());
  std::vector<FoundForm> all;
  if (*found) all.push_back(std::move(**found));
  return fhir_reply(searchset(all, base, request));
}

HttpReply read_library(const std::string& id, const HttpRequest& request, PasVersion version,
                       Services& services) {
  const DtrBase base = dtr_base(version, services);
  const std::shared_ptr<const precert::Rulebook> rulebook = services.knowledge.current().rulebook;
  std::optional<precert::Form> wanted;
  for (precert::Form& form : precert::forms_of(*rulebook)) {
    if (mappers::library_id(form) == id) wanted = std::move(form);  // the newest edition is the last
  }
  if (!wanted) return refusal(404, request.path, "There is no Library with this id.");
  std::string body;
  json::Writer out(body);
  mappers::write_library(out, *rulebook, *wanted, base.place());
  return fhir_reply(std::move(body));
}

}  // namespace gateway
