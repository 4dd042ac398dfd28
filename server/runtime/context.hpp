#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <type_traits>

#include "server/runtime/helper_pool.hpp"
#include "server/runtime/interpreter.hpp"
#include "server/runtime/loop_clock.hpp"
#include "server/runtime/mutex.hpp"
#include "server/telemetry/loop_holds.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

using Executor = boost::asio::io_context::executor_type;
template <class T>
using Awaitable = boost::asio::awaitable<T, Executor>;
using Task = std::function<void()>;

class Context;

/// How a computation treats the interpreter lock: the three kinds of CPython's own ccbench.
enum class Computing : std::uint8_t {
  bytecode,  ///< looks at the lock between steps, and lets go of it when asked to
  c_hold,    ///< one long call that holds it
  c_release  ///< one long call that lets go of it meanwhile
};

/// A computation calls it between its steps, as often as it can: there the interpreter lets go of its lock if
/// another thread has asked for it.
class Checkpoint {
 public:
  /// Nobody ever asks.
  Checkpoint() = default;
  /// @param context  of the handler that computes; must outlive this
  explicit Checkpoint(Context& context) : context_(&context) {}

  void operator()() const;

 private:
  Context* context_ = nullptr;
};

/// All that a handler may wait and compute with, and the only place where concurrency models differ for it. Stamps what
/// it does. One per exchange; used by the thread or loop that runs the handler. Its thread is inside of the
/// interpreter, if there is one, but not while it waits.
class Context {
 public:
  /// @param interpreter  null: there is no lock; else it must outlive this
  Context(Stamps& stamps, Interpreter* interpreter) : stamps_(stamps), interpreter_(interpreter) {}
  virtual ~Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  /// Waits for `duration` >= 0.
  Awaitable<void> sleep(Nanoseconds duration);

  /// Computes f(checkpoint) and returns its result (f returns a value). What f throws comes through.
  template <class F>
  Awaitable<std::invoke_result_t<F&, const Checkpoint&>> compute(Computing kind, F f) {
    const Checkpoint checkpoint =
        interpreter_ != nullptr && kind == Computing::bytecode ? Checkpoint(*this) : Checkpoint();
    std::optional<std::invoke_result_t<F&, const Checkpoint&>> result;
    const Task task = [&] { result = f(checkpoint); };
    co_await run_computing(task, kind);
    co_return std::move(result).value();
  }

  /// Waits for an Asio operation, which runs on the coroutine's executor. What it throws comes through.
  template <class T>
  Awaitable<T> wait(Awaitable<T> operation) {
    std::optional<T> result;
    co_await wait_stamped(store(std::move(operation), result));
    co_return std::move(result).value();
  }

  /// Waits until the caller has the mutex; that may be held across waits.
  Awaitable<Mutex::Guard> lock(Mutex& mutex);

  /// Calls f(), which blocks in the file system or for a database, and returns its result (f returns a value). What f
  /// throws comes through.
  template <class F>
  Awaitable<std::invoke_result_t<F&>> blocking(F f) {
    std::optional<std::invoke_result_t<F&>> result;
    const Task task = [&result, &f] { result = f(); };
    co_await outside(run_blocking(task));
    co_return std::move(result).value();
  }

 protected:
  friend class Checkpoint;

  virtual Awaitable<void> sleep_until(TimePoint due) = 0;
  virtual Awaitable<void> run_computing(const Task& task, Computing kind) = 0;
  virtual Awaitable<void> run_blocking(const Task& task) = 0;

  /// The calling thread enters the interpreter, or leaves it, if there is one.
  Nanoseconds enter();
  void leave();
  /// Inside of the interpreter, or outside, for a scope in which nothing suspends.
  struct Inside;
  struct Outside;

  /// Computes on the calling thread. @returns how long that held it.
  Nanoseconds compute_here(const Task& task);
  /// The same, inside of the interpreter or, as `kind` says, outside.
  Nanoseconds compute_inside(const Task& task, Computing kind);
  /// Waits outside of the interpreter.
  Awaitable<void> outside(Awaitable<void> waiting);
  /// Where a wait suspends the coroutine: notes that its loop is free.
  virtual Awaitable<void> suspended(Awaitable<void> waiting) { return waiting; }
  /// The thread had to wait for the lock for so long before the handler could go on.
  virtual void stood_still(Nanoseconds /*duration*/) {}

  Stamps& stamps_;
  Interpreter* const interpreter_;

 private:
  template <class T>
  static Awaitable<void> store(Awaitable<T> operation, std::optional<T>& result) {
    result = co_await std::move(operation);
  }
  Awaitable<void> wait_stamped(Awaitable<void> waiting);
  Awaitable<void> stamped(Awaitable<void> waiting);
  Awaitable<void> leave_for(Awaitable<void> waiting);
  void make_way();

  TimePoint computing_since_;  ///< or since another thread had the lock
};

inline void Checkpoint::operator()() const {
  if (context_ != nullptr && context_->interpreter_->asked_to_make_way()) context_->make_way();
}

/// The calling thread itself waits and computes: single-threaded, thread-per-request, worker-pool, prefork.
class BlockingContext final : public Context {
 public:
  using Context::Context;

 protected:
  Awaitable<void> sleep_until(TimePoint due) override;
  Awaitable<void> run_computing(const Task& task, Computing kind) override;
  Awaitable<void> run_blocking(const Task& task) override;
};

/// The threads that loops give work to. All outlive what they are given.
struct LoopPools {
  HelperPool& helpers;              ///< for what blocks in the file system
  HelperPool* computing = nullptr;  ///< for what computes; without it, computing holds the loop
};

/// Waiting suspends the coroutine and frees its loop; what the pools take over does, too.
class LoopContext final : public Context {
 public:
  /// All must outlive the context.
  LoopContext(Stamps& stamps, Interpreter* interpreter, LoopClock& clock, const LoopPools& pools)
      : Context(stamps, interpreter), clock_(clock), pools_(pools), held_from_(stamps.start) {}

  /// The handler begins, inside of the interpreter.
  void begin() { stood_still(enter()); }
  /// The handler has ended. @returns when
  TimePoint end();
  /// What it did to its loop, once it has ended.
  const LoopHolds& holds() const { return holds_; }

 protected:
  Awaitable<void> sleep_until(TimePoint due) override;
  Awaitable<void> run_computing(const Task& task, Computing kind) override;
  Awaitable<void> run_blocking(const Task& task) override;
  Awaitable<void> suspended(Awaitable<void> waiting) override;
  void stood_still(Nanoseconds duration) override { clock_.stood_still(duration); }

 private:
  class Suspended;
  Awaitable<void> hand_to_pool(const Task& task);
  void compute_on_pool(const Task& task, Computing kind, TimePoint asked);

  LoopClock& clock_;
  const LoopPools& pools_;
  TimePoint held_from_;  ///< when the coroutine was last resumed
  LoopHolds holds_;
};

}  // namespace hundred::server
