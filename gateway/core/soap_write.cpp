#include <array>

#include "gateway/core/mime.hpp"
#include "gateway/core/soap.hpp"

namespace gateway {
namespace {

constexpr SoapOperation operations[] = {
    {CoreOperation::real_time, "RealTimeTransaction", "", "COREEnvelopeRealTimeRequest",
     "COREEnvelopeRealTimeResponse"},
    {CoreOperation::batch_submit, "BatchSubmitTransaction", "GenericBatchSubmissionTransaction",
     "COREEnvelopeBatchSubmission", "COREEnvelopeBatchSubmissionResponse"},
    {CoreOperation::batch_ack_retrieval, "BatchSubmitAckRetrievalTransaction", "",
     "COREEnvelopeBatchSubmissionAckRetrievalRequest", "COREEnvelopeBatchSubmissionAckRetrievalResponse"},
    {CoreOperation::batch_results_retrieval, "BatchResultsRetrievalTransaction",
     "GenericBatchRetrievalTransaction", "COREEnvelopeBatchResultsRetrievalRequest",
     "COREEnvelopeBatchResultsRetrievalResponse"},
    {CoreOperation::batch_results_ack_submit, "BatchResultsAckSubmitTransaction",
     "GenericBatchReceiptConfirmationTransaction", "COREEnvelopeBatchResultsAckSubmission",
     "COREEnvelopeBatchResultsAckSubmissionResponse"},
};

constexpr std::string_view soap_type = "application/soap+xml; charset=utf-8";
constexpr std::string_view payload_id = "payload@core";
constexpr std::string_view root_id = "envelope@core";

const SoapOperation& names_of(CoreOperation operation) {
  for (const SoapOperation& names : operations) {
    if (names.operation == operation) return names;
  }
  return operations[0];
}

/// Under its generic name the pick-up of acknowledgments has the body of that of results.
const SoapOperation& names_of(const CoreEnvelope& envelope) {
  const CoreOperation operation = envelope.operation.value_or(CoreOperation::real_time);
  const bool shared = envelope.generic && operation == CoreOperation::batch_ack_retrieval;
  return names_of(shared ? CoreOperation::batch_results_retrieval : operation);
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  append_escaped(out, text);
  out.append("</").append(name).append(">");
}

void append_payload(std::string& out, const std::string& payload, bool attached) {
  out += "<Payload>";
  if (attached) {
    out.append("<xop:Include href=\"cid:").append(payload_id);
    out += "\" xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/>";
  } else if (!payload.empty()) {
    append_cdata(out, payload);
  }
  out += "</Payload>";
}

/// The WS-Security header of a request that has credentials.
void append_header(std::string& out, const CoreEnvelope& envelope) {
  if (!envelope.has(CoreField::user_name)) return;
  out +=
      "<soapenv:Header><wsse:Security soapenv:mustUnderstand=\"true\" "
      "xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"
      "<wsse:UsernameToken>";
  append_element(out, "wsse:Username", envelope.text(CoreField::user_name));
  out +=
      "<wsse:Password "
      "Type=\"http://docs.oasis-open.org/wss/2004/01/"
      "oasis-200401-wss-username-token-profile-1.0#PasswordText\">";
  append_escaped(out, envelope.text(CoreField::password));
  out += "</wsse:Password></wsse:UsernameToken></wsse:Security></soapenv:Header>";
}

std::string xml_of(const CoreEnvelope& envelope, std::string_view body_name, bool attached) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<soapenv:Envelope xmlns:soapenv=\"http://www.w3.org/2003/05/soap-envelope\">";
  append_header(out, envelope);
  out.append("<soapenv:Body><ns1:").append(body_name).append(" xmlns:ns1=\"");
  out.append(core_namespace(envelope.namespace_version.empty() ? "2.2.0" : envelope.namespace_version))
      .append("\">");
  for (auto i = static_cast<std::size_t>(CoreField::payload_type);
       i <= static_cast<std::size_t>(CoreField::error_message); ++i) {
    const auto field = static_cast<CoreField>(i);
    if (!envelope.has(field)) continue;
    if (field == CoreField::payload) {
      append_payload(out, envelope.text(field), attached);
    } else {
      append_element(out, core_name(field), envelope.text(field));
    }
  }
  out.append("</ns1:").append(body_name).append("></soapenv:Body></soapenv:Envelope>\n");
  return out;
}

/// multipart/related with the envelope first (XOP).
SoapMessage packaged(const std::string& xml, const std::string& payload, std::string_view action) {
  const std::string boundary = boundary_for({xml, payload});
  SoapMessage message;
  message.content_type = "multipart/related; boundary=" + boundary;
  message.content_type.append("; type=\"application/xop+xml\"; start=\"<").append(root_id);
  message.content_type.append(">\"; start-info=\"application/soap+xml\"; action=\"")
      .append(action)
      .append("\"");
  std::string headers = "Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n";
  headers.append("Content-Transfer-Encoding: 8bit\r\nContent-ID: <").append(root_id).append(">\r\n");
  append_part(message.body, boundary, headers, xml);
  headers = "Content-Type: application/EDI-X12\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <";
  headers.append(payload_id).append(">\r\n");
  append_part(message.body, boundary, headers, payload);
  append_end(message.body, boundary);
  return message;
}

constexpr std::array<std::string_view, 3> fault_codes = {"Sender", "VersionMismatch", "MustUnderstand"};

}  // namespace

std::span<const SoapOperation> soap_operations() { return operations; }

std::string core_namespace(std::string_view version) {
  return std::string("http://www.caqh.org/SOAP/WSDL/CORERule").append(version).append(".xsd");
}

SoapMessage soap_from(const CoreEnvelope& envelope) {
  const CoreOperation operation = envelope.operation.value_or(CoreOperation::real_time);
  const SoapOperation& names = names_of(envelope);
  const std::string_view action = envelope.generic ? names.generic_action : names.action;
  const std::string_view body_name = envelope.has(CoreField::error_code) ? names.response : names.request;
  const std::string& payload = envelope.text(CoreField::payload);
  const bool attached = operation != CoreOperation::real_time && !payload.empty();
  const std::string xml = xml_of(envelope, body_name, attached);
  if (attached) return packaged(xml, payload, action);
  SoapMessage message;
  message.content_type = std::string(soap_type).append("; action=\"").append(action).append("\"");
  message.body = xml;
  return message;
}

SoapMessage soap_fault(const SoapRefusal& refusal) {
  SoapMessage message;
  message.content_type = soap_type;
  message.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<soapenv:Envelope "
      "xmlns:soapenv=\"http://www.w3.org/2003/05/soap-envelope\"><soapenv:Body><soapenv:Fault>"
      "<soapenv:Code><soapenv:Value>soapenv:";
  message.body.append(fault_codes[static_cast<std::size_t>(refusal.code)]);
  message.body += "</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang=\"en\">";
  append_escaped(message.body, refusal.words);
  message.body += "</soapenv:Text></soapenv:Reason></soapenv:Fault></soapenv:Body></soapenv:Envelope>\n";
  return message;
}

void append_cdata(std::string& out, std::string_view text) {
  constexpr std::string_view open = "<![CDATA[";
  constexpr std::string_view close = "]]>";
  out += open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out.append(close).append("&#13;").append(open);
    } else if (text.substr(i, close.size()) == close) {
      out.append("]]").append(close).append(open).append(">");
      i += 2;
    } else {
      out += text[i];
    }
  }
  out += close;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\r': out += "&#13;"; break;
      default: out += c;
    }
  }
}

}  // namespace gateway
