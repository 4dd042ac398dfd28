//   users ──► process 0 … process N-1, each with one thread: reads, runs the handler, answers, reads on
//                └──── the supervisor starts them, replaces those that end, and stops them; it never serves
//
// Who accepts      the process with the fewest connections
// Who waits        all on the connections of one process: while a handler computes or waits, nothing else happens there
// Where the queue  what was read together (up to 32 requests), unread bytes in the sockets, then the listen backlog
// On overload      the queue grows; nobody is refused before the backlog is full
//
// How one process serves is the model single_threaded; here is how processes come and go.
#include "server/models/prefork.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "common/descriptor.hpp"
#include "common/signal_mask.hpp"
#include "common/wait_status.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds short_life = 1s, first_delay = 100ms, longest_delay = 5s, time_to_end = 1s;
constexpr std::array awaited_signals{SIGTERM, SIGINT, SIGQUIT, SIGCHLD};

/// What a process reports once it accepts; one that fails before, a line that says why.
constexpr char ready_report = '\0';

class Supervisor {
 public:
  explicit Supervisor(const Supervision& plan) : plan_(plan), children_(plan.processes) {}

  int run() {
    start_all();
    plan_.ready();
    while (!stop_by_ || alive_ > 0) {
      const int signal = wait_for_signal();
      if (signal > 0 && signal != SIGCHLD) stop_by_ ? cut_off("stopped at once by a second signal") : stop();
      reap();
      if (!stop_by_)
        replace_due();
      else if (Clock::now() >= *stop_by_)
        why_cut_off_ == nullptr ? cut_off("the drain timeout is over") : kill_all();
    }
    return conclude();
  }

 private:
  struct Child {
    pid_t pid = 0;  ///< 0: there is none
    TimePoint started;
    TimePoint due;             ///< when to start the next one
    unsigned short_lives = 0;  ///< in a row
  };

