// The facility directory: an immutable snapshot that determination searches for networks and lower-cost places.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "precert/model/party.hpp"

namespace precert {

/// One facility as the payer knows it (`precert load facilities`).
struct Facility {
  std::string npi, name;
  std::string kind;     // "hospital", "imaging_centre", "surgery_centre", "home_health_agency" …
  bool in_network = true;
  std::string network_tier;  // "preferred", "standard"
  int cost_tier = 2;    // 1 = lowest
  std::vector<std::string> service_categories;  // rulebook category ids it can perform; empty = any
  Address address;
  std::string phone;
  std::string fax{};    // letters go there when the request names no fax; "" = not known

  friend bool operator==(const Facility&, const Facility&) = default;
};

class Directory {
 public:
  Directory() = default;
  explicit Directory(std::vector<Facility> facilities);

  /// nullptr when the NPI is not in the directory.
  [[nodiscard]] const Facility* find(std::string_view npi) const;
  /// In-network facilities for a category in a state with a cost tier below `cost_tier`, cheapest first, at most
  /// `count_max`.
  [[nodiscard]] std::vector<const Facility*> cheaper(std::string_view category, std::string_view state, int cost_tier,
                                                     std::size_t count_max) const;
  [[nodiscard]] std::size_t size() const { return facilities_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<Facility> facilities_;  // cheapest first, so that every list below is too
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_npi_;
  std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>> by_state_;  // in network only
};

}  // namespace precert
