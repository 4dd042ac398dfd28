#include "server/http/loop_board.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace hundred::server {

LoopBoard::LoopBoard(std::size_t loops) : rows_(loops) {
  for (std::size_t i = 0; i < loops; ++i) {
    bells_.emplace_back(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!bells_.back()) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
}

std::uint64_t LoopBoard::connections() const {
  std::uint64_t sum = 0;
  for (std::size_t loop = 0; loop < loops(); ++loop) sum += connections(loop);
  return sum;
}

std::uint64_t LoopBoard::accepted() const {
  std::uint64_t sum = 0;
  for (std::size_t loop = 0; loop < loops(); ++loop) sum += accepted(loop);
  return sum;
}

std::size_t LoopBoard::least_loaded() const {
  std::size_t least = 0;
  for (std::size_t loop = 1; loop < loops(); ++loop)
    if (runs(loop) && (!runs(least) || connections(loop) < connections(least))) least = loop;
  return least;
}

std::uint64_t LoopBoard::fair_share(std::uint64_t more) const {
  std::uint64_t running = 0;
  for (std::size_t loop = 0; loop < loops(); ++loop) running += runs(loop);
  return (connections() + more + running - 1) / running;
}

void LoopBoard::ring(std::size_t loop) const {
  const std::uint64_t once = 1;
  [[maybe_unused]] const ssize_t n = ::write(bell(loop), &once, sizeof once);  // it cannot fail but by ringing already
}

void LoopBoard::answer_bell(std::size_t loop) const {
  std::uint64_t times = 0;
  [[maybe_unused]] const ssize_t n = ::read(bell(loop), &times, sizeof times);
}

std::size_t LoopBoard::idle_bytes() const {
  std::size_t most = 0;
  for (const Row& row : rows_.all()) most = std::max(most, row.idle_bytes.load(std::memory_order_relaxed));
  return most;
}

void LoopBoard::forget(std::size_t loop) {
  rows_[loop].runs.store(false, std::memory_order_relaxed);
  rows_[loop].connections.store(0, std::memory_order_relaxed);
  set_idle_bytes(loop, 0);
}

}  // namespace hundred::server
