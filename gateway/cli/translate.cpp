#include <cstdio>

#include "base/clock.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/requests.hpp"
#include "mappers/fhir/review_request.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_request.hpp"

namespace gateway::cli {
namespace {

constexpr std::string_view review_guide = "005010X217";

std::string or_else(const std::string& text, const char* otherwise) { return text.empty() ? otherwise : text; }

/// A whole interchange around one 278; line ends after each segment, since people read it.
std::string interchange_of(const precert::ReviewRequest& request, base::Issues& lost) {
  mappers::Envelope envelope;
  envelope.sender = or_else(request.transmission.interchange_sender, "SENDER");
  envelope.receiver = or_else(request.transmission.interchange_receiver, "RECEIVER");
  envelope.group_sender = request.transmission.application_sender;
  envelope.group_receiver = request.transmission.application_receiver;
  envelope.at = base::SystemClock().now();
  std::string bytes;
  open_interchange(bytes, envelope);
  x12::Writer out(bytes, envelope.delimiters);
  open_group(out, envelope, "HI", review_guide, 1);
  lost = mappers::write_review_request(out, request, mappers::set_number(1));
  mappers::close_group(out, 1, 1);
  close_interchange(out, envelope, 1);
  std::string lines;
  for (const char c : bytes) {
    lines += c;
    if (c == envelope.delimiters.segment) lines += '\n';
  }
  return lines;
}

}  // namespace

int translate(const TranslateOptions& options) {
  int code = good;
  const std::optional<ReadRequest> read = request_of(options.file, code);
  if (!read) return code;
  base::Issues lost;
  std::string out;
  if (options.to == "x12") {
    out = interchange_of(read->request, lost);
  } else {
    json::Writer writer(out, json::Layout::pretty);
    lost = mappers::write_review_request(writer, read->request, read->request.reference);
    out += '\n';
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  print(lost);  // what the other dialect cannot say
  return good;
}

}  // namespace gateway::cli
