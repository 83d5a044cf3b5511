// Who may see a review. See inquiry_access.hpp and inquiry.hpp.
#include "precert/engine/inquiry_access.hpp"

#include <algorithm>
#include <utility>

#include "precert/engine/inquiry_keys.hpp"

namespace precert {
namespace {

bool names_npi(const std::vector<Party>& parties, const std::string& npi) {
  return std::any_of(parties.begin(), parties.end(), [&](const Party& party) { return party.npi() == npi; });
}

/// By NPI; without one, by the identifier it asked with.
bool asked_for_it(const Party& asker, const PriorCase& found, const std::vector<Party>& earlier) {
  const std::string npi = asker.npi();
  if (!npi.empty()) return found.request.requester.npi() == npi || names_npi(earlier, npi);
  if (asker.identifiers.empty() || asker.identifiers.front().value.empty()) return false;
  const Identifier& own = asker.identifiers.front();
  const auto bears = [&](const Party& party) {
    return std::find(party.identifiers.begin(), party.identifiers.end(), own) != party.identifiers.end();
  };
  return bears(found.request.requester) || std::any_of(earlier.begin(), earlier.end(), bears);
}

/// The payer that was asked for the review.
bool is_its_payer(const Party& asker, const PriorCase& found) {
  const auto& own = found.request.umo.identifiers;
  return std::any_of(asker.identifiers.begin(), asker.identifiers.end(), [&](const Identifier& one) {
    return one.kind == IdentifierKind::payer_id && !one.value.empty() &&
           std::find(own.begin(), own.end(), one) != own.end();
  });
}

bool any_own(const IsOwn& own, const std::vector<Party>& parties) {
  return std::any_of(parties.begin(), parties.end(), own);
}

/// True for whoever does the line or is its place, as asked for or as certified.
bool is_line_of(const IsOwn& own, const PriorCase& found, int sequence) {
  for (const ServiceLine& line : found.request.services) {
    if (line.sequence == sequence && any_own(own, line.providers)) return true;
  }
  const LineDetermination* const decided = found.determination.line(sequence);
  if (decided == nullptr) return false;
  return (decided->provider && own(*decided->provider)) ||
         (decided->added && any_own(own, decided->added->providers));
}

bool is_of_line(const std::string& npi, const PriorCase& found, int sequence) {
  return !npi.empty() &&
         is_line_of([&npi](const Party& party) { return party.npi() == npi; }, found, sequence);
}

bool is_of_any_line(const std::string& npi, const PriorCase& found) {
  return !npi.empty() && has_line_of([&npi](const Party& party) { return party.npi() == npi; }, found);
}

/// Who has a part in all of it: the requester, the payer, and who is named for the event as a whole.
bool sees_everything(const Party& asker, const PriorCase& found, const std::vector<Party>& earlier) {
  if (asked_for_it(asker, found, earlier) || is_its_payer(asker, found)) return true;
  const std::string npi = asker.npi();
  return !npi.empty() && names_npi(found.request.event.providers, npi);
}

/// Diagnoses that no line points to any more are left out. A line without pointers is for all of them.
void keep_pointed_diagnoses(ReviewRequest& request) {
  const std::vector<Diagnosis> all = std::exchange(request.event.diagnoses, {});
  const bool pointed = std::none_of(request.services.begin(), request.services.end(), [](const auto& line) {
    return line.diagnosis_pointers.empty();
  });
  std::vector<int> place(all.size() + 1, 0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool wanted = !pointed || std::any_of(request.services.begin(), request.services.end(), [&](const auto& line) {
      return std::find(line.diagnosis_pointers.begin(), line.diagnosis_pointers.end(), static_cast<int>(i) + 1) !=
             line.diagnosis_pointers.end();
    });
    if (!wanted) continue;
    request.event.diagnoses.push_back(all[i]);
    place[i + 1] = static_cast<int>(request.event.diagnoses.size());
  }
  for (ServiceLine& line : request.services) {
    for (int& pointer : line.diagnosis_pointers) {
      const bool known = pointer > 0 && pointer <= static_cast<int>(all.size());
      pointer = known ? place[static_cast<std::size_t>(pointer)] : pointer;
    }
  }
}

/// Takes out every line that is not shown, and what belongs to it alone. True when the request lost a line.
bool keep_only(const std::function<bool(int)>& shown, PriorCase& found) {
  std::vector<int> visible;
  for (const ServiceLine& line : found.request.services) {
    if (shown(line.sequence)) visible.push_back(line.sequence);
  }
  for (const LineDetermination& line : found.determination.lines) {
    if (shown(line.sequence)) visible.push_back(line.sequence);
  }
  const auto hidden = [&](int sequence) {
    return sequence != 0 && std::find(visible.begin(), visible.end(), sequence) == visible.end();
  };
  const auto of_hidden = [&](const auto& fact) { return hidden(fact.service); };
  ReviewRequest& request = found.request;
  const std::size_t before = request.services.size();
  std::erase_if(request.services, [&](const ServiceLine& line) { return hidden(line.sequence); });
  std::erase_if(request.answers, of_hidden);
  std::erase_if(request.notes, of_hidden);
  std::erase_if(request.documents, of_hidden);
  std::erase_if(found.determination.notes, of_hidden);
  const std::size_t decided = std::erase_if(
      found.determination.lines, [&](const LineDetermination& line) { return hidden(line.sequence); });
  const bool fewer = request.services.size() != before;
  if (fewer || decided != 0) found.determination.action = summary_of(found.determination.lines);
  if (fewer) keep_pointed_diagnoses(request);
  return fewer;
}

}  // namespace

bool has_line_of(const IsOwn& own, const PriorCase& found) {
  const auto& lines = found.request.services;
  const auto& decided = found.determination.lines;
  const auto is_own = [&](const auto& line) { return is_line_of(own, found, line.sequence); };
  return std::any_of(lines.begin(), lines.end(), is_own) ||
         std::any_of(decided.begin(), decided.end(), is_own);
}

bool is_close(const Party& asker, const InquiryCandidate& candidate) {
  return asked_for_it(asker, candidate.found, candidate.earlier_requesters) ||
         is_its_payer(asker, candidate.found) || is_of_any_line(asker.npi(), candidate.found);
}

bool is_sensitive(const PriorCase& found, const std::vector<std::string>& service_types) {
  const auto lines = lines_of(found.request);
  return std::any_of(lines.begin(), lines.end(), [&](const ServiceLine& line) {
    const std::string& type = found.request.service_type_of(line);
    return std::find(service_types.begin(), service_types.end(), type) != service_types.end();
  });
}

bool may_see(const Party& asker, const InquiryCandidate& candidate) {
  return sees_everything(asker, candidate.found, candidate.earlier_requesters) ||
         is_of_any_line(asker.npi(), candidate.found);
}

bool may_see_line(const Party& asker, const PriorCase& found, int sequence) {
  return sees_everything(asker, found, {}) || is_of_line(asker.npi(), found, sequence);
}

bool may_be_told(const ReviewRequest& asked, const PriorCase& found, int sequence) {
  if (may_see_line(asked.requester, found, sequence)) return true;
  return std::any_of(asked.event.providers.begin(), asked.event.providers.end(), [&](const Party& party) {
    return party.role == PartyRole::ordering && may_see_line(party, found, sequence);
  });
}

void keep_visible_lines(const Party& asker, InquiryCandidate& candidate) {
  PriorCase& found = candidate.found;
  const std::string npi = asker.npi();
  if (sees_everything(asker, found, candidate.earlier_requesters) || !is_of_any_line(npi, found)) return;
  (void)keep_only([&](int sequence) { return is_of_line(npi, found, sequence); }, found);
}

bool keep_lines_of(const IsOwn& own, PriorCase& found) {
  const ReviewRequest& request = found.request;
  if (own(request.requester) || own(request.umo) || any_own(own, request.event.providers)) return false;
  return keep_only([&](int sequence) { return is_line_of(own, found, sequence); }, found);
}

}  // namespace precert
