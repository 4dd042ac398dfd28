#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/url.hpp"

namespace hundred::client {

/// A socket address of a stream server.
struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;

  int family() const { return storage.ss_family; }
  std::uint16_t port() const;
  /// Whether it is of this host, for certain: 127.0.0.0/8 or ::1.
  bool is_loopback() const;
};

/// Every address of the URL's host, in the order of preference that the resolver gives.
/// @throws RunError if the name does not resolve.
std::vector<Address> resolve(const Url& url);

}  // namespace hundred::client
