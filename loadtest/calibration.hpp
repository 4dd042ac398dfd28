#pragma once

#include <string>
#include <vector>

#include "loadtest/interrupt.hpp"
#include "loadtest/load_options.hpp"
#include "loadtest/theory.hpp"

namespace hundred::loadtest {

/// Measures what theory needs to know, before any mode is loaded, on a server of its own, an event loop for each usable
/// CPU (or, where that mode fails, a thread or process), without the user's arguments for servers: of each endpoint S,
/// C and W, the medians of requests asked one after the other, and k. For k all loops compute at once, one user each; k
/// is their throughput times S. An endpoint that waits as well cannot tell that, nor soon one that takes over half a
/// second; there /cpu/burn stands in. Takes
/// about a second for each endpoint.
/// @returns nothing if it was interrupted. @throws RunError if the server fails in each of those modes; UsageError if
/// an endpoint does not answer with a status of 2xx.
std::vector<EndpointFacts> calibrate(const LoadOptions& options, const std::vector<std::string>& endpoints,
                                     const Interrupt& interrupt);

}  // namespace hundred::loadtest
