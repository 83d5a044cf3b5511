#include "gateway/dtr/questionnaire_package.hpp"

#include "gateway/dtr/wanted_forms.hpp"
#include "gateway/fhir/received.hpp"
#include "gateway/http/replies.hpp"
#include "mappers/fhir/questionnaire_package.hpp"
#include "mappers/issues/operation_outcome.hpp"
#include "parsers/json/document.hpp"

namespace gateway {
namespace {

/// Takes away what the client has already. Rule: DTR changedsince, oper-11.
base::Result<void> drop_unchanged(base::Instant since, WantedForms& wanted, EditionLookup& editions,
                                  Services& services) {
  std::vector<WantedForm> changed;
  for (WantedForm& one : wanted.forms) {
    const base::Result<base::Instant> at = changed_at(one.found, editions, services);
    if (!at) return at.error();
    if (*at > since) {
      changed.push_back(std::move(one));
    } else {
      wanted.messages.add(
          {base::IssueCode::not_found, "Parameters.parameter.where(name='changedsince').value",
           "The form " + one.found.form.id + " has not changed since.", base::Severity::information});
    }
  }
  wanted.forms = std::move(changed);
  return {};
}

std::string answer_of(const mappers::PackageRequest& asked, WantedForms wanted, const DtrBase& base,
                      base::Instant now) {
  std::vector<mappers::PackageForm> forms;
  forms.reserve(wanted.forms.size());
  for (WantedForm& one : wanted.forms) {
    forms.push_back({one.found.rulebook.get(), std::move(one.found.form), one.found.adaptive,
                     std::move(one.known), std::move(one.orders)});
  }
  const mappers::PackageContext context{asked.patient, asked.coverages, now};
  return mappers::package_answer_from(forms, wanted.messages, context, base.place());
}

}  // namespace

HttpReply questionnaire_package(const HttpRequest& request, mappers::PasVersion version,
                                EditionLookup& editions, Services& services) {
  json::Document document;
  const base::Result<json::Value> root = document.parse_copy(request.body, json_limits(services.config));
  if (!root) return refusal_of(request, root.error());
  const DtrBase base = dtr_base(version, services);
  const base::Result<mappers::PackageRequest> asked = mappers::package_request_from(*root, base.version);
  if (!asked) return refusal_of(request, asked.error());
  base::Result<WantedForms> wanted = wanted_forms(*asked, request, editions, services);
  if (!wanted) return refusal_of(request, wanted.error());
  if (asked->changed_since) {
    const base::Result<void> dropped = drop_unchanged(*asked->changed_since, *wanted, editions, services);
    if (!dropped) return refusal_of(request, dropped.error());
  }
  for (const base::Issue& one : asked->skipped) wanted->messages.add(one);
  return fhir_reply(answer_of(*asked, std::move(*wanted), base, services.clock.now()));
}

}  // namespace gateway
