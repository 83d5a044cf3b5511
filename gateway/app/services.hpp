// What every conversation may use. Built once by Gateway; passed by reference, never global.
#pragma once

#include "base/clock.hpp"
#include "gateway/app/background.hpp"
#include "gateway/app/bell.hpp"
#include "gateway/app/config.hpp"
#include "gateway/app/give_way.hpp"
#include "gateway/app/knowledge.hpp"
#include "gateway/app/numbers.hpp"
#include "gateway/store/store.hpp"
#include "gateway/telemetry/metrics.hpp"
#include "parsers/fhir/check.hpp"

namespace gateway {

struct Services {
  const Config& config;
  Store& store;
  const base::Clock& clock;
  NumberSource& numbers;
  Knowledge& knowledge;
  Metrics& metrics;
  Background& background;
  Background& reports;    // of figures: neither a batch nor a report waits for the other
  Background& compiling;  // of rulebooks of before
  Background& weighing;   // of batches that came as a file: who sends one again hears at once that it is at work
  Bell& notifications;  // rung when one waits
  Traffic& traffic;
  const fhir::Profiles& pas_2_2_1;
  const fhir::Profiles& pas_2_0_1;
};

}  // namespace gateway
