#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hundred::loadtest {

/// How many requests of a mode are served at once. A server in the sense of queueing theory: a thread, process or loop.
struct Servers {
  static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t computing = 1;      ///< c for what computes
  std::uint64_t waiting = 1;        ///< c for what waits; where that is unlimited, a request that waits holds no server
  std::uint64_t queue = unlimited;  ///< requests that may wait for a server; others are turned away

  bool turns_away(std::uint64_t users) const { return queue != unlimited && users > computing + queue; }
};

/// What the load tool knows of one of hundred-server's modes.
struct ModeRow {
  std::string_view name, alias;        ///< the alias may be empty
  std::string_view before, one, many;  ///< who runs requests: "8 threads", "1 loop + 2"
  bool counts_workers;                 ///< as many as the server says, otherwise as many as were seen at work
  bool equal_workers;                  ///< `compare` starts it with the same number of workers as others of this kind
  bool processes;                      ///< each worker is one, with an interpreter lock of its own
  bool own_connections;                ///< each worker has its own, and does what they ask for
  Servers (*servers)(std::uint64_t workers);
};

/// In the order in which hundred-server lists them.
std::span<const ModeRow> modes();
/// By name or alias; null if there is none.
const ModeRow* find_mode(std::string_view name);

/// "8 threads", "1 loop + 2"; empty if the mode is not known, or who was at work. @param seen  workers that answered
/// requests
std::string run_by(std::string_view mode, std::optional<std::uint64_t> workers, std::uint64_t seen);

}  // namespace hundred::loadtest
