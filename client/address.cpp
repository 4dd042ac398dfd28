#include "client/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>

#include "client/errors.hpp"

namespace hundred::client {

std::uint16_t Address::port() const {
  // sockaddr_in and sockaddr_in6 hold the port at the same place.
  sockaddr_in address{};
  std::memcpy(&address, &storage, sizeof address);
  return ntohs(address.sin_port);
}

std::vector<Address> resolve(const Url& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &found);
  if (error != 0)
    throw RunError(fmt::format("'{}': host {} does not resolve: {}", url.text(), url.host, gai_strerror(error)));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, freeaddrinfo);
  std::vector<Address> addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    Address& address = addresses.emplace_back();
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.length = entry->ai_addrlen;
  }
  return addresses;
}

std::optional<std::uint64_t> accept_queue_length(std::uint16_t port) {
  constexpr unsigned listening = 0x0A;
  std::optional<std::uint64_t> length;
  for (const char* path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream table(path);
    for (std::string line; std::getline(table, line);) {
      unsigned local_port = 0;
      unsigned state = 0;
      std::uint64_t queue = 0;
      const int fields =
          std::sscanf(line.c_str(), " %*d: %*[0-9A-F]:%x %*[0-9A-F]:%*x %x %*x:%" SCNx64, &local_port, &state, &queue);
      if (fields == 3 && state == listening && local_port == port) length = length.value_or(0) + queue;
    }
  }
  return length;
}

}  // namespace hundred::client
