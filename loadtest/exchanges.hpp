#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/load.hpp"

namespace hundred::loadtest {

/// What a server's timeline says of one request; nanoseconds on the monotonic clock of this host.
struct Exchange {
  struct Stretch {
    std::string kind;  ///< "cpu", "wait", "pool"
    client::Time from = 0, to = 0;
  };

  client::Time arrival = 0;  ///< the request's last byte reached the host
  client::Time start = 0;    ///< the handler began
  client::Time end = 0;      ///< the handler had its response
  client::Time handed = 0;   ///< the response's last byte was handed to the kernel
  client::Time cpu = 0;      ///< CPU time of computing
  std::vector<Stretch> stretches;
};

/// By the request's number, see client::Sample.
using Exchanges = std::unordered_map<std::uint32_t, Exchange>;

/// Reads what GET /timeline answers (INTERFACE, section 3): of the requests that carry the run's id, the last `most`.
/// @returns none if it is no timeline, or one of another host, whose clock is not ours.
Exchanges read_timeline(std::string_view text, std::uint32_t run_id, std::uint64_t most);

/// Asks the load's server for its timeline, at most two seconds long. @param most  no more than so many, the last ones
/// @returns none if the load has no ids, or the server no such timeline.
Exchanges fetch_exchanges(const client::Load& load, std::uint64_t most);

}  // namespace hundred::loadtest
