#include "gateway/work/reconcile.hpp"

#include <algorithm>

#include "gateway/work/events.hpp"
#include "parsers/json/document.hpp"
#include "parsers/json/writer.hpp"
#include "precert/engine/after_pending.hpp"
#include "precert/engine/clock.hpp"
#include "precert/engine/outcome.hpp"
#include "precert/model/words.hpp"

namespace gateway {
namespace {

using precert::LineDetermination;
using precert::ReviewAction;

template <class Write>
std::string object(Write write) {
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write(out);
  out.end_object();
  return text;
}

bool is_appealed(const LineDetermination& line) {
  return std::ranges::any_of(line.steps, [](const precert::Step& one) { return one.rule == "appealed"; });
}

bool is_certified(const LineDetermination& line) {
  return line.action == ReviewAction::certified || line.action == ReviewAction::modified;
}

class Reconcile {
 public:
  Reconcile(const CaseAtWork& about, Store& store) : about_(about), store_(store) {}

  base::Result<Reconciled> take() {
    information();
    appeal();
    talk();
    base::Result<void> done = outreach();
    if (!done) return done.error();
    return std::move(made_);
  }

 private:
  [[nodiscard]] const precert::Determination& determination() const { return about_.now.determination; }

  [[nodiscard]] const WorkItem* open_item(WorkKind kind) const {
    const auto found = std::ranges::find_if(about_.work, [kind](const WorkItem& one) {
      return one.kind == kind && one.state == WorkState::open;
    });
    return found == about_.work.end() ? nullptr : &*found;
  }

  [[nodiscard]] WorkItem new_item(WorkKind kind, const std::string& name, std::string queue) const {
    WorkItem item;
    item.id = about_.record.id.text() + "." + name;
    item.kind = kind;
    item.case_id = about_.record.id;
    item.queue = std::move(queue);
    item.priority = about_.record.priority;
    item.opened = about_.at;
    return item;
  }

  void end(const WorkItem& item, WorkState state) {
    WorkItem ended = item;
    ended.state = state;
    ended.closed = about_.at;
    ++ended.version;
    made_.work.push_back(std::move(ended));
  }

  void note(std::string_view kind, std::string_view actor,
            const std::function<void(json::Writer&)>& details = nullptr) {
    made_.events.push_back(work_event::event_of(about_.record, kind, actor, about_.at, details));
  }

  [[nodiscard]] std::string asked_for() const {
    return object([this](json::Writer& out) {
      out.array_field("asked");
      for (const LineDetermination& line : determination().lines) {
        if (line.queue.empty()) continue;
        for (const precert::MissingInformation& one : line.missing) {
          out.begin_object().field("line", line.sequence).field("fact", one.fact);
          out.field("question", one.question).field("loinc", one.loinc);
          out.field("report_type", one.report_type).field("supplier", one.supplier);
          out.field("control_number", one.control_number).field("deadline", base::iso(one.due)).end_object();
        }
      }
      out.end_array();
    });
  }

  /// True when a line that waited does not because of what came: not closed, withdrawn or decided without it.
  [[nodiscard]] bool something_arrived(const WorkItem& waited) const {
    json::Document document;
    const base::Result<json::Value> details = document.parse_copy(waited.details);
    if (!details) return false;
    for (const json::Value one : details->find("asked").elements()) {
      const auto number = base::decimal_from(one.find("line").number_text());
      const LineDetermination* const line =
          number ? determination().line(static_cast<int>(number->whole().value_or(-1))) : nullptr;
      if (line == nullptr || line->action == ReviewAction::cancelled) continue;
      if (line->action == ReviewAction::pended || precert::decided_by(*line).empty()) return true;
    }
    return false;
  }

  void information() {
    const WorkItem* const open = open_item(WorkKind::information_request);
    const bool waits = !determination().closed_out && precert::waits_for_information(determination());
    if (!waits) {
      if (open == nullptr) return;
      const bool arrived = !determination().closed_out && something_arrived(*open);
      end(*open, arrived ? WorkState::done : WorkState::dropped);
      if (arrived) note(work_event::information_arrived, about_.actor);
      return;
    }
    WorkItem item = open != nullptr
                        ? *open
                        : new_item(WorkKind::information_request,
                                   "information." + std::to_string(about_.record.version), "intake");
    item.details = asked_for();
    item.due = precert::close_out_instant(determination(), about_.rulebook);
    item.priority = about_.record.priority;
    const bool same = open != nullptr && open->details == item.details && open->due == item.due &&
                      open->priority == item.priority;
    if (same) return;
    if (open != nullptr) {
      ++item.version;
    } else {
      note(work_event::information_requested, about_.actor,
           [&item](json::Writer& out) { out.key("request").raw_text(item.details); });
    }
    made_.work.push_back(std::move(item));
  }

  [[nodiscard]] std::string appealed_lines() const {
    return object([this](json::Writer& out) {
      out.field("type", precert::word(about_.now.request.event.certification)).array_field("lines");
      for (const LineDetermination& line : determination().lines) {
        if (line.action == ReviewAction::pended && is_appealed(line)) out.number(std::int64_t{line.sequence});
      }
      out.end_array();
    });
  }

