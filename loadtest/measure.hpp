#pragma once

#include <functional>
#include <optional>

#include "client/run.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/server_process.hpp"

namespace hundred::loadtest {

/// One load, and what is to be known of its surroundings.
struct Measurement {
  client::Load load;  ///< as it was run: with an id, if the server is on this host
  client::Recording recording;
  Surroundings around;  ///< but for theory and arguments

  /// All of it as a report.
  Report report() const;
};

/// Runs a load and gathers what the kernel, the server's process and the server itself say of it. Blocks; the load runs
/// on threads of its own.
/// @param beside  a bystander's load; nothing: none.
/// @param server  the one that was started for this; nullptr: the load is of another.
/// @param tick  called on this thread again and again meanwhile. @throws as client::run()
Measurement measure(client::Load load, const std::optional<client::Load>& beside, const ServerProcess* server,
                    int stop_fd, client::Progress& progress, const std::function<void()>& tick);

}  // namespace hundred::loadtest
