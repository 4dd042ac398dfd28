#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "server/http/exchange.hpp"
#include "server/runtime/handler.hpp"
#include "server/runtime/queue_figures.hpp"

namespace hundred::server {

/// What a model is made from.
struct ModelSetup {
  Application application;
  char worker_kind;            ///< the letter of the workers' names
  std::size_t workers;         ///< as the mode counts them
  std::size_t queue_capacity;  ///< requests that may wait
  bool pin;                    ///< a worker serves one connection until it closes; only where ModelRow::pins
  std::size_t helper_threads;  ///< for files, in loop modes
  std::function<void()> room;  ///< to be called, from any thread, when there is room again after dispatch() refused
};

/// Decides who runs a complete request, and when. This is all that varies between modes.
class Model {
 public:
  virtual ~Model() = default;

  /// Takes the exchange and sees to it that it is answered. Called on the loop of the exchange's connection.
  /// Leaves the exchange alone unless it is taken.
  virtual Dispatched dispatch(Exchange& exchange) = 0;

  /// Called on a loop when it has dispatched all that it had: a model that wakes threads may leave that until now.
  virtual void wake() {}

  /// A connection that Exchange::pin_to() tied to a worker has closed. Called on the connection's loop.
  virtual void connection_ended(std::uint32_t /*worker*/) {}

  /// Requests that wait for a worker. Thread-safe.
  virtual QueueFigures queue() const { return {}; }
};

}  // namespace hundred::server
