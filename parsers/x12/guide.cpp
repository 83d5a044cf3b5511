// The compiled guides of this program: embedded files, compiled once at first use.
#include "parsers/x12/guide.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "parsers/x12/embedded_guides.hpp"
#include "parsers/x12/guide_compile.hpp"
#include "parsers/x12/guide_source.hpp"

namespace x12 {
namespace {

using Guides = std::vector<std::unique_ptr<const Guide>>;

/// The files travel inside the binary and a unit test compiles each of them, so a fault here is a fault of
/// the build.
template <class T>
T expect(base::Result<T> made) {
  if (made) return std::move(*made);
  throw std::logic_error("embedded guide: " + made.error().first().where + ": " +
                         made.error().first().remedy);
}

Guides compile_all() {
  const Dictionary dictionary = expect(dictionary_from(
      guides::embedded("elements.txt"), guides::embedded("segments.txt"), guides::embedded("codes.txt")));
  Guides all;
  for (const std::string_view file : guides::files()) {
    all.push_back(expect(compile_guide(file, guides::embedded(file), dictionary)));
  }
  return all;
}

}  // namespace

const Guide* guide_for(std::string_view implementation, std::string_view direction) {
  static const Guides all = compile_all();
  for (const auto& guide : all) {
    if (guide->implementation == implementation && guide->direction == direction) return guide.get();
  }
  return nullptr;
}

std::string_view implementation_of(const Guide& guide) { return guide.implementation; }
std::string_view direction_of(const Guide& guide) { return guide.direction; }

std::vector<std::string_view> guides::files() {
  return {"005010X217_request.guide", "005010X217_response.guide"};
}

}  // namespace x12
