#include "gateway/core/wsdl.hpp"

#include <vector>

#include "gateway/core/soap.hpp"

namespace gateway {
namespace {

/// The children of a body in the order of the rules.
std::vector<CoreField> children_of(bool batch, bool response) {
  std::vector<CoreField> children;
  for (auto i = static_cast<std::size_t>(CoreField::payload_type);
       i <= static_cast<std::size_t>(CoreField::error_message); ++i) {
    const auto field = static_cast<CoreField>(i);
    const bool only_batch = field == CoreField::payload_length || field == CoreField::check_sum;
    const bool only_response = field == CoreField::error_code || field == CoreField::error_message;
    if ((only_batch && !batch) || (only_response && !response)) continue;
    children.push_back(field);
  }
  return children;
}

std::string_view type_of(CoreField field, bool batch) {
  if (field == CoreField::payload_length) return "xs:int";
  return field == CoreField::payload && batch ? "xs:base64Binary" : "xs:string";
}

/// Payload and its proof may be left out of what carries none: pick-ups and receipts.
bool may_be_left_out(CoreField field, bool batch) {
  return batch &&
         (field == CoreField::payload_length || field == CoreField::check_sum || field == CoreField::payload);
}

void append_body(std::string& out, std::string_view name, bool batch, bool response) {
  out.append("   <xs:element name=\"").append(name).append("\"><xs:complexType><xs:sequence>\n");
  for (const CoreField field : children_of(batch, response)) {
    out.append("    <xs:element name=\"").append(core_name(field));
    out.append("\" type=\"").append(type_of(field, batch)).append("\"");
    if (may_be_left_out(field, batch)) out += " minOccurs=\"0\"";
    out += "/>\n";
  }
  out += "   </xs:sequence></xs:complexType></xs:element>\n";
}

void append_types(std::string& out) {
  out.append(" <wsdl:types>\n  <xs:schema targetNamespace=\"").append(core_namespace("2.2.0"));
  out += "\" elementFormDefault=\"unqualified\">\n";
  for (const SoapOperation& operation : soap_operations()) {
    const bool batch = operation.operation != CoreOperation::real_time;
    append_body(out, operation.request, batch, false);
    append_body(out, operation.response, batch, true);
  }
  out += "  </xs:schema>\n </wsdl:types>\n";
}

void append_messages(std::string& out) {
  for (const SoapOperation& operation : soap_operations()) {
    for (const std::string_view body : {operation.request, operation.response}) {
      out.append(" <wsdl:message name=\"").append(body).append("\"><wsdl:part name=\"body\" element=\"core:");
      out.append(body).append("\"/></wsdl:message>\n");
    }
  }
}

/// The names an operation has: its own, and the generic one where it has one.
std::vector<std::string_view> actions_of(const SoapOperation& operation) {
  std::vector<std::string_view> actions{operation.action};
  if (!operation.generic_action.empty()) actions.push_back(operation.generic_action);
  return actions;
}

void append_port_type(std::string& out) {
  out += " <wsdl:portType name=\"CORETransactions\">\n";
  for (const SoapOperation& operation : soap_operations()) {
    for (const std::string_view action : actions_of(operation)) {
      out.append("  <wsdl:operation name=\"").append(action).append("\"><wsdl:input message=\"tns:");
      out.append(operation.request).append("\"/><wsdl:output message=\"tns:").append(operation.response);
      out += "\"/></wsdl:operation>\n";
    }
  }
  out += " </wsdl:portType>\n";
}

void append_binding(std::string& out) {
  out +=
      " <wsdl:binding name=\"CoreSoapBinding\" type=\"tns:CORETransactions\">\n"
      "  <soap12:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n";
  for (const SoapOperation& operation : soap_operations()) {
    for (const std::string_view action : actions_of(operation)) {
      out.append("  <wsdl:operation name=\"").append(action).append("\"><soap12:operation soapAction=\"");
      out.append(action).append("\" style=\"document\"/>");
      out +=
          "<wsdl:input><soap12:body use=\"literal\"/></wsdl:input>"
          "<wsdl:output><soap12:body use=\"literal\"/></wsdl:output></wsdl:operation>\n";
    }
  }
  out += " </wsdl:binding>\n";
}

}  // namespace

std::string wsdl(std::string_view address) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<wsdl:definitions name=\"CORE\" targetNamespace=\"http://www.caqh.org/SOAP/WSDL/\" "
      "xmlns:tns=\"http://www.caqh.org/SOAP/WSDL/\" xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" "
      "xmlns:soap12=\"http://schemas.xmlsoap.org/wsdl/soap12/\" "
      "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
      "xmlns:core=\"";
  out.append(core_namespace("2.2.0")).append("\">\n");
  append_types(out);
  append_messages(out);
  append_port_type(out);
  append_binding(out);
  out += " <wsdl:service name=\"Core\"><wsdl:port name=\"CoreSoapPort\" binding=\"tns:CoreSoapBinding\">";
  out += "<soap12:address location=\"";
  append_escaped(out, address);
  out += "\"/></wsdl:port></wsdl:service>\n</wsdl:definitions>\n";
  return out;
}

}  // namespace gateway
