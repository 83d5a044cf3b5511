#include "gateway/app/declaration.hpp"

#include <string_view>

namespace gateway {
namespace declared {
std::string_view embedded(std::string_view name);  // generated, see cmake/EmbedText.cmake
}  // namespace declared

HttpReply declaration(const HttpRequest&, const std::string&, Services&) {
  HttpReply reply;
  reply.content_type = "text/markdown; charset=utf-8";
  reply.body = std::string(declared::embedded("capabilities.md"));
  return reply;
}

}  // namespace gateway
