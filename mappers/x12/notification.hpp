// 278 X216 notification and acknowledgment <-> model.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/notification.hpp"

namespace mappers {

/// A checked 005010X216 notification -> Notification. Errors: as for a request.
[[nodiscard]] base::Result<precert::Notification> notification_from(const x12::LoopTree& tree,
                                                                    const x12::InterchangeHeader& interchange,
                                                                    const x12::GroupHeader& group);

/// ST..SE of a 005010X216 acknowledgment (BHT02 11, BHT06 TH: an assumption): source,
/// receiver and patient echoed, the notice's traces as TRN*2 and the receiver's own as TRN*1, the receipt
/// number as REF at the event, AAA at the level of each refusal. It ends after the first level of A to D that
/// is refused.
void write_notification_acknowledgment(x12::Writer& out, const precert::Notification& notification,
                                       const precert::NotificationReceipt& receipt,
                                       std::string_view control_number, base::Instant at);

}  // namespace mappers
