#pragma once

#include <optional>

#include "client/load.hpp"
#include "loadtest/prediction.hpp"
#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// What was measured of an endpoint before it was loaded, on an idle server.
struct EndpointFacts {
  std::string endpoint;  ///< path and query
  Work work;             ///< of one request, alone
  double cpus = 1;       ///< k: so many CPUs' work is done if all usable ones compute this at once
};

/// What theory says of a load on a server in one of hundred-server's modes; of a closed loop that begins with all users
/// at once the mean response of the whole run, its start included. @returns nothing where it says nothing: of
/// an open loop, of several URLs, of a mode that is not known, of pinned connections, and where the work queue turns
/// users away, of whom is not known.
std::optional<Prediction> predict(const EndpointFacts& facts, const ServerFacts& server, const client::Load& load);

/// What is to be said before a load that can only end in time-outs: "theory says 5.00 s until the last user has an
/// answer, but --timeout is 1s". @returns nothing if there is nothing to be said.
std::optional<std::string> timeout_warning(const std::optional<Prediction>& prediction, const client::Load& load);

}  // namespace hundred::loadtest
