#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstdint>

#include "server/runtime/context.hpp"

namespace hundred::server {

class Connection;

/// Tells a loop's connections when they can be read or written: an epoll set of their own, which Asio polls beside all
/// else that the loop waits for. It is edge-triggered, so that a request costs no epoll_ctl(); Asio's async_wait()
/// costs one each. Thread safety: none; on the loop's thread.
class Poller {
 public:
  explicit Poller(boost::asio::io_context& context);

  /// Calls on_ready() of the connections as epoll reports them, until close().
  void start();
  void close();

  /// Watches a connection from now on, until its socket is closed. @returns 0 or an errno value.
  int add(int fd, Connection& connection);
  /// Has epoll report what there is, though it may have done so already.
  void report_again(int fd, Connection& connection);
  /// The connection is about to be destroyed: what was reported of it is dropped.
  void forget(const Connection& connection);

 private:
  void poll();
  /// @returns whether there was anything
  bool report();
  int control(int operation, int fd, Connection& connection);

  boost::asio::posix::basic_stream_descriptor<Executor> set_;
  std::array<epoll_event, 128> events_{};
  std::size_t reported_ = 0;  ///< of events_: those at hand
};

}  // namespace hundred::server
