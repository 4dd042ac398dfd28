#include "server/stopping.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace hundred::server {
namespace {

/// What the signal handlers may touch. Set before they are installed.
struct {
  const StopPlan* plan;
  int wake_up;
  timer_t drain_timer;
  itimerspec drain_timeout;
  std::atomic<bool> asked;
} stopping;

/// A line put together without allocating.
class Line {
 public:
  void add(std::string_view text) { end_ = std::copy_n(text.begin(), std::min(text.size(), room()), end_); }
  void add(std::size_t number) {
    const auto [end, error] = std::to_chars(end_, text_.data() + text_.size(), number);
    if (error == std::errc()) end_ = end;
  }
  void write_to(int fd) const {
    [[maybe_unused]] const ssize_t n = ::write(fd, text_.data(), static_cast<std::size_t>(end_ - text_.data()));
  }

 private:
  std::size_t room() const { return static_cast<std::size_t>(text_.data() + text_.size() - end_); }

  std::array<char, 256> text_;
  char* end_ = text_.data();
};

void say_dropped(std::string_view why, std::size_t dropped) {
  Line line;
  line.add("hundred-server: ");
  line.add(why);
  line.add(dropped);
  line.add(dropped == 1 ? " request was dropped\n" : " requests were dropped\n");
  line.write_to(STDERR_FILENO);
}

[[noreturn]] void end_at_once(std::string_view why) {
  const StopPlan& plan = *stopping.plan;
  const std::size_t accepted = plan.board.count_unanswered(), backlog = plan.listener.waiting();
  if (plan.cut_off == nullptr) {
    say_dropped(why, accepted + backlog);
  } else {
    plan.cut_off->accepted += accepted;
    if (backlog > 0) plan.cut_off->backlog = backlog;
  }
  for (const std::string& file : plan.files) ::unlink(file.c_str());
  if (!plan.folder.empty()) ::rmdir(plan.folder.c_str());
  ::_exit(1);
}

extern "C" void on_stop_signal(int) {
  if (stopping.asked.exchange(true)) {
    if (stopping.plan->cut_off != nullptr) return;
    end_at_once("stopped at once by a second signal: ");
  }
  const int saved = errno;
  if (stopping.plan->drain_timeout) ::timer_settime(stopping.drain_timer, 0, &stopping.drain_timeout, nullptr);
  [[maybe_unused]] const ssize_t n = ::write(stopping.wake_up, "", 1);
  errno = saved;
}

extern "C" void on_drain_timer(int) { end_at_once("the drain timeout is over: "); }

void install(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigfillset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

timespec as_timespec(Nanoseconds duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
  return {seconds.count(), (duration - seconds).count()};
}

constexpr std::array stop_signals{SIGTERM, SIGINT, SIGQUIT};
constexpr std::array supervised_stop_signals{SIGTERM};

std::span<const int> signals_of(const StopPlan& plan) {
  if (plan.cut_off != nullptr) return supervised_stop_signals;
  return stop_signals;
}

void unblock(std::span<const int> signals) {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  for (const int signal : signals) ::sigaddset(&wanted, signal);
  ::sigaddset(&wanted, SIGALRM);
  ::pthread_sigmask(SIG_UNBLOCK, &wanted, nullptr);
}

void make_drain_timer(Nanoseconds timeout) {
  sigevent expired{};
  expired.sigev_notify = SIGEV_SIGNAL;
  expired.sigev_signo = SIGALRM;
  if (::timer_create(CLOCK_MONOTONIC, &expired, &stopping.drain_timer) != 0)
    throw std::system_error(errno, std::generic_category(), "the drain timer");
  stopping.drain_timeout.it_value = as_timespec(timeout);
}

}  // namespace

StopSignals::StopSignals(StopPlan plan) : plan_(std::move(plan)) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    throw std::system_error(errno, std::generic_category(), "preparing for signals");
  read_end_ = Descriptor(ends[0]);
  write_end_ = Descriptor(ends[1]);
  stopping.plan = &plan_;
  stopping.wake_up = write_end_.get();
  if (plan_.drain_timeout) make_drain_timer(*plan_.drain_timeout);
  install(SIGPIPE, SIG_IGN);
  install(SIGALRM, on_drain_timer);
  for (const int signal : signals_of(plan_)) install(signal, on_stop_signal);
  unblock(signals_of(plan_));
}

const std::atomic<bool>& StopSignals::asked() { return stopping.asked; }

StopSignals::~StopSignals() {
  if (plan_.drain_timeout) ::timer_delete(stopping.drain_timer);
  for (const int signal : signals_of(plan_)) install(signal, SIG_IGN);
  install(SIGALRM, SIG_IGN);
}

}  // namespace hundred::server
