#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <thread>
#include <vector>

#include "client/clock.hpp"
#include "common/descriptor.hpp"
#include "common/receiver.hpp"

namespace hundred::test {

using client::Time;

/// A server whose delays are known: one thread answers each request as long after its arrival as the plan says, as
/// exactly as the machine lets it, and notes how long that really was. Arrival is when the kernel received the request,
/// whenever the server came to read it; the delay ends just before the answer is sent. Thread safety: none; the plan is
/// called on the server's thread.
class DelayServer {
 public:
  /// @param number  of the request, from 0, in the order of reading.  @param arrival  on CLOCK_MONOTONIC.
  /// @returns how many nanoseconds after its arrival it is to be answered.
  using Plan = std::function<Time(std::uint64_t number, Time arrival)>;

  /// Listens on a free port of 127.0.0.1. @throws std::system_error if it cannot.
  explicit DelayServer(Plan plan);
  ~DelayServer();
  DelayServer(const DelayServer&) = delete;
  DelayServer& operator=(const DelayServer&) = delete;

  std::string url() const;

  /// Ends the server. @returns the delay that it made for each request it answered, in nanoseconds, the least first.
  std::vector<Time> stop();

 private:
  struct Due {
    Time moment = 0, arrival = 0;
    int socket = -1;
    bool operator>(const Due& other) const { return moment > other.moment; }
  };

  void watch(int fd);
  void serve();
  void proceed(int fd);
  void accept_all();
  void read(int socket);
  void answer_due();

  const Plan plan_;
  const Descriptor epoll_, listener_, stop_;
  std::uint16_t port_ = 0;
  std::vector<Descriptor> connections_;
  Receiver receiver_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::uint64_t arrived_ = 0;
  std::vector<Time> delays_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace hundred::test
