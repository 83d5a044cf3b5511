// See issued_forms.hpp.
#include "gateway/dtr/issued_forms.hpp"

#include <algorithm>

#include "gateway/dtr/editions.hpp"
#include "gateway/fhir/claim_submit.hpp"
#include "mappers/fhir/questionnaire.hpp"
#include "precert/engine/form.hpp"

namespace gateway {
namespace {

using mappers::PasVersion;

base::Result<bool> is_issued(std::string_view canonical, const Services& services) {
  for (const PasVersion version : {PasVersion::v2_2_1, PasVersion::v2_0_1}) {
    const mappers::FormName name = mappers::form_name_from(fhir_base(services, version), canonical);
    if (!name.form_id.empty()) return services.store.form_was_issued(name.form_id, name.version);
  }
  return false;
}

base::Issue told(const precert::Answer& answer) {
  constexpr std::size_t canonical_shown = 200;
  std::string words = "The answers to the form " + answer.form.substr(0, canonical_shown) +
                      " are kept and not read: this payer has issued no such form, or not in that version.";
  return {base::IssueCode::fhir_value_invalid, answer.source.where, std::move(words),
          base::Severity::warning};
}

constexpr std::size_t all_that_are_kept = 1'000'000;

/// What became of one canonical.
struct Looked {
  std::string canonical;
  bool issued = false;
};

void add_forms(const precert::Rulebook& rulebook, std::vector<IssuedForm>& forms) {
  for (precert::Form& one : precert::forms_of(rulebook))
    forms.push_back({std::move(one.id), std::move(one.version)});
}

}  // namespace

base::Result<void> leave_out_foreign(std::vector<precert::Answer>& answers, base::Issues* remarks,
                                     const Services& services) {
  std::vector<Looked> looked;
  for (const precert::Answer& one : answers) {
    if (one.form.empty() || std::ranges::find(looked, one.form, &Looked::canonical) != looked.end()) continue;
    const base::Result<bool> issued = is_issued(one.form, services);
    if (!issued) return issued.error();
    if (!*issued && remarks != nullptr) remarks->add(told(one));
    looked.push_back({one.form, *issued});
  }
  std::erase_if(answers, [&](const precert::Answer& one) {
    const auto found = std::ranges::find(looked, one.form, &Looked::canonical);
    return found != looked.end() && !found->issued;
  });
  return {};
}

base::Result<void> note_issued_forms(const precert::Rulebook& rulebook, Store& store) {
  std::vector<IssuedForm> forms;
  add_forms(rulebook, forms);
  const base::Result<bool> begun = store.forms_were_issued();
  if (!begun) return begun.error();
  if (!*begun) {
    const base::Result<std::vector<KeptRulebook>> kept = store.kept_rulebooks(all_that_are_kept);
    if (!kept) return kept.error();
    KeptEditions editions;
    for (const KeptRulebook& one : *kept) {
      if (one.version == precert::version_of(rulebook)) continue;
      const auto earlier = editions.rulebook(one.version, store);
      if (!earlier) return earlier.error();
      if (*earlier) add_forms(**earlier, forms);
    }
  }
  return store.keep_forms(forms);
}

}  // namespace gateway
