#include "gateway/upstream/upstreams.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace gateway {

const Upstream* Upstreams::of(const precert::Party& payer) const {
  for (const Upstream& one : upstreams_) {
    const bool named = std::any_of(
        payer.identifiers.begin(), payer.identifiers.end(), [&one](const precert::Identifier& identifier) {
          return std::find(one.payers.begin(), one.payers.end(), identifier.value) != one.payers.end();
        });
    if (named) return &one;
  }
  return nullptr;
}

base::Result<std::shared_ptr<const Upstreams>> load_upstreams(const std::filesystem::path& file) {
  if (file.empty()) return std::shared_ptr<const Upstreams>();
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, file.string(),
                                    "the file of upstreams cannot be read.", base::Severity::error});
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  base::Result<Upstreams> read = Upstreams::from_yaml(text, file.filename().string(), file.parent_path());
  if (!read) return read.error();
  return std::make_shared<const Upstreams>(std::move(*read));
}

}  // namespace gateway
