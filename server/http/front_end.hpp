#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/receiver.hpp"
#include "server/http/connection.hpp"
#include "server/http/connection_board.hpp"
#include "server/http/limits.hpp"
#include "server/http/listener.hpp"
#include "server/http/loop_board.hpp"
#include "server/http/poller.hpp"
#include "server/runtime/loop_clock.hpp"
#include "server/telemetry/telemetry.hpp"

namespace hundred::server {

/// Offers an exchange to the model, which leaves it alone unless it takes it.
using Dispatch = std::function<Dispatched(Exchange&)>;

/// What all loops of a process share. Outlives them.
struct FrontEndShared {
  FrontEndOptions options;
  Listener& listener;
  LoopBoard& loops;
  ConnectionBoard& board;
  Telemetry& telemetry;
  Dispatch dispatch;
  std::function<void()> wake;                                  ///< the model has got all that the loop had for it
  std::function<void(std::uint32_t worker)> connection_ended;  ///< one that was tied to that worker
  const std::atomic<bool>& stopping;                           ///< becomes true before FrontEnd::drain() is called
  std::atomic<std::size_t> accepting_loops;  ///< have not yet taken what was in the backlog; the last one closes it
  std::atomic<Nanoseconds::rep> silent_until = 0;  ///< no further warning that accepting pauses before (steady clock)
};

/// One loop: accepts its share of the connections, keeps the idle ones, reads and parses, enforces limits and
/// deadlines, and gives complete requests to the model. Thread safety: as marked; the rest on the loop's thread only.
class FrontEnd {
 public:
  /// @param index  of this loop among those of all processes. @param shared  must outlive it
  FrontEnd(std::size_t index, FrontEndShared& shared);
  ~FrontEnd();

  /// Runs the loop until it is drained.
  void run();
  /// Thread-safe. Takes what is in the backlog, answers every request that has come, and closes all connections.
  void drain();
  /// Thread-safe. The model, which had no room, has room again.
  void room();

  // For connections and exchanges. Thread-safe but for clock().stood_still().
  std::size_t index() const { return index_; }
  WorkerName name() const { return {'l', static_cast<std::uint32_t>(index_)}; }
  Executor executor() { return context_.get_executor(); }
  /// On the loop's thread only.
  Poller& poller() { return poller_; }
  const FrontEndOptions& options() const { return shared_.options; }
  LoopClock& clock() { return clock_; }
  TimePoint charged(TimePoint time) const { return clock_.charged(time); }
  TimePoint charged_now() const { return clock_.charged(Clock::now()); }
  bool draining() const { return shared_.stopping.load(std::memory_order_relaxed); }
  /// An exchange that is over.
  struct Finished {
    const Request& request;
    const Stamps& stamps;
    unsigned status;
    std::uint64_t body_bytes;
    bool delivered;  ///< all of the response is in the kernel
    std::string_view client;
  };
  void record(const Finished& finished);
  /// Whether record() needs to know the client.
  bool names_clients() const { return static_cast<bool>(shared_.telemetry.access_log); }
  /// Counts a request that a handler or the maker of a body failed at, or that is turned away. Thread-safe.
  void count_failed() { shared_.telemetry.metrics.failed(); }
  void count_shed(Shed reason) { shared_.telemetry.metrics.shed(reason); }
  void count_loop_holds(Route route, const LoopHolds& holds) { shared_.telemetry.loop_holds.record(route, holds); }
  void asked(int fd) { shared_.board.set(fd, ConnectionBoard::State::in_flight); }
  void answered(int fd) { shared_.board.set(fd, ConnectionBoard::State::open); }

  // For connections, on the loop's thread.
  struct Received {
    std::string_view bytes;  ///< valid until the next receive()
    TimePoint arrival;       ///< of the last of them at this host
    bool more = false;       ///< there may be more to read
    bool ended = false;      ///< the client sends nothing more, or has gone
  };
  /// Reads once.
  Received receive(int fd);
  void dispatch(Exchange exchange);
  /// While reading is stopped: will call the connection's resume_reading() once. @returns false if reading goes on, as
  /// it does for connections that are tied to a worker: it waits for them.
  bool postpone_reading(Connection& connection);
  /// @param worker  the one that the connection was tied to
  void closed(int fd, std::optional<std::uint32_t> worker);
  /// Destroys the connection.
  void forget(Connection& connection);

 private:
  using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;
  using Pollable = boost::asio::posix::basic_stream_descriptor<Executor>;

  void wait_acceptable();
  void wait_for_bell();
  void accept_ready();
  bool is_full() const;
  bool accept_one();
  void take_backlog();
  void say_paused(int error);
  void leave_to_others();
  void accept_out_of_turn(bool nobody_accepts);
  void adopt(Descriptor accepted);

  void log(const Finished& finished) const;
  void shed(Exchange exchange, Shed reason, const char* message);
  void start_sweeping();
  void sweep();
  void begin_draining();
  void go_on();
  void finish_if_drained();

  const std::size_t index_;
  FrontEndShared& shared_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_;
  LoopClock clock_;
  std::vector<char> scratch_;
  Receiver receiver_;
  Poller poller_;
  Pollable acceptable_, bell_;  ///< duplicates of the listening socket and of the loop's bell, for polling them
  Timer others_turn_, sweep_timer_;
  std::size_t extra_ = 1;  ///< how many more than its share it takes next while nobody else accepts
  bool waiting_acceptable_ = false, accepting_paused_ = false, drain_begun_ = false;

  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;

  std::vector<Exchange> stalled_;      ///< found no room; reading is stopped while there are any
  std::deque<Connection*> postponed_;  ///< to be read when it goes on
};

}  // namespace hundred::server
