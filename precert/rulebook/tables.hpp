// The compiled rulebook: flat tables that determine() and the coverage answers read. Built once by
// rulebook_from, then shared and never changed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "precert/calendar.hpp"
#include "precert/criteria/expression.hpp"
#include "precert/model/clinical.hpp"
#include "precert/model/codes.hpp"
#include "precert/model/coverage_answer.hpp"
#include "precert/model/determination.hpp"
#include "precert/model/party.hpp"
#include "precert/model/review_request.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace precert {

/// Position in one of the rulebook's tables.
using Index = std::uint32_t;
inline constexpr Index no_index = UINT32_MAX;

/// Of an entry without `effective`: since 1900, without end.
[[nodiscard]] inline base::Period always() { return base::Period{base::Date{1900, 1, 1}, std::nullopt}; }

class SearchIndex;          // precert/rulebook/search_index.hpp
struct RulebookFacilities;  // precert/rulebook/facilities.hpp

/// payer.yaml: who decides and how to reach them.
struct Payer {
  std::string name;  // as the UMO's NM103
  std::vector<std::string>
      ids;                // accepted in NM109 of the UMO and in Claim.insurer; the first is the payer's own
  Contact contact;        // number to call with questions (SC-62)
  Party intake;           // where documents go (role contact, X12 L5)
  std::string appeal;     // how to appeal, in words
  int appeal_days = 180;  // from the decision
  std::string peer_to_peer;          // how to talk to the medical director
  int information_days = 14;         // calendar days to supply what is missing
  std::string certification_prefix;  // of numbers the gateway draws: "AUTH"
  std::string reference_prefix;      // of administrative references: "REF"
  std::string not_listed;            // sentence for a valid code that no policy names: not required
  base::Date list_date;              // of the list of reviewed services
  std::string list_url;              // where that list is published
  bool refuse_bad_npi = true;        // a requester whose NPI fails its check digit is refused (AAA 43)
  int past_days_max = 365;           // oldest date of service that is reviewed, in days before today; 0 = any
  int future_days_max = 730;         // farthest date of service, in days after today; 0 = any
  int by_rule_max = 31;              // units, days, visits … that a rule certifies where no limit speaks; 0 = any
  std::string unknown_members;       // product that members who are not on file count as having; "" = none: refused
  bool repeats_decided_anew = false;  // what was asked before is decided by the rules again, not answered as before
  bool overlaps_decided_anew = false;  // a rule may certify what is on file for the same days in another form
  std::vector<std::string> sensitive_service_types;  // X12 1365: shown by number only (PAS spec-49); empty = none
  int close_out_days = 15;  // business days after asking: then a case without the information is closed (OR-I3); 0 = never
  std::string predetermination_prefix = "PRE";  // of the numbers of advisory answers (SC-38)
  std::vector<std::pair<std::string, std::string>> queue_owners{};  // queue, who owns it: every queue has one owner
};

/// Whose rules of time and reporting a product is under (CMS-0057-F: metrics per contract, state, plan or issuer).
enum class LineOfBusiness : std::uint8_t {
  unspecified,
  medicare_advantage,
  medicaid,          // fee for service, CHIP included
  medicaid_managed,  // managed care, CHIP included
  qualified_health_plan,
  commercial,
};

/// A plan product a member can have; the coverage span names it by id.
struct Product {
  std::string id, name;
  std::vector<std::string> lines_of_coverage;  // "medical", "dental" …
  bool out_of_network_covered = false;
  std::string out_of_network_words;  // what to do then, in words
  std::string out_of_network_phone;
  std::string contact_phone;  // "" = the payer's
  LineOfBusiness line_of_business = LineOfBusiness::unspecified;
  std::string reported_as;  // level that CMS-0057-F metrics are published for (contract, plan, issuer); "" = the id
  base::Period effective = always();  // offered then; members' coverage has its own dates
  std::string where = {};             // "products.yaml:12", as in all tables below
};

struct Category {
  std::string id, title;                            // "imaging-mri", "MRI"
  std::vector<std::string> service_types;           // X12 1365 that mean it when a line has no code
  std::vector<RequestCategory> request_categories;  // only for these when there is no code; empty = any
  std::vector<std::string> synonyms;                // for search
  std::vector<std::string>
      revenue_codes;              // beginnings of NUBC codes that mean it when a line has no procedure: "012"
  bool advanced_imaging = false;  // inpatient and emergency exemption (SC-55) speaks of these
  bool drug = false;              // left out of CMS-0057-F metrics (OR-M12)
  std::string where = {};
};

