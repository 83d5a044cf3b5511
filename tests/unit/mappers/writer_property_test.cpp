// Whatever a model holds, what is written of it passes our own validator and says what could be said.
#include "writer_property_models.hpp"

#include "mappers/issues/ack_999.hpp"
#include "mappers/issues/ta1.hpp"
#include "mappers/model/model_json.hpp"
#include "mappers/x12/envelope.hpp"

namespace {

using support::Nastiness;
using support::Nasty;

constexpr int models = 600;

precert::ReviewRequest any_request(Nasty& nasty, int number, bool crowded) {
  const auto& all = support::scenario_requests();
  precert::ReviewRequest request = all[static_cast<std::size_t>(number) % all.size()];
  nasty.spoil(request);
  if (crowded) nasty.crowd(request);
  mappers::make_canonical(request);
  return request;
}

TEST(WrittenRequest, OfAnyTextsIsValidOrSaidToBeImpossible) {
  Nasty nasty(1, Nastiness::anything);
  int valid = 0;
  for (int i = 0; i < models; ++i) {
    const precert::ReviewRequest request = any_request(nasty, i, true);
    base::Issues issues;
    const std::string out = support::written(request, &issues);
    if (issues.fatal()) continue;
    ++valid;
    support::Read278 read(out);
    ASSERT_EQ(read.faults("request"), "") << "model " << i << "\n" << out;
  }
  EXPECT_GT(valid, models / 2);
}

TEST(WrittenRequest, OfAnyTextsSaysTheSameWhenItIsWrittenAgain) {
  Nasty nasty(2, Nastiness::anything);
  for (int i = 0; i < models; ++i) {
    base::Issues issues, none;
    const std::string once = support::written(any_request(nasty, i, true), &issues);
    if (issues.fatal()) continue;
    const precert::ReviewRequest carried = support::model_of(once);
    const std::string twice = support::written(carried, &none);
    ASSERT_TRUE(none.empty()) << "model " << i << "\n" << support::text(none) << once;
    ASSERT_THAT(mappers::differences(support::model_of(twice), carried), testing::IsEmpty()) << i << "\n"
                                                                                             << once;
  }
}

/// The whole interchange with the delimiters that `policy` leads to; "" = refused.
std::string interchange_of(const precert::ReviewRequest& request, x12::DelimiterPolicy policy) {
  std::string out;
  mappers::Envelope envelope;
  envelope.sender = "CLEARTEST1";
  envelope.receiver = "EXAMPLEPLAN";
  const auto used = x12::written_under(policy, {}, out, [&](x12::Writer& writer) {
    envelope.delimiters = writer.delimiters();
    mappers::open_interchange(out, envelope);
    writer.note(envelope.sender + envelope.receiver);
    mappers::open_group(writer, envelope, "HI", "005010X217", 1);
    mappers::write_review_request(writer, request, "0001");
    mappers::close_group(writer, 1, 1);
    mappers::close_interchange(writer, envelope, 1);
  });
  EXPECT_EQ(used.has_value(), !out.empty());
  return out;
}

TEST(WrittenRequest, WithOtherDelimitersComesBackToTheLetter) {
  Nasty nasty(3, Nastiness::printable);
  int changed = 0;
  for (int i = 0; i < models; ++i) {
    precert::ReviewRequest request = any_request(nasty, i, false);
    request.answers.clear();  // ';' and '=' are marks inside an answer
    const std::string out = interchange_of(request, x12::DelimiterPolicy::choose_others);
    changed += out.substr(3, 1) == "*" ? 0 : 1;
    support::Read278 read(out);
    ASSERT_EQ(read.faults("request"), "") << "model " << i << "\n" << out;
    auto again = read.request();
    ASSERT_TRUE(again) << out;
    again->transmission = request.transmission;
    ASSERT_THAT(mappers::differences(request, *again), testing::IsEmpty()) << "model " << i << "\n" << out;
  }
  EXPECT_GT(changed, models / 10);
}

TEST(WrittenRequest, IsRefusedExactlyWhenADelimiterIsInItsDataAndThePolicySaysSo) {
  Nasty nasty(4, Nastiness::printable);
  int refused = 0;
  for (int i = 0; i < 100; ++i) {
    const precert::ReviewRequest request = any_request(nasty, i, false);
    const std::string strict = interchange_of(request, x12::DelimiterPolicy::refuse);
    const std::string other = interchange_of(request, x12::DelimiterPolicy::choose_others);
    const bool clash =
        other.substr(3, 1) != "*" || other[82] != '^' || other[104] != ':' || other[105] != '~';
    EXPECT_EQ(strict.empty(), clash) << i;
    if (!clash) {
      EXPECT_EQ(strict, other);
    }
    refused += clash ? 1 : 0;
  }
  EXPECT_GT(refused, 10);
}

TEST(WrittenResponse, ToAnythingDecidedAnyhowIsValid) {
  Nasty nasty(5, Nastiness::anything);
  for (int i = 0; i < models; ++i) {
    precert::ReviewRequest request = any_request(nasty, i, nasty.one_in(2));
    base::Issues issues;
    (void)support::written(request, &issues);
    if (issues.fatal()) continue;  // nothing that X12 can ask is answered in X12
    precert::Determination determination = support::any_determination(nasty, request);
    const std::string out = support::answered(request, determination);
    support::Read278 read(out);
    ASSERT_EQ(read.faults("response"), "") << "model " << i << "\n" << out;
  }
}

/// A scenario's request as received, with a few bytes changed, cut or doubled.
std::string damaged(Nasty& nasty, const std::string& text, std::size_t from, std::size_t to) {
  std::string out = text;
  for (int i = nasty.number(1, 4); i > 0; --i) {
    const auto at = static_cast<std::size_t>(nasty.number(static_cast<int>(from), static_cast<int>(to) - 1));
    switch (nasty.number(0, 3)) {
      case 0: out[at] = static_cast<char>(nasty.number(1, 255)); break;
      case 1: out[at] = nasty.one_of<char>({'*', '~', ':', '^', ' ', 'Z', '9'}); break;
      case 2: out.replace(at, 1, nasty.text()); break;
      default: out.erase(at, 3); break;
    }
  }
  return out;
}

std::string scenario_text(Nasty& nasty) {
  const auto& all = support::scenario_requests();
  return support::written(all[static_cast<std::size_t>(nasty.number(0, static_cast<int>(all.size()) - 1))]);
}

constexpr std::size_t isa_bytes = 106;

TEST(WrittenTa1, ForAnyReadableIsaIsReadWithoutAFaultOfItsOwn) {
  Nasty nasty(6, Nastiness::anything);
  int answered = 0;
  for (int i = 0; i < models; ++i) {
    std::string text = scenario_text(nasty);
    for (int changes = nasty.number(0, 3); changes > 0; --changes) {
      text[static_cast<std::size_t>(nasty.number(4, isa_bytes - 1))] =
          static_cast<char>(nasty.number(1, 255));
    }
    x12::Reader received(text);
    if (received.next() != x12::Event::interchange) continue;
    ++answered;
    const auto& faults = received.interchange_faults();
    const x12::Fault* const first = faults.empty() ? nullptr : &faults.front();
    const mappers::Envelope envelope = mappers::answer_envelope(
        received.interchange(), nullptr, *base::instant_from_iso("2026-01-05T09:31:00Z"));
    const std::string out = mappers::ta1_interchange(
        envelope, received.interchange(),
        first == nullptr ? mappers::InterchangeVerdict::accepted : mappers::InterchangeVerdict::rejected,
        first);
    x12::Reader reader(out);
    ASSERT_EQ(reader.next(), x12::Event::interchange) << out;
    ASSERT_EQ(reader.next(), x12::Event::acknowledgment) << out;
    EXPECT_EQ(reader.acknowledgment().element(5), first == nullptr ? "000" : first->code) << out;
    ASSERT_EQ(reader.next(), x12::Event::interchange_end) << out;
    for (const x12::Fault& fault : reader.interchange_faults()) {
      // ISA05 to ISA08 are the sender's own words, told back so that the answer finds its way.
      EXPECT_TRUE(fault.segment_id == "ISA" && fault.element >= 5 && fault.element <= 8)
          << fault.where() << out;
    }
    EXPECT_EQ(reader.next(), x12::Event::done) << out;
  }
  EXPECT_GT(answered, models / 2);
}

TEST(Written999, OfAnyFaultsIsValid) {
  Nasty nasty(7, Nastiness::anything);
  const x12::Guide& guide = *x12::guide_for("005010X231A1", "response");
  for (int i = 0; i < models; ++i) {
    const std::string clean = scenario_text(nasty);
    const std::size_t body = clean.find("BHT*");
    const std::string text = damaged(nasty, clean, body, clean.find("SE*", body) - 20);
    x12::Reader received(text);
    while (received.next() != x12::Event::transaction_set) {
    }
    x12::LoopTree tree;
    std::vector<x12::Fault> faults;
    x12::check(received.set(), *x12::guide_for("005010X217", "request"), {}, tree, faults);
    mappers::Ack999 ack(received.group(), received.set().tokens.delimiters);
    ack.add(received.set(), faults);
    std::string out(support::interchange_start);
    out.replace(out.find("GS*HI"), 5, "GS*FA").replace(out.find("X217"), 4, "X231A1");
    x12::Writer writer(out, received.set().tokens.delimiters);
    ack.write(writer, "0001", {}, "1");
    out += support::interchange_end;
    x12::Reader reader(out);
    x12::Event event = reader.next();
    while (event != x12::Event::transaction_set) {
      ASSERT_NE(event, x12::Event::done) << out;
      event = reader.next();
    }
    std::vector<x12::Fault> own;
    const bool good = x12::check(reader.set(), guide, {}, tree, own);
    ASSERT_TRUE(good) << i << " " << (own.empty() ? "envelope" : std::string(own[0].code) + own[0].where())
                      << out;
  }
}

}  // namespace
