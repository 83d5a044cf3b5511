#include <pugixml.hpp>

#include "gateway/core/base64.hpp"
#include "gateway/core/mime.hpp"
#include "gateway/core/payload_types.hpp"
#include "gateway/core/soap.hpp"
#include "gateway/http/message.hpp"

namespace gateway {
namespace {

constexpr std::string_view soap_12 = "http://www.w3.org/2003/05/soap-envelope";
constexpr std::string_view soap_11 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view wsse =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
constexpr std::string_view wsa = "http://www.w3.org/2005/08/addressing";
constexpr std::string_view xop = "http://www.w3.org/2004/08/xop/include";
constexpr const char* byte_order_mark = "\xEF\xBB\xBF";

/// Line ends are not normalised: the payload is text of X12, and its checksum is over the bytes that were
/// sent.
constexpr unsigned parse_flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_ws_pcdata;

/// "ns1:Payload" -> "ns1" and "Payload".
struct QualifiedName {
  std::string_view prefix, local;
};
QualifiedName qualified(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}
std::string_view local_name(const pugi::xml_node& node) { return qualified(node.name()).local; }

/// The namespace that an element's prefix stands for; "" when none is declared.
std::string_view namespace_of(const pugi::xml_node& node) {
  const std::string_view prefix = qualified(node.name()).prefix;
  const std::string attribute = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  for (pugi::xml_node up = node; up; up = up.parent()) {
    const pugi::xml_attribute declared = up.attribute(attribute.c_str());
    if (declared) return declared.value();
  }
  return {};
}

/// The first element child of that name and namespace; an empty node when there is none.
pugi::xml_node element(const pugi::xml_node& parent, std::string_view local, std::string_view space) {
  return parent.find_child([&](const pugi::xml_node& child) {
    return child.type() == pugi::node_element && local_name(child) == local && namespace_of(child) == space;
  });
}

/// All text directly inside: CDATA sections and character data, joined.
std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_cdata || child.type() == pugi::node_pcdata) text += child.value();
  }
  return text;
}

/// A reference such as &#28; can make a character that XML does not have.
bool has_control_characters(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') return true;
  }
  return false;
}

SoapRead refused(SoapFaultCode code, std::string words) {
  SoapRead read;
  read.refusal = {code, std::move(words)};
  return read;
}
SoapRead refused(std::string words) { return refused(SoapFaultCode::sender, std::move(words)); }

/// The XML of a message and what is attached to it.
struct Package {
  std::string xml;
  std::vector<MimePart> parts;
  std::string action;
};

/// The root part of a multipart/related: the one `start` names, else the first.
const MimePart* root_of(const std::vector<MimePart>& parts, std::string_view content_type) {
  std::string start = header_parameter(content_type, "start").value_or("");
  if (start.size() >= 2 && start.front() == '<' && start.back() == '>')
    start = start.substr(1, start.size() - 2);
  for (const MimePart& part : parts) {
    if (start.empty() || part.content_id == start) return &part;
  }
  return nullptr;
}

base::Result<Package> package_from(const std::string& body, std::string_view content_type) {
  Package package;
  package.action = header_parameter(content_type, "action").value_or("");
  if (media_type(content_type) != "multipart/related") {
    package.xml = body;
    return package;
  }
  base::Result<std::vector<MimePart>> parts = mime_parts(body, content_type);
  if (!parts) return parts.error();
  const MimePart* const root = root_of(*parts, content_type);
  if (root == nullptr) {
    return base::Issues(
        base::Issue{base::IssueCode::message_unreadable, "Content-Type", "No part is the start."});
  }
  package.xml = std::string(root->body);
  if (package.action.empty()) package.action = header_parameter(root->content_type, "action").value_or("");
  package.parts = std::move(*parts);
  return package;
}

/// The attachment that an xop:Include names; nullptr when it is not in this message. Nothing is ever fetched.
const MimePart* attachment(const pugi::xml_node& include, const std::vector<MimePart>& parts) {
  const std::string href = percent_decoded(include.attribute("href").value());
  if (!href.starts_with("cid:")) return nullptr;
  for (const MimePart& part : parts) {
    if (!part.content_id.empty() && part.content_id == std::string_view(href).substr(4)) return &part;
  }
  return nullptr;
}

/// A batch's payload: attached, base64, or plain text as some partners send it. A real-time one is plain
/// text.
std::optional<std::string> payload_of(const pugi::xml_node& node, bool batch,
                                      const std::vector<MimePart>& parts) {
  const pugi::xml_node include = element(node, "Include", xop);
  if (include) {
    const MimePart* const part = attachment(include, parts);
    if (part == nullptr) return std::nullopt;
    return std::string(part->body);
  }
  std::string text = text_of(node);
  if (!batch || text.starts_with("ISA")) return text;
  return base64_decoded(text);
}

void take_credentials(const pugi::xml_node& header, CoreEnvelope& envelope) {
  const pugi::xml_node token = element(element(header, "Security", wsse), "UsernameToken", wsse);
  for (const pugi::xml_node child : token.children()) {
    if (local_name(child) == "Username") envelope.receive(CoreField::user_name, text_of(child));
    if (local_name(child) != "Password") continue;
    const std::string_view type = child.attribute("Type").value();
    if (!type.empty() && !type.ends_with("#PasswordText")) envelope.unreadable.push_back(CoreField::password);
    envelope.receive(CoreField::password, text_of(child));
  }
}