struct ServiceCode {
  CodeSystem system = CodeSystem::cpt;
  std::string code;
  std::string title;  // our own short words
  Index category = no_index;
  std::vector<std::string> synonyms;
  bool unlisted = false;  // needs a description
  std::string edition;    // of the code list, "2026"
  base::Period effective = always();  // the code may be asked for on these dates of service
  std::string where = {};
};

enum class Requirement : std::uint8_t { required, not_required, excluded, vendor_managed };

/// How much care is certified without a second look.
struct QuantityLimit {
  using Span = LimitSpan;
  base::Decimal most;
  Unit unit = Unit::unit;
  Span span = Span::request;
  std::string words;  // quoted to people: "30 visits a calendar year"
};

/// A vendor that reviews some services for the payer.
struct Vendor {
  std::string id, name, phone, fax, url;
  base::Period effective = always();  // several with one id: the contract of each time
  std::string where = {};
};

/// A service that the payer adds to one that it certifies (the supplies that go with a device).
struct Companion {
  Index code = no_index;  // in Rulebook::services
  std::vector<std::string> modifiers;
  std::optional<Quantity> quantity;
  std::string words;  // why it is added, one sentence for people
};

/// A service of the catalogue that a policy suggests beside or instead of the one it speaks of. It decides
/// nothing.
struct Suggestion {
  Index code = no_index;  // in Rulebook::services
  std::string words;      // why, one sentence for people
};

/// policies.yaml: what is required of a service. The most specific one that is in force on the date of
/// service speaks: code and product, code, category and product, category.
/// A policy whose criteria or vendor have several editions is several rows of the table, one for each span of
/// time in which they stay the same: `criteria` and `vendor` are those of the date of service.
struct Policy {
  std::string id, title;
  std::vector<Index> products;  // empty = all
  Index category = no_index;    // set when it speaks of a category
  std::vector<Index> codes;     // set when it speaks of codes
  Requirement requirement = Requirement::required;
  Index criteria = no_index;
  Index vendor = no_index;
  base::Period effective;
  bool exempt_emergency = false;  // UM06 03, place of service 23: not required (SC-55)
  bool exempt_inpatient = false;  // place of service 21, bill type 11: not required
  std::vector<QuantityLimit> limits;
  int by_rule_max = 0;  // as the payer's, of this service; 0 = the payer's
  int validity_days = 90;
  bool needs_network = false;            // out-of-network performer is not simply certified
  bool lower_cost = false;               // look for lower-cost facilities after approval (SC-64)
  std::string turnaround;                // which promises apply: "imaging"
  std::vector<std::string> taxonomies;   // performing specialties it is restricted to; empty = any (SC-26)
  bool necessity_after_service = false;  // medical necessity is looked at with the claim (SC-15)
  bool second_opinion = false;           // certified surgery has to be seen by a second surgeon first (HCR04)
  std::optional<Companion> adds;         // certified along with the service unless it was asked for as well
  std::vector<std::string> gold_card;    // NPIs of requesters of whom nothing is reviewed (CRD gold-card)
  bool rendering_requests = false;     // the authorization is the rendering site's to ask for (CRD performpa)
  std::vector<Suggestion> companions;  // services that usually go with it
  std::vector<Suggestion> alternatives;  // services that may do instead
  std::string reason_code;               // X12 886 of an exclusion or of a "not required"
  std::string words;                     // one sentence for people
  std::string where;                     // "policies.yaml:12"
};

enum class FactType : std::uint8_t { yes_no, number, date, text, document };

