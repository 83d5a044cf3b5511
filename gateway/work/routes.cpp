#include "gateway/work/routes.hpp"

#include "gateway/work/actions.hpp"
#include "gateway/work/case_view.hpp"
#include "gateway/work/worklist.hpp"

namespace gateway {

std::vector<Route> work_routes() {
  const auto list = [](HttpReply (*answer)(const HttpRequest&, Services&)) {
    return at_once([answer](const HttpRequest& request, const std::string&, Services& services) {
      return answer(request, services);
    });
  };
  // The first pattern that fits answers: words stand before {id}.
  std::vector<Route> routes;
  routes.push_back({Method::get, "/review/worklist", list(worklist)});
  routes.push_back({Method::get, "/review/statuses", list(status_list)});
  routes.push_back({Method::get, "/review/work", list(work_list)});
  routes.push_back({Method::get, "/review/work/{id}", at_once(work_one)});
  routes.push_back({Method::post, "/review/work/{id}/claim", claim_work});
  routes.push_back({Method::post, "/review/work/{id}/release", release_work});
  routes.push_back({Method::post, "/review/work/{id}/outcome", note_outreach});
  routes.push_back({Method::get, "/review/{id}", at_once(case_view)});
  routes.push_back({Method::post, "/review/{id}/decision", decide_case});
  routes.push_back({Method::post, "/review/{id}/claim", claim_case});
  routes.push_back({Method::post, "/review/{id}/assign", assign_case_to});
  routes.push_back({Method::post, "/review/{id}/release", release_case});
  routes.push_back({Method::post, "/review/{id}/information-request", request_information});
  routes.push_back({Method::post, "/review/{id}/extension", extend_review});
  routes.push_back({Method::post, "/review/{id}/peer-to-peer", peer_to_peer});
  routes.push_back({Method::post, "/review/{id}/appeal", receive_appeal});
  routes.push_back({Method::post, "/review/{id}/place", change_place});
  routes.push_back({Method::post, "/review/{id}/review-anyway", review_anyway});
  return routes;
}

}  // namespace gateway
