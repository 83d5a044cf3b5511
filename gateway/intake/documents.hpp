// Documents that people hand in, look at and put to their case; docs/intake.md.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/app/services.hpp"
#include "gateway/http/message.hpp"

namespace gateway {

/// POST /review/cases/{id}/documents?control_number=&report_type=&loinc=: the body is the document, of a type
/// of paper_types.hpp. 201 when it is attached and the case decided anew; 200 with the same answer for the
/// same bytes; 404 no such case, 409 another payer's, 413, 415, 422.
[[nodiscard]] boost::asio::awaitable<HttpReply> post_document(const HttpRequest& request,
                                                              const std::string& id, Services& services);
/// GET /review/cases/{id}/documents: what is attached to the case, without the bytes.
[[nodiscard]] HttpReply documents_of_case(const HttpRequest& request, const std::string& id,
                                          Services& services);
/// GET /review/documents/{id}: the bytes as they came. 404.
[[nodiscard]] HttpReply document_bytes(const HttpRequest& request, const std::string& id, Services& services);
/// POST /review/documents/{id}/index {"case", "control_number"?, "report_type"?, "loinc"?}: the document is
/// that case's, and may answer one more thing of it. 404, 409.
[[nodiscard]] boost::asio::awaitable<HttpReply> index_document(const HttpRequest& request,
                                                               const std::string& id, Services& services);

}  // namespace gateway
