// Who is meant by a name and a birth date, where nobody sent the member's number.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/model/party.hpp"

namespace gateway {

/// Puts the member's number into a question or an inquiry that names its patient by family name, given name
/// and birth date only, when exactly one person is called that and was born then. A dependent without a
/// number of their own becomes the dependent of the subscriber. Nothing changes where nobody fits, or several
/// do: the answer is then that of a member who is not found. Errors: store_unavailable.
[[nodiscard]] base::Result<void> identify_member(precert::Person& subscriber,
                                                 std::optional<precert::Person>& dependent, Store& store);

}  // namespace gateway
