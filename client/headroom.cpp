#include "client/headroom.hpp"

#include <algorithm>
#include <ctime>

namespace hundred::client {
namespace {

Time cpu_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

void Headroom::start(Time moment) {
  started_ = looked_ = moment;
  cpu_ = cpu_time();
  spun_ = busy_ = 0;
  run_queue_.emplace();
  waited_ = run_queue_->read();
}

double Headroom::look() {
  const Time wall = now(), cpu = cpu_time();
  // It may have been off the CPU while it seemed to spin.
  const Time busy = std::max<Time>(0, cpu - cpu_ - spun_), span = wall - looked_;
  busy_ += busy;
  looked_ = wall;
  cpu_ = cpu;
  spun_ = 0;
  return span <= 0 ? 0 : static_cast<double>(busy) / static_cast<double>(span);
}

std::optional<Time> Headroom::waited() const {
  const std::optional<Time> until_now = run_queue_ ? run_queue_->read() : std::nullopt;
  return waited_ && until_now ? std::optional(*until_now - *waited_) : std::nullopt;
}

}  // namespace hundred::client
