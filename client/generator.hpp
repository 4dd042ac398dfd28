#pragma once

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "client/address.hpp"
#include "client/connection.hpp"
#include "client/headroom.hpp"
#include "client/pacer.hpp"
#include "client/recorder.hpp"
#include "client/request_source.hpp"
#include "client/run.hpp"
#include "client/schedule.hpp"
#include "common/descriptor.hpp"
#include "common/receiver.hpp"

namespace hundred::client {

/// Some of a load's users and their event loop: connect() all, then run() the load. Thread safety: one thread at a
/// time, but for what is marked.
class Generator {
 public:
  /// Those of the load's users that this generator has.
  struct Users {
    std::uint32_t first = 0;  ///< number of the first of them
    std::uint32_t count = 0;
  };

  /// @param part  which of the generators that share the load this is.  @param progress  nullptr: nobody looks.
  /// All that is passed by reference must outlive it.
  Generator(const Load& load, Schedule::Part part, Users users, int stop_fd, Budget& budget, Progress* progress);

  /// Connects every user, at most `timeout` long. Users that could not connect try again with their first request.
  /// @returns 0 if at least one is connected (or the load was broken off), otherwise the errno of the last failure.
  int connect(const Address& address);

  /// Runs a closed loop for the warm-up's time, of which only the number of requests is recorded, and returns when
  /// nothing is in flight any more.
  void warm_up();

  /// Releases all users at that moment and returns when every request has its outcome.
  void run(Time release_at);

  /// Thread-safe. No further request of an open loop is due.
  void end_schedule() { schedule_ended_.store(true, std::memory_order_relaxed); }

  Recorder& recorder() { return recorder_; }
  bool stopped() const { return stopped_; }

 private:
  struct User {
    User(int epoll, std::uint32_t index) : connection(epoll, index) {}
    Connection connection;
    Time planned = 0;     ///< of the request in flight, 0 if there is none
    Time ready = 0;       ///< when that could have been sent
    Time free_since = 0;  ///< when it could make its next request, were that due
    const RequestSource::Request* request = nullptr;
    std::uint32_t number = 0;  ///< of the request
    Time last_end = 0;         ///< of its last request
    bool asked_again = false;
    std::uint32_t failures = 0;  ///< in a row
  };
  using Pause = std::pair<Time, std::uint32_t>;  ///< a moment, and the user who is to go on then

  void open_more(std::uint32_t& next);

  void loop();
  bool done(Time at) const;
  Time next_moment() const;
  void poll(Time moment, Time later);
  void count_open(Time at);
  void tick(Time at);

  void release(Time at, Time counted_from);
  void plan_next();
  void issue_due(Time at);
  void take_waiting(User& user);
  void wake(Time at);
  void free(User& user, Time at);
  void go_on(User& user, Time at);
  void begin_next(User& user, Time at);
  void begin(User& user, Time planned);

  void open(User& user);
  void ask(User& user);
  void take(User& user, Connection::Step step);
  void connected(User& user);
  void lost(User& user);
  void finish(User& user, Outcome outcome, Time end);
  void record(const User& user, Outcome outcome, Time end);
  void give_up_waiting(Outcome outcome, Time at);
  void sweep(Time at);
  void break_off();

  const Load& load_;
  const std::uint32_t first_user_, most_connecting_, generators_;
  Progress* const progress_;
  Recorder recorder_;
  Descriptor epoll_;
  RequestSource source_;
  Pacer pacer_;
  Pacer* pacer_in_use_ = &pacer_;  ///< another in a warm-up that is apart
  std::optional<Schedule> schedule_;
  Address address_;
  std::deque<User> users_;
  std::vector<char> scratch_;
  std::array<epoll_event, 256> events_{};
  Receiver receiver_;
  Headroom headroom_;
  std::uint32_t connecting_ = 0;
  int connect_error_ = 0;

  Time release_ = 0, counted_from_ = 0;
  std::uint64_t in_flight_ = 0;
  std::uint32_t last_number_;  ///< of the requests sent, which the generators count in turn
  std::uint64_t open_ = 0;     ///< requests due and not ended, without those of the warm-up
  Time counted_at_ = 0;        ///< up to when Recording::request_seconds is added up
  Time next_tick_ = 0, next_sweep_ = 0;
  bool stopped_ = false;
  std::atomic<bool> schedule_ended_{false};
  std::uint64_t published_done_ = 0, published_failed_ = 0;
  std::size_t published_seconds_ = 0;

  std::optional<Time> due_;         ///< the next request of an open loop
  std::deque<std::uint32_t> idle_;  ///< users of an open loop that have nothing to do, the longest idle first
  std::deque<Time> waiting_;        ///< planned moments of requests for which no user was free
  /// Users that think, or pause after a failure, by the moment at which they go on.
  std::priority_queue<Pause, std::vector<Pause>, std::greater<>> pausing_;
};

}  // namespace hundred::client
