#include "gateway/edi/interchange_turn.hpp"

#include <algorithm>

#include "gateway/edi/guides.hpp"
#include "gateway/review/submit_review.hpp"
#include "mappers/issues/ta1.hpp"
#include "mappers/x12/review_request.hpp"
#include "mappers/x12/review_response.hpp"
#include "parsers/x12/check.hpp"

namespace gateway {
namespace {

constexpr std::string_view review_group = "HI";
constexpr std::string_view acknowledgment_group = "FA";
constexpr std::string_view review_guide = "005010X217";
constexpr std::string_view guide_999 = "005010X231A1";

x12::Fault group_fault(std::string_view code, const char* remedy) {
  x12::Fault made;
  made.level = x12::FaultLevel::ak9;
  made.code = code;
  made.remedy = remedy;
  return made;
}

}  // namespace

bool InterchangeTurn::Group::wants_999(bool batch) const {
  if (header.functional_id == acknowledgment_group) return false;
  return batch || !faults.empty() || acknowledgment.accepted() < acknowledgment.received();
}

InterchangeTurn::InterchangeTurn(const x12::InterchangeHeader& received, Services& services,
                                 const ReceivedMessage& message)
    : received_(received), services_(services), message_(message) {}

void InterchangeTurn::begin_group(const x12::GroupHeader& group) {
  Group& made = groups_.emplace_back(group, mappers::answer_delimiters(received_.delimiters));
  if (group.functional_id == acknowledgment_group) return;  // kept with the message, never answered
  if (group.functional_id != review_group) {
    made.faults.push_back(group_fault("1", "this gateway takes functional group HI (278)."));
  } else if (group.version != review_guide) {
    made.faults.push_back(group_fault("2", "send GS08 005010X217."));
  }
}

void InterchangeTurn::take(const x12::TransactionSet& set, X12Scratch& scratch) {
  if (groups_.empty()) return;
  Group& group = groups_.back();
  scratch.faults.clear();
  if (group.faults.empty() && group.header.functional_id != acknowledgment_group) review(group, set, scratch);
  group.acknowledgment.add(set, scratch.faults);
  if (!scratch.faults.empty() || !set.envelope_faults.empty()) {
    services_.metrics.rejection(Rejection::transaction_set);
  }
}

void InterchangeTurn::review(Group& group, const x12::TransactionSet& set, X12Scratch& scratch) {
  const x12::Guide* guide = guide_of(set, group.header);
  if (set.id != "278") {
    scratch.faults.push_back(mappers::set_refusal("1", "a 278 is wanted in a group HI."));
  } else if (guide == nullptr) {
    scratch.faults.push_back(mappers::set_refusal("I6", "send ST03 005010X217."));
  } else if (direction_of(set) != "request") {
    scratch.faults.push_back(mappers::set_refusal("I6", "this is a response; requests are reviewed."));
  } else {
    x12::CheckOptions options;
    options.loops_max = services_.config.loops_per_set_max;
    if (!x12::check(set, *guide, options, scratch.tree, scratch.faults)) return;
    base::Result<precert::ReviewRequest> request = mappers::review_request_from(scratch.tree, received_, group.header);
    if (request) {
      group.requests.push_back(std::move(*request));
    } else {
      scratch.faults.push_back(mappers::set_refusal("5", "a value of the set cannot be kept."));
    }
  }
}

void InterchangeTurn::end_group(const x12::Reader& reader) {
  if (groups_.empty()) return;
  Group& group = groups_.back();
  group.sets_announced = reader.group_count_received();
  group.faults.insert(group.faults.end(), reader.group_faults().begin(), reader.group_faults().end());
  if (!group.faults.empty()) services_.metrics.rejection(Rejection::group);
}

base::Result<void> InterchangeTurn::write_responses(Group& group, Prepared& prepared, x12::Writer& out) {
  std::uint32_t number = 0;
  for (precert::ReviewRequest& request : group.requests) {
    Submission submission;
    submission.request = std::move(request);
    submission.submitter = message_.sender;
    submission.message = message_.id;
    submission.received = message_.received;
    base::Result<Reviewed> made = reviewed(submission, services_.store, services_.numbers,
                                           services_.knowledge.current(), prepared.exchange.cases);
    if (!made) return made.error();
    mappers::write_review_response(out, made->request, made->determination, mappers::set_number(++number),
                                   message_.received);
    for (const precert::LineDetermination& line : made->determination.lines) prepared.decided.push_back(line.action);
    if (made->determination.refused()) services_.metrics.rejection(Rejection::business);
    add_write(prepared.exchange.cases, std::move(made->write));
  }
  return {};
}

void InterchangeTurn::write_999s(x12::Writer& out, const mappers::Envelope& envelope, bool batch,
                                 std::uint32_t group_number) const {
  open_group(out, envelope, acknowledgment_group, guide_999, group_number);
  std::uint32_t sets = 0;
  for (const Group& group : groups_) {
    if (!group.wants_999(batch)) continue;
    group.acknowledgment.write(out, mappers::set_number(++sets), group.faults, group.sets_announced);
  }
  mappers::close_group(out, sets, group_number);
}

base::Result<void> InterchangeTurn::finish(const std::vector<x12::Fault>& faults, bool batch, Prepared& prepared) {
  const base::Result<std::uint32_t> number = control_number(services_.numbers);
  if (!number) return number.error();
  std::string& answer = prepared.reply.body;
  mappers::Envelope envelope =
      mappers::answer_envelope(received_, groups_.empty() ? nullptr : &groups_.front().header, message_.received);
  envelope.interchange_number = *number;
  envelope.group_number = *number;
  if (!faults.empty()) {
    services_.metrics.rejection(Rejection::interchange);
    answer += ta1_interchange(envelope, received_, mappers::InterchangeVerdict::rejected, &faults.front());
    return {};
  }
  const std::size_t start = answer.size();
  open_interchange(answer, envelope);
  x12::Writer out(answer, envelope.delimiters);
  const bool acknowledges = batch && received_.acknowledgment_requested == "1";
  if (acknowledges) write_ta1(out, received_, mappers::InterchangeVerdict::accepted, nullptr);

  std::uint32_t groups = 0;
  for (Group& group : groups_) {
    if (!group.reviewed()) continue;
    const std::uint32_t group_number = envelope.group_number + groups++;
    const auto sets = static_cast<std::uint32_t>(group.requests.size());
    open_group(out, envelope, review_group, review_guide, group_number);
    const base::Result<void> written = write_responses(group, prepared, out);
    if (!written) return written.error();
    mappers::close_group(out, sets, group_number);
  }
  if (std::any_of(groups_.begin(), groups_.end(), [&](const Group& group) { return group.wants_999(batch); })) {
    write_999s(out, envelope, batch, envelope.group_number + groups++);
  }
  close_interchange(out, envelope, groups);
  if (groups == 0 && !acknowledges) answer.resize(start);  // nothing is owed: it held acknowledgments only
  return {};
}

}  // namespace gateway
