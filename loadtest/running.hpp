#pragma once

#include <memory>
#include <optional>
#include <string>

#include "loadtest/interrupt.hpp"
#include "loadtest/measure.hpp"
#include "loadtest/run_options.hpp"
#include "loadtest/server_process.hpp"
#include "loadtest/terminal.hpp"
#include "loadtest/theory.hpp"

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

/// Loads servers that are alike but for what is varied, one after the other: what a request takes alone is measured
/// once, and an upstream, if /io/fetch is asked for, is there all the time.
class Runner {
 public:
  /// @param interrupt, terminal  must outlive it; progress goes to terminal.err. @throws RunError
  Runner(RunOptions options, const Interrupt& interrupt, Terminal& terminal);

  /// What a request takes alone; takes about a second. Nothing if that cannot be known, or there is no mode: then a
  /// load itself shows what is wrong.
  std::optional<EndpointFacts> measure_alone();

  /// Starts a server, if there is a mode, loads it, and stops it. @param options  those that the Runner was made with,
  /// varied. @param alone  of the endpoint, for theory. @param place  said before how far it is: "point 3 of 10"
  /// @returns nothing if it was interrupted before the load. @throws RunError, ConnectError, UsageError
  std::optional<Ran> run(RunOptions options, const std::optional<EndpointFacts>& alone, const std::string& place = {});

 private:
  void pass_on(const std::string& said);

  RunOptions options_;
  const Interrupt& interrupt_;
  Terminal& terminal_;
  std::unique_ptr<ServerProcess> upstream_;
  std::string passed_on_;  ///< of what a server said at its start: not said again
};

/// Runs a load as `hundred-load run` does, all but the report's output.
/// @returns nothing if it was interrupted before the load. @throws RunError, ConnectError, UsageError
std::optional<Ran> run_once(const RunOptions& options, const Interrupt& interrupt, Terminal& terminal);

}  // namespace hundred::loadtest
