#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>

#include "common/descriptor.hpp"

namespace hundred::server {

class Connection;
class Waker;

/// Where a loop sleeps: an epoll set of its connections, with Asio's own set, for all else that the loop waits for, as
/// a member of it. So what is asked most often comes the shortest way, and as connections are watched edge-triggered, a
/// request costs no epoll_ctl(); Asio's async_wait() costs one each. Who has something for Asio, be it on the loop's
/// own thread, outside of Asio's handlers, calls post_to_loop(). Thread safety: none; on the loop's thread.
class Poller {
 public:
  /// @param context  the loop's. @param dispatched  called whenever some connections, or Asio's handlers, may have
  /// dispatched requests and the loop turns to something else; must outlive this. @throws std::system_error
  Poller(boost::asio::io_context& context, const std::function<void()>& dispatched);

  /// Runs the loop, on this thread: calls on_ready() of connections as epoll reports them, dispatch() of those that
  /// have a request, and Asio's handlers, until Asio has no more work.
  void run();

  /// Watches a connection from now on, until its socket is closed. @returns 0 or an errno value.
  int add(int fd, Connection& connection);
  /// Has epoll report what there is, though it may have done so already.
  void report_again(int fd, Connection& connection);

 private:
  bool turn_to_asio();
  void turn_to_connections(bool asio_has_more);
  bool report(int timeout_ms);
  int control(int operation, int fd, Connection* whose, std::uint32_t events);

  boost::asio::io_context& context_;
  const std::function<void()>& dispatched_;
  Waker& waker_;
  Descriptor set_;
  /// Each of a connection, or null for what concerns Asio. So many requests at most are read before the first is
  /// served.
  std::array<epoll_event, 32> events_{};
};

}  // namespace hundred::server
