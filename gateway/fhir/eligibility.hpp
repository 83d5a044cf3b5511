// FHIR eligibility: CoverageEligibilityRequest in, CoverageEligibilityResponse out, both kept and readable.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"
#include "gateway/store/records.hpp"
#include "mappers/fhir/eligibility.hpp"

namespace gateway {

/// What is said to a request that was understood.
enum class EligibilityReply : bool {
  request,   // POST [base]/CoverageEligibilityRequest: 201 with the request as it is kept, and where
  response,  // POST [base]/CoverageEligibilityRequest/$submit: 200 with the answer
};

/// Answers, keeps the check with the message, replies. 400 with every fault and its FHIRPath; 403 for
/// somebody else's organization; 409 when the identifier named another question before. The same identifier
/// with the same question gets the same answer again.
[[nodiscard]] boost::asio::awaitable<HttpReply> eligibility_asked(const HttpRequest& request,
                                                                  EligibilityReply wanted,
                                                                  Services& services);

/// One kept check, read again.
struct KeptEligibility {
  CheckRecord record;
  std::unique_ptr<mappers::EligibilityMessage> message;
  precert::CoverageQuestion question;
  precert::CoverageAnswer answer;
};
/// Errors: store_unavailable, data_invalid.
[[nodiscard]] base::Result<KeptEligibility> kept_eligibility(CheckRecord record, Services& services);

/// The resource of one of the two types.
enum class EligibilityType : bool { request, response };
[[nodiscard]] const char* name_of(EligibilityType type);
void write_kept(json::Writer& out, const KeptEligibility& kept, EligibilityType type);

/// True when the client speaks for who asked, or for a provider that is named.
[[nodiscard]] bool may_read(const HttpRequest& request, const precert::CoverageQuestion& question,
                            const Services& services);

/// The id of request and response that an identifier of this client stands for; "" without a value.
[[nodiscard]] std::string eligibility_id(const HttpRequest& request, const std::string& system,
                                         const std::string& value);

/// GET [base]/TYPE/{id}.
[[nodiscard]] HttpReply read_eligibility(const HttpRequest& request, const std::string& id,
                                         EligibilityType type, Services& services);
/// GET [base]/TYPE?… and POST [base]/TYPE/_search: a searchset, the newest first. Somebody has to be named.
[[nodiscard]] HttpReply search_eligibility(const HttpRequest& request, EligibilityType type,
                                           Services& services);
[[nodiscard]] std::vector<mappers::SearchParameter> eligibility_parameters(EligibilityType type);

/// The routes of one FHIR base.
[[nodiscard]] std::vector<Route> eligibility_routes(const std::string& base);

}  // namespace gateway
