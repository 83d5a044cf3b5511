#include "gateway/edi/message_turn.hpp"

namespace gateway {

std::string pair_of(const x12::InterchangeHeader& header) {
  std::string pair(header.sender_qualifier);
  pair.append(":").append(header.sender).append(">").append(header.receiver_qualifier).append(":");
  return pair.append(header.receiver);
}

Exchange question_about(std::vector<ControlNumber> numbers) {
  Exchange exchange;
  exchange.control_numbers = std::move(numbers);
  CaseWrite never;  // numbers are checked before cases, and no case has this version
  never.expected_version = -1;
  never.record.version = 0;
  exchange.cases.push_back(std::move(never));
  return exchange;
}

base::Result<std::uint32_t> MessageTurn::number(std::string_view kind) {
  if (numbers_used == numbers.size()) {
    const base::Result<std::uint32_t> drawn = control_number(services.numbers, kind);
    if (!drawn) return drawn.error();
    numbers.push_back(*drawn);
  }
  return numbers[numbers_used++];
}

}  // namespace gateway
