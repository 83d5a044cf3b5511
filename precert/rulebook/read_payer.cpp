// Sections payer, products, vendors, calendar, promises, reasons, rejects.
#include <algorithm>
#include <array>

#include "precert/rulebook/reading.hpp"

namespace precert {
namespace {

using UnitWord = std::pair<Term::Unit, std::string_view>;
constexpr std::array<UnitWord, 5> term_units{
    {{Term::Unit::hours, "hours"},
     {Term::Unit::calendar_days, "calendar_days"},
     {Term::Unit::days_excluding_holidays, "days_excluding_holidays"},
     {Term::Unit::business_days, "business_days"},
     {Term::Unit::same_day, "same_day"}}};
using SetWord = std::pair<HolidaySet, std::string_view>;
constexpr std::array<SetWord, 4> holiday_sets{{{HolidaySet::none, "none"},
                                               {HolidaySet::federal, "federal"},
                                               {HolidaySet::washington, "washington"},
                                               {HolidaySet::plan, "plan"}}};

using SubjectWord = std::pair<PromiseSubject, std::string_view>;
constexpr std::array<SubjectWord, 3> promise_subjects{{{PromiseSubject::review, "review"},
                                                       {PromiseSubject::appeal, "appeal"},
                                                       {PromiseSubject::peer_to_peer, "peer_to_peer"}}};
using AskedWord = std::pair<WhenAsked, std::string_view>;
constexpr std::array<AskedWord, 3> when_asked_words{
    {{WhenAsked::runs, "runs"}, {WhenAsked::pauses, "pauses"}, {WhenAsked::restarts, "restarts"}}};

Contact contact_from(Entry& entry) {
  Contact contact;
  entry.text("name", contact.name);
  constexpr std::array<std::pair<ContactKind, std::string_view>, 4> kinds{{{ContactKind::phone, "phone"},
                                                                           {ContactKind::fax, "fax"},
                                                                           {ContactKind::email, "email"},
                                                                           {ContactKind::url, "url"}}};
  for (const auto& [kind, key] : kinds) {
    std::string value;
    entry.text(key, value);
    if (!value.empty()) contact.points.push_back(ContactPoint{kind, value, {}});
  }
  if (contact.points.empty()) entry.fault("", "needs at least one of phone, fax, email, url");
  return contact;
}

Party intake_from(Reading& reading, const Placed& placed) {
  Entry entry(placed, reading, "payer.intake");
  Party intake;
  intake.role = PartyRole::contact;
  entry.need_text("organization", intake.organization);
  intake.contact = contact_from(entry);
  const Placed address = entry.child("address");
  if (address.node.IsDefined()) intake.address = address_from(reading, address, "payer.intake.address");
  entry.done();
  return intake;
}

/// "HH:MM" as seconds of the day.
void read_time(Entry& entry, std::string_view key, int& into) {
  std::string text;
  entry.text(key, text);
  if (text.empty()) return;
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 99; };
  const bool shaped = text.size() == 5 && text[2] == ':';
  const int hours = shaped ? digit(0) * 10 + digit(1) : 99;
  const int minutes = shaped ? digit(3) * 10 + digit(4) : 99;
  if (hours > 23 || minutes > 59)
    return entry.fault(key, "has to be a time of day like \"08:00\", in quotes");
  into = hours * 3600 + minutes * 60;
}

void read_words(Reading& reading, const Placed& section, const std::string& shape,
                Rulebook::ByText<std::string>& into) {
  Entry entry(section, reading, shape);
  if (!section.node.IsMap()) return;
  for (const auto& pair : section.node) {
    std::string words;
    entry.need_text(pair.first.Scalar(), words);
    into[pair.first.Scalar()] = words;
  }
}

/// A queue may have one owner: the keys of a map.
void read_queue_owners(Reading& reading, const Placed& section, Payer& payer) {
  if (!section.node.IsDefined()) return;
  Rulebook::ByText<std::string> owners;
  read_words(reading, section, "payer.queue_owners", owners);
  payer.queue_owners.assign(owners.begin(), owners.end());
  std::ranges::sort(payer.queue_owners);
}

}  // namespace

