#include "common/receiver.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <optional>

#include "common/uncancelled.hpp"

namespace hundred {
namespace {

using std::chrono::nanoseconds;

nanoseconds as_duration(const timespec& time) { return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec); }

/// What the wall clock shows more than the steady one. It is read between two readings of the other, again and again
/// until they are close together: the thread may be held up in between.
nanoseconds wall_clock_ahead() {
  constexpr std::chrono::microseconds close{1};
  constexpr int tries = 5;
  nanoseconds ahead{}, closest = nanoseconds::max();
  for (int i = 0; i < tries && closest > close; ++i) {
    timespec wall{};
    const Clock::time_point before = Clock::now();
    ::clock_gettime(CLOCK_REALTIME, &wall);
    const nanoseconds apart = Clock::now() - before;
    if (apart >= closest) continue;
    closest = apart;
    ahead = as_duration(wall) - (before + apart / 2).time_since_epoch();
  }
  return ahead;
}

/// By the wall clock.
std::optional<timespec> arrival_of(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    return stamp;
  }
  return {};
}

Receiver::Result result_of(ssize_t n) {
  if (n > 0) return {.bytes = static_cast<std::size_t>(n)};
  if (n == 0) return {.ended = true};
  const bool nothing = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {.ended = !nothing, .error = nothing ? 0 : errno};
}

Receiver::Result read_plain(int fd, std::span<char> buffer) {
  return result_of(uncancelled::recv(fd, buffer, MSG_DONTWAIT));
}

/// @param arrival  nothing if the kernel does not tell
Receiver::Result read_stamped(int fd, std::span<char> buffer, std::optional<timespec>& arrival) {
  iovec target{buffer.data(), buffer.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(timespec))];
  msghdr message{};
  message.msg_iov = &target;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const Receiver::Result result = result_of(uncancelled::recvmsg(fd, message, MSG_DONTWAIT));
  if (result.bytes > 0) arrival = arrival_of(message);
  return result;
}

}  // namespace

void Receiver::stamp_arrivals(int fd) {
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

/// The clocks are compared ten times a second: someone may set the wall clock.
Clock::time_point Receiver::on_steady_clock(const timespec& wall_time, Clock::time_point now) {
  constexpr std::chrono::milliseconds good_for{100};
  if (now - compared_ > good_for) [[unlikely]] {
    wall_ahead_ = wall_clock_ahead();
    compared_ = now;
  }
  return std::min(now, Clock::time_point(as_duration(wall_time) - wall_ahead_));
}

Receiver::Result Receiver::read(int fd, std::span<char> buffer) {
  const Clock::time_point now = Clock::now();
  const bool stamped = use_stamps_ && now - fresh_ > good_enough_;
  std::optional<timespec> stamp;
  Result result = stamped ? read_stamped(fd, buffer, stamp) : read_plain(fd, buffer);
  result.arrival = stamp ? on_steady_clock(*stamp, now) : now;
  if (stamped && result.bytes > 0 && now - result.arrival < good_enough_) fresh_ = now;
  return result;
}

}  // namespace hundred
