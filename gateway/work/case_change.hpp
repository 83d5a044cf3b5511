// One change of a case by a person or a worker: read it, make the change, tell everybody, store all of it at
// once. What somebody else changed meanwhile is seen and never overwritten.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/review/submit_review.hpp"
#include "gateway/store/records.hpp"
#include "gateway/work/body.hpp"

namespace gateway {

/// Who acts: named in the body until access control knows people. {"id", "role", "npi"?, "specialty"?}; role is
/// nurse, physician or staff.
struct Actor {
  std::string id, role, npi, specialty;
};

/// A case as it is now, with what a change of it may need to know.
struct OpenCase {
  CaseRecord record;
  precert::PriorCase prior;
  Snapshot knowledge;
  base::Instant now{};
  MemberFacts known;           // facts.now is `now`
  std::vector<WorkItem> work;  // of the case, of any state
  std::string assignee;        // who works on it; "" = nobody
};

/// What becomes of it. Without request and determination the case itself stays as it is.
struct CaseChangeMade {
  std::optional<precert::ReviewRequest> request;        // as it has become
  std::optional<precert::Determination> determination;  // nullopt = the request is determined anew
  std::vector<CaseEvent> events;                        // version is set when it is stored
  std::vector<WorkItem> work;                           // new or changed
  std::optional<std::string> assignee;  // who works on it from now on; nullopt = as it is, whoever that is
};

/// 409 when somebody else works on the case: a review is one person's at a time. Whoever takes it over says so
/// (POST /review/{id}/assign).
[[nodiscard]] base::Result<void> is_open_to(const OpenCase& open, std::string_view actor);

using MakeChange = std::function<base::Result<CaseChangeMade>(const OpenCase&)>;

/// Reads a case into `into`. False when there is none. Errors: store_unavailable, data_invalid.
[[nodiscard]] base::Result<bool> open_case(OpenCase& into, const precert::CaseId& id, Services& services);

/// Changes a case and answers with it as GET /review/{id} does. `seen` = the version that the asker looked
/// at. 404 no such case; 409 another payer's, changed since it was seen, or not in a state for it; 422 when
/// the change lacks something. Lifetimes: awaited in place.
[[nodiscard]] boost::asio::awaitable<HttpReply> change_case(const HttpRequest& request, const std::string& id,
                                                            std::optional<int> seen, const std::string& actor,
                                                            Services& services, const MakeChange& make);

/// The same for workers, on their own thread; false when the case is not in a state for it (any more).
[[nodiscard]] base::Result<bool> change_case_now(const precert::CaseId& id, std::string_view actor,
                                                 Services& services, const MakeChange& make);

/// Somebody who decides nothing: takes calls, papers and appeals.
inline constexpr std::string_view role_staff = "staff";
/// "role" of a body, a fault when it is none: nurse, physician and, for what decides nothing, staff.
[[nodiscard]] std::string role_from(BodyFields& fields, bool decides_nothing);
/// The actor of a body: {"actor": {"id": …, "role": …}}; faults go to the body's issues.
[[nodiscard]] Actor actor_from(BodyFields& body, base::Issues& issues);

/// Stores an exchange and waits for it on this thread: for workers.
[[nodiscard]] CommitResult commit_now(Services& services, Exchange exchange);

}  // namespace gateway
