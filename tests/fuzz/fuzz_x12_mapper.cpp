// A valid 278 request, read into the model and written again, is valid; and a second round leaves the model
// as it is.
#include <optional>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "mappers/model/model_json.hpp"
#include "mappers/x12/envelope.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"

namespace {

/// The models of all valid requests in `input`.
std::vector<precert::ReviewRequest> requests_of(std::string_view input) {
  std::vector<precert::ReviewRequest> requests;
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  x12::Reader reader(input);
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) break;
    if (event != x12::Event::transaction_set) continue;
    tree.clear();
    faults.clear();
    if (!x12::check(reader.set(), *x12::guide_for("005010X217", "request"), {}, tree, faults)) continue;
    auto request = mappers::review_request_from(tree, reader.interchange(), reader.group());
    if (request) requests.push_back(std::move(*request));
  }
  return requests;
}

/// `request` in an interchange of the usual delimiters; nullopt when X12 cannot carry it.
std::optional<std::string> written(const precert::ReviewRequest& request) {
  mappers::Envelope envelope;
  envelope.sender = request.transmission.interchange_sender;
  envelope.receiver = request.transmission.interchange_receiver;
  envelope.group_sender = request.transmission.application_sender;
  envelope.group_receiver = request.transmission.application_receiver;
  std::string text;
  mappers::open_interchange(text, envelope);
  x12::Writer writer(text, envelope.delimiters);
  mappers::open_group(writer, envelope, "HI", "005010X217", 1);
  if (mappers::write_review_request(writer, request, "0001").fatal()) return std::nullopt;
  mappers::close_group(writer, 1, 1);
  mappers::close_interchange(writer, envelope, 1);
  return text;
}

/// The model after one round; nullopt when X12 cannot carry it.
std::optional<precert::ReviewRequest> carried(const precert::ReviewRequest& request) {
  const std::optional<std::string> text = written(request);
  if (!text) return std::nullopt;
  std::vector<precert::ReviewRequest> again = requests_of(*text);
  if (again.size() != 1) std::fprintf(stderr, "%s\n", text->c_str());
  fuzz::must(again.size() == 1, "a written request is valid");
  return std::move(again.front());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const precert::ReviewRequest& request : requests_of(fuzz::text(data, size))) {
    const std::optional<precert::ReviewRequest> once = carried(request);
    if (!once) continue;
    const std::optional<precert::ReviewRequest> twice = carried(*once);
    fuzz::must(twice.has_value(), "what X12 carried once it carries again");
    const std::vector<std::string> changes = mappers::differences(*once, *twice);
    for (const std::string& change : changes) std::fprintf(stderr, "%s\n", change.c_str());
    fuzz::must(changes.empty(), "a second round changes nothing");
  }
  return 0;
}
