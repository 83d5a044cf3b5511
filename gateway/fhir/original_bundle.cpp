#include "gateway/fhir/original_bundle.hpp"

#include <utility>

namespace gateway {
namespace {

/// The request Bundle in these bytes; nullptr when they are something else (documents of $submit-attachment).
std::unique_ptr<OriginalBundle> request_bundle(std::string bytes) {
  auto original = std::make_unique<OriginalBundle>();
  original->buffer = std::move(bytes);
  const base::Result<json::Value> parsed = original->document.parse(original->buffer);
  if (!parsed) return nullptr;
  base::Result<fhir::Bundle> bundle = fhir::bundle_from(*parsed);
  if (!bundle || bundle->entries().front().type != "Claim") return nullptr;
  original->bundle = std::move(*bundle);
  return original;
}

/// The Bundle of the message that made one version, if it was one.
base::Result<std::unique_ptr<OriginalBundle>> bundle_of_version(const CaseRecord& record, Store& store) {
  if (record.message.text().empty()) return std::unique_ptr<OriginalBundle>();
  base::Result<std::optional<StoredMessage>> found = store.message(record.message);
  if (!found) return found.error();
  std::optional<StoredMessage>& stored = *found;
  if (!stored || stored->message.transport != Transport::fhir) return std::unique_ptr<OriginalBundle>();
  return request_bundle(std::move(stored->message.bytes));
}

}  // namespace

base::Result<std::unique_ptr<OriginalBundle>> original_bundle(const CaseRecord& record, Store& store) {
  base::Result<std::unique_ptr<OriginalBundle>> newest = bundle_of_version(record, store);
  if (!newest || *newest != nullptr || record.version < 2) return newest;
  const base::Result<std::vector<CaseRecord>> versions = store.history(record.id);
  if (!versions) return versions.error();
  for (auto version = versions->rbegin(); version != versions->rend(); ++version) {
    if (version->version >= record.version) continue;
    base::Result<std::unique_ptr<OriginalBundle>> earlier = bundle_of_version(*version, store);
    if (!earlier || *earlier != nullptr) return earlier;
  }
  return std::unique_ptr<OriginalBundle>();
}

}  // namespace gateway
