#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/run.hpp"

namespace hundred::loadtest {

/// What the server that was started for the run says of itself.
struct ServerFacts {
  std::string mode;
  std::optional<std::uint64_t> workers;
  bool pinned = false;  ///< a worker serves one connection until it closes
};

/// A distribution of durations: those figures, in this order, that so many values can carry.
struct Summary {
  std::uint64_t count = 0;
  std::vector<std::pair<std::string, double>> figures;  ///< name ("min", "mean", "p50" ... "max") and milliseconds

  std::optional<double> figure(const std::string& wanted) const;
};

enum class LoadKind : std::uint8_t { burst, closed_loop, open_loop };

struct LoadFacts {
  std::string words;  ///< "burst: 100 users, one request each, all at the same instant"
  LoadKind kind = LoadKind::burst;
  std::uint64_t users = 0;
  std::optional<std::uint64_t> requests;
  std::optional<double> duration_ms;
  double timeout_ms = 0;
  double think_ms = 0;
  double warmup_ms = 0;
  std::optional<double> rate_per_s;  ///< of an open loop with a steady rate
  std::uint64_t threads = 1;

  bool burst() const { return kind == LoadKind::burst; }
};

/// sent = ok + failed + timed_out + unanswered.
struct Counts {
  std::uint64_t sent = 0;
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t unanswered = 0;
};

/// How many requests failed in one way.
struct ErrorCount {
  std::string kind;    ///< "refused", "unexpected_status" ...
  std::string detail;  ///< the status or the system's words; often empty
  std::uint64_t count = 0;
};

/// When half, 95 % and all of a burst's requests had a good answer, since the release; nothing if so many never had
/// one.
struct Answered {
  std::optional<double> half_ms;
  std::optional<double> p95_ms;
  std::optional<double> all_ms;
};

/// The mean response time of the answers that carry a Server-Timing header, cut in parts that add up to it.
struct Breakdown {
  std::uint64_t count = 0;
  double total_ms = 0;
  std::vector<std::pair<std::string, double>> parts;  ///< "network", "queue" ... and milliseconds
};

/// One request of a small run.
struct RequestRow {
  std::optional<std::uint32_t> user;  ///< nothing if none was ever free for it
  std::string outcome;
  double response_ms = 0;
  std::optional<double> service_ms;
  std::optional<double> queue_ms;
  std::optional<double> handler_ms;
  std::string worker;
};

struct Environment {
  std::string version;     ///< hundred-load's
  std::string started_at;  ///< UTC, ISO 8601
  std::string system;      ///< kernel and machine
  std::uint64_t cpus = 0;  ///< that this process may use
};

/// Whether the figures can be believed.
enum class Verdict : std::uint8_t { valid, suspect, invalid };

/// One reason to believe them, or not.
struct Check {
  std::string name;  ///< "counts", "little", "generator", "send_lag", "kernel"
  Verdict verdict = Verdict::valid;
  std::string words;  ///< what was found, with its figures
};

struct Validity {
  Verdict verdict = Verdict::valid;  ///< the worst of the checks
  std::vector<Check> checks;
};

/// The requests to one of several URLs.
struct UrlRow {
  std::string url;
  Counts counts;
  Summary response;
};

/// The requests that ended in one second of the load.
struct SecondRow {
  std::uint64_t second = 0;  ///< from 0: since the release, or since the end of the warm-up
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::optional<double> p50_ms, p99_ms, max_ms;  ///< of their response times; to 1.6 %
};

/// Connections made during the load.
struct ConnectingDuring {
  Summary time;
  /// How many connections took about 1, 3 or 7 seconds: the kernel sends a SYN that is not answered again after these.
  std::uint64_t near_1s = 0, near_3s = 0, near_7s = 0;
};

/// What a small request at a fixed rate saw of the load that it ran beside.
struct BystanderFacts {
  std::string url;
  double rate_per_s = 0;
  Counts counts;
  Summary response;
};

/// A limit that the user set, and whether the run kept it.
struct ThresholdResult {
  std::string text;                ///< "p99<50ms"
  std::optional<double> measured;  ///< in the limit's unit: milliseconds, a count, percent, or per second
  bool met = false;
};

/// All that is known of one run. Text and JSON only render it; JSON reads back as the same Report.
struct Report {
  static constexpr std::size_t most_request_rows = 10'000;

  LoadFacts load;
  std::string url;
  std::string endpoint;                         ///< path and query
  std::string mode;                             ///< the server's, empty if not known
  std::string run_by;                           ///< "8 threads", empty if not known
  std::optional<std::uint64_t> pinned_workers;  ///< so many, each serves one connection until it closes
  bool interrupted = false;
  Counts counts;
  std::vector<ErrorCount> errors;
  Summary connect;
  std::uint64_t not_accepted = 0;  ///< connections still waiting to be accepted at the release
  std::uint64_t reconnects = 0;
  std::uint64_t asked_again = 0;           ///< requests sent once more because their kept connection had ended
  std::optional<Answered> answered;        ///< of a burst
  std::optional<double> throughput_per_s;  ///< of a loop: good answers over the time to the last of them
  double elapsed_ms = 0;                   ///< from the release to the end of the last request
  std::uint64_t body_bytes = 0;
  Summary response;
  Summary service;
  Summary send_lag;  ///< from when a request could be sent, as it was due and its user free, to its sending
  std::optional<Breakdown> breakdown;  ///< nothing if the server sends no Server-Timing
  std::vector<client::WorkerShare> workers;
  ConnectingDuring connecting;
  std::uint64_t warmup_requests = 0;  ///< not in the figures
  std::uint64_t most_waiting = 0;     ///< requests of an open loop that were due at once while all users were busy
  std::uint64_t never_sent = 0;       ///< of these, given up unsent
  std::vector<UrlRow> urls;           ///< if there are several
  std::vector<SecondRow> seconds;     ///< of a run that takes longer than a second
  std::optional<BystanderFacts> bystander;
  Validity validity;
  std::vector<ThresholdResult> thresholds;
  std::vector<RequestRow> requests;  ///< of all requests, if they are few enough
  Environment environment;
};

/// "ok", "unexpected_status", "timed_out" ...
const char* outcome_name(client::Outcome outcome);

/// The load in words: the first line of every report.
std::string load_words(const client::Load& load);
LoadFacts load_facts(const client::Load& load);

/// Of the moment at which the recording's load was released, or of now if it was not.
Environment environment_of(const client::Recording& recording);

/// @param server  of the server that was started for the run, if one was.
Report build_report(const client::Load& load, const client::Recording& recording,
                    const std::optional<ServerFacts>& server);

BystanderFacts bystander_facts(const client::Load& load, const client::Recording& recording);

}  // namespace hundred::loadtest
