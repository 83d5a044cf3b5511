// What json::Document accepts can be written and read again with the same content, in both layouts.
#include <string>

#include "fuzz.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"

namespace {

void read_back(const json::Value& value, json::Layout layout) {
  std::string written;
  json::Writer(written, layout).raw(value);
  json::Document document;
  const base::Result<json::Value> again = document.parse(written);
  fuzz::must(again.has_value(), "what is written can be read");
  fuzz::must(json::same_content(value, *again), "writing keeps the content");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  json::Document document;
  const base::Result<json::Value> read = document.parse_copy(fuzz::text(data, size));
  if (!read) {
    fuzz::must(!document.root().exists(), "a failed parse leaves no root");
    return 0;
  }
  read_back(*read, json::Layout::compact);
  read_back(*read, json::Layout::pretty);
  return 0;
}
