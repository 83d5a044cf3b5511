// Model -> 278 X216 acknowledgment. What the public sources leave open (BHT02, the qualifier of the receipt
// number) is an assumption.
#include <algorithm>

#include "mappers/x12/notification.hpp"
#include "mappers/x12/party_out.hpp"
#include "mappers/x12/refusals.hpp"
#include "mappers/x12/segments_out.hpp"
#include "mappers/x12/speakable.hpp"
#include "parsers/x12/guide.hpp"

namespace mappers {
namespace {

using precert::Level;
using precert::Notification;
using precert::NotificationReceipt;

/// 2010A and 2010B: whoever gave the notice and whoever got it, by name and number.
constexpr PartyLoop source{.roles = " 1P FA X3 ",
                           .other_role = "1P",
                           .name_qualifiers = " 24 34 46 XX PI XV ",
                           .name_required = true};
constexpr PartyLoop receiver{.roles = " 1P FA PR X3 ",
                             .other_role = "X3",
                             .name_qualifiers = " 24 34 46 XX PI XV ",
                             .name_required = true};

/// The acknowledgment while it is written.
class Acknowledgment {
 public:
  Acknowledgment(Output& out, const precert::ReviewRequest& notice, const NotificationReceipt& receipt)
      : out_(out), notice_(notice), receipt_(receipt) {
    refused_.refusals = receipt.refusals;
  }

  void write_header(std::string_view control_number, base::Instant at) {
    x12::Writer& x12 = out_.x12();
    x12.segment("ST", {"278", control_number, "005010X216"});
    x12.begin("BHT");
    x12.element("0007");
    x12.element("11");
    out_.text(notice_.reference, 50, "reference");
    x12.element(base::ccyymmdd(base::utc_date(at)));
    x12.element(time_text(at));
    x12.element("TH");
    x12.end();
  }

  /// HL levels; it ends after the first level above the event that carries an AAA, whose HL04 is then 0.
  void write_levels() {
    // AAA03 and AAA04 belong to the loop, whoever stands in it: 2010A has the list of a request's UMO.
    if (!write_party_level("20", source, notice_.requester, Level::requester, Level::umo)) return;
    if (!write_party_level("21", receiver, notice_.umo, Level::umo, Level::requester)) return;
    if (!write_person_level("22", loops::subscriber, notice_.subscriber, &notice_.insurance,
                            Level::subscriber))
      return;
    if (notice_.dependent &&
        !write_person_level("23", loops::response_dependent, *notice_.dependent, nullptr, Level::dependent))
      return;
    parent_ = levels_.write(out_.x12(), parent_, "EV", false);
    write_event();
  }

 private:
  [[nodiscard]] bool ends_at(Level level) const {
    return std::any_of(receipt_.refusals.begin(), receipt_.refusals.end(),
                       [&](const precert::Refusal& one) { return one.level == level; });
  }

  bool write_party_level(std::string_view code, const PartyLoop& loop, const precert::Party& party,
                         Level level, Level list) {
    const bool ends = ends_at(level);
    parent_ = levels_.write(out_.x12(), parent_, code, !ends);
    write_party(out_, loop, party, "notice", {list, refusals_at(refused_, level)});
    return !ends;
  }

  bool write_person_level(std::string_view code, const PartyLoop& loop, const precert::Person& person,
                          const precert::Insurance* insurance, Level level) {
    const bool ends = ends_at(level);
    parent_ = levels_.write(out_.x12(), parent_, code, !ends);
    write_person(out_, loop, person, insurance, "notice", {level, refusals_at(refused_, level)});
    return !ends;
  }

  void write_event() {
    x12::Writer& x12 = out_.x12();
    write_traces(out_, "2", notice_.event.traces, 2, "event.traces");
    if (!receipt_.trace.empty()) {
      const auto& ids = notice_.umo.identifiers;
      const std::string_view payer = ids.empty() ? std::string_view{} : std::string_view(ids.front().value);
      write_traces(out_, "1", {{receipt_.trace, originator_of(payer.substr(0, 9)), {}, {}}}, 1, "trace");
    }
    write_refusals(x12, Level::event, refusals_at(refused_, Level::event));
    write_reference(out_, "NT", receipt_.number, "number");
  }

  Output& out_;
  const precert::ReviewRequest& notice_;
  const NotificationReceipt& receipt_;
  precert::Determination refused_;
  Levels levels_;
  int parent_ = 0;
};

}  // namespace

void write_notification_acknowledgment(x12::Writer& writer, const Notification& notification,
                                       const NotificationReceipt& receipt, std::string_view control_number,
                                       base::Instant at) {
  base::Issues issues;  // what an answer cannot repeat of the notice is no fault of either side
  const std::optional<precert::ReviewRequest> changed = speakable(notification.notice, writer, issues);
  Output out(writer, issues);
  writer.restart_count();
  writer.follow(x12::guide_for("005010X216", "response"));
  Acknowledgment acknowledgment(out, changed ? *changed : notification.notice, receipt);
  acknowledgment.write_header(control_number, at);
  acknowledgment.write_levels();
  writer.segment("SE", {std::to_string(writer.segments() + 1), control_number});
  writer.follow(nullptr);
}

}  // namespace mappers
