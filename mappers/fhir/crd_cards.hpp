// Cards that go with the assertions: what people do next, and what they may read. Never what the
// coverage-information says already (resp-12), and never a way to our own pages (resp-17, resp-23).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mappers/fhir/crd_assertion.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/directory.hpp"

namespace mappers {

/// One order with what was asserted of it.
struct AssertedOrder {
  const OrderQuestion* question = nullptr;
  const precert::CoverageAnswer* answer = nullptr;  // nullptr when this side failed
  std::span<const CoverageInformation> informations;
};

/// What a card would do to the client's orders.
struct CardSuggestion {
  std::string label;
  bool create = false;   // a further order; else the order is updated
  std::string resource;  // JSON
};

/// One card. With a link it is an External Reference, with suggestions it proposes orders, else Instructions.
struct Card {
  CrdOption topic = CrdOption::guideline;
  bool warning = false;
  std::string summary;  // fewer than 140 characters
  std::string detail;
  std::string link_label, link;
  std::vector<std::string> about;  // "ServiceRequest/sr1"
  std::vector<CardSuggestion> suggestions = {};
  bool one_at_most = false;  // of the suggestions
};

/// The most useful first; each text once, whatever orders it is about; no more than the client wants.
[[nodiscard]] std::vector<Card> cards_from(std::span<const AssertedOrder> orders,
                                           const AssertionContext& context,
                                           const precert::Directory& directory);

/// Appends one card. `uuid` names it in feedback; suggestions get ids that follow from it.
void write_card(json::Writer& out, const Card& card, const std::string& uuid, const std::string& payer,
                CrdVersion version);

}  // namespace mappers
