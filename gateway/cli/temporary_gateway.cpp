#include "gateway/cli/temporary_gateway.hpp"

#include <stdlib.h>  // mkdtemp is POSIX, not C++

namespace gateway::cli {

base::Result<std::unique_ptr<TemporaryGateway>> TemporaryGateway::open(Config config,
                                                                       std::optional<base::Instant> at) {
  std::string name = (std::filesystem::temp_directory_path() / "precert.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, name, "no temporary folder can be made.",
                                    base::Severity::error});
  }
  std::unique_ptr<TemporaryGateway> made(new TemporaryGateway);
  made->folder_ = name;
  config.data_dir = name;
  config.demo = true;
  if (config.base_url.empty()) config.base_url = "http://127.0.0.1:8080";
  Injected injected;
  if (at) {
    made->clock_ = std::make_unique<base::FixedClock>(*at);
    made->numbers_ = counting_numbers();
    injected.clock = made->clock_.get();
    injected.numbers = made->numbers_.get();
  }
  base::Result<std::unique_ptr<Gateway>> opened = Gateway::open(std::move(config), injected);
  if (!opened) return opened.error();
  made->gateway_ = std::move(*opened);
  return made;
}

namespace {

/// A GET of a path that may have a query.
HttpRequest request_for(const std::string& path) {
  HttpRequest request;
  const std::size_t question = path.find('?');
  request.path = path.substr(0, question);
  if (question != std::string::npos) request.query = path.substr(question + 1);
  return request;
}

}  // namespace

TemporaryGateway::~TemporaryGateway() {
  gateway_.reset();  // closes the database before its folder goes
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

HttpReply TemporaryGateway::post(const std::string& path, const std::string& content_type, const std::string& body) {
  HttpRequest request = request_for(path);
  request.method = Method::post;
  request.content_type = content_type;
  request.body = body;
  return gateway_->answer_now(request);
}

HttpReply TemporaryGateway::get(const std::string& path) { return gateway_->answer_now(request_for(path)); }

}  // namespace gateway::cli
