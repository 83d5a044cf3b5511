// The rules that decide one line, in order of precedence: the first that speaks decides.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "precert/engine/line_context.hpp"
#include "precert/model/coverage_answer.hpp"

namespace precert {

/// Writes the line's determination and gives true, or gives false and leaves it alone (steps may be added).
using LineRule = bool (*)(const LineContext&, LineDetermination&);

struct NamedRule {
  std::string_view id;
  LineRule decide = nullptr;
  bool of_plan = true;  // false: about the case that a request continues or repeats, not about the plan
};

/// cancelled -> kept -> place changed -> appealed -> predetermination -> coverage -> duplicate -> exclusion
/// -> vendor -> exemption -> unlisted without policy -> not required -> network -> unlisted -> criteria and
/// quantity.
[[nodiscard]] std::span<const NamedRule> line_rules();

/// Ids that other parts look for in reasons and steps.
inline constexpr std::string_view rule_duplicate = "duplicate";
inline constexpr std::string_view outcome_gold_card = "gold-card";  // of a policy's step: because of who asks
inline constexpr std::string_view step_appealed = "appealed";
inline constexpr std::string_view step_first_decision = "first-decision";  // outcome: who denied what is appealed
inline constexpr std::string_view queue_predetermination = "predetermination";

// What the request continues (continuing_rules.cpp).
bool decide_cancelled(const LineContext& context, LineDetermination& out);
bool decide_kept(const LineContext& context, LineDetermination& out);
bool decide_place_changed(const LineContext& context, LineDetermination& out);
bool decide_appealed(const LineContext& context, LineDetermination& out);
/// An advisory answer is wanted: what the rules say goes to the one queue whose owner answers (SC-38).
bool decide_predetermination(const LineContext& context, LineDetermination& out);
/// True when a person is to look at it even where no authorization is required (SC-36).
[[nodiscard]] bool wants_review(const ReviewRequest& request);
/// True when a reviewer, not a rule, has asked for it: the control number says so.
[[nodiscard]] bool asked_by_reviewer(const MissingInformation& missing, const Numbers& numbers);
/// What a reviewer has asked for and nobody has sent yet stays asked for, whatever the rules make of an
/// update.
void keep_reviewers_questions(const LineContext& context, LineDetermination& out);
/// Says on a pended update of a certified line that what was certified stays so until this is decided.
void say_what_stays_valid(const LineContext& context, LineDetermination& out);

// What the plan says (plan_rules.cpp).
bool decide_not_covered(const LineContext& context, LineDetermination& out);
bool decide_duplicate(const LineContext& context, LineDetermination& out);
/// The same service in the same amount for the same days at the same place, as a line of `then` asked for it.
[[nodiscard]] bool same_service(const LineContext& context, const ReviewRequest& then,
                                const ServiceLine& line);
/// The same, asked for by the same requester for the same patient.
[[nodiscard]] bool asks_for_the_same(const LineContext& context, const PriorCase& prior,
                                     const ServiceLine& line);
/// True when the line waits for a decision, or is certified and not over.
[[nodiscard]] bool is_open_or_valid(const LineDetermination& decided, base::Date today);
/// The same subscriber's same dependent, or the subscriber in both; see same_dependent().
[[nodiscard]] bool same_patient(const EventContext& event, const ReviewRequest& then);
bool decide_excluded(const LineContext& context, LineDetermination& out);
bool decide_vendor_managed(const LineContext& context, LineDetermination& out);
bool decide_exempt(const LineContext& context, LineDetermination& out);
bool decide_not_required(const LineContext& context, LineDetermination& out);

// Who performs it (network_rules.cpp).
/// True in an emergency, in an emergency room and during a hospital stay: nobody is sent to another place
/// (SC-66).
[[nodiscard]] bool stays_where_it_is(const LineContext& context);
/// Of the requester and the performers, as far as the directory knows them; `detail` says who.
[[nodiscard]] NetworkStatus network_status_of(const LineContext& context, std::string& detail);
bool decide_out_of_network(const LineContext& context, LineDetermination& out);
/// What a line whose policy needs the network has to say for itself when somebody is named to do it whom the
/// directory does not know. Nothing while no directory is loaded: then nobody can be known.
enum class NetworkProof : std::uint8_t {
  none_needed,
  missing,  // has to name somebody in the network, or say why not
  claimed   // has said why not: a person looks at that
};
[[nodiscard]] NetworkProof network_proof_of(const LineContext& context);
/// True when the request says why it has to be done outside the network.
[[nodiscard]] bool network_exception_said(const LineContext& context);
/// The question to name somebody in the network, or to say why not.
[[nodiscard]] MissingInformation network_exception_asked(const LineContext& context);
/// Why not was said: a clinician looks at it.
void pend_for_network_exception(const LineContext& context, LineDetermination& out);
/// Whether a performer has one of the specialties that the policy is restricted to.
[[nodiscard]] Truth specialty_of(const LineContext& context);
/// Facilities that could do a certified line for less (SC-64), unless it is urgent, already cheapest or tied
/// to the place (SC-66).
void add_lower_cost(const LineContext& context, LineDetermination& out);

// Clinical criteria and quantity (criteria_rules.cpp).
/// What was asked for earlier for the same patient (not what this request continues), newest case first
/// (earlier_services.cpp).
[[nodiscard]] std::vector<EarlierService> earlier_services_of(const LineContext& context);
bool decide_unlisted(const LineContext& context, LineDetermination& out);
bool decide_by_criteria(const LineContext& context, LineDetermination& out);
inline constexpr std::string_view rule_criteria = "criteria";  // the id of decide_by_criteria()
/// Truth of the policy's criteria when the place is among their facts; yes when it is not.
[[nodiscard]] Truth place_dependent_criteria(const LineContext& context);

}  // namespace precert
