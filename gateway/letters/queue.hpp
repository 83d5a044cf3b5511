// The folder between this gateway and whatever faxes and prints: out/ is filled here and emptied there, done/
// the other way round. Every file appears whole or not at all. docs/letters.md is the contract of the other
// side.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

class LetterQueue {
 public:
  explicit LetterQueue(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Makes out/ and done/. Errors: config_invalid.
  [[nodiscard]] base::Result<void> open() const;
  /// Writes JOB.pdf and then JOB.json, which says where it goes and nothing of the patient, over what waits
  /// there of the same job; JOB is the id and the number of the sending. What waits of earlier sendings is
  /// withdrawn first. Errors: config_invalid (no room, no right to write).
  [[nodiscard]] base::Result<void> put(const LetterRecord& letter) const;

  struct Sign {
    enum class Kind : unsigned char { taken, confirmed, failed };
    std::string job;
    std::string letter;
    int sending = 0;  // LetterRecord::sending
    Kind kind = Kind::taken;
    std::string words;  // of the service, why it failed
  };
  /// What the service has left since settle() of the same jobs, by job.
  [[nodiscard]] std::vector<Sign> signs() const;
  /// Jobs that nobody has taken, nor said anything of.
  [[nodiscard]] std::vector<Sign> waiting() const;
  /// Takes what waits of every sending of a letter out of out/; what was taken stays with who took it.
  void withdraw(const LetterRecord& letter) const;
  /// The end of this job is in the store: all of its files go (the letter itself is in the store).
  void settle(const Sign& sign) const;

 private:
  [[nodiscard]] std::filesystem::path out() const { return folder_ / "out"; }
  [[nodiscard]] std::filesystem::path done() const { return folder_ / "done"; }

  std::filesystem::path folder_;
};

}  // namespace gateway
