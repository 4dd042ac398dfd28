#pragma once

#include <pthread.h>

#include <csignal>
#include <span>

namespace hundred {

/// Blocks signals on this thread while in scope. Threads started and processes forked meanwhile inherit that.
class SignalsBlocked {
 public:
  /// All of them: signals are for the main thread alone.
  SignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  /// These, beside those that are blocked already.
  explicit SignalsBlocked(std::span<const int> signals) {
    sigset_t more;
    ::sigemptyset(&more);
    for (const int signal : signals) ::sigaddset(&more, signal);
    ::pthread_sigmask(SIG_BLOCK, &more, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace hundred
