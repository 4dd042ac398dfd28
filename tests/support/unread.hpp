#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <optional>

namespace hundred::test {

/// How many bytes the owner of a TCP socket of this host has not read yet, by its local address and its peer's; nothing
/// if there is no such socket, or the system does not tell (sock_diag(7)).
std::optional<std::uint32_t> unread_bytes(const sockaddr_in& local, const sockaddr_in& peer);

}  // namespace hundred::test
