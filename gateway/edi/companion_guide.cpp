// See companion_guide.hpp.
#include "gateway/edi/companion_guide.hpp"

#include <string_view>

namespace gateway {
namespace companion {
std::string_view embedded(std::string_view name);  // generated, see cmake/EmbedText.cmake
}  // namespace companion

HttpReply companion_guide(const HttpRequest&, const std::string&, Services&) {
  HttpReply reply;
  reply.content_type = "text/markdown; charset=utf-8";
  reply.body = std::string(companion::embedded("clearinghouse.md"));
  return reply;
}

}  // namespace gateway
