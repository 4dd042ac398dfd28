#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "common/descriptor.hpp"

namespace hundred::server {

/// The server cannot start. what() is one line; exit code 1.
class StartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whether a Listener knows that host: an IP address, of this machine or not, or "localhost".
bool is_listen_host(const std::string& host);

/// The one listening socket, which all loops poll. Forked processes inherit it: it refuses connections once all of them
/// have closed theirs. Thread safety: all members may be called concurrently, close() once; waiting() is
/// async-signal-safe as well.
class Listener {
 public:
  /// Binds and listens. @param port  0 takes a free one.
  /// @throws StartError if the address is in use or not to be had.
  Listener(const std::string& host, std::uint16_t port, int backlog);

  std::uint16_t port() const { return port_; }
  const std::string& address() const { return address_; }  ///< "127.0.0.1" or "[::1]"
  int descriptor() const { return socket_.get(); }

  /// Takes one connection off the backlog. @returns nothing and sets `error` (an errno) if there is none to be had.
  Descriptor accept(int& error);
  /// Connections in the backlog, waiting to be accepted; 0 once it is closed.
  std::size_t waiting() const;
  /// No further connection is taken; the kernel refuses new ones.
  void close() {
    open_ = -1;
    socket_ = Descriptor();
  }

 private:
  Descriptor socket_;
  std::atomic<int> open_ = -1;  ///< the socket's number until it is closed
  std::string address_;
  std::uint16_t port_ = 0;
};

}  // namespace hundred::server
