#pragma once

#include <cstdint>
#include <deque>
#include <queue>
#include <utility>
#include <vector>

#include "client/address.hpp"
#include "client/connection.hpp"
#include "client/pacer.hpp"
#include "client/recorder.hpp"
#include "client/request_source.hpp"
#include "client/run.hpp"
#include "common/descriptor.hpp"

namespace hundred::client {

/// The users of one generator thread and their event loop: connect() all, then run() the load.
/// Thread safety: none, but for what Progress says.
class Generator {
 public:
  Generator(const Load& load, int stop_fd, Recorder& recorder, Progress& progress);

  /// Connects every user, at most `timeout` long. Users that could not connect try again with their first request.
  /// @returns 0 if at least one is connected (or the load was broken off), otherwise the errno of the last failure.
  int connect(const Address& address);

  /// Releases all users at once and returns when every request has its outcome.
  void run();

 private:
  struct User {
    User(int epoll, std::uint32_t index) : connection(epoll, index) {}
    Connection connection;
    Time planned = 0;  ///< of the request in flight, 0 if there is none
    bool asked_again = false;
    std::uint32_t failures = 0;  ///< in a row
  };

  void poll(Time until);
  void open_more(std::uint32_t& next);
  void wait_until_accepted();
  void begin_next(User& user, Time at);
  void open(User& user);
  void ask(User& user);
  void take(User& user, Connection::Step step);
  void lost(User& user);
  void finish(User& user, Outcome outcome, Time end);
  void wake(Time at);
  void sweep(Time at);
  void break_off();

  const Load& load_;
  Recorder& recorder_;
  Progress& progress_;
  Descriptor epoll_;
  RequestSource source_;
  Pacer pacer_;
  Address address_;
  std::deque<User> users_;
  std::vector<char> scratch_;
  Receiver receiver_;
  std::uint32_t connecting_ = 0;
  int connect_error_ = 0;
  std::uint64_t in_flight_ = 0;
  Time next_sweep_ = 0;
  bool stopped_ = false;
  /// Users that pause after a failure, by the moment at which they go on.
  std::priority_queue<std::pair<Time, std::uint32_t>, std::vector<std::pair<Time, std::uint32_t>>, std::greater<>>
      pausing_;
};

}  // namespace hundred::client
