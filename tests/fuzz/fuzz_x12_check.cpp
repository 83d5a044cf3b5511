// Any bytes as transaction sets under any guide, whatever they say they are: the validator reports
// in order, at places that exist, and the same twice; the 999 that says so is valid itself.
#include <functional>
#include <string>
#include <vector>

#include "mappers/issues/ack_999.hpp"
#include "x12_sets.hpp"

namespace {

void expect_in_order(const std::vector<x12::Fault>& faults, std::size_t segments) {
  std::uint32_t last = 0;
  for (const x12::Fault& one : faults) {
    fuzz::must(!one.code.empty(), "a fault has a code");
    fuzz::must(!one.remedy.empty(), "a fault says what to do");
    fuzz::must(one.segment_position >= 1 && one.segment_position <= segments + 1,
               "a fault stands in the set");
    fuzz::must(one.segment_position >= last, "faults come in reading order");
    last = one.segment_position;
  }
}

void check_under(const x12::Guide& guide, const x12::TransactionSet& set, const x12::CheckOptions& options) {
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  const bool good = x12::check(set, guide, options, tree, faults);
  const bool none = faults.empty() && set.envelope_faults.empty();
  fuzz::must(good == none || options.faults_max == 0, "a set is good when it has no fault");
  fuzz::must(faults.size() <= options.faults_max, "no more faults are kept than was asked for");
  expect_in_order(faults, set.tokens.segments.size());
  std::vector<x12::Fault> again;
  x12::check(set, guide, options, tree, again);
  fuzz::must(again.size() == faults.size(), "a second look finds the same");
  for (std::size_t node = 0; node < tree.nodes.size(); ++node) {
    const x12::LoopTree::Node& one = tree.nodes[node];
    fuzz::must(one.next > node && one.next <= tree.nodes.size(), "a loop ends behind itself");
    fuzz::must(one.first_segment + one.segments <= set.tokens.segments.size(),
               "a loop's segments are the set's");
  }
}

/// A set that says what it is gets a 999 that its own guide finds nothing in, with whatever values it
/// repeats.
void acknowledge(const x12::Guide& guide, const x12::Reader& reader) {
  const x12::TransactionSet& set = reader.set();
  if (!set.envelope_faults.empty() || set.id != x12::set_id_for(reader.group().version)) return;
  x12::LoopTree tree;
  std::vector<x12::Fault> faults;
  x12::check(set, guide, {}, tree, faults);
  x12::GroupHeader group = reader.group();
  group.functional_id = x12::functional_id_for(group.version);
  group.control_number = "7";
  const std::string text = fuzz::interchange_around("FA", "005010X231A1", [&](x12::Writer& writer) {
    mappers::AckOptions options;
    options.name_subscriber = true;
    mappers::Ack999 ack(group, writer.delimiters(), options);
    ack.add(set, faults);
    ack.write(writer, "0001", {}, "1");
  });
  fuzz::must(fuzz::sound(text, "005010X231A1", "response"), "a 999 is valid");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::each_set(fuzz::text(data, size), [](const x12::Reader& reader) {
    x12::CheckOptions lenient;
    lenient.extended_latin = true;
    lenient.tolerate_hl_parent = true;
    lenient.faults_max = 5;
    lenient.loops_max = 10;
    // The guide the set says it is under, and one of all, as the input has it: a run meets every pair soon
    // enough.
    static const std::vector<const x12::Guide*> all = x12::all_guides();
    const std::size_t any = std::hash<std::string_view>{}(reader.set().bytes) % all.size();
    for (const x12::Guide* const guide :
         {all[any], x12::guide_for_set(reader.group().version, reader.set())}) {
      if (guide == nullptr) continue;
      check_under(*guide, reader.set(), {});
      check_under(*guide, reader.set(), lenient);
    }
    const x12::Guide* const said = x12::guide_for_set(reader.group().version, reader.set());
    if (said != nullptr) acknowledge(*said, reader);
  });
  return 0;
}
