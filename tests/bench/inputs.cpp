#include "inputs.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "gateway/app/knowledge.hpp"
#include "mappers/x12/review_request.hpp"
#include "parsers/json/writer.hpp"

namespace bench {
namespace {

/// A benchmark without its input measures nothing: it ends.
template <class Made>
Made wanted(base::Result<Made> made, const char* what) {
  if (made) return std::move(*made);
  std::fprintf(stderr, "%s: %s %s\n", what, made.error().first().where.c_str(),
               made.error().first().remedy.c_str());
  std::exit(EXIT_FAILURE);
}

std::string file(const std::string& name) {
  std::ifstream in(PRECERT_SOURCE_DIR "/fixtures/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string compact(const std::string& text) {
  json::Document document;
  const json::Value value = wanted(document.parse_copy(text), "request.fhir.json");
  std::string out;
  json::Writer(out).raw(value);
  return out;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// The first set of an interchange, ST to SE.
x12::Reader reader_at_set() {
  x12::Reader reader(interchange());
  while (reader.next() != x12::Event::transaction_set) {
  }
  return reader;
}

fhir::Bundle bundle_in(json::Document& document, std::string& buffer) {
  return wanted(fhir::bundle_from(wanted(document.parse(buffer), "bundle")), "bundle");
}

}  // namespace

const std::string& interchange() {
  static const std::string text = file("scenarios/mri-approved/request.x12");
  return text;
}

const std::string& bundle() {
  static const std::string text = compact(file("scenarios/mri-approved/request.fhir.json"));
  return text;
}

std::string interchange_of(std::size_t sets) {
  const std::string& one = interchange();
  const std::size_t begin = one.find("ST*278");
  const std::size_t end = one.find("GE*1*");
  const std::string set = one.substr(begin, end - begin);
  std::string out = one.substr(0, begin);
  for (std::size_t number = 1; number <= sets; ++number) {
    const std::string digits = std::to_string(100'000 + number);
    std::string next = set;
    replace_all(next, "*0001*", "*" + digits + "*");       // ST02
    replace_all(next, "*0001~", "*" + digits + "~");       // SE02
    replace_all(next, "MRI01", "MRI" + digits);            // BHT03, TRN02
    replace_all(next, "EXM100000001", "EXM100" + digits);  // NM109
    out += next;
  }
  std::string rest = one.substr(end);
  replace_all(rest, "GE*1*", "GE*" + std::to_string(sets) + "*");
  return out + rest;
}

X12Request::X12Request() : reader(reader_at_set()), guide(x12::guide_for("005010X217", "request")) {
  std::vector<x12::Fault> faults;
  if (x12::check(reader.set(), *guide, {}, tree, faults)) return;
  std::fprintf(stderr, "the scenario's 278 is refused\n");
  std::exit(EXIT_FAILURE);
}

FhirRequest::FhirRequest() : buffer(bench::bundle()), bundle(bundle_in(document, buffer)) {}

const fhir::Profiles& profiles() {
  static const fhir::Profiles made = wanted(fhir::Profiles::of(fhir::Version::pas_2_2_1), "profiles");
  return made;
}

precert::ReviewRequest request_of(const X12Request& read) {
  return wanted(mappers::review_request_from(read.tree, read.reader.interchange(), read.reader.group()),
                "278");
}

const Knowledge& knowledge() {
  static const Knowledge made{
      wanted(gateway::load_rulebook({}), "rulebook"),
      wanted(gateway::members_from(file("members.json")), "members").front(),
      precert::Directory(wanted(gateway::facilities_from(file("facilities.json")), "facilities"))};
  return made;
}

precert::Facts Knowledge::facts() const {
  precert::Facts facts;
  facts.now = base::instant_from_iso("2026-01-05T17:30:00Z").value_or(base::Instant{});
  facts.member = &member;
  facts.directory = &directory;
  facts.numbers = {"AUTH0000000001", "REF0000000001", "TRC0000000001"};
  return facts;
}

}  // namespace bench
