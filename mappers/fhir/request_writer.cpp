// RequestWriter: Bundle entries and their fullUrls.
#include <cstdint>

#include "mappers/fhir/request_writing.hpp"
#include "mappers/fhir/uuid.hpp"

namespace mappers {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
  return hash;
}

/// By FNV-1a over seed and place.
std::string uuid_at(std::string_view seed, std::size_t place) {
  const std::string at = "#" + std::to_string(place);
  const std::uint64_t high = mixed(mixed(14695981039346656037ULL, seed), at);
  return uuid_of(high, mixed(mixed(high, at), seed));
}

}  // namespace

std::string RequestWriter::add(std::string_view type, Body body) {
  Pending entry{std::string(type), "urn:uuid:" + uuid_at(seed_, entries_.size()), std::move(body)};
  std::string url = entry.url;
  entries_.push_back(std::move(entry));
  return url;
}

void RequestWriter::write_entries() {
  out_->array_field("entry");
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    const Pending entry = std::move(entries_[at]);  // the body may add more, which moves the others
    out_->begin_object().field("fullUrl", entry.url).object_field("resource");
    out_->field("resourceType", entry.type);
    out_->field("id", entry.type + "-" + std::to_string(at + 1));
    entry.body(*this);
    out_->end_object().end_object();
  }
  out_->end_array();
}

std::string RequestWriter::once(std::string& url, std::string_view type, Body body) {
  if (url.empty()) url = add(type, std::move(body));
  return url;
}

std::string RequestWriter::subscriber() {
  return once(subscriber_, "Patient",
              [](RequestWriter& writer) { write_patient(writer, writer.request().subscriber, true); });
}

std::string RequestWriter::patient() {
  if (!request_->dependent) return subscriber();
  return once(dependent_, "Patient",
              [](RequestWriter& writer) { write_patient(writer, *writer.request().dependent, false); });
}

std::string RequestWriter::insurer() {
  return once(insurer_, "Organization", [](RequestWriter& writer) {
    write_organization(writer, writer.request().umo, "insurer", true);
  });
}

std::string RequestWriter::coverage() { return once(coverage_, "Coverage", write_coverage); }

std::string RequestWriter::provider(const precert::Party& party) {
  precert::Party alike = party;
  alike.role = precert::PartyRole::provider;
  alike.function.clear();  // role and function stand in Claim.careTeam
  for (const auto& [known, url] : providers_) {
    if (known == alike) return url;
  }
  std::string url = add_provider(*this, alike);
  providers_.emplace_back(std::move(alike), url);
  return url;
}

void RequestWriter::lose(std::string where) {
  lost_->add(base::Issue{base::IssueCode::not_supported, std::move(where),
                         "PAS has no place for this; send it as a document.", base::Severity::warning});
}

}  // namespace mappers
