#include "server/runtime/context.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <thread>
#include <utility>

namespace hundred::server {
namespace {

using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;
constexpr boost::asio::use_awaitable_t<Executor> use_awaitable;

}  // namespace

Awaitable<void> Context::sleep(Nanoseconds duration) {
  const TimePoint from = Clock::now(), due = from + duration;
  stamps_.wait += duration;
  stamps_.add(Activity::wait, from, due);
  co_await outside(sleep_until(due));
}

Awaitable<void> Context::wait_stamped(Awaitable<void> waiting) {
  return outside(suspended(stamped(std::move(waiting))));
}

Awaitable<void> Context::stamped(Awaitable<void> waiting) {
  struct Stamp {
    ~Stamp() {
      const TimePoint now = Clock::now();
      stamps.wait += now - from;
      stamps.add(Activity::wait, from, now);
    }
    Stamps& stamps;
    const TimePoint from = Clock::now();
  };
  const Stamp stamp{stamps_};
  co_await std::move(waiting);
}

Awaitable<Mutex::Guard> Context::lock(Mutex& mutex) {
  if (!mutex.try_lock()) co_await wait_stamped(mutex.lock());
  co_return Mutex::Guard(mutex);
}

// --- The interpreter ---

Nanoseconds Context::enter() { return interpreter_ == nullptr ? Nanoseconds::zero() : interpreter_->enter(stamps_); }

void Context::leave() {
  if (interpreter_ != nullptr) interpreter_->leave(stamps_);
}

struct Context::Inside {
  explicit Inside(Context& c) : context(c) { context.enter(); }
  ~Inside() { context.leave(); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  Context& context;
};

struct Context::Outside {
  explicit Outside(Context& c) : context(c) { context.leave(); }
  ~Outside() { context.enter(); }
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;
  Context& context;
};

Awaitable<void> Context::outside(Awaitable<void> waiting) {
  return interpreter_ == nullptr ? std::move(waiting) : leave_for(std::move(waiting));
}

/// Without a guard that would enter again: a coroutine may be destroyed while it waits.
Awaitable<void> Context::leave_for(Awaitable<void> waiting) {
  std::exception_ptr failure;
  leave();
  try {
    co_await std::move(waiting);
  } catch (...) {
    failure = std::current_exception();
  }
  stood_still(enter());
  if (failure) std::rethrow_exception(failure);
}

void Context::make_way() { computing_since_ = interpreter_->make_way(stamps_, computing_since_); }

// --- Computing ---

Nanoseconds Context::compute_here(const Task& task) {
  computing_since_ = Clock::now();
  const Times times = timed(task);
  stamps_.cpu += times.cpu;
  stamps_.add(Activity::cpu, computing_since_, times.end);
  return times.end - times.start;
}

Nanoseconds Context::compute_inside(const Task& task, Computing kind) {
  if (interpreter_ == nullptr || kind != Computing::c_release) return compute_here(task);
  const Outside released(*this);
  return compute_here(task);
}

// --- The thread waits and computes ---

Awaitable<void> BlockingContext::sleep_until(TimePoint due) {
  std::this_thread::sleep_until(due);
  co_return;
}

Awaitable<void> BlockingContext::run_computing(const Task& task, Computing kind) {
  compute_inside(task, kind);
  co_return;
}

Awaitable<void> BlockingContext::run_blocking(const Task& task) {
  const Times times = timed(task);
  stamps_.wait += times.end - times.start;
  stamps_.add(Activity::wait, times.start, times.end);
  co_return;
}

// --- The coroutine is suspended ---

class LoopContext::Suspended {
 public:
  explicit Suspended(LoopContext& context) : context_(context) {
    context_.holds_.add(Clock::now() - context_.held_from_);
  }
  ~Suspended() { context_.held_from_ = Clock::now(); }
  Suspended(const Suspended&) = delete;
  Suspended& operator=(const Suspended&) = delete;

 private:
  LoopContext& context_;
};

TimePoint LoopContext::end() {
  leave();
  const TimePoint ended = Clock::now();
  holds_.add(ended - held_from_);
  return ended;
}

Awaitable<void> LoopContext::suspended(Awaitable<void> waiting) {
  const Suspended suspended(*this);
  co_await std::move(waiting);
}

Awaitable<void> LoopContext::sleep_until(TimePoint due) {
  Timer timer(co_await boost::asio::this_coro::executor, due);
  const Suspended suspended(*this);
  co_await timer.async_wait(use_awaitable);
}

Awaitable<void> LoopContext::run_computing(const Task& task, Computing kind) {
  if (pools_.computing == nullptr) {
    clock_.stood_still(compute_inside(task, kind));
    co_return;
  }
  const TimePoint asked = Clock::now();
  const Task on_pool = [&] { compute_on_pool(task, kind, asked); };
  co_await outside(hand_to_pool(on_pool));
}

Awaitable<void> LoopContext::hand_to_pool(const Task& task) {
  const Suspended suspended(*this);
  co_await pools_.computing->run(task);
}

/// On a thread of the pool, while the coroutine waits for it.
void LoopContext::compute_on_pool(const Task& task, Computing kind, TimePoint asked) {
  const TimePoint started = Clock::now();
  stamps_.pool += started - asked;
  stamps_.add(Activity::pool, asked, started);
  if (kind == Computing::c_release) {
    compute_here(task);
    return;
  }
  const Inside inside(*this);
  compute_here(task);
}

Awaitable<void> LoopContext::run_blocking(const Task& task) {
  const TimePoint asked = Clock::now();
  const Suspended suspended(*this);
  const Times times = co_await pools_.helpers.run(task);
  stamps_.pool += times.start - asked;
  stamps_.wait += times.end - times.start;
  stamps_.add(Activity::pool, asked, times.start);
  stamps_.add(Activity::wait, times.start, times.end);
}

}  // namespace hundred::server
