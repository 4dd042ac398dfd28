#include "loadtest/lab/child.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>

#include "client/errors.hpp"
#include "common/descriptor.hpp"
#include "common/wait_status.hpp"

namespace hundred::loadtest {
namespace {

using client::RunError;
using std::chrono::milliseconds;

constexpr milliseconds look_up{50};
constexpr milliseconds grace{3000};

struct Files {
  Descriptor input, output, errors;
};

[[noreturn]] void fail(const std::string& program, int error) {
  throw RunError(fmt::format("cannot start '{}': {}", program, client::error_text(error)));
}

Descriptor file_in_memory(const std::string& program, const std::string& content) {
  Descriptor file(memfd_create("hundred-load child", MFD_CLOEXEC));
  if (!file) fail(program, errno);
  for (std::size_t written = 0; written < content.size();) {
    const ssize_t count = write(file.get(), content.data() + written, content.size() - written);
    if (count < 0) fail(program, errno);
    written += static_cast<std::size_t>(count);
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::string content_of(int file) {
  struct stat facts{};
  fstat(file, &facts);
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t length = 0;
  for (ssize_t count = 1; count > 0 && length < text.size(); length += static_cast<std::size_t>(count))
    count = std::max<ssize_t>(0, pread(file, text.data() + length, text.size() - length, static_cast<off_t>(length)));
  text.resize(length);
  return text;
}

/// What the child does between fork() and exec(); only calls that are safe there.
[[noreturn]] void become(const char* program, char* const* arguments, const Files& files, pid_t parent) {
  constexpr int not_started = 127;
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(not_started);
  // A group of its own: Ctrl-C is for this program, which then stops its children.
  setpgid(0, 0);
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  dup2(files.input.get(), STDIN_FILENO);
  dup2(files.output.get(), STDOUT_FILENO);
  dup2(files.errors.get(), STDERR_FILENO);
  execv(program, arguments);
  _exit(not_started);
}

pid_t start(const std::string& program, const std::vector<std::string>& arguments, const Files& files) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(program.c_str(), argv.data(), files, parent);
  if (child < 0) fail(program, errno);
  return child;
}

std::chrono::nanoseconds time_of(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

/// @returns whether the child has ended; `finished` then says how.
bool has_ended(pid_t child, Finished& finished) {
  rusage usage{};
  const pid_t ended = wait4(child, &finished.status, WNOHANG, &usage);
  if (ended == 0 || (ended < 0 && errno == EINTR)) return false;
  finished.cpu = time_of(usage.ru_utime) + time_of(usage.ru_stime);
  return true;
}

void stop(pid_t child) {
  Finished finished;
  kill(child, SIGTERM);
  for (milliseconds waited{0}; !has_ended(child, finished); waited += look_up) {
    if (waited == grace) kill(child, SIGKILL);
    poll(nullptr, 0, static_cast<int>(look_up.count()));
  }
}

}  // namespace

std::optional<Finished> run_to_end(const std::string& program, const std::vector<std::string>& arguments,
                                   const std::string& input, int stop_fd) {
  const Files files{file_in_memory(program, input), file_in_memory(program, ""), file_in_memory(program, "")};
  const pid_t child = start(program, arguments, files);
  Finished finished;
  while (!has_ended(child, finished)) {
    pollfd stopped{stop_fd, POLLIN, 0};
    if (poll(&stopped, 1, static_cast<int>(look_up.count())) <= 0) continue;
    stop(child);
    return std::nullopt;
  }
  finished.output = content_of(files.output.get());
  finished.errors = content_of(files.errors.get());
  return finished;
}

std::optional<int> Finished::exit_code() const {
  return WIFEXITED(status) ? std::optional(WEXITSTATUS(status)) : std::nullopt;
}

std::string Finished::how() const {
  std::string_view words = errors;
  words = words.substr(0, words.find_last_not_of(" \n") + 1);
  words = words.substr(words.rfind('\n') + 1);
  return fmt::format("{}{}{}", how_it_ended(status), words.empty() ? "" : ": ", words);
}

std::optional<std::string> find_program(const std::string& name) {
  const char* folders = std::getenv("PATH");
  std::istringstream path(folders == nullptr ? "/usr/local/bin:/usr/bin:/bin" : folders);
  for (std::string folder; std::getline(path, folder, ':');) {
    std::string file = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    struct stat facts{};
    if (stat(file.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && access(file.c_str(), X_OK) == 0) return file;
  }
  return std::nullopt;
}

}  // namespace hundred::loadtest
