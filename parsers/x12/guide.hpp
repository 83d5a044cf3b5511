// Implementation guides as data: parsers/x12/guides/*.guide, each compiled at its first use into tables that
// check() walks. Which guide a message is under, and how a partner's copy of one differs, are data too.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace x12 {

struct TransactionSet;

/// A compiled guide: loops, segments, elements, usage, repeats, code lists, relational conditions. Immutable.
class Guide;

/// The guide of a transaction: guide_for("005010X217", "request"); nullptr when there is none. A table is
/// built at the first call that wants it, thread-safe, and lives as long as the program. Directions:
/// "request" is what a provider sends (278 request, inquiry, notification; 270; 275), "response" what answers
/// it (278 response, 271; 999 and TA1 have this direction only, the implementation of a TA1 is "TA1").
[[nodiscard]] const Guide* guide_for(std::string_view implementation, std::string_view direction);

/// The guide of `version` (GS08 or ST03; "" = what ST03 says, then ST01) in the direction that the set itself
/// shows, by the `use` lines of the guides. A set that shows none is checked as the
/// first: the request. nullptr when the version is not known.
[[nodiscard]] const Guide* guide_for_set(std::string_view version, const TransactionSet& set);

/// "005010X217"; "request".
[[nodiscard]] std::string_view implementation_of(const Guide& guide);
[[nodiscard]] std::string_view direction_of(const Guide& guide);

/// GS01 of a version: "HI" for 005010X217; that of the request where directions differ ("HS" for
/// 005010X279A1);
/// "" when the version is not known or stands in no functional group.
[[nodiscard]] std::string_view functional_id_for(std::string_view version);
/// Whether GS01 `functional_id` is that of some direction of the version. False when the version is not
/// known.
[[nodiscard]] bool functional_id_fits(std::string_view version, std::string_view functional_id);
/// Whether a guide of the program is for sets with this ST01.
[[nodiscard]] bool is_set_id(std::string_view set_id);
/// ST01 of a version, under the same rule: "278", "270"; "" when the version is not known.
[[nodiscard]] std::string_view set_id_for(std::string_view version);

/// A file of a folder of guides. The caller reads it; nothing here opens files.
struct GuideFile {
  std::string name;  // as faults mention it: "/etc/precert/guides/005010X217_request.guide"
  std::string text;
};

/// From now on every look-up sees the guides of these files too: a guide takes the place of the program's of the same
/// implementation and direction (and may be `like` that one), others stand beside them; elements.txt, segments.txt and
/// codes.txt are laid over those of the program, later lines winning. All of it is compiled at once, and nothing is
/// changed unless all of it compiles. Errors (data_invalid) name file and line. Guides that were got before stay as
/// they were: call it at the start, before anything else asks for one.
[[nodiscard]] base::Result<void> use_guides(std::span<const GuideFile> files);
/// Back to those of the program alone.
void use_guides_of_program();

/// Every guide of the program, requests before responses of one implementation. Compiles those not used so
/// far.
[[nodiscard]] std::vector<const Guide*> all_guides();

/// A guide with a partner's changes laid over its table: tightened (situational -> required, fewer codes,
/// smaller repeats) or relaxed (required -> situational, not used -> situational, further codes, longer
/// values). The syntax is that of guides/README.md, "Changes". Errors (data_invalid) name `origin` and the
/// line; an origin that ends in a line itself ("partners.yaml:12") counts on from there. The result does not
/// depend on the arguments' lifetimes.
[[nodiscard]] base::Result<std::shared_ptr<const Guide>> guide_with(std::string_view implementation,
                                                                    std::string_view direction,
                                                                    std::string_view changes,
                                                                    std::string_view origin);

}  // namespace x12
