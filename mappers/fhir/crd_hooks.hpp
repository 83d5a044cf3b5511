// The CDS Hooks services of CRD as data: what each is called with, what it answers on, and what may be
// switched off. Discovery, the reader of calls and the writer of answers walk this table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "parsers/json/value.hpp"
#include "parsers/json/writer.hpp"

namespace mappers {

enum class Hook : std::uint8_t {
  order_sign,
  order_select,
  order_dispatch,
  appointment_book,
  encounter_start,
  encounter_discharge,
};

/// What a client may switch off (davinci-crd.configuration). Each acts on actions or cards of its own.
enum class CrdOption : std::uint8_t {
  coverage_info,       // coverage-information on systemActions
  unsolicited_determ,  // off: "what if", no authorization number is told
  guideline,           // link to the clinical criteria
  insurance,           // who decides instead of the plan, and how to reach them
  network,             // care outside the network
  limits,              // how much is authorized
  therapy_first,       // treatment that the criteria want tried before
  cost,                // places that cost less
  therapy_optional,    // services that may do instead
  companions,          // services that usually go with what was ordered
};
inline constexpr std::size_t crd_options = 10;

/// What a field of a hook's context has to be.
enum class ContextKind : std::uint8_t { id, reference, references, bundle };
struct ContextField {
  std::string_view name;
  ContextKind kind = ContextKind::id;
  bool required = true;
};

/// A prefetch template; `key` is how the client names what it sends.
struct PrefetchTemplate {
  std::string_view key, query;
};

struct HookDescription {
  Hook hook;
  std::string_view name, id, title, description;
  bool primary;  // answers with coverage-information always, and may ask for documents (hook-19)
  std::string_view focus_field;  // of the context: what is answered for; "" = the encounter
  std::span<const ContextField> context;
  std::span<const PrefetchTemplate> prefetch;
  std::span<const CrdOption> options;
};
[[nodiscard]] std::span<const HookDescription> crd_hooks();
/// By the service's id; nullptr when there is no such service.
[[nodiscard]] const HookDescription* crd_service(std::string_view id);

/// What a client wants to hear.
struct CrdConfiguration {
  std::array<bool, crd_options> on{};
  std::size_t cards_max = 10;

  [[nodiscard]] bool wants(CrdOption option) const { return on.at(static_cast<std::size_t>(option)); }
};
/// The service's defaults with what `davinci-crd.configuration` changes. Options that this service does not
/// offer, and values of another type, are passed over (dev-15, dev-17).
[[nodiscard]] CrdConfiguration crd_configuration_from(const json::Value& configuration,
                                                      const HookDescription& hook);

/// Appends the body of GET /cds-services. Rule: CDS Hooks 2.0 discovery, CRD 2.2 dev-1 to dev-8.
void write_crd_services(json::Writer& out);

}  // namespace mappers
