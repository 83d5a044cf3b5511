#include "gateway/cli/cli.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/cli/letters.hpp"
#include "gateway/cli/metrics.hpp"
#include "gateway/cli/rules_commands.hpp"

namespace gateway {
namespace cli {

base::Result<std::string> read_file(const std::filesystem::path& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file)) {
    return base::Issues(base::Issue{base::IssueCode::config_invalid, file.string(), "the file cannot be read."});
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void print(const base::Issues& issues) {
  for (const base::Issue& issue : issues) {
    std::fprintf(stderr, "%s%s%s\n", issue.where.c_str(), issue.where.empty() ? "" : ": ", issue.remedy.c_str());
  }
}

bool looks_like_x12(const std::string& text) {
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  const std::size_t first = rest.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && rest.substr(first, 3) == "ISA";
}

bool to_a_terminal() { return isatty(STDOUT_FILENO) == 1; }

}  // namespace cli

namespace {

constexpr const char* guides_words = "folder of *.guide files laid over the X12 guides of the program";

/// One command: its words, its options and what runs when it is chosen.
class Commands {
 public:
  explicit Commands(CLI::App& app) : app_(app) { add_all(); }
  [[nodiscard]] int run() const { return chosen_(); }

 private:
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& words, const std::string& examples,
                    std::function<int()> run) {
    CLI::App* made = parent.add_subcommand(name, words);
    made->footer("Examples:\n" + examples);
    made->callback([this, run = std::move(run)] { chosen_ = run; });
    return made;
  }

  void add_all() {
    add_serving();
    add_messages();
    add_batches();
    add_cases();
    add_letters();
    add_rules();
  }

