#include "server/http/connection_board.hpp"

#include <sys/ioctl.h>

namespace hundred::server {

ConnectionBoard::ConnectionBoard(std::size_t descriptors, std::size_t processes)
    : descriptors_(descriptors), cells_(descriptors * processes), used_(processes) {}

void ConnectionBoard::opened(int fd) {
  set(fd, State::open);
  const std::size_t beyond = static_cast<std::size_t>(fd) + 1;
  std::size_t used = used_[own_].load(std::memory_order_relaxed);
  while (used < beyond && !used_[own_].compare_exchange_weak(used, beyond, std::memory_order_relaxed)) {
  }
}

ConnectionBoard::Counts ConnectionBoard::count() const {
  Counts counts;
  for (std::size_t process = 0; process < used_.size(); ++process)
    for (std::size_t fd = 0; fd < used(process); ++fd) {
      const State state = at(process, fd).load(std::memory_order_relaxed);
      counts.idle += state == State::open;
      counts.in_flight += state == State::in_flight;
    }
  return counts;
}

std::size_t ConnectionBoard::count_unanswered() const {
  std::size_t found = 0;
  for (std::size_t fd = 0; fd < used(own_); ++fd) {
    const State state = at(own_, fd).load(std::memory_order_relaxed);
    int unread = 0;
    if (state == State::open) ::ioctl(static_cast<int>(fd), FIONREAD, &unread);
    found += state == State::in_flight || unread > 0;
  }
  return found;
}

void ConnectionBoard::forget(std::size_t process) {
  for (std::size_t fd = 0; fd < used(process); ++fd) at(process, fd).store(State::none, std::memory_order_relaxed);
}

}  // namespace hundred::server