  void appeal() {
    const WorkItem* const open = open_item(WorkKind::appeal);
    std::optional<base::Instant> due;
    bool heard = false;
    for (const LineDetermination& line : determination().lines) {
      if (line.action != ReviewAction::pended || !is_appealed(line)) continue;
      heard = true;
      if (line.timeframe && (!due || line.timeframe->due < *due)) due = line.timeframe->due;
    }
    if (open == nullptr) {
      if (heard) open_appeal(due);
    } else if (!heard) {
      end_appeal(*open);
    } else if (open->due != due || open->priority != about_.record.priority) {
      WorkItem item = *open;
      item.due = due;
      item.priority = about_.record.priority;
      ++item.version;
      made_.work.push_back(std::move(item));
    }
  }

  void open_appeal(std::optional<base::Instant> due) {
    WorkItem item = new_item(WorkKind::appeal, "appeal." + std::to_string(about_.record.version), "appeals");
    item.due = due;
    item.details = appealed_lines();
    note(work_event::appeal_received, about_.actor,
         [&item](json::Writer& out) { out.key("appeal").raw_text(item.details); });
    made_.work.push_back(std::move(item));
  }

  void end_appeal(const WorkItem& open) {
    json::Document document;
    const base::Result<json::Value> details = document.parse_copy(open.details);
    bool overturned = false;
    bool cancelled = true;
    if (details) {
      for (const json::Value one : details->find("lines").elements()) {
        const auto number = base::decimal_from(one.number_text());
        const LineDetermination* const line =
            number ? determination().line(static_cast<int>(number->whole().value_or(-1))) : nullptr;
        overturned = overturned || (line != nullptr && is_certified(*line));
        cancelled = cancelled && line != nullptr && line->action == ReviewAction::cancelled;
      }
    }
    end(open, cancelled ? WorkState::dropped : WorkState::done);
    if (!cancelled) {
      note(overturned ? work_event::appeal_overturned : work_event::appeal_upheld, about_.actor);
    }
  }

  void talk() {
    const WorkItem* const open = open_item(WorkKind::peer_to_peer);
    if (open == nullptr) return;
    const bool adverse = std::ranges::any_of(determination().lines, [](const LineDetermination& line) {
      return precert::is_adverse(line.action) || line.action == ReviewAction::pended;
    });
    if (!adverse) end(*open, WorkState::done);
  }

  /// Calls about lines that are not certified any more, or elsewhere now, are not made.
  void drop_stale(const std::vector<std::string>& wanted) {
    for (const WorkItem& item : about_.work) {
      if (item.kind != WorkKind::outreach || item.state != WorkState::open) continue;
      if (std::ranges::find(wanted, item.id) == wanted.end()) end(item, WorkState::dropped);
    }
  }

  base::Result<void> outreach() {
    std::vector<std::string> wanted;
    std::vector<std::pair<int, std::string>> exceptions;
    for (precert::OutreachFinding& finding :
         precert::outreach_of(about_.now.request, determination(), about_.rulebook, about_.facts)) {
      const std::string name = "outreach." + std::to_string(finding.line) + "." + finding.place;
      if (finding.offers.empty()) {
        exceptions.emplace_back(finding.line, finding.exception);
        continue;
      }
      WorkItem item = new_item(WorkKind::outreach, name, "outreach");
      wanted.push_back(item.id);
      const bool known =
          std::ranges::any_of(about_.work, [&](const WorkItem& one) { return one.id == item.id; });
      if (known) continue;
      item.details = details_of(finding);
      note(work_event::outreach_opened, work_event::by_rule,
           [&item](json::Writer& out) { out.key("call").raw_text(item.details); });
      made_.work.push_back(std::move(item));
    }
    drop_stale(wanted);
    return exceptions.empty() ? base::Result<void>() : note_exceptions(exceptions);
  }

  [[nodiscard]] std::string details_of(const precert::OutreachFinding& finding) const {
    return object([&](json::Writer& out) {
      out.field("line", finding.line).field("place", finding.place);
      const precert::Facility* const place =
          about_.facts.directory == nullptr ? nullptr : about_.facts.directory->find(finding.place);
      if (place != nullptr) out.field("place_name", place->name).field("cost_tier", place->cost_tier);
      out.array_field("offers");
      for (const precert::FacilityOffer& offer : finding.offers) {
        out.begin_object().field("npi", offer.npi).field("name", offer.name);
        out.field("cost_tier", offer.cost_tier).end_object();
      }
      out.end_array();
    });
  }

  base::Result<void> note_exceptions(const std::vector<std::pair<int, std::string>>& exceptions) {
    const base::Result<std::vector<CaseEvent>> earlier = store_.events_of(about_.record.id);
    if (!earlier) return earlier.error();
    for (const auto& [line, why] : exceptions) {
      CaseEvent event =
          work_event::event_of(about_.record, work_event::outreach_not_needed, work_event::by_rule, about_.at,
                               [&](json::Writer& out) { out.field("line", line).field("exception", why); });
      const bool noted = std::ranges::any_of(*earlier, [&](const CaseEvent& one) {
        return one.kind == event.kind && one.details == event.details;
      });
      if (!noted) made_.events.push_back(std::move(event));
    }
    return {};
  }

  const CaseAtWork& about_;
  Store& store_;
  Reconciled made_;
};

}  // namespace

base::Result<Reconciled> reconciled(const CaseAtWork& about, Store& store) {
  return Reconcile(about, store).take();
}

}  // namespace gateway
