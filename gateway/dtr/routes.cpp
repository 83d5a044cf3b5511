#include "gateway/dtr/routes.hpp"

#include <memory>
#include <utility>

#include "gateway/dtr/next_question.hpp"
#include "gateway/dtr/questionnaire_errors.hpp"
#include "gateway/dtr/questionnaire_package.hpp"
#include "gateway/dtr/read_form.hpp"
#include "gateway/dtr/value_sets.hpp"
#include "gateway/fhir/route_descriptions.hpp"
#include "gateway/http/replies.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;
using mappers::RouteDescription;
using Editions = std::shared_ptr<KeptEditions>;

#define PRECERT_DTR "http://hl7.org/fhir/us/davinci-dtr/"
constexpr const char* package_definition = PRECERT_DTR "OperationDefinition/questionnaire-package";
constexpr const char* errors_definition = PRECERT_DTR "OperationDefinition/log-questionnaire-errors";
constexpr const char* form_profile = PRECERT_DTR "StructureDefinition/dtr-std-questionnaire";
#undef PRECERT_DTR
constexpr const char* next_definition =
    "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question";
constexpr const char* expand_definition = "http://hl7.org/fhir/OperationDefinition/ValueSet-expand";

RouteDescription reading(const char* resource, const char* profile = "") {
  RouteDescription description = interaction_route(resource, "read");
  description.profile = profile;
  return description;
}

RouteDescription searching_forms() {
  RouteDescription description = interaction_route("Questionnaire", "search-type");
  description.search = {{"url", "uri"}, {"version", "token"}, {"_id", "token"}};
  return description;
}

/// An answer that only reads. It is made at once where every rulebook it needs is compiled; otherwise again on the
/// thread that compiles (Services::compiling): no other request waits for that.
template <class Answer>
RouteHandler with_editions(Answer answer, const Editions& editions) {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): the route table outlives every call
  return [answer, editions](const HttpRequest& request, const std::string& id,
                            Services& services) -> boost::asio::awaitable<HttpReply> {
    EditionLookup compiled(*editions, EditionLookup::Compile::never);
    HttpReply reply = answer(request, id, compiled, services);
    if (!compiled.left_out()) co_return reply;
    std::shared_ptr<void> place = editions->place();
    if (place == nullptr) co_return refusal(503, request.path, "Too many wait for forms of before; ask again later.");
    // A copy goes with the work, also when nobody waits for it any more.
    std::function<HttpReply()> work = [answer, asked = std::make_shared<const HttpRequest>(request), id, &services,
                                       kept = editions, place = std::move(place)] {
      if (services.compiling.stopping()) return refusal(503, asked->path, "This server is stopping; ask again later.");
      EditionLookup all(*kept, EditionLookup::Compile::when_wanted);
      return answer(*asked, id, all, services);
    };
    HttpReply later = co_await in_background<HttpReply>(services.compiling, std::move(work));
    co_return later;
  };
}

using Answer = HttpReply (*)(const HttpRequest&, PasVersion, EditionLookup&, Services&);
RouteHandler handler(Answer answer, PasVersion version, const Editions& editions) {
  return with_editions(
      [=](const HttpRequest& request, const std::string&, EditionLookup& lookup, Services& services) {
        return answer(request, version, lookup, services);
      },
      editions);
}

void add_packages(const std::string& base, PasVersion version, const Editions& editions,
                  std::vector<Route>& routes) {
  routes.push_back({Method::post, base + "/Questionnaire/$questionnaire-package",
                    handler(&questionnaire_package, version, editions),
                    operation_route("Questionnaire", "questionnaire-package", package_definition)});
  // DTR's text speaks of it at the system level as well.
  routes.push_back({Method::post, base + "/$questionnaire-package",
                    handler(&questionnaire_package, version, editions),
                    operation_route("", "questionnaire-package", package_definition)});
  routes.push_back({Method::post, base + "/Questionnaire/$next-question",
                    handler(&next_question, version, editions),
                    operation_route("Questionnaire", "next-question", next_definition)});
  routes.push_back({Method::post, base + "/Questionnaire/$log-questionnaire-errors",
                    [version](const HttpRequest& request, const std::string&, Services& services) {
                      return log_questionnaire_errors(request, version, services);
                    },
                    operation_route("Questionnaire", "log-questionnaire-errors", errors_definition)});
}

void add_forms(const std::string& base, PasVersion version, const Editions& editions,
               std::vector<Route>& routes) {
  routes.push_back({Method::get, base + "/Questionnaire", handler(&search_questionnaires, version, editions),
                    searching_forms()});
  routes.push_back({Method::get, base + "/Questionnaire/{id}",
                    with_editions(
                        [=](const HttpRequest& request, const std::string& id, EditionLookup& lookup,
                            Services& services) {
                          return read_questionnaire(id, request, version, lookup, services);
                        },
                        editions),
                    reading("Questionnaire", form_profile)});
  routes.push_back({Method::get, base + "/Library/{id}",
                    at_once([=](const HttpRequest& request, const std::string& id, Services& services) {
                      return read_library(id, request, version, services);
                    }),
                    reading("Library")});
}

void add_value_sets(const std::string& base, PasVersion version, std::vector<Route>& routes) {
  const RouteHandler expand =
      at_once([=](const HttpRequest& request, const std::string&, Services& services) {
        return expand_value_set(request, version, services);
      });
  const RouteDescription description = operation_route("ValueSet", "expand", expand_definition);
  routes.push_back({Method::get, base + "/ValueSet/$expand", expand, description});
  routes.push_back({Method::post, base + "/ValueSet/$expand", expand, description});
  routes.push_back({Method::get, base + "/ValueSet/{id}",
                    at_once([=](const HttpRequest& request, const std::string& id, Services& services) {
                      return read_value_set(request, id, version, services);
                    }),
                    reading("ValueSet")});
}

}  // namespace

std::vector<Route> dtr_routes(const std::string& base, PasVersion version,
                              const std::shared_ptr<KeptEditions>& editions) {
  std::vector<Route> routes;
  add_packages(base, version, editions, routes);
  add_forms(base, version, editions, routes);
  add_value_sets(base, version, routes);
  return routes;
}

}  // namespace gateway