void Reading::claim(std::string_view kind, const std::string& id, const std::string& where) {
  if (id.empty()) return;
  const auto [found, fresh] = ids.emplace(std::string(kind) + " " + id, where);
  if (!fresh) {
    issues.add(base::IssueCode::rule_invalid, where,
               std::string(kind) + " \"" + id + "\" is already defined at " + found->second +
                   "; rename or remove one");
  }
}

void read_payer(Reading& reading, const Placed& section) {
  Entry entry(section, reading, "payer");
  Payer& payer = reading.book.payer;
  entry.need_text("name", payer.name);
  entry.texts("ids", payer.ids);
  if (payer.ids.empty()) entry.fault("ids", "needs at least the payer's own id");
  entry.need_text("appeal", payer.appeal);
  entry.whole("appeal_days", payer.appeal_days, 1, 3650);
  entry.need_text("peer_to_peer", payer.peer_to_peer);
  entry.whole("information_days", payer.information_days, 1, 365);
  entry.text("certification_prefix", payer.certification_prefix);
  entry.text("reference_prefix", payer.reference_prefix);
  entry.need_text("not_listed", payer.not_listed);
  entry.date("list_date", payer.list_date);
  if (payer.list_date == base::Date{})
    entry.fault("list_date", "is needed; add the date of the list of services");
  entry.text("list_url", payer.list_url);
  entry.flag("refuse_bad_npi", payer.refuse_bad_npi);
  entry.whole("past_days_max", payer.past_days_max, 0, 36500);
  entry.whole("future_days_max", payer.future_days_max, 0, 36500);
  entry.whole("by_rule_max", payer.by_rule_max, 0, 1'000'000);
  entry.text("unknown_members", payer.unknown_members);
  entry.flag("repeats_decided_anew", payer.repeats_decided_anew);
  entry.flag("overlaps_decided_anew", payer.overlaps_decided_anew);
  entry.texts("sensitive_service_types", payer.sensitive_service_types);
  entry.whole("close_out_days", payer.close_out_days, 0, 365);
  entry.text("predetermination_prefix", payer.predetermination_prefix);
  read_queue_owners(reading, entry.child("queue_owners"), payer);
  const Placed contact = entry.child("contact");
  const Placed intake = entry.child("intake");
  if (!contact.node.IsDefined()) entry.fault("contact", "is needed; people have to know where to call");
  if (!intake.node.IsDefined()) entry.fault("intake", "is needed; documents have to go somewhere");
  if (contact.node.IsDefined()) {
    Entry points(contact, reading, "payer.contact");
    payer.contact = contact_from(points);
    points.done();
  }
  if (intake.node.IsDefined()) payer.intake = intake_from(reading, intake);
  entry.done();
}

void read_products(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "products[]", [&](Entry& entry) {
    Product product;
    product.where = entry.where();
    entry.need_text("id", product.id);
    entry.need_text("name", product.name);
    entry.texts("lines_of_coverage", product.lines_of_coverage);
    entry.flag("out_of_network_covered", product.out_of_network_covered);
    entry.need_text("out_of_network_words", product.out_of_network_words);
    entry.text("out_of_network_phone", product.out_of_network_phone);
    entry.text("contact_phone", product.contact_phone);
    entry.text("reported_as", product.reported_as);
    std::string line_of_business;
    entry.text("line_of_business", line_of_business);
    const std::optional<LineOfBusiness> line = line_of_business_from(line_of_business);
    if (line) product.line_of_business = *line;
    if (!line) {
      entry.fault("line_of_business", "has to be medicare_advantage, medicaid, medicaid_managed, "
                                      "qualified_health_plan or commercial");
    }
    if (product.out_of_network_covered && product.out_of_network_phone.empty()) {
      entry.fault("out_of_network_phone",
                  "is needed where out-of-network care is covered; add the number to call");
    }
    entry.period("effective", product.effective);
    reading.claim("product", product.id, entry.where());
    reading.book.product_index.emplace(product.id, static_cast<Index>(reading.book.products.size()));
    reading.book.products.push_back(std::move(product));
  });
}

void read_vendors(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "vendors[]", [&](Entry& entry) {
    Vendor vendor;
    vendor.where = entry.where();
    entry.need_text("id", vendor.id);
    entry.need_text("name", vendor.name);
    entry.need_text("phone", vendor.phone);
    entry.text("fax", vendor.fax);
    entry.text("url", vendor.url);
    entry.period("effective", vendor.effective);
    const auto index = static_cast<Index>(reading.book.vendors.size());
    reading.vendor_index.emplace(vendor.id, index);
    reading.book.vendor_editions[vendor.id].push_back(index);
    reading.book.vendors.push_back(std::move(vendor));
  });
}

