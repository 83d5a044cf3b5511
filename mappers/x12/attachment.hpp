// 275 additional information <-> model: 006020X316, 005010X211 and 005010X210.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.hpp"
#include "parsers/x12/loop_view.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"
#include "precert/model/attachment.hpp"

namespace mappers {

/// Content of one attachment that is larger is refused.
inline constexpr std::size_t attachment_bytes_max = std::size_t{64} * 1024 * 1024;

/// A checked 275 -> AttachmentMessage. Driven by segment ids and NM101, because the guides' loops differ.
/// BDS*B64 is decoded, BDS*ASC and BIN are taken as they are. Errors (x12_element with the place, all of the
/// message): broken base64, a stated length that is not the data's, content larger than `content_bytes_max`,
/// an attachment without content, a date that is none; x12_set: no attachment at all. Rule:
/// 006020X316.
[[nodiscard]] base::Result<precert::AttachmentMessage> attachments_from(
    const x12::LoopTree& tree, const x12::InterchangeHeader& interchange, const x12::GroupHeader& group,
    std::size_t content_bytes_max = attachment_bytes_max);

/// ST..SE of a 006020X316 275, content as BDS*B64. `control_number` is ST02. What X12 cannot carry comes back
/// as warnings, what is missing for a valid 275 as errors; `where` is the place in the model. Rule:
/// 006020X316; PAS: a Bundle goes as B64 with CAT02 HL.
base::Issues write_attachments(x12::Writer& out, const precert::AttachmentMessage& message,
                               std::string_view control_number);

/// The same attachments in order over several messages whose content is at most `bytes_max` as written
/// (base64), each with at least one: a single document that is larger goes alone. 0 = one each. The second
/// and further get "-2", "-3" … on their reference; all but the last say that more comes. Rule: PAS spec-29.
[[nodiscard]] std::vector<precert::AttachmentMessage> split_by_size(precert::AttachmentMessage message,
                                                                    std::size_t bytes_max);

}  // namespace mappers
