// What a payer writes down: a rulebook in one file, or the trading partners when the first section is theirs.
// It is read, or each fault has its place; under any rulebook that is read the same question gets the same
// answer twice.
#include <string>
#include <vector>

#include "gateway/edi/conversations.hpp"
#include "gateway/edi/partners.hpp"
#include "mappers/x12/review_request.hpp"
#include "precert/engine/coverage_answer.hpp"
#include "precert/engine/determine.hpp"
#include "precert/engine/form.hpp"
#include "precert/rulebook/rulebook.hpp"
#include "precert/rulebook/tables.hpp"
#include "world.hpp"
#include "x12_sets.hpp"

namespace gateway {
/// Of the conversations, which are not built into this target: every guide may be used.
bool only_by_agreement(std::string_view /*implementation*/) { return false; }
}  // namespace gateway

namespace {

void expect_places(const base::Issues& issues) {
  fuzz::must(!issues.empty(), "what is refused has a reason");
  for (const base::Issue& one : issues) {
    fuzz::must(!one.where.empty() && !one.remedy.empty(), "a fault has a place and says what to do");
  }
}

/// The requests that are decided under each rulebook: the parts of a seed know their services.
const std::vector<precert::ReviewRequest>& requests() {
  static const std::vector<precert::ReviewRequest> all = [] {
    std::vector<precert::ReviewRequest> made;
    for (const char* name : {"mri-pended", "quantity-modified", "hospital-admission"}) {
      const std::string text =
          support::file_text(std::string(PRECERT_SOURCE_DIR "/fixtures/scenarios/") + name + "/request.x12");
      fuzz::each_set(text, [&](const x12::Reader& reader) {
        x12::LoopTree tree;
        std::vector<x12::Fault> faults;
        x12::check(reader.set(), *x12::guide_for("005010X217", "request"), {}, tree, faults);
        made.push_back(mappers::review_request_from(tree, reader.interchange(), reader.group()).value());
      });
    }
    return made;
  }();
  return all;
}

precert::CoverageQuestion question_about(const precert::ReviewRequest& request) {
  precert::CoverageQuestion question;
  question.reference = "Q1";
  question.payer = request.umo;
  question.requester = request.requester;
  question.subscriber = request.subscriber;
  question.diagnoses = request.event.diagnoses;
  for (const precert::ServiceLine& line : request.services) {
    precert::CoverageItem item;
    item.sequence = static_cast<int>(question.items.size()) + 1;
    item.procedure = line.procedure;
    question.items.push_back(std::move(item));
  }
  return question;
}

void ask_under(const precert::Rulebook& rulebook) {
  for (const precert::ReviewRequest& request : requests()) {
    precert::Facts facts = fuzz::world().facts_about(request.subscriber);
    const precert::Determination decided = precert::determine(request, rulebook, facts);
    fuzz::must(decided == precert::determine(request, rulebook, facts), "a decision can be replayed");
    const precert::CoverageQuestion question = question_about(request);
    const precert::CoverageAnswer answer = precert::coverage_answer(question, rulebook, facts);
    fuzz::must(answer == precert::coverage_answer(question, rulebook, facts), "an answer is the same twice");
  }
  const precert::FactValues values = precert::form_values(rulebook, {}, {}, fuzz::world().now);
  for (const precert::Form& form : precert::forms_of(rulebook)) {
    const precert::NextQuestions next = precert::next_questions(rulebook, form, values);
    fuzz::must(next.together <= next.ask.size() && (next.ask.empty() || next.together > 0),
               "what belongs together is asked");
  }
}

void read_rulebook(std::string text) {
  const std::vector<precert::RulebookFile> files{{"fuzz.yaml", std::move(text)}};
  const auto rulebook = precert::rulebook_from(files);
  if (!rulebook) return expect_places(rulebook.error());
  const auto again = precert::rulebook_from(files);
  fuzz::must(again && precert::version_of(**again) == precert::version_of(**rulebook),
             "equal files give equal versions");
  for (const base::Issue& one : precert::findings_of(**rulebook)) {
    fuzz::must(!one.where.empty() && !one.remedy.empty(), "a finding has a place and says what to do");
  }
  (void)precert::search_report(**rulebook, "mri brian 97110", "PLAN-A");
  ask_under(**rulebook);
}

void read_partners(std::string_view text) {
  const auto partners = gateway::Partners::from_yaml(text, "fuzz.yaml");
  if (!partners) return expect_places(partners.error());
  fuzz::must(!partners->all().empty(), "there is a partner for everybody");
  (void)partners->of("ZZ", "CLEARTEST1");
  (void)partners->reading();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  if (text.starts_with("partners:")) {
    read_partners(text);
  } else {
    read_rulebook(std::string(text));
  }
  return 0;
}
