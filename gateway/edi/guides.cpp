#include "gateway/edi/guides.hpp"

namespace gateway {

std::string_view direction_of(const x12::TransactionSet& set) {
  const x12::SegmentView bht =
      set.tokens.segments.size() > 1 ? x12::SegmentView(set.tokens, 1) : x12::SegmentView();
  const std::string_view purpose = bht.element(2);
  if (purpose == "11") return "response";
  // A set whose BHT is missing or wrong is checked as a request: that is what is sent here.
  return "request";
}

const x12::Guide* guide_of(const x12::TransactionSet& set, const x12::GroupHeader& group) {
  const std::string_view version = set.implementation.empty() ? group.version : set.implementation;
  return x12::guide_for(version, direction_of(set));
}

}  // namespace gateway
