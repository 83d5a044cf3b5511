// Stable words of the vocabularies of coverage answers.
#pragma once

#include "precert/model/coverage_answer.hpp"
#include "precert/model/coverage_question.hpp"
#include "precert/model/words.hpp"

namespace precert {

template <>
struct Words<CoveragePurpose> {
  static constexpr WordTable<CoveragePurpose, 4> all{
      {{CoveragePurpose::validation, "validation"},
       {CoveragePurpose::benefits, "benefits"},
       {CoveragePurpose::auth_requirements, "auth_requirements"},
       {CoveragePurpose::discovery, "discovery"}}};
};
template <>
struct Words<Benefit> {
  static constexpr WordTable<Benefit, 4> all{{{Benefit::covered, "covered"},
                                              {Benefit::excluded, "excluded"},
                                              {Benefit::not_covered, "not_covered"},
                                              {Benefit::unknown, "unknown"}}};
};
template <>
struct Words<AuthorizationNeed> {
  static constexpr WordTable<AuthorizationNeed, 5> all{{{AuthorizationNeed::required, "required"},
                                                        {AuthorizationNeed::not_required, "not_required"},
                                                        {AuthorizationNeed::vendor_managed, "vendor_managed"},
                                                        {AuthorizationNeed::conditional, "conditional"},
                                                        {AuthorizationNeed::unknown, "unknown"}}};
};
template <>
struct Words<NecessityReview> {
  static constexpr WordTable<NecessityReview, 3> all{{{NecessityReview::none, "none"},
                                                      {NecessityReview::before_service, "before_service"},
                                                      {NecessityReview::after_service, "after_service"}}};
};
template <>
struct Words<NetworkStatus> {
  static constexpr WordTable<NetworkStatus, 3> all{
      {{NetworkStatus::in, "in"}, {NetworkStatus::out, "out"}, {NetworkStatus::unknown, "unknown"}}};
};
template <>
struct Words<LimitSpan> {
  static constexpr WordTable<LimitSpan, 6> all{{{LimitSpan::request, "request"},
                                                {LimitSpan::day, "day"},
                                                {LimitSpan::week, "week"},
                                                {LimitSpan::month, "month"},
                                                {LimitSpan::year, "year"},
                                                {LimitSpan::lifetime, "lifetime"}}};
};

}  // namespace precert
