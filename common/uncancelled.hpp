#pragma once

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <span>

/// System calls that every request makes, as the C library's functions of the same names but for one thing: those are
/// points where a thread can be cancelled (pthreads(7)), which nobody does here, and for which a process of several
/// threads pays with two locked instructions each time. Thread-safe. @returns what the kernel says; if -1, errno is set
namespace hundred::uncancelled {

#ifdef __SANITIZE_THREAD__  // it must see these calls, or it lets no signal through while one waits

inline ssize_t recv(int fd, std::span<char> buffer, int flags) {
  return ::recv(fd, buffer.data(), buffer.size(), flags);
}
inline ssize_t recvmsg(int fd, msghdr& message, int flags) { return ::recvmsg(fd, &message, flags); }
inline ssize_t send(int fd, std::span<const char> bytes, int flags) {
  return ::send(fd, bytes.data(), bytes.size(), flags);
}
inline int epoll_wait(int set, std::span<epoll_event> events, int timeout_ms) {
  return ::epoll_wait(set, events.data(), static_cast<int>(events.size()), timeout_ms);
}

#else

inline ssize_t recv(int fd, std::span<char> buffer, int flags) {
  return ::syscall(SYS_recvfrom, fd, buffer.data(), buffer.size(), flags, nullptr, nullptr);
}
inline ssize_t recvmsg(int fd, msghdr& message, int flags) { return ::syscall(SYS_recvmsg, fd, &message, flags); }
inline ssize_t send(int fd, std::span<const char> bytes, int flags) {
  return ::syscall(SYS_sendto, fd, bytes.data(), bytes.size(), flags, nullptr, 0);
}
inline int epoll_wait(int set, std::span<epoll_event> events, int timeout_ms) {
  return static_cast<int>(::syscall(SYS_epoll_pwait, set, events.data(), events.size(), timeout_ms, nullptr, 0));
}

#endif

}  // namespace hundred::uncancelled
