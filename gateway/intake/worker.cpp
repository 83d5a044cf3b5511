#include "gateway/intake/worker.hpp"

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "gateway/edi/attachments.hpp"
#include "gateway/intake/paper_folder.hpp"
#include "gateway/telemetry/log.hpp"

namespace gateway {
namespace {

constexpr int looks_to_settle = 6;  // so many looks at an unchanged file, then it is as whole as it will be

}  // namespace

struct Intake::Worker {
  Worker(Services& with, std::unique_ptr<PaperFolder> opened) : services(with), folder(std::move(opened)) {}

  void run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      lock.unlock();
      try {
        folder->work_due();
        let_go_of_expired(services);
      } catch (const std::filesystem::filesystem_error& failure) {
        // Not its what(): that has the name of the file, which may name people.
        log::error("intake_failed", {{"what", failure.code().message()}});
      } catch (const std::exception& failure) {
        log::error("intake_failed", {{"what", failure.what()}});
      }
      lock.lock();
      wake.wait_for(lock, services.config.intake.every, [this] { return stopping; });
    }
  }

  Services& services;
  std::unique_ptr<PaperFolder> folder;
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::thread thread;
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
  worker->thread = std::thread([worker] { worker->run(); });
}

void Intake::stop() {
  Worker* const worker = worker_.get();
  if (!worker->thread.joinable()) return;
  {
    const std::scoped_lock lock(worker->mutex);
    worker->stopping = true;
  }
  worker->wake.notify_all();
  worker->thread.join();
}

}  // namespace gateway
