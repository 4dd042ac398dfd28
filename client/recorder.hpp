#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/connection.hpp"
#include "client/histogram.hpp"
#include "client/server_timing.hpp"

namespace hundred::client {

/// How a request ended: each has exactly one outcome.
enum class Outcome : std::uint8_t {
  ok,           ///< a whole answer with a status of 2xx
  bad_status,   ///< a whole answer with another status
  refused,      ///< nobody listens
  unreachable,  ///< connecting failed for another reason, see Recording::connect_errors
  reset,        ///< the connection was reset, or closed before a byte of the answer
  cut_short,    ///< closed amid the answer
  malformed,    ///< the answer is not HTTP
  timed_out,    ///< no whole answer within the timeout
  unanswered,   ///< still in flight when the load was broken off
};
inline constexpr std::size_t outcome_count = 9;

/// One request. Its response time counts from the planned moment to `end`, its service time from the sending.
struct Sample {
  Time planned = 0;  ///< when it was due
  Stamps stamps;     ///< connecting may lie before `planned`
  Time end = 0;      ///< the answer's last byte, or when the request was given up
  ServerTiming timing;
  std::uint32_t user = 0;
  std::uint32_t worker = 0;  ///< index into Recording::workers
  std::uint16_t status = 0;  ///< 0: no whole answer
  Outcome outcome = Outcome::ok;

  Time response_time() const { return end - planned; }
  Time service_time() const { return end - stamps.sent; }
};

/// The requests that one worker of the server ran, as its answers say.
struct WorkerShare {
  std::string name;
  std::uint64_t requests = 0;
};

/// Everything measured in one run.
struct Recording {
  static constexpr std::size_t most_samples = 1'000'000;
  static constexpr std::size_t most_workers = 10'000;

  std::vector<Sample> samples;  ///< of the first million requests
  Histogram response;           ///< of all requests
  Histogram service;            ///< of all requests that were sent
  std::array<std::uint64_t, outcome_count> outcomes{};
  std::map<int, std::uint64_t> bad_statuses;
  std::map<int, std::uint64_t> connect_errors;        ///< by errno
  std::vector<WorkerShare> workers;                   ///< first: answers without a worker, or of one beyond the most
  std::uint64_t timed = 0;                            ///< answers with a server's timing
  double timed_response_ns = 0;                       ///< sum of their response times
  std::array<double, phase_names.size()> phase_us{};  ///< sums of what their server says
  std::uint64_t body_bytes = 0;
  std::uint64_t reconnects = 0;     ///< connections made after the release
  std::uint64_t asked_again = 0;    ///< requests sent once more, on a new connection, because the kept one had ended
  std::vector<Time> connect_times;  ///< of the connections made before the release
  std::uint64_t not_accepted = 0;   ///< connections that waited to be accepted at the release, if this host can tell
  Time released = 0;                ///< when the load began
  Time last_answer = 0;             ///< the last byte of the last good answer
  Time ended = 0;                   ///< when the last request ended, whatever its outcome
  bool interrupted = false;

  std::uint64_t requests() const { return response.count(); }
  std::uint64_t operator[](Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
  /// Every request has its sample, so figures may be exact.
  bool has_all_samples() const { return samples.size() == requests(); }
};

/// Fills a Recording. Thread safety: none; one per generator thread, merged at the end.
class Recorder {
 public:
  /// @param expected  how many requests there will be, 0 if that is not known; spares moving samples during the load.
  explicit Recorder(std::uint64_t expected);

  /// Enters a request. `worker` is the server's name for who ran it and sets sample.worker.
  void record(Sample sample, std::string_view worker, std::uint64_t body_bytes);
  void merge(const Recorder& other);

  Recording& recording() { return recording_; }
  const Recording& recording() const { return recording_; }

 private:
  std::uint32_t worker_index(std::string_view name);

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library looks for this name
  };
  Recording recording_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> worker_indexes_;
};

}  // namespace hundred::client
