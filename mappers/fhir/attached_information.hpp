// What the content of an attachment says, when it is FHIR: the same for a 275 and for $submit-attachment.
#pragma once

#include "base/issue.hpp"
#include "precert/model/attachment.hpp"

namespace mappers {

/// Reads content that is FHIR JSON: a PAS request Bundle as its Claim says, any other Bundle (or a single
/// resource) by its QuestionnaireResponses, Observations and DocumentReferences. Anything else is a paper:
/// `structured` false and nothing in it. JSON that is broken, or no FHIR, is a paper too. What had to be
/// skipped is added to `skipped` as warnings. `member`: whom the message that brought it is about; what says
/// that it is about a member with another number is not read. Every source starts with the attachment's own
/// ("275 BDS-03 @14 Bundle.entry[0]…"). Rule: PAS $submit-attachment; 006020X316 BDS.
[[nodiscard]] precert::AttachedInformation information_from(const precert::Attachment& attachment,
                                                            base::Issues* skipped = nullptr,
                                                            const precert::Person* member = nullptr);

}  // namespace mappers
