#include "mappers/fhir/crd_response.hpp"

#include <algorithm>

#include "mappers/fhir/crd_extension.hpp"
#include "mappers/fhir/uuid.hpp"

namespace mappers {
namespace {

bool is_first_of_its_resource(std::span<const AssertedOrder> orders, const AssertedOrder& order) {
  for (const AssertedOrder& one : orders) {
    if (one.question->resource == order.question->resource) return &one == &order;
  }
  return true;
}

void write_action(json::Writer& out, std::span<const AssertedOrder> orders, const AssertedOrder& order,
                  const HookRequest& request, std::size_t& actions) {
  std::vector<CoverageInformation> all;
  for (const AssertedOrder& one : orders) {
    if (one.question->resource != order.question->resource) continue;
    all.insert(all.end(), one.informations.begin(), one.informations.end());
  }
  const std::string resource = updated_resource(order.question->order, all, request.version, request.server);
  if (resource.empty()) return;
  ++actions;
  out.begin_object().field("type", "update");
  out.field("description", "Coverage information for " + order.question->resource);
  out.key("resource").raw_text(resource).end_object();
}

}  // namespace

HookAnswer hook_answer_from(std::span<const AssertedOrder> orders, const AssertionContext& context,
                            const precert::Directory& directory, const std::string& seed) {
  HookAnswer answer;
  json::Writer out(answer.body);
  out.begin_object().array_field("cards");
  for (const Card& card : cards_from(orders, context, directory)) {
    answer.cards.push_back(uuid_from(seed, "card" + std::to_string(answer.cards.size())));
    write_card(out, card, answer.cards.back(), context.rulebook.payer.name, context.request.version);
  }
  out.end_array().array_field("systemActions");
  if (context.request.configuration.wants(CrdOption::coverage_info)) {
    for (const AssertedOrder& order : orders) {
      if (!is_first_of_its_resource(orders, order)) continue;
      write_action(out, orders, order, context.request, answer.actions);
    }
  }
  out.end_array().end_object();
  return answer;
}

}  // namespace mappers
