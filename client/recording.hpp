#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
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
  static constexpr std::uint32_t nobody = UINT32_MAX;

  Time planned = 0;  ///< when it was due
  Time ready = 0;    ///< when it could have been sent: it was due, and its user free and connected; 0: it never was
  Stamps stamps;     ///< connecting may lie before `planned`
  Time end = 0;      ///< the answer's last byte, or when the request was given up
  ServerTiming timing;
  std::uint32_t user = 0;    ///< nobody if none was ever free for it
  std::uint32_t worker = 0;  ///< index into Recording::workers
  std::uint32_t number = 0;  ///< of the request, from 1 on, see Load::run_id; 0: it was never sent
  std::uint16_t status = 0;  ///< 0: no whole answer
  std::uint16_t url = 0;     ///< index into Load::urls
  Outcome outcome = Outcome::ok;

  Time response_time() const { return end - planned; }
  Time service_time() const { return end - stamps.sent; }
  /// What the generator itself added: it was busy, or had no CPU.
  Time send_lag() const { return std::max<Time>(0, stamps.sent - ready); }
};

/// The requests that one worker of the server ran, as its answers say.
struct WorkerShare {
  std::string name;
  std::uint64_t requests = 0;
};

/// The requests to one of several URLs.
struct UrlFigures {
  std::array<std::uint64_t, outcome_count> outcomes{};
  Histogram response;
};

/// The requests that ended in one second of the load.
struct Second {
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  Histogram response{Histogram::coarse};
};

/// What generating cost one generator thread, from the release to the end.
struct GeneratorUsage {
  Time wall = 0;
  Time busy = 0;                 ///< CPU time, without what it spun while waiting for a planned moment
  std::optional<Time> waited{};  ///< how long it could have run, but had no CPU; nothing if the kernel does not tell
};

/// Everything measured in one run. Requests that were due in the warm-up are not in it, but for their number.
struct Recording {
  static constexpr std::size_t most_samples = 1'000'000;
  static constexpr std::size_t most_workers = 10'000;
  static constexpr std::size_t most_seconds = 3600;

  std::vector<Sample> samples;           ///< of the first million requests
  Histogram response;                    ///< of all requests
  Histogram service;                     ///< of all requests that were sent
  Histogram send_lag;                    ///< of those
  Histogram connect{Histogram::coarse};  ///< connecting during the load
  std::array<std::uint64_t, outcome_count> outcomes{};
  std::vector<UrlFigures> urls;  ///< by index into Load::urls; empty if there is one only
  std::vector<Second> seconds;   ///< of the first hour
  std::map<int, std::uint64_t> bad_statuses;
  std::map<int, std::uint64_t> connect_errors;        ///< by errno
  std::vector<WorkerShare> workers;                   ///< first: answers without a worker, or of one beyond the most
  std::uint64_t timed = 0;                            ///< answers with a server's timing
  double timed_response_ns = 0;                       ///< sum of their response times
  double timed_unsent_ns = 0;                         ///< of these: from when they were due until they were sent
  std::array<double, phase_names.size()> phase_us{};  ///< sums of what their server says
  std::uint64_t body_bytes = 0;
  std::uint64_t asked_again = 0;    ///< requests sent once more, on a new connection, because the kept one had ended
  std::vector<Time> connect_times;  ///< of the connections made before the release
  std::uint64_t not_accepted = 0;   ///< connections that waited to be accepted at the release, if this host can tell
  std::uint64_t warmup_requests = 0;
  std::uint64_t never_sent = 0;       ///< of the requests: given up while they waited for a free user
  std::uint64_t most_waiting = 0;     ///< requests that were due and waited for a free user, in one thread at once
  double user_seconds = 0;            ///< sum over users of the time from the end of the warm-up to their last answer
  double request_seconds = 0;         ///< integral of the number of requests due and not ended, over the time
  std::vector<GeneratorUsage> usage;  ///< by thread
  Time released = 0;                  ///< when the load began
  Time counted_from = 0;              ///< the end of the warm-up
  Time last_answer = 0;               ///< the last byte of the last good answer
  Time ended = 0;                     ///< when the last request ended, whatever its outcome
  bool interrupted = false;

  std::uint64_t requests() const { return response.count(); }
  std::uint64_t operator[](Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
  /// Every request has its sample, so figures may be exact.
  bool has_all_samples() const { return samples.size() == requests(); }
};

}  // namespace hundred::client
