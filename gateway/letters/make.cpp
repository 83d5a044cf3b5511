#include "gateway/letters/make.hpp"

#include <algorithm>
#include <map>
#include <span>
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
  paper.footer =
      "Reference number " + letter.reference + ", version " + std::to_string(record.version) + " of the case";
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

/// The versions of a case up to one of them, the first first.
base::Result<std::vector<precert::PriorCase>> versions_until(const CaseRecord& version, Store& store,
                                                             base::Instant& opened) {
  opened = version.received;
  std::vector<precert::PriorCase> versions;
  if (version.version > 1) {
    const base::Result<std::vector<CaseRecord>> history = store.history(version.id);
    if (!history) return history.error();
    for (const CaseRecord& one : *history) {
      if (one.version == 1) opened = one.received;
      if (one.version >= version.version) break;
      base::Result<precert::PriorCase> read = prior_from(one);
      if (!read) return read.error();
      versions.push_back(std::move(*read));
    }
  }
  base::Result<precert::PriorCase> current = prior_from(version);
  if (!current) return current.error();
  versions.push_back(std::move(*current));
  return versions;
}

/// Every topic with everybody who is written to, in the order in which letters are made.
const std::vector<std::pair<precert::LetterTopic, Addressee>>& letter_threads() {
  static const auto threads = [] {
    using enum precert::LetterTopic;
    std::vector<std::pair<precert::LetterTopic, Addressee>> all;
    for (const auto topic : {decision, question, appeal, extension, closing, talk}) {
      for (const Addressee addressee : {Addressee::member, Addressee::provider})
        all.emplace_back(topic, addressee);
    }
    return all;
  }();
  return threads;
}

/// What a new version makes of the letters of earlier ones, and since when each addressee has to be told
/// what.
class LettersBefore {
 public:
  /// `versions`: all up to the new one, the first first.
  LettersBefore(std::vector<LetterRecord> known, std::span<const precert::PriorCase> versions)
      : known_(std::move(known)), versions_(versions), now_(static_cast<int>(versions.size())) {
    std::ranges::stable_sort(known_, {}, &LetterRecord::version);
    for (LetterRecord& letter : known_) {
      if (!stands_in_for(letter)) continue;
      letter.state = LetterState::superseded;
      superseded_.push_back(letter);
    }
  }

  /// Newly superseded.
  [[nodiscard]] std::vector<LetterRecord>& superseded() { return superseded_; }

  /// The version that an addressee knows of a topic.
  [[nodiscard]] int told_until(precert::LetterTopic topic, Addressee addressee) const {
    return told_until(topic, precert::letter_word(addressee), now_);
  }
  /// nullptr for 0.
  [[nodiscard]] const precert::Determination* determination(int version) const {
    return version < 1 ? nullptr : &versions_[static_cast<std::size_t>(version - 1)].determination;
  }

 private:
  /// What was known when the letters of `version` were made: the version before the first of the letters
  /// about it that came to nothing since the last that is out. 0 = none.
  [[nodiscard]] int told_until(precert::LetterTopic topic, std::string_view addressee, int version) const {
    int told = version - 1;
    for (auto letter = known_.rbegin(); letter != known_.rend(); ++letter) {
      const auto kind = precert::letter_kind_from(letter->kind);
      if (letter->version >= version || !kind || precert::topic_of(*kind) != topic) continue;
      if (letter->addressee != addressee) continue;
      if (letter->state != LetterState::superseded) break;
      told = letter->version - 1;
    }
    return told;
  }

  [[nodiscard]] bool stands_in_for(const LetterRecord& letter) const {
    const bool unsent = letter.state == LetterState::made || letter.state == LetterState::queued;
    const auto kind = precert::letter_kind_from(letter.kind);
    if (!unsent || !kind || letter.version < 1 || letter.version >= now_) return false;
    const int told = told_until(precert::topic_of(*kind), letter.addressee, letter.version);
    return precert::supersedes(versions_.back().determination, *kind, determination(told),
                               *determination(letter.version));
  }

  std::vector<LetterRecord> known_, superseded_;
  std::span<const precert::PriorCase> versions_;
  int now_;
};

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

base::Result<MadeLetters> letters_for(const CaseRecord& version, std::vector<LetterRecord> known,
                                      const LetterTemplates& templates, Services& services) {
  MadeLetters made;
  base::Instant opened{};
  const base::Result<std::vector<precert::PriorCase>> versions =
      versions_until(version, services.store, opened);
  if (!versions) return versions.error();
  const precert::PriorCase& current = versions->back();
  if (decided_elsewhere(current.determination)) return made;
  const base::Result<std::optional<precert::MemberRecord>> member = services.store.member(version.member);
  if (!member) return member.error();
  const Snapshot knowledge = services.knowledge.current();
  const precert::LetterFacts facts{*knowledge.rulebook, *member ? &**member : nullptr,
                                   knowledge.directory.get(), opened};
  const base::Instant now = services.clock.now();
  LettersBefore before(std::move(known), *versions);
  std::map<int, std::vector<LetterContent>> owed;  // by the version since which something may have changed
  const auto owed_since = [&](int told) -> const std::vector<LetterContent>& {
    const auto [found, fresh] = owed.try_emplace(told);
    if (fresh) {
      found->second =
          precert::letters_owed(current.request, before.determination(told), current.determination, facts);
    }
    return found->second;
  };
  for (const auto& [topic, addressee] : letter_threads()) {
    const int told = before.told_until(topic, addressee);
    for (const LetterContent& letter : owed_since(told)) {
      if (letter.addressee != addressee || precert::topic_of(letter.kind) != topic) continue;
      LetterRecord record = letter_record_of(version, letter, now);
      send_to(record, letter);
      print_letter(record, letter, templates, services.config.letters);
      const bool failed = record.state == LetterState::failed;
      made.events.push_back(
          letter_event(record, failed ? "letter_failed" : "letter_made", now, record.error));
      made.letters.push_back(std::move(record));
    }
  }
  for (LetterRecord& letter : before.superseded()) {
    letter.changed = now;
    letter.error = "superseded by version " + std::to_string(version.version) + " of the case";
    made.events.push_back(letter_event(letter, "letter_superseded", now, letter.error));
    made.superseded.push_back(std::move(letter));
  }
  return made;
}

}  // namespace gateway
