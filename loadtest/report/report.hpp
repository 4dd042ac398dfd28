#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/run.hpp"
#include "loadtest/cpu_share.hpp"
#include "loadtest/exchanges.hpp"
#include "loadtest/kernel_watch.hpp"
#include "loadtest/prediction.hpp"
#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// All that is known of one run. Text and JSON only render it; JSON reads back as the same Report.
struct Report {
  static constexpr std::size_t most_request_rows = 10'000;
  static constexpr std::size_t most_last_requests = 2'000;  ///< shown of a run that has more than these

  LoadFacts load;
  std::string url;
  std::string endpoint;                         ///< path and query
  std::string mode;                             ///< the server's, empty if not known
  std::string run_by;                           ///< "8 threads", empty if not known
  std::optional<std::uint64_t> server_workers;  ///< what the server's --workers counts, as it says
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
  std::vector<CurvePoint> curve;         ///< from the least to the greatest
  std::optional<Breakdown> breakdown;    ///< nothing if the server sends no Server-Timing
  std::vector<Breakdown> breakdowns;     ///< about p50, p95, p99 and the maximum, as the sample can carry them
  std::optional<Prediction> prediction;  ///< what theory says, where it is known what a request takes alone
  std::optional<Fairness> fairness;      ///< nothing if nobody asked
  std::vector<client::WorkerShare> workers;
  ConnectingDuring connecting;
  std::uint64_t warmup_requests = 0;  ///< not in the figures
  std::uint64_t most_waiting = 0;     ///< requests of an open loop that were due at once while all users were busy
  std::uint64_t never_sent = 0;       ///< of these, given up unsent
  std::vector<UrlRow> urls;           ///< if there are several
  std::vector<SecondRow> seconds;     ///< of a run that takes longer than a second
  std::optional<HeatMap> heat_map;    ///< of one that takes five seconds or more
  std::optional<BystanderFacts> bystander;
  Validity validity;
  std::vector<ThresholdResult> thresholds;
  std::vector<std::string> findings;   ///< what the data means, in sentences
  std::optional<Usage> usage;          ///< of the server that was started for the run
  std::vector<LoopBlock> loop_blocks;  ///< of the same, where it has an event loop
  /// All, if they are few enough; otherwise those of the last that the server's timeline has.
  std::vector<RequestRow> requests;
  Environment environment;
};

/// "ok", "unexpected_status", "timed_out" ...
const char* outcome_name(client::Outcome outcome);

/// The load in words: the first line of every report.
std::string load_words(const client::Load& load);
LoadFacts load_facts(const client::Load& load);

/// Of the moment at which the recording's load was released, or of now if it was not.
Environment environment_of(const client::Recording& recording);

/// What is known of a run beside what its load measured.
struct Surroundings {
  std::optional<ServerFacts> server;  ///< of the server that was started for the run
  Exchanges exchanges;                ///< what the server's timeline says of its requests
  std::optional<Prediction> prediction;
  std::optional<Usage> usage;
  std::vector<LoopBlock> loop_blocks;
  KernelEvents events;         ///< during the run
  std::optional<CpuUse> cpus;  ///< during the load, if the server was started for it: another's would count as others
  std::optional<bool> shares_cpus;
  std::vector<std::string> arguments;
  std::optional<BystanderFacts> bystander;
};

Report build_report(const client::Load& load, const client::Recording& recording, const Surroundings& around = {});

BystanderFacts bystander_facts(const client::Load& load, const client::Recording& recording);

}  // namespace hundred::loadtest
