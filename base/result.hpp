// Result<T>: a value or the Issues that prevented it. Read as `if (!made) return made.error();`.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>

#include "base/issue.hpp"

namespace base {

template <class T>
using Result = boost::system::result<T, Issues>;

/// What boost::system::result throws when value() is asked of a failure: a bug of the caller, never of the input.
[[noreturn]] inline void throw_exception_from_error(const Issues& issues, const boost::source_location&) {
  throw std::logic_error("value() of a failed Result: " + std::string(name(issues.first().code)) + " at " +
                         issues.first().where);
}

}  // namespace base
