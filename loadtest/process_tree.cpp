#include "loadtest/process_tree.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string>
#include <system_error>

#include "client/errors.hpp"
#include "common/descriptor.hpp"

namespace hundred::loadtest {
namespace {

bool says_vanished(int error) { return error == ENOENT || error == ESRCH; }

/// The content of a file of /proc. @returns the errno value instead, in `error`, if it cannot be read.
std::string content_of(const std::string& path, int& error) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string content;
  std::array<char, 4096> piece;
  ssize_t count = -1;
  if (file.get() >= 0)
    while ((count = read(file.get(), piece.data(), piece.size())) > 0)
      content.append(piece.data(), static_cast<std::size_t>(count));
  error = count < 0 ? errno : 0;
  return content;
}

[[noreturn]] void fail_at(const std::string& what, int error) {
  throw client::RunError(fmt::format("cannot read {}: {}", what, client::error_text(error)));
}

void append_numbers(const std::string& text, std::vector<pid_t>& numbers) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    pid_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) numbers.push_back(number);
    at = error == std::errc() ? next : at + 1;
  }
}

/// Each thread has children of its own.
void append_children(pid_t parent, std::vector<pid_t>& children) {
  const std::string threads = fmt::format("/proc/{}/task", parent);
  std::error_code failure;
  std::filesystem::directory_iterator thread(threads, failure);
  for (; !failure && thread != std::filesystem::directory_iterator(); thread.increment(failure)) {
    const std::string path = thread->path().native() + "/children";
    int error = 0;
    append_numbers(content_of(path, error), children);
    if (error != 0 && !says_vanished(error)) fail_at(path, error);
  }
  if (failure && !says_vanished(failure.value())) fail_at(threads, failure.value());
}

}  // namespace

void check_that_children_are_listed() {
  if (access("/proc/thread-self/children", R_OK) != 0) fail_at("/proc/thread-self/children", errno);
}

std::vector<pid_t> process_tree(pid_t root) {
  std::vector<pid_t> tree{root};
  for (std::size_t i = 0; i < tree.size(); ++i) append_children(tree[i], tree);
  return tree;
}

std::uint64_t threads_of(pid_t pid) {
  // A link for each thread, beside the folder's own two. The same number as in the file `status`, at a seventh of the
  // cost.
  constexpr nlink_t own_links = 2;
  const std::string path = fmt::format("/proc/{}/task", pid);
  struct stat folder{};
  if (stat(path.c_str(), &folder) != 0) {
    if (!says_vanished(errno)) fail_at(path, errno);
    return 0;
  }
  return folder.st_nlink > own_links ? folder.st_nlink - own_links : 0;
}

std::optional<clockid_t> cpu_clock_of(pid_t pid) {
  clockid_t clock{};
  const int error = clock_getcpuclockid(pid, &clock);
  if (says_vanished(error)) return std::nullopt;
  if (error != 0) fail_at(fmt::format("the CPU time of process {}", pid), error);
  return clock;
}

std::optional<std::chrono::nanoseconds> cpu_time_on(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) == 0)
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  if (errno != EINVAL && !says_vanished(errno)) fail_at("the CPU time of a process", errno);
  return std::nullopt;
}

std::optional<std::uint64_t> pss_of(pid_t pid) {
  const std::string path = fmt::format("/proc/{}/smaps_rollup", pid);
  int error = 0;
  const std::string content = content_of(path, error);
  if (error == EACCES || error == EPERM) return std::nullopt;
  if (error != 0 && !says_vanished(error)) fail_at(path, error);
  const std::size_t line = content.find("\nPss:");
  if (line == std::string::npos) return 0;
  const std::size_t number = content.find_first_not_of(' ', line + 5);
  std::uint64_t kilobytes = 0;
  std::from_chars(content.data() + number, content.data() + content.size(), kilobytes);
  return kilobytes * 1024;
}

}  // namespace hundred::loadtest
