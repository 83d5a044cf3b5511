// `precert translate`: a message in the other dialect on standard output, what that cannot say on standard
// error.
#include <cstdio>

#include "gateway/cli/cli.hpp"
#include "gateway/cli/translate_messages.hpp"
#include "gateway/edi/guide_folder.hpp"

namespace gateway::cli {
namespace {

base::Result<Translated> translated(const std::string& text, const std::string& request,
                                    const std::string& to) {
  switch (kind_of(text)) {
    case MessageKind::request: return translated_request(text, to);
    case MessageKind::answer: return translated_answer(text, to, request);
    case MessageKind::attachments: break;
  }
  return translated_attachments(text, to);
}

}  // namespace

int translate(const TranslateOptions& options) {
  if (const base::Result<void> guides = use_guide_folder(options.guides); !guides) {
    print(guides.error());
    return environment_failed;
  }
  const base::Result<std::string> text = read_file(options.file);
  const base::Result<std::string> request =
      options.request.empty() ? base::Result<std::string>(std::string()) : read_file(options.request);
  for (const base::Result<std::string>* one : {&text, &request}) {
    if (*one) continue;
    print(one->error());
    return environment_failed;
  }
  const base::Result<Translated> made = translated(*text, *request, options.to);
  if (!made) {
    print(made.error());
    return bad_data;
  }
  if (made->lost.fatal()) {  // what would be written is no valid message
    print(made->lost);
    return bad_data;
  }
  std::fwrite(made->text.data(), 1, made->text.size(), stdout);
  print(made->lost);
  return good;
}

}  // namespace gateway::cli
