#include "server/runtime/interpreter.hpp"

#include <cassert>
#include <memory>

namespace hundred::server {
namespace {

thread_local bool inside = false;

void stamp(Nanoseconds waited, TimePoint until, Stamps& stamps) {
  stamps.gil += waited;
  stamps.add(Activity::gil, until - waited, until);
}

/// Of a wait that has just ended.
void stamp(Nanoseconds waited, Stamps& stamps) {
  if (waited > Nanoseconds::zero()) stamp(waited, Clock::now(), stamps);
}

}  // namespace

bool Interpreter::is_inside() { return inside; }

Gil& Interpreter::lock() {
  if (kind_ == GilKind::process) return shared_;
  thread_local std::unique_ptr<Gil> own;
  thread_local const Interpreter* owner = nullptr;
  if (owner != this) own = std::make_unique<Gil>(interval_, figures_);
  owner = this;
  return *own;
}

Nanoseconds Interpreter::take() {
  assert(!inside);
  const Nanoseconds waited = lock().take();
  inside = true;
  return waited;
}

Nanoseconds Interpreter::drop() {
  assert(inside);
  inside = false;
  return lock().drop();
}

Nanoseconds Interpreter::enter(Stamps& stamps) {
  const Nanoseconds waited = take();
  stamp(waited, stamps);
  return waited;
}

void Interpreter::leave(Stamps& stamps) { stamp(drop(), stamps); }

TimePoint Interpreter::make_way(Stamps& stamps, TimePoint computing_since) {
  const Nanoseconds until_taken = drop();
  const Nanoseconds waited = until_taken + take();
  const TimePoint now = Clock::now();
  stamps.add(Activity::cpu, computing_since, now - waited);
  stamp(waited, now, stamps);
  return now;
}

void Interpreter::pass() {
  take();
  drop();
}

}  // namespace hundred::server