void read_calendar(Reading& reading, const Placed& section) {
  Entry entry(section, reading, "calendar");
  std::string zone_name = "America/Los_Angeles";
  entry.text("time_zone", zone_name);
  const std::optional<TimeZone> zone = time_zone_from(zone_name);
  if (!zone) entry.fault("time_zone", "is not a zone known here; use one like America/Los_Angeles");
  Calendar::Hours hours;
  read_time(entry, "opens", hours.open_second);
  read_time(entry, "closes", hours.close_second);
  if (hours.close_second <= hours.open_second) entry.fault("closes", "has to be later than \"opens\"");
  std::vector<std::string> given;
  entry.texts("plan_days_off", given);
  std::vector<base::Date> days_off;
  for (const std::string& one : given) {
    const std::optional<base::Date> day = base::date_from_iso(one);
    if (day) days_off.push_back(*day);
    if (!day) entry.fault("plan_days_off", "has to be a list of dates like 2026-11-27");
  }
  entry.done();
  reading.book.calendar = Calendar(zone.value_or(TimeZone{}), std::move(days_off), hours);
}

namespace {

/// The products of these lines of business are added to those that are named. A promise to lines that no product is of
/// would else be made to everybody.
void add_products_of_lines(const Reading& reading, Entry& entry, std::vector<Index>& products) {
  using enum LineOfBusiness;
  using LineWord = std::pair<LineOfBusiness, std::string_view>;
  static const std::array<LineWord, 5> words{
      {{medicare_advantage, line_of_business_word(medicare_advantage)},
       {medicaid, line_of_business_word(medicaid)},
       {medicaid_managed, line_of_business_word(medicaid_managed)},
       {qualified_health_plan, line_of_business_word(qualified_health_plan)},
       {commercial, line_of_business_word(commercial)}}};
  std::vector<LineOfBusiness> lines;
  entry.words("lines_of_business", lines, words);
  for (std::size_t i = 0; i < reading.book.products.size(); ++i) {
    const auto product = static_cast<Index>(i);
    const LineOfBusiness line = reading.book.products[i].line_of_business;
    if (std::ranges::find(lines, line) == lines.end()) continue;
    if (std::ranges::find(products, product) == products.end()) products.push_back(product);
  }
  if (!lines.empty() && products.empty()) {
    entry.fault("lines_of_business",
                "names lines that no product is of; say line_of_business of a product, or remove the promise");
  }
}

}  // namespace

void read_promises(Reading& reading, const Placed& section) {
  for_each_entry(reading, section, "promises[]", [&](Entry& entry) {
    Promise promise;
    promise.where = entry.where();
    entry.need_text("id", promise.id);
    promise.products = reading.resolve_all(reading.book.product_index, entry, "products");
    add_products_of_lines(reading, entry, promise.products);
    entry.texts("turnarounds", promise.turnarounds);
    entry.flag("urgent", promise.urgent);
    entry.flag("from_opening", promise.from_opening);
    entry.word("within", promise.term.unit, term_units);
    if (!entry.has("within")) entry.fault("within", "is needed; say hours, business_days, same_day …");
    entry.whole("count", promise.term.count, 0, 3650);
    if (promise.term.unit != Term::Unit::same_day && promise.term.count == 0) {
      entry.fault("count", "is needed; say how many");
    }
    entry.word("holidays", promise.term.holidays, holiday_sets);
    entry.need_text("source", promise.source);
    entry.period("effective", promise.effective);
    entry.word("for", promise.subject, promise_subjects);
    entry.word("when_asked", promise.when_asked, when_asked_words);
    entry.whole("extension_days", promise.extension_days, 0, 365);
    reading.claim("promise", promise.id, entry.where());
    reading.book.promises.push_back(std::move(promise));
  });
}

void read_reasons(Reading& reading, const Placed& section) {
  read_words(reading, section, "reasons", reading.book.reasons);
}

void read_rejects(Reading& reading, const Placed& section) {
  read_words(reading, section, "rejects", reading.book.rejects);
}

}  // namespace precert
