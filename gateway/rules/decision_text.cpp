#include "gateway/rules/decision_text.hpp"

#include <algorithm>
#include <vector>

#include "precert/model/words.hpp"

namespace gateway {
namespace {

std::string joined(std::vector<std::string> parts) {
  std::string all;
  for (const std::string& one : parts) all += (all.empty() ? "" : ", ") + one;
  return all;
}

}  // namespace

std::string decision_text(const precert::LineDetermination& line) {
  std::string text(precert::word(line.action));
  for (const precert::Reason& reason : line.reasons) {
    if (!reason.code.empty()) text += " " + reason.code;
  }
  std::vector<std::string> missing;
  for (const precert::MissingInformation& one : line.missing) missing.push_back(one.fact);
  std::ranges::sort(missing);
  if (missing.empty() && !line.queue.empty()) text += " with " + line.queue;
  if (!missing.empty()) text += " for " + joined(std::move(missing));
  if (line.validity && line.validity->end) text += " until " + base::iso(*line.validity->end);
  if (line.quantity) text += ", " + line.quantity->value.text();
  return text;
}

std::string refusal_text(const precert::Determination& determination) {
  std::vector<std::string> codes;
  for (const precert::Refusal& refusal : determination.refusals) codes.push_back(refusal.code);
  return codes.empty() ? std::string() : "refused " + joined(std::move(codes));
}

}  // namespace gateway
