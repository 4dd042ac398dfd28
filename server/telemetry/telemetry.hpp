#pragma once

#include "server/telemetry/access_log.hpp"
#include "server/telemetry/loop_holds.hpp"
#include "server/telemetry/metrics.hpp"
#include "server/telemetry/request_figures.hpp"
#include "server/telemetry/timeline.hpp"

namespace hundred::server {

/// What the server records of itself. Thread safety: that of its parts.
struct Telemetry {
  /// @param on_loops  handlers run on the threads of loops. @param log_file  of the access log; empty: none. @throws
  /// spdlog::spdlog_ex, std::system_error
  Telemetry(char worker_kind, std::size_t workers, bool on_loops, const std::string& log_file)
      : metrics(worker_kind, workers), requests(workers, on_loops), access_log(log_file) {}

  Metrics metrics;
  RequestFigures requests;
  Timeline timeline;
  LoopHoldFigures loop_holds;
  AccessLog access_log;
};

}  // namespace hundred::server
