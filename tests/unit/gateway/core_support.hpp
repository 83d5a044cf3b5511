// The example envelopes of fixtures/core, and envelopes made for a test.
#pragma once

#include "gateway/core/envelope.hpp"
#include "gateway/http/message.hpp"

namespace core_test {

/// One file of fixtures/core as the server would hand it over.
struct Example {
  gateway::HttpRequest request;
  std::string authorization;
};
Example example(const std::string& name);

/// A faultless request: `form`, real time or batch, round `payload`.
gateway::CoreEnvelope real_time(gateway::CoreForm form, const std::string& payload);
gateway::CoreEnvelope batch(gateway::CoreForm form, const std::string& payload);

/// Written in its form and read again; what a peer of that form would see.
gateway::CoreEnvelope sent(const gateway::CoreEnvelope& envelope);

/// A short interchange whose ISA06 and GS02 are these.
std::string interchange(const std::string& sender, const std::string& group_sender);

}  // namespace core_test
