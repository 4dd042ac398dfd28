#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

/// The mean response time of answers that carry a Server-Timing header, cut in parts that add up to it.
struct Breakdown {
  std::string at;  ///< of the answers about this percentile, "p50" ... "max"; empty: of all
  std::uint64_t count = 0;
  double total_ms = 0;
  /// "client", "network", "queue" ... and milliseconds; "unexplained" where the server's timeline was there to tell
  /// what the network took.
  std::vector<std::pair<std::string, double>> parts;
};

/// How the work of a run was spread.
struct Fairness {
  std::optional<double> workers_index;  ///< Jain's index of the requests per worker, if there are several
  std::optional<double> users_index;    ///< of the requests per user, if users ask several times
  std::uint64_t users = 0;              ///< who asked
  double median_user_ms = 0;            ///< of the users' mean response times
  double slowest_user_ms = 0;
  std::uint32_t slowest_user = 0;
};

/// A stretch of a handler's time, in milliseconds since the release.
struct Interval {
  std::string kind;  ///< "cpu", "wait", "pool"
  double from_ms = 0, to_ms = 0;
};

/// A request's way to the server, through it and back, in milliseconds since the release: its own stamps and those of
/// the server, which this host's one clock makes comparable.
struct Journey {
  double sent_ms = 0;
  double arrived_ms = 0;   ///< its last byte, at the server's host
  double started_ms = 0;   ///< its handler
  double ended_ms = 0;     ///< its handler
  double handed_ms = 0;    ///< the answer's last byte, to the server's kernel
  double answered_ms = 0;  ///< the answer's last byte, here
  double cpu_ms = 0;       ///< CPU time that its handler computed for
  std::vector<Interval> stretches;
};

/// One request of those that are shown one by one.
struct RequestRow {
  std::optional<std::uint32_t> user;  ///< nothing if none was ever free for it
  std::string outcome;
  double due_ms = 0;  ///< since the release
  double response_ms = 0;
  std::optional<double> service_ms;
  std::optional<double> queue_ms;
  std::optional<double> handler_ms;
  std::string worker;
  std::optional<Journey> journey;  ///< if the server's timeline has it
};

/// A point of the distribution of latencies: so great a share of requests took no longer.
struct CurvePoint {
  double quantile = 0;  ///< 0 to 1
  double response_ms = 0;
  double service_ms = 0;
};

/// How many requests ended in which stretch of time with which response time.
struct HeatMap {
  double column_s = 0;                             ///< how long a stretch is
  std::vector<double> edges_ms;                    ///< of the rows, ascending: one more than there are rows
  std::vector<std::vector<std::uint64_t>> counts;  ///< by stretch, then row
};

/// An endpoint that held a loop, on which others waited, for more than 25 ms at a time.
struct LoopBlock {
  std::string path;
  std::uint64_t count = 0;  ///< times during the run
  double longest_ms = 0;    ///< since the server started
};

/// What a server, with all its descendants, used while it was measured.
struct Usage {
  double cpu_ms = 0;                 ///< CPU time, user and system, of all its threads, those that ended too
  std::uint64_t peak_threads = 0;    ///< the most threads at once
  std::uint64_t peak_processes = 0;  ///< the most processes at once; one that ended counts until it is waited for
  /// The most memory at once, in bytes; a page that n processes share counts as 1/n for each. Nothing if the system
  /// does not let us read it.
  std::optional<std::uint64_t> peak_pss_bytes;
  /// Context switches, as the server counts them: of threads that had to wait, and of threads that were made to.
  std::optional<std::uint64_t> voluntary_switches, involuntary_switches;
};

struct Environment {
  std::string version;                 ///< hundred-load's
  std::string started_at;              ///< UTC, ISO 8601
  std::string system;                  ///< kernel and machine
  std::uint64_t cpus = 0;              ///< that this process may use
  std::optional<bool> shares_cpus;     ///< with the server; nothing if that is not known
  std::vector<std::string> arguments;  ///< hundred-load's own
};

/// Whether the figures can be believed.
enum class Verdict : std::uint8_t { valid, suspect, invalid };
/// By Verdict.
inline constexpr std::array<const char*, 3> verdict_names{"valid", "suspect", "invalid"};

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

/// Little's law of a run: what arrives, times how long it stays, is what is there.
struct Little {
  double rate_per_s = 0;  ///< of requests
  double cycle_ms = 0;    ///< mean response time, and think time
  double expected = 0;    ///< their product
  double actual = 0;      ///< users; in an open loop the requests in flight, as they were counted
  Verdict verdict = Verdict::valid;

  double deviation() const { return (expected - actual) / actual; }
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

}  // namespace hundred::loadtest
