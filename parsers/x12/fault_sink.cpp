// Faults in reading order, never more than agreed.
#include "parsers/x12/fault_sink.hpp"

#include <algorithm>
#include <tuple>

#include "parsers/x12/fault_order.hpp"

namespace x12 {

Fault& FaultSink::add(Fault one) {
  // Whatever is wrong with an HL, its elements included, is wrong with the tree.
  one.kind = one.segment_id == "HL" ? FaultKind::hierarchy : kind_of(one.level, one.code);
  ++count_;
  if (faults_.size() - first_ >= kept_max_) {
    beyond_ = std::move(one);
    return beyond_;
  }
  faults_.push_back(std::move(one));
  return faults_.back();
}

Fault& FaultSink::segment(std::string_view code, const SegmentPlace& place, std::string remedy) {
  Fault one;
  one.level = FaultLevel::ik3;
  one.code = code;
  one.segment_id = place.name;
  one.segment_position = place.position;
  one.loop = place.loop;
  one.remedy = std::move(remedy);
  return add(std::move(one));
}

Fault& FaultSink::element(std::string_view code, const SegmentPlace& segment, const ElementPlace& place,
                          std::string_view value, std::string remedy) {
  Fault one;
  one.level = FaultLevel::ik4;
  one.code = code;
  one.segment_id = segment.name;
  one.segment_position = segment.position;
  one.loop = segment.loop;
  one.element = place.element;
  one.component = place.component;
  one.repetition = place.repetition;
  one.data_element = place.number;
  one.value = value;
  one.remedy = std::move(remedy);
  return add(std::move(one));
}

void FaultSink::retract_missing(std::string_view segment, std::string_view loop) {
  const auto first = faults_.begin() + static_cast<std::ptrdiff_t>(first_);
  const auto found = std::find_if(first, faults_.end(), [&](const Fault& one) {
    return one.level == FaultLevel::ik3 && (one.code == "3" || one.code == "I8") &&
           one.segment_id == segment && one.loop == loop;
  });
  if (found == faults_.end()) return;
  faults_.erase(found);
  --count_;
}

void FaultSink::retell(std::uint32_t position, std::uint16_t element, const std::string& remedy) {
  for (auto one = faults_.rbegin(); one != faults_.rend() && one->segment_position == position; ++one) {
    if (one->level == FaultLevel::ik4 && one->element == element) one->remedy = remedy;
  }
}

void FaultSink::sort() {
  const auto order = [](const Fault& one) {
    return std::make_tuple(one.segment_position, one.element, one.repetition, one.component);
  };
  put_in_order(faults_, first_, order);
}

std::string name_of(std::string_view segment, const ElementPlace& place) {
  std::string out(segment);
  if (place.element < 10) out += '0';
  out += std::to_string(place.element);
  if (place.component != 0) {
    out += '-';
    out += std::to_string(place.component);
  }
  return out;
}

}  // namespace x12
