// Coverage question -> 270 005010X279A1.
#include <algorithm>

#include "mappers/codes/clinical_codes.hpp"
#include "mappers/x12/eligibility.hpp"
#include "mappers/x12/eligibility_out_parts.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::CoverageItem;
using precert::CoverageQuestion;

void write_diagnoses(Output& out, const std::vector<precert::Diagnosis>& diagnoses) {
  constexpr std::size_t diagnoses_max = 8;
  if (diagnoses.empty()) return;
  x12::Writer& x12 = out.x12();
  x12.begin("HI");
  for (std::size_t i = 0; i < std::min(diagnoses.size(), diagnoses_max); ++i) {
    // HI01 is the principal diagnosis, the others are just diagnoses.
    const precert::DiagnosisKind kind =
        i == 0 ? precert::DiagnosisKind::principal : precert::DiagnosisKind::other;
    x12.composite({diagnosis_qualifier(kind, diagnoses[i].system), diagnoses[i].code});
  }
  x12.end();
  if (diagnoses.size() > diagnoses_max) out.lost("diagnoses", "a 270 has room for eight");
}

/// PRV of the patient's level: the specialty of who treats.
void write_provider(Output& out, const std::vector<precert::Party>& providers) {
  bool written = false;
  for (std::size_t i = 0; i < providers.size(); ++i) {
    const precert::Party& provider = providers[i];
    if (!provider.identifiers.empty() || provider.taxonomy.empty() || written) {
      out.lost(path_of("providers", i), "besides the requester, a 270 has room for one specialty alone");
    }
    if (provider.taxonomy.empty() || written) continue;
    const std::string_view function = provider.function.empty() ? std::string_view("PE") : provider.function;
    out.x12().segment("PRV", {function, "PXC", provider.taxonomy});
    written = true;
  }
}

bool same_loop(const CoverageItem& a, const CoverageItem& b) {
  CoverageItem other = b;
  other.sequence = a.sequence;
  other.service_type = a.service_type;
  return a.by_type() && b.by_type() && a == other && a.service_type != precert::whole_plan;
}

void report_losses(Output& out, const CoverageItem& item, std::size_t at) {
  if (item.quantity) out.lost(path_of("items", at, "quantity"), "a 270 asks about a service, not an amount");
  if (item.delivery) out.lost(path_of("items", at, "delivery"), "a 270 asks about a service, not an amount");
  if (!item.providers.empty())
    out.lost(path_of("items", at, "providers"), "a 270 names providers above its items");
  if (!item.revenue_code.empty()) out.lost(path_of("items", at, "revenue_code"), "EQ02 has no revenue codes");
  constexpr std::size_t code_max = 48;  // EQ02-2
  if (item.procedure.code.size() > code_max)
    out.lost(path_of("items", at, "procedure"), "cut to 48 characters");
}

void write_eq(Output& out, const CoverageItem& item, const std::vector<std::string_view>& types) {
  x12::Writer& x12 = out.x12();
  x12.begin("EQ");
  const bool named = !item.procedure.code.empty() || item.in_words();
  if (named) {
    x12.element("");
  } else {
    x12.repeated(types);
  }
  write_procedure_id(x12, item.procedure);
  x12.element("");
  x12.element("");
  std::vector<std::string> pointers;
  for (const int pointer : item.diagnosis_pointers) pointers.push_back(std::to_string(pointer));
  pointers.resize(4);
  x12.composite({pointers[0], pointers[1], pointers[2], pointers[3]});
  x12.end();
}

void write_item(Output& out, const CoverageQuestion& question, const CoverageItem& item,
                const std::vector<std::string_view>& types, std::string_view where) {
  x12::Writer& x12 = out.x12();
  out.at(where, item.source);
  write_eq(out, item, types);
  const std::optional<precert::Place>& place = item.place ? item.place : question.place;
  if (place && place->kind == precert::PlaceKind::place_of_service) x12.segment("III", {"ZZ", place->code});
  write_reference(out, "9F", item.referral_number, "items");
  write_reference(out, "G1", item.previous_certification, "items");
  write_period(out, "291", item.dates, "items.dates");
}

void write_items(Output& out, const CoverageQuestion& question) {
  constexpr std::size_t types_max = 99;  // EQ01 is repeated so often
  if (question.items.empty()) {
    CoverageItem whole;
    write_item(out, question, whole, {precert::whole_plan}, "items");
  }
  for (std::size_t i = 0; i < question.items.size(); ++i) {
    const CoverageItem& item = question.items[i];
    const std::string where = path_of("items", i);
    report_losses(out, item, i);
    std::vector<std::string_view> types{item.service_type};
    while (i + 1 < question.items.size() && types.size() < types_max &&
           same_loop(item, question.items[i + 1])) {
      types.push_back(question.items[++i].service_type);
    }
    write_item(out, question, item, types, where);
  }
}

/// One patient level: TRN, 2100 and the 2110 loops.
void write_level(Output& out, const CoverageQuestion& question, const PatientOut& patient, bool asked) {
  const std::string_view person = patient.dependent ? "dependent" : "subscriber";
  out.at(asked ? "traces" : person);
  if (asked) write_traces(out, "1", question.traces, 2, "traces");
  out.at(person, patient.person.source);
  write_patient_name(out, patient, person);
  if (asked) write_provider(out, question.providers);
  write_patient_details(out, patient);
  if (!asked) return;
  out.at("diagnoses");
  write_diagnoses(out, question.diagnoses);
  out.at("dates");
  write_period(out, "291", question.dates, "dates");
  write_items(out, question);
}

}  // namespace

base::Issues write_coverage_question(x12::Writer& writer, const CoverageQuestion& question,
                                     std::string_view control_number) {
  base::Issues issues;
  Output out(writer, issues);
  writer.restart_count();
  const x12::Guide* const guide = x12::guide_for("005010X279A1", "request");
  writer.follow(guide);
  out.hold_to(*guide, Speech::asks);
  write_eligibility_header(out, "270", "13", question.reference, control_number, question.submitted);
  if (question.reference.empty()) out.missing("reference", "the transaction id of the asker");
  if (!question.answers.empty()) out.lost("answers", "a 270 has no place for clinical facts");
  if (!question.documents.empty()) out.lost("documents", "a 270 has no place for documents");
  if (question.level) out.lost("level", "a 270 has no place for urgency");
  Levels levels;
  int level = levels.write(writer, 0, "20", true);
  write_party(out, loops::eligibility_payer, question.payer, "payer");
  level = levels.write(writer, level, "21", true);
  write_party(out, loops::eligibility_requester, question.requester, "requester");
  const bool dependent = question.dependent.has_value();
  level = levels.write(writer, level, "22", dependent);
  write_level(out, question,
              PatientOut{"IL", question.subscriber, &question.insurance, {}, false, true, false}, !dependent);
  if (dependent) {
    levels.write(writer, level, "23", false);
    write_level(out, question, PatientOut{"03", *question.dependent, nullptr, {}, true, false, false}, true);
  }
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
  out.check_set();
  return issues;
}

}  // namespace mappers
