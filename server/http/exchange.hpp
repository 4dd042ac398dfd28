#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "server/runtime/context.hpp"
#include "server/runtime/message.hpp"
#include "server/telemetry/loop_holds.hpp"

namespace hundred::server {

class Connection;

/// What became of an exchange that was offered to a model.
enum class Dispatched {
  taken,
  no_room,   ///< the queue is full; there will be room later
  no_thread  ///< the system has no thread to give
};

/// A complete request and the duty to answer it. Whoever holds the exchange owns its connection: meanwhile the front
/// end may add to what it has received, but does not parse, send or close. Move-only. May be moved between threads.
class Exchange {
 public:
  explicit Exchange(Connection& connection) : connection_(&connection) {}
  Exchange(Exchange&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Exchange& operator=(Exchange&& other) noexcept {
    std::swap(connection_, other.connection_);
    return *this;
  }
  /// Answers 500 if nobody has answered, so that no client waits for nothing.
  ~Exchange();

  Request& request();
  Stamps& stamps();

  /// The handler starts now, run by `worker`.
  void begin(WorkerName worker);
  /// The handler threw what was not meant as an answer: counted.
  void failed();
  /// The handler held the connection's loop: counted, if that was for too long.
  void held_loop(const LoopHolds& holds);
  /// The handler has ended with this response: sends it, as far as the socket takes it at once, and gives the
  /// connection back; the front end sends the rest, for which it takes what makes the body. Ends the exchange.
  /// @param ended  when; nothing: as late as the answer can still say so. Where many threads share few CPUs, one may
  ///               have to wait for its turn between the handler's end and that.
  void respond(Response& response, std::optional<TimePoint> ended = {});

  /// Ties the connection, for as long as it lives, to the worker of that number. The model is told of its end.
  void pin_to(std::uint32_t worker);
  /// The worker it is tied to, if any.
  std::optional<std::uint32_t> pinned_to() const;

  /// The loop of the connection, for models that run handlers there.
  std::size_t loop_index() const;
  Executor loop() const;
  LoopClock& loop_clock() const;

 private:
  Connection* connection_;
};

}  // namespace hundred::server
