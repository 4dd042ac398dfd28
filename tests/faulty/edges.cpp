#include "tests/faulty/edges.hpp"

#include <cerrno>
#include <map>
#include <mutex>

extern "C" int __real_epoll_ctl(int set, int operation, int fd, epoll_event* event);  // NOLINT: the linker's name

namespace hundred::faulty {
namespace {

struct Watched {
  int set = -1;
  epoll_event event{};
};

std::mutex mutex;
std::map<int, Watched>& watched() {
  static std::map<int, Watched> by_descriptor;
  return by_descriptor;
}

}  // namespace

void note_watched(int set, int fd, const epoll_event& event) {
  const std::lock_guard lock(mutex);
  watched()[fd] = {set, event};
}

void report_again(int fd) {
  const int error = errno;
  {
    const std::lock_guard lock(mutex);
    const auto at = watched().find(fd);
    if (at != watched().end()) __real_epoll_ctl(at->second.set, EPOLL_CTL_MOD, fd, &at->second.event);
  }
  errno = error;
}

}  // namespace hundred::faulty
