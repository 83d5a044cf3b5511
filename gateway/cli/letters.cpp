#include "gateway/cli/letters.hpp"

#include <cstdio>
#include <fstream>

#include "gateway/app/directory.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/letters/pdf.hpp"
#include "gateway/letters/templates.hpp"
#include "gateway/review/submit_review.hpp"
#include "precert/engine/letter.hpp"

namespace gateway::cli {
namespace {

/// What the newest version of the case owes.
base::Result<std::vector<precert::LetterContent>> owed(const std::string& id, Store& store,
                                                       const precert::Rulebook& rulebook) {
  const base::Result<std::vector<CaseRecord>> history = store.history(precert::CaseId(id));
  if (!history) return history.error();
  if (history->empty()) {
    return base::Issues(base::Issue{base::IssueCode::not_found, id, "there is no case with this id."});
  }
  const CaseRecord& newest = history->back();
  const base::Result<precert::PriorCase> now = prior_from(newest);
  if (!now) return now.error();
  std::optional<precert::PriorCase> before;
  if (history->size() > 1) {
    base::Result<precert::PriorCase> read = prior_from((*history)[history->size() - 2]);
    if (!read) return read.error();
    before = std::move(*read);
  }
  const base::Result<std::optional<precert::MemberRecord>> member = store.member(newest.member);
  if (!member) return member.error();
  const base::Result<std::shared_ptr<const precert::Directory>> directory = directory_for(store, rulebook);
  if (!directory) return directory.error();
  const precert::LetterFacts facts{rulebook, *member ? &**member : nullptr, directory->get(),
                                   history->front().received};
  return precert::letters_owed(now->request, before ? &before->determination : nullptr, now->determination,
                               facts);
}

int trouble(const base::Issues& issues, int code) {
  print(issues);
  return code;
}

int write_pdf(const LetterDocument& document, const std::string& file) {
  const base::Result<Pdf> made = pdf_from(document, {});
  if (!made) return trouble(made.error(), bad_data);
  std::ofstream out(file, std::ios::binary);
  out << made->bytes;
  if (out.flush()) return good;
  std::fprintf(stderr, "%s: the file cannot be written.\n", file.c_str());
  return environment_failed;
}

}  // namespace

int letters_check(const LettersOptions& options) {
  const base::Result<LetterTemplates> templates = LetterTemplates::load(options.folder);
  if (!templates) return trouble(templates.error(), bad_data);
  std::printf("the letters are good\n");
  return good;
}

int letters_show(const LettersOptions& options) {
  const base::Result<LetterTemplates> templates = LetterTemplates::load(options.folder);
  if (!templates) return trouble(templates.error(), bad_data);
  const auto rulebook = load_rulebook(options.rulebook);
  if (!rulebook) return trouble(rulebook.error(), bad_data);
  const base::Result<std::unique_ptr<Store>> store = open_store(options.store, options.data);
  if (!store) return trouble(store.error(), environment_failed);
  const base::Result<std::vector<precert::LetterContent>> letters = owed(options.id, **store, **rulebook);
  if (!letters) return trouble(letters.error(), bad_data);
  if (letters->empty()) std::printf("the newest version of this case owes no letter\n");
  for (const precert::LetterContent& letter : *letters) {
    const base::Result<LetterDocument> document = templates->filled(letter);
    if (!document) return trouble(document.error(), bad_data);
    if (!options.pdf.empty()) return write_pdf(*document, options.pdf);
    std::printf("=== %s, to the %s ===\n\n%s\n", std::string(precert::letter_word(letter.kind)).c_str(),
                std::string(precert::letter_word(letter.addressee)).c_str(), letter_text(*document).c_str());
  }
  return good;
}

}  // namespace gateway::cli
