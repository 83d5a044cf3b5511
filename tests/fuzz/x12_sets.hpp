// Transaction sets for the fuzz targets: those of an input, and those that this side writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fuzz.hpp"
#include "mappers/x12/envelope.hpp"
#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "parsers/x12/reader.hpp"
#include "parsers/x12/writer.hpp"

namespace fuzz {

inline x12::Limits small_limits() {
  x12::Limits limits;
  limits.segments_per_set_max = 500;
  limits.sets_per_interchange_max = 50;
  limits.binary_bytes_max = 4096;
  return limits;
}

/// Calls visit(reader) at each transaction set of `input`.
template <class Visit>
void each_set(std::string_view input, Visit visit) {
  x12::Reader reader(input, small_limits());
  for (x12::Event event = reader.next(); event != x12::Event::done; event = reader.next()) {
    if (event == x12::Event::unreadable) break;
    if (event == x12::Event::transaction_set) visit(reader);
  }
}

/// Prints what the validator says of `text`, whose one set is under this guide; true when that is nothing.
inline bool sound(const std::string& text, std::string_view implementation, std::string_view direction) {
  const x12::Guide* const guide = x12::guide_for(implementation, direction);
  must(guide != nullptr, "what is written has a guide");
  int sets = 0;
  bool good = true;
  each_set(text, [&](const x12::Reader& reader) {
    ++sets;
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    good = x12::check(reader.set(), *guide, {}, tree, faults) && good;
    for (const x12::Fault& one : faults) {
      std::fprintf(stderr, "%.*s %s %s\n", static_cast<int>(one.code.size()), one.code.data(),
                   one.where().c_str(), one.remedy.c_str());
    }
  });
  if (!good || sets != 1) std::fprintf(stderr, "%s\n", text.c_str());
  return good && sets == 1;
}

/// An interchange of the usual delimiters around what `write(Writer&)` writes.
template <class Write>
std::string interchange_around(std::string_view functional_id, std::string_view version, Write write) {
  mappers::Envelope envelope;
  envelope.sender = "EXAMPLEPLAN";
  envelope.receiver = "CLEARTEST1";
  std::string text;
  mappers::open_interchange(text, envelope);
  x12::Writer writer(text, envelope.delimiters);
  mappers::open_group(writer, envelope, functional_id, version, 1);
  write(writer);
  mappers::close_group(writer, 1, 1);
  mappers::close_interchange(writer, envelope, 1);
  return text;
}

}  // namespace fuzz
