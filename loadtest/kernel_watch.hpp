#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hundred::loadtest {

/// What the kernel counts of what spoils a measurement; nothing where it does not tell.
struct KernelEvents {
  std::optional<std::uint64_t> listen_overflows;  ///< connections that found a full accept queue, of all servers here
  std::optional<std::uint64_t> listen_drops;      ///< connection attempts dropped on listening sockets, these included
  std::optional<std::uint64_t> throttled;         ///< periods in which a control group's CPU quota stopped this process
};

/// All of them up to now, of this network namespace and this process's control groups.
/// @param server_is_here  whether what happens to listening sockets of this host is of interest.
KernelEvents kernel_events(bool server_is_here);

/// What happened between two moments.
KernelEvents operator-(const KernelEvents& later, const KernelEvents& earlier);

/// The value of a counter in the table /proc/net/netstat: a line of names and a line of numbers, both begin with
/// `table` ("TcpExt:").
std::optional<std::uint64_t> netstat_counter(std::string_view text, std::string_view table, std::string_view name);

}  // namespace hundred::loadtest
