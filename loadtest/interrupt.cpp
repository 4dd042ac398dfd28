#include "loadtest/interrupt.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

namespace hundred::loadtest {
namespace {

std::atomic<int> event_fd{-1};
std::atomic<bool> signalled{false};

void on_signal(int) {
  if (signalled.exchange(true)) _exit(130);
  const int saved = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(event_fd, &one, sizeof one);
  errno = saved;
}

void handle(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event_fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  signalled = false;
  handle(on_signal);
}

Interrupt::~Interrupt() {
  handle(SIG_DFL);
  close(event_fd);
}

int Interrupt::fd() const { return event_fd; }
bool Interrupt::raised() const { return signalled; }

}  // namespace hundred::loadtest
