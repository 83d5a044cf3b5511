#include "gateway/intake/cover_sheet.hpp"

#include <utility>

#include "gateway/http/replies.hpp"
#include "gateway/letters/pdf.hpp"
#include "gateway/letters/templates.hpp"
#include "gateway/review/submit_review.hpp"
#include "precert/engine/letter.hpp"

namespace gateway {
namespace {

base::Result<LetterDocument> sheet_of(const CaseRecord& record, Services& services) {
  const base::Result<precert::PriorCase> found = prior_from(record);
  if (!found) return found.error();
  const Snapshot knowledge = services.knowledge.current();
  const precert::LetterFacts facts{*knowledge.rulebook, nullptr, knowledge.directory.get(), record.received};
  const base::Result<LetterTemplates> templates = LetterTemplates::load(services.config.letters.templates);
  if (!templates) return templates.error();
  return templates->filled(precert::cover_sheet_of(found->request, found->determination, facts));
}

}  // namespace

HttpReply cover_sheet(const HttpRequest& request, const std::string& id, Services& services) {
  const base::Result<std::optional<CaseRecord>> record = services.store.find_case(precert::CaseId(id));
  if (!record) return refusal(503, request.path, record.error());
  if (!*record) return refusal(404, request.path, "There is no case with this id.");
  const base::Result<LetterDocument> document = sheet_of(**record, services);
  if (!document) return refusal(500, request.path, document.error());
  HttpReply reply;
  if (request.parameter("format") == "text") {
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = letter_text(*document);
    return reply;
  }
  PdfSettings paper;
  paper.font = services.config.letters.font;
  paper.author = services.knowledge.current().rulebook->payer.name;
  paper.made = services.clock.now();
  base::Result<Pdf> pdf = pdf_from(*document, paper);
  if (!pdf) return refusal(500, request.path, pdf.error());
  reply.content_type = "application/pdf";
  reply.headers.emplace_back("Content-Disposition", "inline; filename=\"cover-sheet-" + id + ".pdf\"");
  reply.body = std::move(pdf->bytes);
  return reply;
}

}  // namespace gateway
