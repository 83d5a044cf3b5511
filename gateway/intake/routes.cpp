#include "gateway/intake/routes.hpp"

#include "gateway/intake/cover_sheet.hpp"
#include "gateway/intake/documents.hpp"
#include "gateway/intake/enter_request.hpp"

namespace gateway {

std::vector<Route> intake_routes() {
  std::vector<Route> routes;
  routes.push_back({Method::post, "/review/cases/{id}/documents", post_document});
  routes.push_back({Method::get, "/review/cases/{id}/documents", at_once(documents_of_case)});
  routes.push_back({Method::get, "/review/cases/{id}/cover-sheet", at_once(cover_sheet)});
  routes.push_back({Method::get, "/review/documents/{id}", at_once(document_bytes)});
  routes.push_back({Method::post, "/review/documents/{id}/index", index_document});
  routes.push_back({Method::post, "/review/requests", enter_request});
  return routes;
}

}  // namespace gateway