  void add_serving() {
    CLI::App* serve = command(app_, "serve", "Answer 278s and PAS bundles over HTTP.",
                              "  precert serve --demo\n  precert serve --config /etc/precert.yaml --data /var/lib/precert",
                              [this] { return cli::serve(serve_); });
    serve->add_option("--config", serve_.config_file, "YAML file with any of the settings");
    serve->add_option("--listen", serve_.listen, "HOST:PORT; port 0 picks one (default 127.0.0.1:8080)");
    serve->add_option("--data", serve_.data, "folder of the database, made when absent (default data)");
    serve->add_option("--store", serve_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
    serve->add_option("--rulebook", serve_.rulebook, "folder of the payer's YAML rules (default: the demo payer)");
    serve->add_option("--partners", serve_.partners, "YAML file of trading partners");
    serve->add_option("--guides", serve_.guides, guides_words);
    serve->add_option("--threads", serve_.threads, "threads that answer (default: one a core)");
    serve->add_flag("--demo", serve_.demo, "the demo payer; fills a fresh data folder with its members and facilities");
    serve->add_option("--open-access", serve_.open_access,
                      "listen beyond loopback without access control, and why (the reason is logged)");

    CLI::App* bench = command(app_, "bench", "Drive a gateway and print requests a second and latencies.",
                              "  precert bench\n  precert bench --target http://127.0.0.1:8080 --connections 16",
                              [this] { return cli::bench(bench_); });
    bench->add_option("--target", bench_.target, "URL of a running gateway (default: one of its own)");
    bench->add_option("--only", bench_.only, "x12 or submit (default: both)")->check(CLI::IsMember({"x12", "submit"}));
    bench->add_option("--connections", bench_.connections, "requests at a time")->capture_default_str();
    bench->add_option("--seconds", bench_.seconds, "length of each run")->capture_default_str();
    bench->add_option("--threads", bench_.threads, "threads of its own gateway (default: one a core)");
  }

  void add_messages() {
    CLI::App* validate =
        command(app_, "validate", "Check X12 or FHIR files and report every fault with its place, or print a guide.",
                "  precert validate request.x12\n  precert validate --json *.json\n"
                "  precert validate --partners partners.yaml --partner example-hospital request.x12\n"
                "  precert validate --ig hl7.fhir.us.davinci-pas.tgz answer.json\n"
                "  precert validate --guide 005010X217 request",
                [this] { return cli::validate(validate_); });
    validate->add_option("FILE", validate_.files, "files, X12 or FHIR (detected); - reads standard input");
    validate->add_flag("--json", validate_.json, "for machines: one JSON object a file");
    validate->add_flag("--show-values", validate_.show_values,
                       "show what stood where a fault is (it may be a patient's), not only its length");
    validate->add_option("--ig", validate_.ig,
                         "a compiled FHIR package (.tgz) to check FHIR files against, to the letter");
    validate->add_option("--pas", validate_.pas, "version of the built-in PAS profiles")
        ->check(CLI::IsMember({"2.2.1", "2.0.1"}))
        ->capture_default_str();
    validate->add_option("--partners", validate_.partners_file, "trading partners as in deploy/partners.yaml");
    validate->add_option("--guides", validate_.guides, guides_words);
    validate->add_option("--rulebook", validate_.rulebook,
                         "folder of the payer's YAML rules that AAA are told by (default: what any payer would refuse)");
    validate->add_option("--partner", validate_.partner, "check as this partner (default: by ISA05 and ISA06)");
    validate
        ->add_option("--guide", validate_.guide, "print this guide as a tree: IMPLEMENTATION [request|response]")
        ->expected(1, 2);

    CLI::App* translate = command(app_, "translate", "Write a request, an answer or attachments in the other dialect.",
                                  "  precert translate request.x12 --to fhir\n  precert translate bundle.json --to x12\n"
                                  "  precert translate response.x12 --to fhir --request bundle.json",
                                  [this] { return cli::translate(translate_); });
    translate->add_option("FILE", translate_.file, "a 278, a 275, a PAS bundle or Parameters of $submit-attachment")
        ->required();
    translate->add_option("--to", translate_.to, "x12 or fhir")->required()->check(CLI::IsMember({"x12", "fhir"}));
    translate->add_option("--guides", translate_.guides, guides_words);
    translate->add_option("--request", translate_.request, "the request that an answer belongs to, in either dialect");

    CLI::App* replay =
        command(app_, "replay", "Send scenarios or messages and compare the answers.",
                "  precert replay fixtures/scenarios\n  precert replay fixtures/scenarios --target http://127.0.0.1:8080",
                [this] { return cli::replay(replay_); });
    replay->add_option("PATH", replay_.paths, "scenario folders, folders of them, or message files")->required();
    replay->add_option("--target", replay_.target, "URL of a running gateway (default: one inside this process)");
    replay->add_flag("--update", replay_.update, "write the answers as the new expectation; read the diff");
  }

  void add_batches() {
    CLI::App* batch = command(app_, "batch", "Work off X12 files of any size: DIR/in to DIR/out, archive, failed.",
                              "  precert batch /srv/edi --once\n  precert batch /srv/edi --config /etc/precert.yaml",
                              [this] { return cli::batch(batch_); });
    batch->add_option("DIR", batch_.folder, "folder of in/, out/, archive/ and failed/, made when absent")->required();
    batch->add_flag("--once", batch_.once, "end when in/ is worked off (default: keep watching)");
    batch->add_option("--config", batch_.config_file, "YAML file with any of the settings");
    batch->add_option("--data", batch_.data, "folder of the database, made when absent (default data)");
    batch->add_option("--store", batch_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
    batch->add_option("--rulebook", batch_.rulebook, "folder of the payer's YAML rules (default: the demo payer)");
    batch->add_option("--partners", batch_.partners, "YAML file of trading partners");
    batch->add_option("--guides", batch_.guides, guides_words);
    batch->add_option("--settle", batch_.settle, "seconds that a file without an end is left to its sender")
        ->capture_default_str();
    batch->add_flag("--demo", batch_.demo, "the demo payer; fills a fresh data folder with its members and facilities");

    CLI::App* message = command(app_, "message", "Write the bytes of a received message, as they came.",
                                "  precert message M17-k3f9xw2m7q --data /var/lib/precert > received.x12",
                                [this] { return cli::message(message_); });
    message->add_option("ID", message_.id, "message or batch id, as the answer's Precert-Message-Id said")->required();
    message->add_option("--data", message_.data, "data folder")->capture_default_str();
    message->add_option("--store", message_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
  }

  void add_cases() {
    CLI::App* determine = command(app_, "determine", "Decide a request offline and explain it, rule by rule.",
                                  "  precert determine request.x12\n  precert determine bundle.json --rulebook rules/",
                                  [this] { return cli::determine(determine_); });
    determine->add_option("FILE", determine_.file, "a 278 request or a PAS request bundle")->required();
    determine->add_option("--rulebook", determine_.rulebook, "folder of YAML rules (default: the demo payer)");
    determine->add_option("--data", determine_.data, "data folder whose members and cases count (default: the demo's)");
    determine->add_option("--at", determine_.at, "the time to decide at, 2026-01-05T17:30:00Z (default: now)");

    CLI::App* explain = command(app_, "explain", "Show a case or a check: what was asked, answered, and why.",
                                "  precert explain C17-k3f9xw2m7q --data /var/lib/precert",
                                [this] { return cli::explain(explain_); });
    explain->add_option("ID", explain_.id, "case id, authorization number, or reference number (of a check too)")->required();
    explain->add_option("--data", explain_.data, "data folder")->capture_default_str();
    explain->add_option("--store", explain_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
    explain->add_flag("--replay", explain_.replay, "decide each version again, with the rulebook that decided it");

    CLI::App* metrics =
        command(app_, "metrics", "The report of CMS-0057-F, or the exchanges as one JSON record a line.",
                "  precert metrics --from 2026-01-01 --until 2027-01-01\n"
                "  precert metrics --level line_of_business --format html > metrics.html\n"
                "  precert metrics --exchanges --from 2026-01-01 --until 2026-02-01",
                [this] { return cli::metrics(metrics_); });
    metrics->add_flag("--exchanges", metrics_.exchanges, "each authorization, after the metrics model of PAS");
    metrics->add_option("--from", metrics_.from, "first day (default: 1 January of last year; of exchanges: all)");
    metrics->add_option("--until", metrics_.until, "day after the last (default: a year's end; of exchanges: all)");
    metrics->add_option("--level", metrics_.level, "product, line_of_business or all")
        ->check(CLI::IsMember({"product", "line_of_business", "all"}))
        ->capture_default_str();
    metrics->add_option("--format", metrics_.format, "text, json, csv or html")
        ->check(CLI::IsMember({"text", "json", "csv", "html"}))
        ->capture_default_str();
    metrics->add_option("--rulebook", metrics_.rulebook, "folder of YAML rules (default: the demo payer)");
    metrics->add_option("--data", metrics_.data, "data folder")->capture_default_str();
    metrics->add_option("--store", metrics_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");

    CLI::App* load = command(app_, "load", "Load members or facilities from a JSON file.",
                             "  precert load members members.json\n  precert load facilities facilities.json",
                             [this] { return cli::load(load_); });
    load->add_option("WHAT", load_.what, "members or facilities")
        ->required()
        ->check(CLI::IsMember({"members", "facilities"}));
    load->add_option("FILE", load_.file, "records in a JSON array, or one after the other (NDJSON)")->required();
    load->add_option("--data", load_.data, "data folder")->capture_default_str();
    load->add_option("--store", load_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
  }

  void add_letters() {
    CLI::App* letters = app_.add_subcommand("letters", "Check the texts of letters, and show what they make.");
    letters->require_subcommand(1);
    CLI::App* check = command(*letters, "check", "Find fields that no letter has, open sections, missing parts.",
                              "  precert letters check /etc/precert/letters",
                              [this] { return cli::letters_check(letters_); });
    check->add_option("DIR", letters_.folder, "folder of *.txt (default: those of the program)");
    CLI::App* show = command(*letters, "show", "Print the letters that a case owes; nothing is sent.",
                             "  precert letters show C17-k3f9xw2m7q\n"
                             "  precert letters show C17-k3f9xw2m7q --templates letters/ --pdf letter.pdf",
                             [this] { return cli::letters_show(letters_); });
    show->add_option("CASE", letters_.id, "case id")->required();
    show->add_option("--templates", letters_.folder, "folder of *.txt (default: those of the program)");
    show->add_option("--pdf", letters_.pdf, "write the first letter into this file instead");
    show->add_option("--rulebook", letters_.rulebook, "folder of YAML rules (default: the demo payer)");
    show->add_option("--data", letters_.data, "data folder")->capture_default_str();
    show->add_option("--store", letters_.store, "sqlite:PATH (default sqlite:DATA/precert.db)");
  }

  void add_rules() {
    cli::add_rules_commands(app_, rules_, [this](std::function<int()> run) { chosen_ = std::move(run); });
  }

  CLI::App& app_;
  std::function<int()> chosen_ = [] { return cli::usage; };
  cli::ServeOptions serve_;
  cli::BenchOptions bench_;
  cli::ValidateOptions validate_;
  cli::TranslateOptions translate_;
  cli::ReplayOptions replay_;
  cli::BatchOptions batch_;
  cli::MessageOptions message_;
  cli::DetermineOptions determine_;
  cli::ExplainOptions explain_;
  cli::MetricsOptions metrics_;
  cli::LettersOptions letters_;
  cli::LoadOptions load_;
  cli::RulesOptions rules_;
};

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("precert: prior authorization over HL7 FHIR (Da Vinci PAS) and X12 278.", "precert");
  app.set_version_flag("--version", PRECERT_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 good, 1 the data is bad, 2 usage, 3 the environment failed.");
  const Commands commands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    return app.exit(fault) == 0 ? cli::good : cli::usage;
  }
  try {
    return commands.run();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "precert: %s\n", failure.what());
    return cli::environment_failed;
  }
}

}  // namespace gateway
