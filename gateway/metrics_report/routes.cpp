#include "gateway/metrics_report/routes.hpp"

#include <atomic>
#include <memory>

#include "gateway/http/replies.hpp"
#include "gateway/metrics_report/cms_report.hpp"
#include "gateway/metrics_report/write_report.hpp"

namespace gateway {
namespace {

namespace asio = boost::asio;

constexpr int waiting_max = 8;  // reports, with the one that is made

/// A place among the reports that wait; free again when the last copy of it goes.
class Place {
 public:
  explicit Place(std::shared_ptr<std::atomic<int>> taken) : taken_(std::move(taken)), number_(++*taken_) {}
  ~Place() { --*taken_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] bool is_one() const { return number_ <= waiting_max; }

 private:
  std::shared_ptr<std::atomic<int>> taken_;
  int number_;
};

struct ReportWanted {
  base::Date from, until;
  ReportLevel level = ReportLevel::product;
  ReportFormat format = ReportFormat::json;
};

base::Issues wrong(const char* where, const char* words) {
  return base::Issues(base::Issue{base::IssueCode::message_unreadable, where, words});
}

/// What the client would rather read: a browser the page, a program JSON.
ReportFormat preferred(const std::string& accept) {
  if (accept.find("text/html") != std::string::npos) return ReportFormat::html;
  return accept.find("text/csv") != std::string::npos ? ReportFormat::csv : ReportFormat::json;
}

base::Result<ReportWanted> report_wanted(const HttpRequest& request, base::Date today) {
  ReportWanted wanted;
  const auto year = static_cast<std::int16_t>(today.year - 1);
  wanted.from = base::Date{year, 1, 1};
  const std::string from = request.parameter("from");
  if (!from.empty()) {
    const std::optional<base::Date> day = base::date_from_iso(from);
    if (!day) return wrong("from", "from is a day, 2026-01-31.");
    wanted.from = *day;
  }
  if (wanted.from.year > report_year_max) return wrong("from", "from is a day before the year 9999.");
  wanted.until = base::Date{static_cast<std::int16_t>(wanted.from.year + 1), 1, 1};
  const std::string until = request.parameter("until");
  if (!until.empty()) {
    const std::optional<base::Date> day = base::date_from_iso(until);
    if (!day) return wrong("until", "until is the day after the last, 2026-01-31.");
    wanted.until = *day;
  }
  if (wanted.until > report_until_max) return wrong("until", "until is 9999-01-01 or before.");
  if (wanted.until <= wanted.from) return wrong("until", "until lies after from.");
  const std::optional<ReportLevel> level = report_level_from(request.parameter("level"));
  if (!level) return wrong("level", "level is product, line_of_business or all.");
  wanted.level = *level;
  const std::string format = request.parameter("format");
  const std::optional<ReportFormat> named =
      format.empty() ? std::optional(preferred(request.accept)) : report_format_from(format);
  if (!named) return wrong("format", "format is html, json, csv or text.");
  wanted.format = *named;
  return wanted;
}

HttpReply report_reply(const ReportWanted& wanted, const std::string& path, Services& services) {
  const Snapshot knowledge = services.knowledge.current();
  const base::Result<MetricsReport> report =
      cms_report(services.store, *knowledge.rulebook, wanted.from, wanted.until, wanted.level,
                 [&services](std::size_t) { return !services.reports.stopping(); });
  if (!report) return refusal(503, path, report.error());
  HttpReply reply;
  reply.content_type = content_type_of(wanted.format);
  reply.body = written(*report, knowledge.rulebook->payer.name, wanted.format);
  return reply;
}

}  // namespace

std::vector<Route> metrics_report_routes() {
  const auto taken = std::make_shared<std::atomic<int>>(0);
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): the route table outlives every call
  RouteHandler handler = [taken](const HttpRequest& request, const std::string&,
                                 Services& services) -> asio::awaitable<HttpReply> {
    const base::Date today = services.knowledge.current().rulebook->calendar.local_date(services.clock.now());
    const base::Result<ReportWanted> wanted = report_wanted(request, today);
    if (!wanted) co_return refusal(400, request.path, wanted.error());
    auto place = std::make_shared<const Place>(taken);
    if (!place->is_one()) co_return refusal(503, request.path, "Too many reports wait; ask again later.");
    // One report after the other; the place goes with the work, also when nobody waits for it any more.
    std::function<HttpReply()> work = [wanted = *wanted, path = request.path, &services,
                                       place = std::move(place)] {
      return report_reply(wanted, path, services);
    };
    HttpReply reply = co_await in_background<HttpReply>(services.reports, std::move(work));
    co_return reply;
  };
  std::vector<Route> routes;
  routes.push_back({Method::get, "/metrics/cms-0057-f", std::move(handler)});
  return routes;
}

}  // namespace gateway
