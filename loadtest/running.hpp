#pragma once

#include <memory>
#include <optional>
#include <string>

#include "loadtest/interrupt.hpp"
#include "loadtest/measure.hpp"
#include "loadtest/run_options.hpp"
#include "loadtest/server_process.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// What came of one run.
struct Ran {
  client::Load load;
  client::Recording recording;
  Report report;
  std::optional<std::string> fault;  ///< how a server that was started for it did not live through it, or stop in order
};

/// Starts the server that `options.mode` names. @param stop_fd, @throws  as for start_server() in loading.hpp
std::unique_ptr<ServerProcess> start_server(const RunOptions& options, int stop_fd);

/// Runs a load as `hundred-load run` does, all but the report's output: measures a request alone, if a server is to be
/// started, starts it, loads it, stops it. What the server says at its start, and how far the run is, goes to
/// terminal.err.
/// @returns nothing if it was interrupted before the load. @throws RunError, ConnectError, UsageError
std::optional<Ran> run_once(const RunOptions& options, const Interrupt& interrupt, Terminal& terminal);

}  // namespace hundred::loadtest
