#include "loadtest/server_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <thread>

#include "client/clock.hpp"
#include "client/errors.hpp"
#include "common/option_table.hpp"
#include "common/signal_mask.hpp"
#include "common/wait_status.hpp"

namespace hundred::loadtest {
namespace {

using client::RunError;
using std::chrono::milliseconds;

constexpr int usage_exit = 2;
constexpr client::Time start_limit = 30'000'000'000;
constexpr std::size_t last_lines = 5;

/// What the child does between fork() and exec(); only calls that are safe there.
[[noreturn]] void become_server(const char* program, char* const* arguments, int output, int errors, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(usage_exit);
  // A group of its own: Ctrl-C is for the load tool, which then stops the server in order.
  setpgid(0, 0);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execv(program, arguments);
  _exit(127);
}

/// Reads until the end or the stop, whichever comes first: a process that the server leaves behind may keep the pipe
/// open.
void forget(int output, const std::stop_token& stop) {
  constexpr int look_up_ms = 50;
  pollfd readable{output, POLLIN, 0};
  std::array<char, 4096> bytes;
  while (!stop.stop_requested())
    if (poll(&readable, 1, look_up_ms) > 0 && read(output, bytes.data(), bytes.size()) <= 0) return;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& program, const std::vector<std::string>& arguments, int stop_fd) {
  if (access(program.c_str(), X_OK) != 0)
    throw RunError(fmt::format("cannot start the server '{}': {}; --server PATH says where it is", program,
                               client::error_text(errno)));
  try {
    start(program, arguments);
    take_ready_line(read_ready_line(stop_fd));
    const SignalsBlocked blocked;
    forgetting_ = std::jthread([output = output_.get()](const std::stop_token& stop) { forget(output, stop); });
  } catch (...) {
    stop(milliseconds(1000));
    throw;
  }
}

ServerProcess::~ServerProcess() { stop(); }

void ServerProcess::start(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::array<int, 2> pipe{};
  errors_ = Descriptor(memfd_create("hundred-server stderr", MFD_CLOEXEC));
  if (errors_.get() < 0 || pipe2(pipe.data(), O_CLOEXEC) != 0)
    throw RunError("cannot start the server: " + client::error_text(errno));
  output_ = Descriptor(pipe[0]);
  const Descriptor write_end(pipe[1]);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) become_server(program.c_str(), argv.data(), write_end.get(), errors_.get(), parent);
  if (pid_ < 0) throw RunError("cannot start the server: " + client::error_text(errno));
}

std::string ServerProcess::read_ready_line(int stop_fd) {
  const client::Time give_up = client::now() + start_limit;
  std::string line;
  while (line.find('\n') == std::string::npos) {
    std::array<pollfd, 2> events{pollfd{output_.get(), POLLIN, 0}, pollfd{stop_fd, POLLIN, 0}};
    const auto left = std::max<client::Time>(0, (give_up - client::now()) / client::millisecond);
    const int ready = poll(events.data(), events.size(), static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) throw RunError("the server is not ready after 30 s" + last_words());
    if (events[1].revents != 0) return {};
    std::array<char, 512> bytes;
    const ssize_t count = read(output_.get(), bytes.data(), bytes.size());
    if (count <= 0) fail_to_start();
    line.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return line.substr(0, line.find('\n'));
}

void ServerProcess::take_ready_line(const std::string& line) {
  if (line.empty()) return;
  const auto ready = parse_ready_line(line);
  if (!ready) throw RunError(fmt::format("the server's first line is not what hundred-server prints: {}", line));
  base_url_ = ready->url;
  facts_ = ready->facts;
}

void ServerProcess::fail_to_start() {
  wait_for_end(std::chrono::seconds(5));
  const bool usage = pid_ < 0 && WIFEXITED(status_) && WEXITSTATUS(status_) == usage_exit;
  const std::string words = last_words();
  if (usage) throw UsageError("the server refuses its arguments" + words);
  throw RunError(fmt::format("the server did not start: it {}{}",
                             pid_ < 0 ? how_it_ended(status_) : "closed its output and said nothing", words));
}

std::optional<std::string> ServerProcess::stop(milliseconds grace) {
  if (running()) {
    asked_to_stop_ = true;
    end(grace);
  }
  if (asked_to_stop_ && status_ == 0) return std::nullopt;
  return how_it_ended(status_) + last_words();
}

bool ServerProcess::running(milliseconds longest) { return pid_ >= 0 && !wait_for_end(longest); }

void ServerProcess::end(milliseconds grace) {
  kill(pid_, SIGTERM);
  if (!wait_for_end(grace)) {
    kill(pid_, SIGKILL);
    while (!wait_for_end(std::chrono::seconds(1))) continue;
  }
}

bool ServerProcess::wait_for_end(milliseconds longest) {
  const auto give_up = std::chrono::steady_clock::now() + longest;
  for (;;) {
    const pid_t ended = waitpid(pid_, &status_, WNOHANG);
    if (ended == pid_ || (ended < 0 && errno == ECHILD)) {
      pid_ = -1;
      return true;
    }
    if (std::chrono::steady_clock::now() >= give_up) return false;
    std::this_thread::sleep_for(milliseconds(2));
  }
}

std::string ServerProcess::said() const {
  struct stat file{};
  fstat(errors_.get(), &file);
  std::string text(16 * 1024, '\0');
  const ssize_t count =
      pread(errors_.get(), text.data(), text.size(), std::max<off_t>(0, file.st_size - std::ssize(text)));
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return text;
}

std::string ServerProcess::last_words() const {
  std::string text = said();
  while (text.ends_with('\n')) text.pop_back();
  if (text.empty()) return {};
  std::size_t start = text.size();
  for (std::size_t i = 0; i < last_lines && start != std::string::npos && start > 0; ++i)
    start = text.rfind('\n', start - 1);
  const std::string lines = text.substr(start == std::string::npos ? 0 : start + 1);
  return (lines.find('\n') == std::string::npos ? ": " : ":\n") + lines;
}

std::string server_beside_this_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "hundred-server";
}

std::optional<ReadyLine> parse_ready_line(const std::string& line) {
  constexpr std::string_view start = "hundred-server listening on ";
  if (!line.starts_with(start)) return std::nullopt;
  std::istringstream words(line.substr(start.size()));
  ReadyLine ready;
  words >> ready.url;
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) continue;
    const std::string value = word.substr(equals + 1);
    std::uint64_t number = 0;
    if (word.starts_with("mode=")) ready.facts.mode = value;
    ready.facts.pinned |= word == "keep-alive=pin";
    if (word.starts_with("workers=") &&
        std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc())
      ready.facts.workers = number;
  }
  return ready;
}

}  // namespace hundred::loadtest
