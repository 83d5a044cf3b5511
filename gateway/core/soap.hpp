// The SOAP 1.2 form: envelopes of vC2.2.0 and vC3.1.0, batches with their payload
// attached (XOP).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "gateway/core/envelope.hpp"

namespace gateway {

/// One operation of CORE's service definition; which generic operation shares which
/// body is as public client code has it.
struct SoapOperation {
  CoreOperation operation = CoreOperation::real_time;
  std::string_view action;
  std::string_view generic_action;     // "" = none
  std::string_view request, response;  // local names of the bodies
};
[[nodiscard]] std::span<const SoapOperation> soap_operations();

/// "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd" for "2.2.0".
[[nodiscard]] std::string core_namespace(std::string_view version);

/// What a SOAP message may cost. Real ones have some 25 elements, five deep.
struct XmlLimits {
  std::size_t elements_max = 1000;
  std::size_t depth_max = 32;
  std::size_t tag_bytes_max = std::size_t{8} * 1024;
  std::size_t sections_max = 400'000;  // CDATA sections and comments
};
/// True when the text may be given to a parser: closed tags within the limits, no document type, no entity of
/// its own, no processing instruction but the XML declaration, UTF-8, only characters XML 1.0 has.
[[nodiscard]] bool xml_is_bounded(std::string_view text, const XmlLimits& limits = {});

/// Why there is no envelope to answer in kind. `code` is the SOAP fault's.
enum class SoapFaultCode : std::uint8_t { sender, version_mismatch, must_understand };
struct SoapRefusal {
  SoapFaultCode code = SoapFaultCode::sender;
  std::string words;
};

/// The envelope of a request or an answer, or why there is none. Line ends inside Payload are kept as sent.
struct SoapRead {
  std::optional<CoreEnvelope> envelope;
  SoapRefusal refusal;
};
[[nodiscard]] SoapRead envelope_from_soap(const std::string& body, std::string_view content_type);

struct SoapMessage {
  std::string content_type;
  std::string body;
};
/// A request, or an answer when ErrorCode is there; children unqualified and in the order of the rules. The
/// payload of a batch goes beside it as an XOP attachment.
[[nodiscard]] SoapMessage soap_from(const CoreEnvelope& envelope);
[[nodiscard]] SoapMessage soap_fault(const SoapRefusal& refusal);

/// Text as CDATA that any XML parser gives back unchanged: "]]>" is split, and a carriage return is a
/// reference outside.
void append_cdata(std::string& out, std::string_view text);
/// Text as element content.
void append_escaped(std::string& out, std::string_view text);

}  // namespace gateway
