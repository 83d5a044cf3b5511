#include "gateway/intake/worker.hpp"

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <thread>

#include "gateway/edi/unmatched_documents.hpp"
#include "gateway/intake/paper_folder.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

constexpr int looks_to_settle = 6;  // so many looks at an unchanged file, then it is as whole as it will be

}  // namespace

struct Intake::Worker {
  Worker(Services& with, std::unique_ptr<PaperFolder> opened) : services(with), folder(std::move(opened)) {}

  void run(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      step(stop);
      wake.wait_for(lock, stop, services.config.intake.every, [] { return false; });  // until it is to stop
    }
  }

  void step(const std::stop_token& stop) {
    try {
      folder->work_due(stop);
      let_go_of_expired(services);
    } catch (const std::filesystem::filesystem_error& failure) {
      // Not its what(): that has the name of the file, which may name people.
      log::error("intake_failed", {{"what", failure.code().message()}});
    } catch (const std::exception& failure) {
      log::error("intake_failed", {{"what", failure.what()}});
    }
  }

  Services& services;
  std::unique_ptr<PaperFolder> folder;
  std::jthread thread;
};

Intake::Intake(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}

Intake::~Intake() { stop(); }

base::Result<std::unique_ptr<Intake>> Intake::open(Services& services) {
  const IntakeSettings& settings = services.config.intake;
  base::Result<std::unique_ptr<PaperFolder>> folder =
      PaperFolder::open(settings.folder, services, settings.every * looks_to_settle);
  if (!folder) return folder.error();
  return std::unique_ptr<Intake>(new Intake(std::make_unique<Worker>(services, std::move(*folder))));
}

void Intake::start() {
  Worker* const worker = worker_.get();
  worker->thread = std::jthread([worker](const std::stop_token& stop) { worker->run(stop); });
}

void Intake::stop() {
  std::jthread& thread = worker_->thread;
  if (!thread.joinable()) return;
  thread.request_stop();
  thread.join();
}

}  // namespace gateway
