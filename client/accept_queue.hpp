#pragma once

#include <cstdint>
#include <optional>

namespace hundred::client {

/// Connections that this host's kernel has completed and that the program listening on the port has yet to accept. Asks
/// for that one socket (sock_diag(7)): how many others there are does not matter. Thread-safe.
/// @returns nothing if nobody listens there on this host (network namespace), for the server is elsewhere, or if the
/// system does not tell.
std::optional<std::uint64_t> accept_queue_length(std::uint16_t port);

}  // namespace hundred::client
