// Every valid fixture with one segment left out, doubled, moved, or put in where none belongs: what is
// reported is what the guide's table leads to, and nothing where it allows the change.
#include "mutants_fixture.hpp"

namespace x12::mutants {
namespace {

TEST_F(MutantTest, EveryFixtureOfOneSetIsValid) {
  EXPECT_GT(originals().size(), 20U);
  for (const Original& one : originals()) EXPECT_EQ(one.standings.size(), one.segments.size()) << one.name;
  // A scenario is a message as it is sent; one of them is sent with its errors.
  for (const std::string& line : split(rejected(), '\n')) {
    const bool scenario = line.find("/fixtures/scenarios/") != std::string::npos;
    EXPECT_TRUE(!scenario || line.find("/three-errors/request.x12") != std::string::npos) << line;
  }
}

class SegmentMutants : public MutantTest {
 protected:
  /// How many segments of the node are of this spec.
  static std::size_t count(const Original& original, const Standing& at) {
    return static_cast<std::size_t>(
        std::count_if(original.standings.begin(), original.standings.end(),
                      [&](const Standing& one) { return one.spec == at.spec && one.node == at.node; }));
  }
  /// How many loops of this kind hang where this one does.
  static std::size_t loops(const Original& original, const Standing& at) {
    const auto& nodes = original.tree.nodes;
    return static_cast<std::size_t>(std::count_if(nodes.begin(), nodes.end(), [&](const LoopTree::Node& one) {
      return one.id == nodes[at.node].id && one.parent == nodes[at.node].parent;
    }));
  }
  static std::vector<std::string> without(const Original& original, std::size_t index) {
    std::vector<std::string> changed = original.segments;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(index));
    return changed;
  }
  static std::vector<std::string> with_added(const Original& original, std::size_t index,
                                             const std::string& segment) {
    std::vector<std::string> changed = original.segments;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(index + 1), segment);
    return changed;
  }
};

/// An id of `from` that is in none of `out`; "" when there is none.
std::string id_of(const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& out) {
  for (std::uint32_t id : from) {
    if (std::binary_search(out.begin(), out.end(), id)) continue;
    std::string text;
    for (; id != 0; id >>= 8U) text.insert(text.begin(), static_cast<char>(id & 0xFFU));
    const bool control = text == "ST" || text == "SE" || text == "GS" || text == "GE" || text == "ISA" ||
                         text == "IEA" || text == "TA1" || text == "BIN" || text == "BDS";
    if (!control) return text;
  }
  return {};
}

TEST_F(SegmentMutants, OfUnknownOrForeignIdsAreTold) {
  each_place(originals(), [&](const Place& at) {
    if (enough(at.standing, 0, 0, "id")) return;
    const Guide& guide = *at.original.guide;
    const std::string foreign = id_of(guide.ids_known, guide.ids_of_transaction);
    const std::string unused = id_of(guide.ids_of_transaction, guide.ids_of_guide);
    const std::uint32_t next = at.position() + 1;
    expect(at.original, with_added(at.original, at.index, "ZQ1*X"), at.index, "unknown id",
           {"1", next, 0, 0, true});
    if (!foreign.empty()) {
      expect(at.original, with_added(at.original, at.index, foreign + at.original.delimiters.element + "X"),
             at.index, "foreign id " + foreign, {"6", next, 0, 0, true});
    }
    if (!unused.empty()) {
      expect(at.original, with_added(at.original, at.index, unused + at.original.delimiters.element + "X"),
             at.index, "unused id " + unused, {"I4", next, 0, 0, true});
    }
  });
  EXPECT_GT(made(), 300);
}

TEST_F(SegmentMutants, ThatAreDroppedAreMissedWhenTheyAreRequired) {
  each_place(originals(), [&](const Place& at) {
    if (enough(at.standing, 0, 0, "dropped")) return;
    const std::vector<std::string> changed = without(at.original, at.index);
    if (at.elements[0] == "HL") {
      expect(at.original, changed, at.index, "dropped", {"", 0, 0, 0, false});
      return;
    }
    const LoopTree::Node& node = at.original.tree.nodes[at.standing.node];
    const bool opened_more = at.standing.opener && (node.segments > 1 || node.next > at.standing.node + 1);
    if (opened_more) return;  // what it opened is then read into other loops
    const bool required = at.standing.opener ? at.standing.loop->usage >= Usage::required
                                             : at.standing.spec->usage >= Usage::required;
    const std::size_t others =
        at.standing.opener ? loops(at.original, at.standing) : count(at.original, at.standing);
    if (!required || others > 1) return expect_allowed(at.original, changed, at.index, "dropped");
    const Verdict got = verdict(at.original, changed);
    const bool of_standard =
        (at.standing.opener ? at.standing.loop->usage : at.standing.spec->usage) == Usage::required;
    const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      const bool code = of_standard ? one.code == "3" : one.code == "I7" || one.code == "I8";
      return code && one.segment_id == at.elements[0] && one.loop == at.standing.loop->id;
    });
    if (!told) fail(at.original, at.index, "dropped", got, of_standard ? "3" : "I7 or I8");
  });
  EXPECT_GT(made(), 100);
}

TEST_F(SegmentMutants, ThatAreDoubledAreTooManyWhereTheTableSaysSo) {
  each_place(originals(), [&](const Place& at) {
    if (enough(at.standing, 0, 0, "doubled")) return;
    const std::vector<std::string> changed =
        with_added(at.original, at.index, at.original.segments[at.index]);
    if (at.elements[0] == "HL") {
      expect(at.original, changed, at.index, "doubled", {"", 0, 0, 0, false});
      return;
    }
    const std::uint32_t most = at.standing.opener ? at.standing.loop->max : at.standing.spec->max;
    const std::size_t there =
        at.standing.opener ? loops(at.original, at.standing) : count(at.original, at.standing);
    const bool too_many = most != 0 && there + 1 > most;
    const std::string_view code = at.standing.opener ? "4" : "5";
    const Verdict got = verdict(at.original, changed);
    const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      return one.code == code && one.level == FaultLevel::ik3 && one.segment_id == at.elements[0];
    });
    if (told != too_many)
      fail(at.original, at.index, "doubled", got, too_many ? std::string(code) : "nothing");
  });
  EXPECT_GT(made(), 100);
}

TEST_F(SegmentMutants, ThatChangePlacesAreOutOfSequence) {
  each_place(originals(), [&](const Place& at) {
    const auto& standings = at.original.standings;
    if (at.index + 1 >= standings.size() || at.standing.opener) return;
    const Standing& next = standings[at.index + 1];
    if (next.spec == nullptr || next.opener || next.node != at.standing.node || at.original.name.empty())
      return;
    if (enough(at.standing, 0, 0, "swapped") || next.spec == at.standing.spec) return;
    std::vector<std::string> changed = at.original.segments;
    std::swap(changed[at.index], changed[at.index + 1]);
    if (next.spec->id == at.standing.spec->id) {
      return expect_allowed(at.original, changed, at.index, "swapped with its like");
    }
    const Verdict got = verdict(at.original, changed);
    const bool told = std::any_of(got.faults.begin(), got.faults.end(), [&](const Fault& one) {
      return one.level == FaultLevel::ik3 && (one.code == "2" || one.code == "3" || one.code == "7") &&
             (one.segment_position == at.position() || one.segment_position == at.position() + 1);
    });
    if (!told) fail(at.original, at.index, "swapped with the next", got, "2, 3 or 7");
  });
  EXPECT_GT(made(), 100);
}

}  // namespace
}  // namespace x12::mutants