/// One way to learn a fact from a request. Ways are tried in order; the first that knows speaks.
struct FactOrigin {
  enum class Kind : std::uint8_t {
    answer,       // questionnaire link id or X12 MSG key; `names` are further link ids (the fact's id always
                  // counts)
    observation,  // answer "loinc:CODE"
    diagnosis,    // yes when a diagnosis of the line (or event) begins with one of `names`
    document,     // yes when a document with this LOINC or PWK01 has arrived (announced is not arrived)
    condition,    // yes when a CRC / conditionCode of `category` holds one of `names`
    age,          // years on the date of service
    sex,          // "female", "male"
    level,        // "elective", "urgent", "emergency"
    place,        // place of service code
    quantity,     // units asked for on the line
    certification,  // "initial", "extension" …
    oxygen,         // CR5: "saturation" or "blood_gas", by `names`
    onset,          // date of onset
    history,        // earlier services of the member on file: yes when there is one, date of the last, number of them
    treatment,      // treatments tried (precert/criteria/treatments.hpp) whose kind is among `names`: yes when one was
                    // tried long enough and failed, number of weeks of the longest, text: its outcome
    specialty,      // NUCC taxonomy code of who performs it
    site,           // kind of the place of service: "office", "outpatient_hospital" …
  };
  Kind kind = Kind::answer;
  std::vector<std::string> names;
  std::string category;
  // Of history and treatment
  std::vector<Index> categories = {};  // history: services of these count, besides the codes in `names`
  int within_days = 0;      // history: not longer ago than this before the date of service; 0 = any time
  int least_weeks = 0;      // treatment: shorter ones do not count
  bool certified = false;   // history: only what was certified, not everything that was asked for
  bool units = false;       // history: counts units, not services
  bool conclusive = false;  // history: what is not on file did not happen (else: nobody knows)
};

/// facts.yaml: something a criterion may depend on, the question for it and who can answer.
struct Fact {
  std::string id;  // also the link id of its question
  FactType type = FactType::yes_no;
  std::string question;
  std::string help;                  // why it is asked
  std::string loinc, report_type;    // of the question or of the paper that shows it
  std::string loinc_modifier;        // LOINC that narrows the paper, such as a span of time; "" = all of it
  std::string supplier;              // "ordering provider"
  std::string unit;                  // of a number, in words
  std::vector<std::string> choices;  // of a text
  std::vector<FactOrigin> origins;
  std::optional<AnswerValue> when_absent;  // assumed when nobody says
  std::string where = {};
  std::optional<base::Decimal> least = {}, most = {};  // of a number: nothing else is an answer

  /// False for a number that cannot be: the fact stays unknown.
  [[nodiscard]] bool allows(const base::Decimal& number) const {
    return (!least || number >= *least) && (!most || number <= *most);
  }
};

/// criteria.yaml. Several with one id are editions: the one in force on the date of service speaks.
struct Criterion {
  std::string id, owner, title, edition, link, summary;
  Expression expression;
  base::Period effective = always();
  std::string where = {};
  bool asks_history = false;  // set by the compiler: one of its facts is learned from earlier services …
  bool asks_place = false;    // … from where the service is done

  /// "owner, title, edition".
  [[nodiscard]] std::string citation() const {
    constexpr std::string_view comma = ", ";
    std::string text;
    text.reserve(owner.size() + title.size() + edition.size() + 2 * comma.size());
    return text.append(owner).append(comma).append(title).append(comma).append(edition);
  }
};

/// What a promise of time is about.
enum class PromiseSubject : std::uint8_t { review, appeal, peer_to_peer };

/// What asking for information does to a promise (docs/work.md, the clock).
enum class WhenAsked : std::uint8_t {
  runs,      // nothing: only a formal extension moves it (CMS, Washington)
  pauses,    // nothing is due while it waits; then it is moved by the time it waited (29 CFR 2560.503-1)
  restarts,  // nothing is due while it waits; then the term counts from the day everything was there (CORE two-step)
};

/// A promise or rule of time.
struct Promise {
  std::string id;
  std::vector<Index> products;           // empty = all
  std::vector<std::string> turnarounds;  // of policies; empty = all
  bool urgent = false;                   // for urgent and emergency requests; false = all others
  bool from_opening = false;             // the clock starts with business hours
  Term term;
  std::string source;  // "plan promise: 2 business days"
  base::Period effective = always();  // local day of receipt
  std::string where = {};
  PromiseSubject subject = PromiseSubject::review;
  WhenAsked when_asked = WhenAsked::runs;
  int extension_days = 0;  // calendar days that a formal extension may add; 0 = none
};

