// The system calls of the server, by way of the linker's --wrap: each may be made to fail, or to do less than asked.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>

#include "tests/faulty/edges.hpp"
#include "tests/faulty/faults.hpp"

using hundred::faulty::Call;
using hundred::faulty::failure;
using hundred::faulty::note_watched;
using hundred::faulty::report_again;
using hundred::faulty::shortened;

namespace {

/// @returns -1, with that errno.
int fail(int error) {
  errno = error;
  return -1;
}

/// A socket's call that failed without a reason. @returns -1, with that errno.
int fail_at(int fd, int error) {
  report_again(fd);
  return fail(error);
}

/// @param done  what the socket's call returned that was made to move `allowed` of `asked` bytes
ssize_t moved(int fd, ssize_t done, std::size_t allowed, std::size_t asked) {
  if (allowed < asked && done == static_cast<ssize_t>(allowed)) report_again(fd);
  return done;
}

/// Standard output and what is no file, as an eventfd, are left alone.
bool is_own_file(int fd) {
  struct stat status{};
  return fd > STDERR_FILENO && ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

template <class Value>
Value* as_pointer(long word) {
  return reinterpret_cast<Value*>(word);  // NOLINT(performance-no-int-to-ptr): as the kernel takes it
}

}  // namespace

// NOLINTBEGIN(readability-identifier-naming): the linker makes these names
extern "C" {

int __real_epoll_ctl(int set, int operation, int fd, epoll_event* event);
ssize_t __real_send(int fd, const void* bytes, std::size_t size, int flags);
ssize_t __real_recv(int fd, void* bytes, std::size_t size, int flags);
ssize_t __real_recvmsg(int fd, msghdr* message, int flags);
long __real_syscall(long number, ...);
int __real_accept4(int fd, sockaddr* address, socklen_t* size, int flags);
int __real_open(const char* path, int flags, ...);
int __real_mkostemp(char* path, int flags);
ssize_t __real_pread(int fd, void* bytes, std::size_t size, off_t offset);
ssize_t __real_write(int fd, const void* bytes, std::size_t size);
int __real_fsync(int fd);

int __wrap_epoll_ctl(int set, int operation, int fd, epoll_event* event) {
  if (operation != EPOLL_CTL_DEL) note_watched(set, fd, *event);
  return __real_epoll_ctl(set, operation, fd, event);
}

ssize_t __wrap_send(int fd, const void* bytes, std::size_t size, int flags) {
  if (const int error = failure(Call::send)) return fail_at(fd, error);
  const std::size_t allowed = shortened(Call::send, size);
  return moved(fd, __real_send(fd, bytes, allowed, flags), allowed, size);
}

ssize_t __wrap_recv(int fd, void* bytes, std::size_t size, int flags) {
  if (const int error = failure(Call::recv)) return fail_at(fd, error);
  const std::size_t allowed = shortened(Call::recv, size);
  return moved(fd, __real_recv(fd, bytes, allowed, flags), allowed, size);
}

ssize_t __wrap_recvmsg(int fd, msghdr* message, int flags) {
  if (const int error = failure(Call::recv)) return fail_at(fd, error);
  const std::size_t size = message->msg_iov->iov_len;
  const std::size_t allowed = message->msg_iov->iov_len = shortened(Call::recv, size);
  return moved(fd, __real_recvmsg(fd, message, flags), allowed, size);
}

/// The three above as they are called in common/uncancelled.hpp. What else comes this way is left alone.
long __wrap_syscall(long number, ...) {
  std::va_list rest;
  va_start(rest, number);
  std::array<long, 6> given{};
  for (long& one : given) one = va_arg(rest, long);
  va_end(rest);
  const auto [first, second, third, fourth, fifth, sixth] = given;
  const int fd = static_cast<int>(first);
  switch (number) {
    case SYS_sendto:
      return __wrap_send(fd, as_pointer<const void>(second), static_cast<std::size_t>(third), static_cast<int>(fourth));
    case SYS_recvfrom:
      return __wrap_recv(fd, as_pointer<void>(second), static_cast<std::size_t>(third), static_cast<int>(fourth));
    case SYS_recvmsg:
      return __wrap_recvmsg(fd, as_pointer<msghdr>(second), static_cast<int>(third));
    default:
      return __real_syscall(number, first, second, third, fourth, fifth, sixth);
  }
}

int __wrap_accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
  if (const int error = failure(Call::accept4)) return fail(error);
  return __real_accept4(fd, address, size, flags);
}

int __wrap_open(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const bool without_name = (flags & O_TMPFILE) == O_TMPFILE;
  const mode_t mode = without_name || (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (const int error = without_name ? failure(Call::open) : 0) return fail(error);
  return __real_open(path, flags, mode);
}

int __wrap_mkostemp(char* path, int flags) {
  if (const int error = failure(Call::mkostemp)) return fail(error);
  return __real_mkostemp(path, flags);
}

ssize_t __wrap_pread(int fd, void* bytes, std::size_t size, off_t offset) {
  if (const int error = failure(Call::pread)) return fail(error);
  return __real_pread(fd, bytes, shortened(Call::pread, size), offset);
}

ssize_t __wrap_write(int fd, const void* bytes, std::size_t size) {
  if (!is_own_file(fd)) return __real_write(fd, bytes, size);
  if (const int error = failure(Call::write)) return fail(error);
  return __real_write(fd, bytes, shortened(Call::write, size));
}

int __wrap_fsync(int fd) {
  if (const int error = failure(Call::fsync)) return fail(error);
  return __real_fsync(fd);
}
}
// NOLINTEND(readability-identifier-naming)