  /// Returns once all accept. @throws std::runtime_error if one cannot.
  void start_all() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    reports_ = Descriptor(ends[0]);
    report_ = Descriptor(ends[1]);
    std::string failure;
    for (std::size_t i = 0; i < children_.size() && failure.empty(); ++i)
      if (!start(i)) failure = std::strerror(errno);
    report_ = Descriptor();
    const std::size_t ready = read_reports(failure);
    reports_ = Descriptor();
    if (ready == children_.size()) return;
    signal_all(SIGKILL);
    while (::wait(nullptr) > 0) continue;
    throw std::runtime_error(fmt::format("of {} processes only {} could be started: {}", children_.size(), ready,
                                         failure.empty() ? "the others ended" : failure));
  }

  /// Until each process has reported or ended. @param failure  the first that is reported, if it is empty.
  /// @returns how many are ready.
  std::size_t read_reports(std::string& failure) const {
    std::string all;
    std::array<char, 1024> piece;
    for (ssize_t n = 0; (n = ::read(reports_.get(), piece.data(), piece.size())) > 0;)
      all.append(piece.data(), static_cast<std::size_t>(n));
    const std::size_t ready = std::erase(all, ready_report);
    if (failure.empty()) failure = all.substr(0, all.find('\n'));
    return ready;
  }

  /// In a process: tells the supervisor, if that waits for it. @returns whether it does.
  bool report(const std::string& what) {
    if (!report_) return false;
    [[maybe_unused]] const ssize_t n = ::write(report_.get(), what.data(), what.size());
    report_ = Descriptor();
    return true;
  }

  /// @returns false, with errno, if the system has no process to give.
  bool start(std::size_t number) {
    Child& child = children_[number];
    const pid_t supervisor = ::getpid(), pid = ::fork();
    if (pid == 0) become_child(number, supervisor);
    if (pid < 0) return false;
    child.pid = pid;
    child.started = Clock::now();
    plan_.serving(++alive_);
    return true;
  }

  [[noreturn]] void become_child(std::size_t number, pid_t supervisor) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) ::_exit(1);
    // Ctrl-C reaches the whole process group; the supervisor says what is to be done about it.
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGQUIT, SIG_IGN);
    reports_ = Descriptor();
    try {
      plan_.serve(number, [this] { report({ready_report}); });
    } catch (const std::exception& error) {
      if (!report(error.what() + std::string("\n"))) spdlog::error("process {}: {}", number, error.what());
      ::_exit(1);
    }
    ::_exit(0);
  }

  /// The next signal; 0 if something else is due first.
  int wait_for_signal() const {
    sigset_t awaited;
    ::sigemptyset(&awaited);
    for (const int signal : awaited_signals) ::sigaddset(&awaited, signal);
    const auto due = next_due();
    if (!due) return ::sigwaitinfo(&awaited, nullptr);
    const Nanoseconds left = std::max<Nanoseconds>(*due - Clock::now(), 0ns);
    const timespec timeout{std::chrono::duration_cast<std::chrono::seconds>(left).count(), (left % 1s).count()};
    return std::max(0, ::sigtimedwait(&awaited, nullptr, &timeout));
  }

  std::optional<TimePoint> next_due() const {
    if (stop_by_) return stop_by_;
    std::optional<TimePoint> due;
    for (const Child& child : children_)
      if (child.pid == 0) due = std::min(due.value_or(child.due), child.due);
    return due;
  }

  void reap() {
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      const auto child =
          std::find_if(children_.begin(), children_.end(), [pid](const Child& c) { return c.pid == pid; });
      if (child == children_.end()) continue;
      child->pid = 0;
      plan_.serving(--alive_);
      const auto number = static_cast<std::size_t>(child - children_.begin());
      if (!stop_by_ || !WIFSIGNALED(status)) plan_.ended(number);
      if (stop_by_) {
        const bool as_told = status == 0 || (why_cut_off_ != nullptr && WIFEXITED(status));
        if (!as_told) spdlog::error("process {} (pid {}) {}", number, pid, how_it_ended(status));
        failed_ |= status != 0;
      } else {
        plan_replacement(*child);
        spdlog::warn("process {} (pid {}) {}; it is replaced", number, pid, how_it_ended(status));
      }
    }
  }

  static void plan_replacement(Child& child) {
    const TimePoint now = Clock::now();
    child.short_lives = now - child.started < short_life ? child.short_lives + 1 : 0;
    constexpr unsigned doublings = 10;  // beyond the longest delay
    const Nanoseconds delay = first_delay * (1U << std::min(child.short_lives, doublings)) / 2;
    child.due = now + (child.short_lives == 0 ? 0ns : std::min(delay, longest_delay));
  }

  void replace_due() {
    for (std::size_t i = 0; i < children_.size(); ++i) {
      Child& child = children_[i];
      if (child.pid != 0 || child.due > Clock::now() || start(i)) continue;
      spdlog::error("process {} cannot be started: {}", i, std::strerror(errno));
      child.started = Clock::now();
      plan_replacement(child);
    }
  }

  void stop() {
    stop_by_ = Clock::now() + plan_.drain_timeout;
    plan_.stopping();
    signal_all(SIGTERM);
  }

  /// What is cut off ends by itself, unless it is held up.
  void cut_off(const char* why) {
    if (why_cut_off_ != nullptr) return;
    why_cut_off_ = why;
    stop_by_ = Clock::now() + time_to_end;
    signal_all(SIGALRM);
  }

  void kill_all() {
    stop_by_ = TimePoint::max();
    signal_all(SIGKILL);
  }

  void signal_all(int signal) const {
    for (const Child& child : children_)
      if (child.pid != 0) ::kill(child.pid, signal);
  }

  int conclude() const {
    const std::size_t dropped = plan_.dropped();
    if (why_cut_off_ != nullptr || dropped > 0)
      fmt::print(stderr, "hundred-server: {}: {} request{} dropped\n",
                 why_cut_off_ != nullptr ? why_cut_off_ : "not all was drained", dropped,
                 dropped == 1 ? " was" : "s were");
    return failed_ || why_cut_off_ != nullptr || dropped > 0 ? 1 : 0;
  }

  const Supervision& plan_;
  std::vector<Child> children_;
  std::size_t alive_ = 0;
  Descriptor reports_, report_;       ///< the ends of a pipe, while the first processes start
  std::optional<TimePoint> stop_by_;  ///< while stopping: when what still serves is cut off, and then killed
  const char* why_cut_off_ = nullptr;
  bool failed_ = false;
};

}  // namespace

int supervise(const Supervision& plan) {
  const SignalsBlocked until_awaited(awaited_signals);
  const SignalsBlocked until_handled(std::array{SIGALRM});  // by each process
  ::signal(SIGPIPE, SIG_IGN);                               // nobody may be reading what it says
  ::signal(SIGCHLD, SIG_DFL);  // whoever started this program may have it ignored; then there would be nothing to reap
  return Supervisor(plan).run();
}

}  // namespace hundred::server
