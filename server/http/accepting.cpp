// How a front end takes its share of the connections. All loops, of all processes, poll the one listening socket; the
// one whose turn it is, because none has fewer connections, accepts. One that sees that it is another's turn rings that
// one's bell, and waits. If that one then accepts nothing for a while, for a loop that computes cannot, it takes
// connections out of turn: as many as make its fair share of all, which leaves the other's in the backlog until that is
// done. Where nobody accepts at all it takes ever more beyond that, one at first, for the other may be long at it.
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "server/http/front_end.hpp"

namespace hundred::server {
namespace {

constexpr std::chrono::milliseconds patience{5};

}  // namespace

void FrontEnd::wait_acceptable() {
  if (waiting_acceptable_ || drain_begun_) return;
  waiting_acceptable_ = true;
  extra_ = 1;
  acceptable_.async_wait(Pollable::wait_read, [this](const boost::system::error_code& error) {
    waiting_acceptable_ = false;
    if (!error) accept_ready();
  });
}

void FrontEnd::wait_for_bell() {
  bell_.async_wait(Pollable::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    shared_.loops.answer_bell(index_);
    accept_ready();
    wait_for_bell();
  });
}

void FrontEnd::accept_ready() {
  accepting_paused_ = false;
  others_turn_.expires_at(TimePoint::max());  // a wait that is over but not yet handled sees this, too
  if (drain_begun_) return take_backlog();
  do {
    if (!shared_.loops.is_turn(index_)) return leave_to_others();
  } while (accept_one());
}

void FrontEnd::leave_to_others() {
  const LoopBoard& loops = shared_.loops;
  const std::size_t next = loops.least_loaded();
  loops.ring(next);
  others_turn_.expires_after(patience);
  others_turn_.async_wait([this, &loops, next, by_next = loops.accepted(next),
                           by_all = loops.accepted()](const boost::system::error_code& error) {
    if (error || drain_begun_ || others_turn_.expiry() > Clock::now()) return;
    if (loops.accepted(next) != by_next) return accept_ready();
    accept_out_of_turn(loops.accepted() == by_all);
  });
}

void FrontEnd::accept_out_of_turn(bool nobody_accepts) {
  const LoopBoard& loops = shared_.loops;
  const std::size_t own = loops.connections(index_), fair = loops.fair_share(shared_.listener.waiting());
  const std::size_t extra = nobody_accepts ? std::exchange(extra_, 2 * extra_) : 0;
  const std::size_t wanted = fair > own ? fair - own : extra;
  for (std::size_t i = 0; i < wanted; ++i)
    if (!accept_one()) return;
  accept_ready();
}

/// Whoever is in the backlog when the server stops is still served, be it beyond the limits.
void FrontEnd::take_backlog() {
  while (accept_one()) {
  }
  if (accepting_paused_) return;
  boost::system::error_code ignored;
  acceptable_.close(ignored);
  if (--shared_.accepting_loops == 0) shared_.listener.close();
}

bool FrontEnd::is_full() const {
  const Limits& limits = shared_.options.limits;
  return shared_.loops.connections() >= limits.connections ||
         shared_.loops.connections(index_) >= limits.connections_per_loop;
}

/// @returns whether a connection was taken; if not, it is seen to that accepting goes on when it can.
bool FrontEnd::accept_one() {
  if (!drain_begun_ && is_full()) {
    accepting_paused_ = true;
    return false;
  }
  int error = 0;
  Descriptor accepted = shared_.listener.accept(error);
  if (accepted) {
    adopt(std::move(accepted));
    return true;
  }
  if (error == EAGAIN) {
    wait_acceptable();
  } else {
    accepting_paused_ = true;  // the sweep tries again
    say_paused(error);
  }
  return false;
}

void FrontEnd::say_paused(int error) {
  constexpr Nanoseconds silence = std::chrono::seconds(10);
  const Nanoseconds::rep now = Clock::now().time_since_epoch().count();
  Nanoseconds::rep until = shared_.silent_until.load(std::memory_order_relaxed);
  if (now < until || !shared_.silent_until.compare_exchange_strong(until, now + silence.count())) return;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (error == EMFILE)
    spdlog::warn("out of file descriptors (the limit is {}): accepting pauses until connections close", limit.rlim_cur);
  else
    spdlog::warn("accepting pauses: {}", std::generic_category().message(error));
}

}  // namespace hundred::server
