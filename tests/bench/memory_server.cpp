// The gateway on a store in memory: what `$submit` and /x12 cost without a disk. Answers as `precert serve
// --demo` does, with the members of `precert bench`.
//   memory_server        prints `listening on http://127.0.0.1:PORT` and runs until it is killed
#include <cstdio>
#include <cstdlib>

#include "gateway/app/config.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/cli/bench_messages.hpp"
#include "memory_store.hpp"

namespace {

int failed(const base::Issues& issues) {
  for (const base::Issue& issue : issues)
    std::fprintf(stderr, "%s: %s\n", issue.where.c_str(), issue.remedy.c_str());
  return EXIT_FAILURE;
}

}  // namespace

int main() {
  bench::MemoryStore store;
  const base::Result<void> people = gateway::load_demo_people(store);
  if (!people) return failed(people.error());
  const base::Result<void> members = store.load_members(gateway::cli::members_of_bench());
  if (!members) return failed(members.error());
  gateway::Config settings;
  settings.demo = true;
  settings.log_level = "off";
  base::Result<gateway::Config> config = gateway::with_listen(std::move(settings), "127.0.0.1:0");
  if (!config) return failed(config.error());
  base::Result<std::unique_ptr<gateway::Gateway>> opened =
      gateway::Gateway::open(std::move(*config), {.store = &store});
  if (!opened) return failed(opened.error());
  const base::Result<void> served = gateway::serve(**opened);
  return served ? EXIT_SUCCESS : failed(served.error());
}
