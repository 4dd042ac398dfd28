#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>
#include <utility>

#include "common/descriptor.hpp"

namespace hundred::server {

/// Tells a loop that sleeps outside of Asio that Asio has something to do: a service of the loop's io_context.
/// Thread safety: as marked; the rest on the loop's thread only.
class Waker final : public boost::asio::execution_context::service {
 public:
  static inline boost::asio::execution_context::id id;

  /// @throws std::system_error
  explicit Waker(boost::asio::execution_context& context);
  /// Thread-safe. The waker of that loop; null if it sleeps in Asio.
  static Waker* of(boost::asio::execution_context& context);

  /// Thread-safe. Called by the loop's own thread, it is noted; by another, it makes descriptor() readable anew, for
  /// edge-triggered epoll. Nobody has to read it.
  void wake();

  /// This thread is the loop's.
  void belongs_here() { loop_ = std::this_thread::get_id(); }
  int descriptor() const { return event_.get(); }
  /// Whether the loop's own thread has called wake() since clear().
  bool noted() const { return noted_; }
  void clear() { noted_ = false; }

 private:
  void shutdown() override {}

  Descriptor event_;
  std::atomic<std::thread::id> loop_;
  bool noted_ = false;
};

/// Has `handler` called on that loop, whichever thread this is. A loop with a waker must outlive the call; another may
/// end with what `handler` does, but not before post() is done with it: it is kept at work.
template <class Handler>
void post_to_loop(const boost::asio::io_context::executor_type& loop, Handler&& handler) {
  if (Waker* const waker = Waker::of(loop.context())) {
    boost::asio::post(loop, std::forward<Handler>(handler));
    waker->wake();
  } else {
    const auto at_work = boost::asio::make_work_guard(loop);
    boost::asio::post(loop, std::forward<Handler>(handler));
  }
}

}  // namespace hundred::server
