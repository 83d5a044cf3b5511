// A body that is read while its faults are gathered: what every action on a case begins with.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "gateway/work/body.hpp"
#include "gateway/work/case_change.hpp"
#include "parsers/json/document.hpp"

namespace gateway {

/// One body. Keep it until its values have been read.
class ActionBody {
 public:
  explicit ActionBody(const std::string& text) : fields_({}, "$", issues_) {
    const base::Result<json::Value> parsed = document_.parse_copy(text);
    if (!parsed) {
      issues_ = parsed.error();
      return;
    }
    fields_ = BodyFields(*parsed, "$", issues_);
    if (!parsed->is_object()) issues_.add(base::IssueCode::message_unreadable, "$", "An object is wanted.");
    seen_ = fields_.whole("version");
  }
  ActionBody(const ActionBody&) = delete;
  ActionBody& operator=(const ActionBody&) = delete;

  [[nodiscard]] BodyFields& fields() { return fields_; }
  [[nodiscard]] base::Issues& issues() { return issues_; }
  [[nodiscard]] BodyFields child(std::string_view name) {
    return BodyFields(fields_.child(name), fields_.place(name), issues_);
  }
  [[nodiscard]] std::optional<int> seen() const { return seen_; }
  [[nodiscard]] Actor actor() { return actor_from(fields_, issues_); }
  [[nodiscard]] bool good() const { return issues_.empty(); }

 private:
  json::Document document_;
  base::Issues issues_;
  BodyFields fields_;
  std::optional<int> seen_;
};

}  // namespace gateway
