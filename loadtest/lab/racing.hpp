#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "client/recording.hpp"
#include "loadtest/lab/race.hpp"
#include "loadtest/load_options.hpp"

namespace hundred::loadtest {

/// Has all users race for something, again and again.
class Racing {
 public:
  /// @param base_url  the server's. @param processes  that serve; 1: its threads share their memory
  /// @param stop_fd  becomes readable to break off. `options` and `base_url` must outlive it.
  Racing(const LoadOptions& options, const std::string& base_url, std::uint64_t processes, int stop_fd)
      : options_(options), base_url_(base_url), processes_(processes), stop_fd_(stop_fd) {}

  /// Repeats the burst until harm was done, but not for ever; a few times where none is expected.
  /// @returns nothing if it was broken off. @throws RunError if the counters cannot be read, or as client::run()
  std::optional<RaceResult> run(const Race& race, bool harm_expected);

 private:
  /// A burst. @returns the harm it did, as RaceResult::worst; nothing if it was broken off.
  std::optional<std::int64_t> count(const Race& race, RaceResult& result);
  std::optional<std::int64_t> enter_name(const Race& race, RaceResult& result);
  std::optional<client::Recording> burst(const std::string& target, RaceResult& result) const;
  Readings read(std::string_view counter) const;

  const LoadOptions& options_;
  const std::string& base_url_;
  const std::uint64_t processes_;
  const int stop_fd_;
  /// Of the names: a database may have seen others before.
  const std::int64_t began_ = std::chrono::system_clock::now().time_since_epoch().count();
  std::uint64_t names_ = 0;
};

}  // namespace hundred::loadtest
