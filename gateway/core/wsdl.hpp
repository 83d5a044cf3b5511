// The service description of the SOAP form.
#pragma once

#include <string>
#include <string_view>

namespace gateway {

/// WSDL 1.1 with a SOAP 1.2 binding of every operation, made from the same table the reader uses. `address`:
/// where it is served, "http://host:port/core/soap".
[[nodiscard]] std::string wsdl(std::string_view address);

}  // namespace gateway
