// Model -> 278 X217 request: the header and the levels above the event.
#include <algorithm>

#include "mappers/codes/x12_codes.hpp"
#include "mappers/x12/messages_out.hpp"
#include "mappers/x12/party_out.hpp"
#include "mappers/x12/request_levels_out.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/speakable.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

/// BHT02: a cancellation of one event is 13 with UM02 3, as the field and PAS send it.
void write_header(Output& out, const precert::ReviewRequest& request, std::string_view control_number) {
  x12::Writer& x12 = out.x12();
  x12.segment("ST", {"278", control_number, "005010X217"});
  const bool reservation = request.purpose == precert::Purpose::reservation;
  x12.begin("BHT");
  x12.element("0007");
  x12.element(reservation ? "36" : "13");
  out.text(request.reference, 50, "reference");
  x12.element(base::ccyymmdd(base::utc_date(request.submitted)));
  x12.element(time_text(request.submitted));
  x12.element(reservation ? "RU" : "");
  x12.end();
  if (request.reference.empty()) out.missing("reference", "the transaction id of the submitter");
}

/// In a revision only what changed is sent.
bool is_sent(const precert::ReviewRequest& request, const precert::ServiceLine& line) {
  return request.event.certification != precert::CertificationType::revision ||
         line.change != precert::Change::none;
}

void write_services(Output& out, const precert::ReviewRequest& request, Levels& levels, int event,
                    const std::vector<std::string>& messages) {
  for (std::size_t i = 0; i < request.services.size(); ++i) {
    if (!is_sent(request, request.services[i])) {
      out.lost(path_of("services", i), "unchanged lines of a revision are not sent in X12");
      continue;
    }
    levels.write(out.x12(), event, "SS", false);
    write_service(out, request, i, messages[i + 1]);
  }
}

}  // namespace

base::Issues write_review_request(x12::Writer& writer, const precert::ReviewRequest& asked,
                                  std::string_view control_number) {
  base::Issues issues;
  const std::optional<precert::ReviewRequest> changed = speakable(asked, writer, issues);
  const precert::ReviewRequest& request = changed ? *changed : asked;
  Output out(writer, issues);
  writer.restart_count();
  const x12::Guide* const guide = x12::guide_for("005010X217", "request");
  writer.follow(guide);
  out.hold_to(*guide, Speech::asks);
  const std::uint32_t replaced_before = writer.replaced();
  write_header(out, request, control_number);
  Levels levels;
  int level = levels.write(writer, 0, "20", true);
  write_party(out, loops::umo, request.umo, "umo");
  level = levels.write(writer, level, "21", true);
  write_party(out, loops::requester, request.requester, "requester");
  level = levels.write(writer, level, "22", true);
  write_person(out, loops::subscriber, request.subscriber, &request.insurance, "subscriber");
  if (request.dependent) {
    level = levels.write(writer, level, "23", true);
    write_person(out, loops::dependent, *request.dependent, nullptr, "dependent");
  }
  const auto& services = request.services;
  const bool has_services =
      std::any_of(services.begin(), services.end(),
                  [&](const precert::ServiceLine& line) { return is_sent(request, line); });
  const std::vector<std::string> messages = messages_of(out, request);
  level = levels.write(writer, level, "EV", has_services);
  write_event(out, request, messages[0], has_services);
  write_services(out, request, levels, level, messages);
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
  out.check_set();
  if (writer.replaced() > replaced_before)
    out.lost("request", "characters that X12 has no room for were replaced by blanks");
  return issues;
}

}  // namespace mappers
