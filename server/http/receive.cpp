#include "server/http/receive.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace hundred::server {
namespace {

ReadResult result_of(ssize_t n) {
  if (n > 0) return {static_cast<std::size_t>(n)};
  const bool nothing = n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return {0, !nothing};
}

Nanoseconds as_duration(const timespec& time) { return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec); }

/// What the steady clock showed when the wall clock showed `time`. Both are read at once: where the thread was held up
/// in between, again.
TimePoint on_steady_clock(const timespec& time) {
  constexpr std::chrono::microseconds at_once{20};
  constexpr int tries = 5;
  TimePoint before, after;
  timespec now{};
  for (int i = 0; i < tries; ++i) {
    before = Clock::now();
    ::clock_gettime(CLOCK_REALTIME, &now);
    after = Clock::now();
    if (after - before < at_once) break;
  }
  return after - std::max(Nanoseconds::zero(), as_duration(now) - as_duration(time));
}

std::optional<TimePoint> arrival_of(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    return on_steady_clock(stamp);
  }
  return {};
}

}  // namespace

ReadResult receive_plain(int fd, std::span<char> buffer) {
  return result_of(::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT));
}

ReadResult receive_stamped(int fd, std::span<char> buffer) {
  iovec target{buffer.data(), buffer.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(timespec))];
  msghdr message{};
  message.msg_iov = &target;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ReadResult result = result_of(::recvmsg(fd, &message, MSG_DONTWAIT));
  if (result.bytes > 0) result.arrival = arrival_of(message);
  return result;
}

}  // namespace hundred::server