/// A header block that has to be understood, and is not. WS-Addressing says nothing here that the body does
/// not.
bool asks_for_more(const pugi::xml_node& header) {
  for (const pugi::xml_node block : header.children()) {
    if (block.type() != pugi::node_element) continue;
    const std::string_view space = namespace_of(block);
    if (space == wsse || space == wsa) continue;
    for (const pugi::xml_attribute attribute : block.attributes()) {
      const std::string_view value = attribute.value();
      if (qualified(attribute.name()).local == "mustUnderstand" && (value == "true" || value == "1"))
        return true;
    }
  }
  return false;
}

/// The operation whose request or answer this body is.
const SoapOperation* operation_of_body(std::string_view local) {
  for (const SoapOperation& operation : soap_operations()) {
    if (operation.request == local || operation.response == local) return &operation;
  }
  return nullptr;
}

/// "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd" -> "2.2.0"; "" for other namespaces.
std::string version_in(std::string_view space) {
  constexpr std::string_view before = "http://www.caqh.org/SOAP/WSDL/CORERule";
  constexpr std::string_view after = ".xsd";
  if (!space.starts_with(before) || !space.ends_with(after) || space.size() <= before.size() + after.size())
    return {};
  return std::string(space.substr(before.size(), space.size() - before.size() - after.size()));
}

/// "http://www.caqh.org/SOAP/WSDL/RealTimeTransaction" -> "RealTimeTransaction".
std::string_view short_action(std::string_view action) {
  const std::size_t slash = action.rfind('/');
  return slash == std::string_view::npos ? action : action.substr(slash + 1);
}

/// False when the action of the message is that of another operation.
bool action_fits(std::string_view action, const SoapOperation& operation) {
  return action.empty() || action == operation.action || action == operation.generic_action;
}

/// The generic retrieval hands out acknowledgments too, when PayloadType asks for them.
void tell_generic_apart(CoreEnvelope& envelope) {
  if (!envelope.generic || envelope.operation != CoreOperation::batch_results_retrieval) return;
  const PayloadType* const type = payload_type_named(envelope.text(CoreField::payload_type));
  if (type != nullptr && type->role == PayloadRole::get_acks)
    envelope.operation = CoreOperation::batch_ack_retrieval;
}

/// The fields of the CORE body into `envelope`; false when one holds a character that XML does not have.
bool take_fields(const pugi::xml_node& body, const Package& package, CoreEnvelope& envelope) {
  const bool batch = envelope.operation != CoreOperation::real_time;
  for (const pugi::xml_node child : body.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::optional<CoreField> field = core_field_of(local_name(child));
    if (!field || *field == CoreField::user_name || *field == CoreField::password) continue;
    std::optional<std::string> text;
    if (*field == CoreField::payload) {
      text = payload_of(child, batch, package.parts);
    } else {
      text = text_of(child);
    }
    if (!text) envelope.unreadable.push_back(*field);
    if (!batch && text && has_control_characters(*text)) return false;
    envelope.receive(*field, std::move(text).value_or(""));
  }
  return true;
}

SoapRead envelope_of(const pugi::xml_node& root, const Package& package) {
  const std::string_view space = namespace_of(root);
  if (local_name(root) == "Envelope" && space == soap_11) {
    return refused(SoapFaultCode::version_mismatch, "Send SOAP 1.2.");
  }
  if (local_name(root) != "Envelope" || space != soap_12)
    return refused("The message is no SOAP 1.2 envelope.");
  const pugi::xml_node header = element(root, "Header", soap_12);
  if (asks_for_more(header)) {
    return refused(SoapFaultCode::must_understand,
                   "Only the WS-Security and WS-Addressing headers are understood here.");
  }
  const pugi::xml_node soap_body = element(root, "Body", soap_12);
  const pugi::xml_node body =
      soap_body.find_child([](const pugi::xml_node& child) { return child.type() == pugi::node_element; });
  const SoapOperation* const operation = operation_of_body(local_name(body));
  const std::string version = version_in(namespace_of(body));
  if (operation == nullptr || version.empty()) return refused("The SOAP body holds no CORE envelope.");
  const std::string_view action = short_action(package.action);
  if (!action_fits(action, *operation)) return refused("The action is that of another operation.");
  SoapRead read;
  read.envelope.emplace();
  read.envelope->form = CoreForm::soap;
  read.envelope->operation = operation->operation;
  read.envelope->generic = !action.empty() && action == operation->generic_action;
  read.envelope->namespace_version = version;
  take_credentials(header, *read.envelope);
  if (!take_fields(body, package, *read.envelope))
    return refused("The message holds characters that XML does not have.");
  tell_generic_apart(*read.envelope);
  return read;
}

}  // namespace

SoapRead envelope_from_soap(const std::string& body, std::string_view content_type) {
  base::Result<Package> package = package_from(body, content_type);
  if (!package) return refused(package.error().first().remedy);
  std::string& xml = package->xml;
  if (xml.starts_with(byte_order_mark)) xml.erase(0, 3);
  if (!xml_is_bounded(xml)) {
    return refused(
        "The message is no well-formed XML in UTF-8, has a document type, or is too large or too deep.");
  }
  pugi::xml_document document;
  if (!document.load_buffer_inplace(xml.data(), xml.size(), parse_flags, pugi::encoding_utf8)) {
    return refused("The message is no well-formed XML.");
  }
  return envelope_of(document.document_element(), *package);
}

}  // namespace gateway