/// What a line asks for, in the rulebook's terms.
struct ServiceMatch {
  const ServiceCode* code = nullptr;  // nullptr: not listed, or no code was given
  Index category = no_index;          // no_index: nothing here speaks of it -> not required by default
  bool malformed = false;             // the code cannot be one of its system: AAA AG
  bool by_type = false;               // matched by service type, no code was given
};

class Rulebook {
 public:
  std::string version;  // hash of the files
  std::string edition;  // of the code catalogue, for "not a code of edition …"
  Payer payer;
  std::vector<Product> products;
  std::vector<Category> categories;
  std::vector<ServiceCode> services;  // sorted by (system, code); CPT and HCPCS share one space
  std::vector<Policy> policies;
  std::vector<Vendor> vendors;
  std::vector<Fact> facts;
  std::vector<Criterion> criteria;
  std::vector<Promise> promises;
  Calendar calendar;

  /// True when the id is one of the payer's (letters in any case).
  [[nodiscard]] bool is_payer(std::string_view id) const;
  /// Position or no_index.
  [[nodiscard]] Index product(std::string_view id) const;
  [[nodiscard]] Index category(std::string_view id) const;
  [[nodiscard]] Index fact(std::string_view id) const;
  [[nodiscard]] Index criterion(std::string_view id) const;  // the newest edition
  /// The edition in force on a day; where none is, the one before it, else the first. no_index: no such id.
  [[nodiscard]] Index criterion_on(std::string_view id, base::Date day) const;
  /// nullptr when the code is not listed.
  [[nodiscard]] const ServiceCode* service(CodeSystem system, std::string_view code) const;
  /// What a line asks for: by code, else by revenue code, else by service type and request category.
  [[nodiscard]] ServiceMatch match(const Procedure& procedure, std::string_view service_type,
                                   RequestCategory category, std::string_view revenue_code = {}) const;
  /// The policy that speaks on a date; nullptr = no policy (not required by default). `product` may be
  /// no_index: then only policies for all products speak.
  [[nodiscard]] const Policy* policy_for(const ServiceMatch& match, Index product,
                                         base::Date date_of_service) const;
  /// All promises that apply, earliest due first. `turnaround` as in the policy; promises made to some
  /// products only apply when `product` is one of them.
  [[nodiscard]] std::vector<Timeframe> timeframes(std::string_view turnaround, bool urgent,
                                                  base::Instant receipt, Index product = no_index) const;
  /// Words of an X12 886 decision reason and of an X12 901 reject reason; "" when the code is not known here.
  [[nodiscard]] std::string_view reason_words(std::string_view code) const;
  [[nodiscard]] std::string_view reject_words(std::string_view code) const;
  /// The missing fact as it is asked for (control number is the caller's to set).
  [[nodiscard]] MissingInformation missing(FactIndex fact, base::Instant due) const;

  // Built by the compiler of the rulebook; look-ups above read them.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
  ByText<Index> product_index, category_index, fact_index, criterion_index;
  ByText<std::string> reasons, rejects;
  ByText<std::vector<Index>> criterion_editions, vendor_editions;  // by id, the oldest first
  std::vector<std::vector<Index>> policies_of_service;   // by service, most specific first
  std::vector<std::vector<Index>> policies_of_category;  // by category, most specific first
  std::vector<Index> service_slots;                      // open addressing by code; its size is a power of two
  std::shared_ptr<const SearchIndex> search;             // words of the catalogue
  std::shared_ptr<const RulebookFacilities> facilities;  // of the folder itself; nullptr = it names none
};

/// Services that match a code, its beginning, a keyword, a synonym, a misspelling (edit distance at most 2)
/// or a category, best first. Positions in Rulebook::services.
[[nodiscard]] std::vector<Index> services_found(const Rulebook& rulebook, std::string_view query);

/// "medicare_advantage" …; "" for unspecified.
[[nodiscard]] std::string_view line_of_business_word(LineOfBusiness line);
[[nodiscard]] std::optional<LineOfBusiness> line_of_business_from(std::string_view word);

/// "required", "not_required", "excluded", "vendor_managed".
[[nodiscard]] std::string_view requirement_word(Requirement requirement);

/// True when `code` could be a code of the system by its form (CPT 70551 and 0042T, HCPCS G0299, NDC 11
/// digits …).
[[nodiscard]] bool well_formed(CodeSystem system, std::string_view code);

}  // namespace precert
