#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "client/recording.hpp"

namespace hundred::client {

/// Fills a Recording. Thread safety: none; one per generator thread, merged at the end.
class Recorder {
 public:
  /// @param expected  about how many requests there will be, spares moving samples during the load.
  /// @param urls  how many there are.
  explicit Recorder(std::uint64_t expected, std::size_t urls = 1);

  /// Enters a request. `worker` is the server's name for who ran it and sets sample.worker.
  void record(Sample sample, std::string_view worker, std::uint64_t body_bytes);
  void merge(const Recorder& other);

  Recording& recording() { return recording_; }
  const Recording& recording() const { return recording_; }

 private:
  std::uint32_t worker_index(std::string_view name);
  void record_second(const Sample& sample);
  void merge_samples(const Recording& other);

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library looks for this name
  };
  Recording recording_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> worker_indexes_;
};

}  // namespace hundred::client
