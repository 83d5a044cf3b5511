#include "baseline_json.hpp"

#include <rapidjson/document.h>

#include <vector>

namespace bench {
namespace {

constexpr std::size_t pool_bytes = std::size_t{256} * 1024;
constexpr std::size_t stack_bytes = std::size_t{64} * 1024;

using Pool = rapidjson::MemoryPoolAllocator<>;
using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, Pool>;

}  // namespace

struct JsonBaseline::Memory {
  std::vector<char> values = std::vector<char>(pool_bytes);
  std::vector<char> stack = std::vector<char>(stack_bytes);
  std::string copy;
};

JsonBaseline::JsonBaseline() : memory_(std::make_unique<Memory>()) {}
JsonBaseline::~JsonBaseline() = default;

bool JsonBaseline::parse(std::string_view text) {
  memory_->copy.assign(text);
  return parse_in_place(memory_->copy);
}

bool JsonBaseline::parse_in_place(std::string& text) {
  Pool values(memory_->values.data(), memory_->values.size());
  Pool stack(memory_->stack.data(), memory_->stack.size());
  Document document(&values, stack_bytes / 4, &stack);
  document.ParseInsitu(text.data());
  return !document.HasParseError();
}

}  // namespace bench
