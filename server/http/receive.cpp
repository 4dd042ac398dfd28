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

std::chrono::nanoseconds as_duration(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::nanoseconds age_of(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{}, now{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    ::clock_gettime(CLOCK_REALTIME, &now);
    return std::max(std::chrono::nanoseconds::zero(), as_duration(now) - as_duration(stamp));
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
  if (result.bytes > 0) result.age = age_of(message);
  return result;
}

}  // namespace hundred::server
