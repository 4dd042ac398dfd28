#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "client/address.hpp"
#include "client/clock.hpp"
#include "client/response_reader.hpp"
#include "common/receiver.hpp"

namespace hundred::client {

/// When what happened on a connection; 0: it has not.
struct Stamps {
  Time connect_start = 0;
  Time connected = 0;
  Time sent = 0;        ///< just before the request's first byte went to the kernel
  Time first_byte = 0;  ///< what the first read of the answer brought had arrived at this host, see Receiver
  Time last_byte = 0;   ///< what the last read of the answer brought had arrived
};

/// One user's connection: a non-blocking socket in an epoll set, one request at a time. It knows neither when to ask
/// nor what to do after an error; each step is told to its owner. Thread safety: none; belongs to one generator thread.
class Connection {
 public:
  enum class State : std::uint8_t { closed, connecting, idle, sending, receiving };
  enum class Step : std::uint8_t { pending, connected, answered, failed };
  enum class Failure : std::uint8_t { none, connect, reset, closed, malformed };

  /// @param epoll  the epoll descriptor to be in; its events carry `tag`.
  Connection(int epoll, std::uint32_t tag) : epoll_(epoll), tag_(tag) {}
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Begins to connect; must be closed. @returns pending, or failed if that is known at once.
  Step open(const Address& address);
  /// Sends a request; must be idle. `request` must live until the answer is there.
  /// @param head  its method is HEAD: the answer has no body.  @returns pending or failed.
  Step ask(std::string_view request, bool head = false);
  /// Goes on after epoll reported `events`. @param receiver, scratch  for reading, shared by all of the thread.
  Step proceed(std::uint32_t events, Receiver& receiver, std::span<char> scratch);
  /// Closes at once, whatever is going on. Stamps and answer remain.
  void close();

  State state() const { return state_; }
  std::uint32_t tag() const { return tag_; }
  const Stamps& stamps() const { return stamps_; }
  /// Valid after the step "answered".
  const Answer& answer() const { return reader_.answer(); }
  /// Valid after the step "failed", as is error(): the errno value behind it, 0 if there is none.
  Failure failure() const { return failure_; }
  int error() const { return error_; }
  /// Whether the request that failed at `at` may just have met the server's closing of an idle connection: an earlier
  /// one was answered on this connection, not a byte came for this one, and it was sent only now. Asking once more on a
  /// new connection is what every HTTP client does. A request that the server has had for longer was lost.
  bool was_stale(Time at) const { return answers_ > 0 && !reader_.started() && at - stamps_.sent < on_its_way; }

 private:
  static constexpr Time on_its_way = 50'000'000;  ///< a request may meet a closing for so long, in nanoseconds

  Step finish_connect();
  Step send_rest();
  Step go_on_sending(std::uint32_t events, Receiver& receiver, std::span<char> scratch);
  Step receive(std::uint32_t events, Receiver& receiver, std::span<char> scratch);
  Step end_of_stream();
  Step answered(bool ended);
  Step fail(Failure failure, int error);
  void watch(int operation);

  int epoll_;
  std::uint32_t tag_;
  int socket_ = -1;
  State state_ = State::closed;
  Failure failure_ = Failure::none;
  int error_ = 0;
  std::uint64_t answers_ = 0;
  std::string_view unsent_;
  Stamps stamps_;
  ResponseReader reader_;
};

}  // namespace hundred::client
