#include "tests/contract/store_support.hpp"

namespace support {

gateway::ReceivedMessage message(const std::string& id, const std::string& bytes, const std::string& sender,
                                 base::Instant received) {
  return {
      precert::MessageId(id),         gateway::Transport::x12, sender, received, "application/edi-x12", bytes,
      gateway::content_hash_of(bytes)};
}

gateway::CaseWrite opened(const std::string& case_id, const std::string& member) {
  gateway::CaseWrite write;
  gateway::CaseRecord& record = write.record;
  record.id = precert::CaseId(case_id);
  record.version = 1;
  record.member = precert::MemberId(member);
  record.submitter = "clinic";
  record.state = gateway::CaseState::pended;
  record.queue = "clinician";
  record.message = precert::MessageId("message of " + case_id);
  record.received = noon;
  record.decided = noon + std::chrono::seconds(1);
  record.due = noon + std::chrono::hours(48);
  record.request = R"({"request":")" + case_id + "\"}";
  record.determination = R"({"determination":")" + case_id + "\"}";
  write.expected_version = 0;
  return write;
}

gateway::CaseWrite next(const gateway::CaseWrite& before, gateway::CaseState state) {
  gateway::CaseWrite write = before;
  write.expected_version = before.record.version;
  write.record.version = before.record.version + 1;
  write.record.state = state;
  if (state != gateway::CaseState::pended) {
    write.record.queue.clear();
    write.record.due.reset();
  }
  write.record.determination += std::to_string(write.record.version);
  return write;
}

gateway::Exchange exchange(const std::string& id, const std::string& bytes, const std::string& sender,
                           base::Instant received) {
  gateway::Exchange made;
  made.message = message(id, bytes, sender, received);
  made.answer = {200, "application/edi-x12", "answer to " + id};
  made.cases.push_back(opened("C" + id));
  return made;
}

gateway::Exchange with_control_number(gateway::Exchange exchange, const std::string& pair, const std::string& number) {
  gateway::ControlNumber used;
  used.pair = pair;
  used.number = number;
  used.owner = exchange.message->id.text();
  used.received = exchange.message->received;
  exchange.control_numbers = {used};
  return exchange;
}

gateway::CommitResult commit(gateway::Store& store, gateway::Exchange exchange) {
  std::promise<gateway::CommitResult> finished;
  store.commit(std::move(exchange),
               [&finished](gateway::CommitResult result) { finished.set_value(std::move(result)); });
  return finished.get_future().get();
}

std::vector<gateway::CommitResult> commit_together(gateway::Store& store,
                                                   std::vector<gateway::Exchange> exchanges) {
  std::vector<std::promise<gateway::CommitResult>> finished(exchanges.size());
  for (std::size_t at = 0; at < exchanges.size(); ++at) {
    store.commit(std::move(exchanges[at]),
                 [&one = finished[at]](gateway::CommitResult result) { one.set_value(std::move(result)); });
  }
  std::vector<gateway::CommitResult> results;
  results.reserve(finished.size());
  for (auto& one : finished) results.push_back(one.get_future().get());
  return results;
}

std::vector<std::string> ids(const std::vector<gateway::CaseRecord>& cases) {
  std::vector<std::string> found;
  found.reserve(cases.size());
  for (const gateway::CaseRecord& one : cases) found.push_back(one.id.text());
  return found;
}

}  // namespace support
