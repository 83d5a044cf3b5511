// Who of a family a message means, and whether two messages mean the same person: nobody is taken for their
// twin.
#pragma once

#include <string>
#include <vector>

#include "precert/engine/facts.hpp"
#include "precert/model/review_request.hpp"

namespace precert {

/// The dependents on file with that family name whose given name can be the one that is said.
[[nodiscard]] std::vector<const DependentRecord*> dependents_called(const PersonName& said,
                                                                    const MemberRecord& member);
/// Of them the one born on the day that is said, when one is; among twins the birth sequence, then the whole
/// given name, else the first of them. nullptr when nobody was born then.
[[nodiscard]] const DependentRecord* born_as_said(const std::vector<const DependentRecord*>& called,
                                                  const Person& said);
/// False when a twin of another given name would do as well.
[[nodiscard]] bool is_told_from_twins(const DependentRecord& found,
                                      const std::vector<const DependentRecord*>& called, const Person& said);

/// The dependent with that number of their own; nullptr when there is none.
[[nodiscard]] const DependentRecord* dependent_numbered(const std::string& number,
                                                        const MemberRecord& member);

/// The dependent on file whom a request is about, by name or by a number of their own; nullptr when it is
/// about the subscriber, when nobody fits, and when several do.
[[nodiscard]] const DependentRecord* dependent_on_file(const ReviewRequest& request,
                                                       const MemberRecord& member);

/// True when two names of dependents of one subscriber mean one person: the same on file, or the same words,
/// with a given name that is more than an initial. Without a file (nullptr) only the words count.
[[nodiscard]] bool same_dependent(const ReviewRequest& a, const ReviewRequest& b, const MemberRecord* file);

/// True unless something says that a request which quotes a case of the same member number is about somebody
/// else of the family: on file, or by name, birth date or birth sequence. What only names the subscriber
/// means whoever the case is about.
[[nodiscard]] bool may_be_same_patient(const ReviewRequest& now, const ReviewRequest& earlier,
                                       const MemberRecord* file);

/// True when the name that is said is, letter for letter, that of somebody else of the family than the
/// patient of `about`: MARY ANN is nobody's longer name for MARY where both are on file.
[[nodiscard]] bool means_another(const Person& said, const ReviewRequest& about, const MemberRecord& file);

}  // namespace precert
