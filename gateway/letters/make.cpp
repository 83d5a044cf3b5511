#include "gateway/letters/make.hpp"

#include <algorithm>
#include <utility>

#include "gateway/letters/pdf.hpp"
#include "gateway/review/decided_elsewhere.hpp"
#include "gateway/review/submit_review.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/letter.hpp"

namespace gateway {
namespace {

using precert::Addressee;
using precert::LetterContent;

/// Where it goes; the flaw in it that people should see, if any.
void send_to(LetterRecord& record, const LetterContent& letter) {
  const bool to_provider = letter.addressee == Addressee::provider;
  if (to_provider && !letter.fax.empty()) {
    record.channel = "fax";
    record.destination = letter.fax;
    record.state = LetterState::queued;
    return;
  }
  record.channel = "mail";
  record.state = letter.address.empty() ? LetterState::made : LetterState::queued;
  if (to_provider) record.error = "no fax number is known";
  if (letter.address.empty()) {
    record.error += record.error.empty() ? "no postal address is known" : ", and no postal address";
  }
}

/// Fills text and PDF; what cannot be printed says why.
void print_letter(LetterRecord& record, const LetterContent& letter, const LetterTemplates& templates,
                  const LetterSettings& settings) {
  const auto failed = [&record](const base::Issues& issues) {
    record.state = LetterState::failed;
    record.error = issues.first().where + ": " + issues.first().remedy;
  };
  const base::Result<LetterDocument> document = templates.filled(letter);
  if (!document) return failed(document.error());
  PdfSettings paper;
  paper.font = settings.font;
  paper.author = letter.payer;
  paper.footer = "Reference number " + letter.reference;
  paper.made = record.made;
  base::Result<Pdf> pdf = pdf_from(*document, paper);
  if (!pdf) return failed(pdf.error());
  record.text = letter_text(*document);
  record.pdf = std::move(pdf->bytes);
  if (pdf->unknown_glyphs > 0) {
    record.error += record.error.empty() ? "" : "; ";
    record.error += std::to_string(pdf->unknown_glyphs) + " characters are in no installed font";
  }
}

LetterRecord letter_record_of(const CaseRecord& version, const LetterContent& letter, base::Instant now) {
  LetterRecord record;
  record.case_id = version.id;
  record.version = version.version;
  record.kind = precert::letter_word(letter.kind);
  record.addressee = precert::letter_word(letter.addressee);
  record.id = "L-" + version.id.text() + "-" + std::to_string(version.version) + "-" + record.kind + "-" +
              record.addressee;
  std::replace(record.id.begin(), record.id.end(), '_', '-');  // an id of FHIR has no underscore
  record.made = record.changed = now;
  return record;
}

/// The versions of the case up to this one, and when it was opened.
struct LetterBefore {
  std::optional<precert::PriorCase> version;
  base::Instant opened{};
};

base::Result<LetterBefore> before_letter(const CaseRecord& version, Store& store) {
  LetterBefore before;
  before.opened = version.received;
  if (version.version <= 1) return before;
  const base::Result<std::vector<CaseRecord>> history = store.history(version.id);
  if (!history) return history.error();
  for (const CaseRecord& one : *history) {
    if (one.version == 1) before.opened = one.received;
    if (one.version != version.version - 1) continue;
    base::Result<precert::PriorCase> read = prior_from(one);
    if (!read) return read.error();
    before.version = std::move(*read);
  }
  return before;
}

}  // namespace

CaseEvent letter_event(const LetterRecord& letter, std::string_view kind, base::Instant at,
                       std::string_view words) {
  CaseEvent event;
  event.case_id = letter.case_id;
  event.version = letter.version;
  event.at = at;
  event.kind = kind;
  event.actor = "letters";
  json::Writer out(event.details);
  out.begin_object().field("letter", letter.id).field("addressee", letter.addressee);
  out.field("channel", letter.channel).field("attempts", letter.attempts);
  if (!words.empty()) out.key("words").string(words);
  out.end_object();
  return event;
}

base::Result<MadeLetters> letters_for(const CaseRecord& version, const LetterTemplates& templates,
                                      Services& services) {
  MadeLetters made;
  const base::Result<precert::PriorCase> current = prior_from(version);
  if (!current) return current.error();
  if (decided_elsewhere(current->determination)) return made;
  const base::Result<LetterBefore> before = before_letter(version, services.store);
  if (!before) return before.error();
  const base::Result<std::optional<precert::MemberRecord>> member = services.store.member(version.member);
  if (!member) return member.error();
  const Snapshot knowledge = services.knowledge.current();
  const precert::LetterFacts facts{*knowledge.rulebook, *member ? &**member : nullptr,
                                   knowledge.directory.get(), before->opened};
  const precert::Determination* const then = before->version ? &before->version->determination : nullptr;
  const base::Instant now = services.clock.now();
  for (const LetterContent& letter :
       precert::letters_owed(current->request, then, current->determination, facts)) {
    LetterRecord record = letter_record_of(version, letter, now);
    send_to(record, letter);
    print_letter(record, letter, templates, services.config.letters);
    const bool failed = record.state == LetterState::failed;
    made.events.push_back(letter_event(record, failed ? "letter_failed" : "letter_made", now, record.error));
    made.letters.push_back(std::move(record));
  }
  return made;
}

}  // namespace gateway
