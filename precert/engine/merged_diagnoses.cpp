// See merged_diagnoses.hpp.
#include "precert/engine/merged_diagnoses.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace precert {
namespace {

using Diagnoses = std::vector<Diagnosis>;

const Diagnosis* pointed_to(const Diagnoses& diagnoses, int pointer) {
  const bool inside = pointer >= 1 && pointer <= std::ssize(diagnoses);
  return inside ? &diagnoses[static_cast<std::size_t>(pointer - 1)] : nullptr;
}

Diagnoses::const_iterator find_same(const Diagnoses& diagnoses, const Diagnosis& wanted) {
  return std::ranges::find_if(diagnoses, [&](const Diagnosis& one) {
    return one.system == wanted.system && one.code == wanted.code;
  });
}

/// A line without pointers is about all of them.
bool is_pointed_to(const std::vector<MergedLine>& lines, const Diagnoses& then, const Diagnosis& wanted) {
  return std::ranges::any_of(lines, [&](const MergedLine& one) {
    if (!one.carried_over) return false;
    const std::vector<int>& pointers = one.line.diagnosis_pointers;
    return pointers.empty() ||
           std::ranges::any_of(pointers, [&](int pointer) { return pointed_to(then, pointer) == &wanted; });
  });
}

/// At most one is the principal one, and it comes first: that of the lines that stay (at `standing`), else
/// that of the update.
void settle_principal(std::optional<std::size_t> standing, Diagnoses& joined) {
  if (standing) {
    for (Diagnosis& one : joined) {
      if (one.kind == DiagnosisKind::principal) one.kind = DiagnosisKind::other;
    }
    joined[*standing].kind = DiagnosisKind::principal;
  }
  bool principal = false;
  for (Diagnosis& one : joined) {
    if (one.kind != DiagnosisKind::principal) continue;
    if (principal) one.kind = DiagnosisKind::other;
    principal = true;
  }
  std::ranges::stable_partition(joined,
                                [](const Diagnosis& one) { return one.kind == DiagnosisKind::principal; });
}

Diagnoses joined_from(const Diagnoses& now, const Diagnoses& then, const std::vector<MergedLine>& lines) {
  Diagnoses joined;
  bool only_then = false;
  std::optional<std::size_t> standing;
  for (const Diagnosis& one : then) {
    const auto said = find_same(now, one);
    const bool stays = is_pointed_to(lines, then, one);
    if (said == now.end() && !stays) continue;
    only_then = only_then || said == now.end();
    if (stays && one.kind == DiagnosisKind::principal && !standing) standing = joined.size();
    joined.push_back(said == now.end() ? one : *said);  // what is said now of the same one counts
  }
  if (!only_then) return now;
  std::ranges::copy_if(now, std::back_inserter(joined),
                       [&](const Diagnosis& one) { return find_same(then, one) == then.end(); });
  settle_principal(standing, joined);
  return joined;
}

void point_to(const Diagnoses& from, const Diagnoses& joined, bool keep_astray, std::vector<int>& pointers) {
  std::vector<int> moved;
  for (const int pointer : pointers) {
    const Diagnosis* const meant = pointed_to(from, pointer);
    const auto found = meant == nullptr ? joined.end() : find_same(joined, *meant);
    if (found != joined.end()) {
      moved.push_back(static_cast<int>(found - joined.begin()) + 1);
    } else if (keep_astray) {  // it pointed to nothing, and is told so
      moved.push_back(std::max(pointer, static_cast<int>(joined.size()) + 1));
    }
  }
  pointers = std::move(moved);
}

}  // namespace

std::vector<Diagnosis> merged_diagnoses(const std::vector<Diagnosis>& now, const std::vector<Diagnosis>& then,
                                        std::vector<MergedLine>& lines) {
  if (now.empty()) return then;
  Diagnoses joined = joined_from(now, then, lines);
  for (MergedLine& one : lines) {
    const bool earlier = one.pointers == PointersOf::earlier_case;
    point_to(earlier ? then : now, joined, one.carried_over || !earlier, one.line.diagnosis_pointers);
  }
  return joined;
}

void keep_diagnoses_of(ServiceLine& line, const std::vector<Diagnosis>& then, ReviewRequest& request) {
  Diagnoses& joined = request.event.diagnoses;
  for (const Diagnosis& one : then) {
    const std::vector<int>& pointers = line.diagnosis_pointers;
    const bool wanted = pointers.empty() || std::ranges::any_of(pointers, [&](int pointer) {
                          return pointed_to(then, pointer) == &one;
                        });
    if (!wanted || find_same(joined, one) != joined.end()) continue;
    for (ServiceLine& other : request.services) {  // what points to nothing goes on doing so
      for (int& pointer : other.diagnosis_pointers) {
        if (pointer > std::ssize(joined)) ++pointer;
      }
    }
    const bool has_principal = std::ranges::any_of(
        joined, [](const Diagnosis& held) { return held.kind == DiagnosisKind::principal; });
    joined.push_back(one);
    if (has_principal && one.kind == DiagnosisKind::principal) joined.back().kind = DiagnosisKind::other;
  }
  point_to(then, joined, true, line.diagnosis_pointers);
}

}  // namespace precert
