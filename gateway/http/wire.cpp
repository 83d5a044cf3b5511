#include "gateway/http/wire.hpp"

#include <boost/beast/core/error.hpp>

namespace gateway {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

Method method_from(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::get;
    case http::verb::post: return Method::post;
    case http::verb::put: return Method::put;
    case http::verb::delete_: return Method::del;
    case http::verb::options: return Method::options;
    default: return Method::other;
  }
}

std::string text_of(beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

HttpRequest request_from_wire(const http::request_header<>& read) {
  HttpRequest request;
  request.method = method_from(read.method());
  const std::string target = text_of(read.target());
  const std::size_t question = target.find('?');
  request.path = percent_decoded(std::string_view(target).substr(0, question));
  if (question != std::string::npos) request.query = target.substr(question + 1);
  request.content_type = text_of(read[http::field::content_type]);
  request.accept = text_of(read[http::field::accept]);
  request.authorization = text_of(read[http::field::authorization]);
  request.prefer = text_of(read[http::field::prefer]);
  request.if_match = text_of(read[http::field::if_match]);
  request.if_none_match = text_of(read[http::field::if_none_match]);
  request.origin = text_of(read[http::field::origin]);
  request.person = text_of(read["Precert-Person"]);
  return request;
}

unsigned status_of_failed_read(const boost::system::error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit) return 431;
  if (error == beast::error::timeout) return 408;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  if (error.category() == http::make_error_code(http::error::bad_method).category()) return 400;
  return 0;
}

std::string words_of_failed_read(unsigned status) {
  switch (status) {
    case 413: return "The body is larger than this server takes.";
    case 431: return "The headers are larger than this server takes.";
    case 408: return "The request did not arrive in time.";
    default: return "The request is not readable as HTTP.";
  }
}

}  // namespace gateway
