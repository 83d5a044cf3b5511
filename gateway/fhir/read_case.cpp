#include "gateway/fhir/read_case.hpp"

#include <string>
#include <utility>

#include "gateway/fhir/claim_submit.hpp"
#include "gateway/review/submit_review.hpp"
#include "precert/engine/clock.hpp"

namespace gateway {

base::Result<ReadCase> read_case(CaseRecord record, const Services& services) {
  base::Result<precert::PriorCase> found = prior_from(record);
  if (!found) return found.error();
  precert::name_time_zone(*services.knowledge.current().rulebook, found->determination);
  base::Result<std::unique_ptr<OriginalBundle>> original = original_bundle(record, services.store);
  if (!original) return original.error();
  return ReadCase{std::move(record), std::move(*found), std::move(*original)};
}

mappers::ResponseContext context_of(const ReadCase& read, mappers::PasVersion version,
                                    const Services& services) {
  mappers::ResponseContext context;
  context.version = version;
  context.request = bundle_of(read.original);
  context.case_id = read.record.id.text();
  context.base_url = fhir_base(services, version);
  context.at = services.clock.now();
  context.uuid_seed = context.case_id + "." + std::to_string(read.record.version);
  return context;
}

}  // namespace gateway
