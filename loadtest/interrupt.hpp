#pragma once

namespace hundred::loadtest {

/// While it lives, the first SIGINT or SIGTERM only makes fd() readable; a second one ends the program at once with
/// 130. Thread safety: one at a time in a process; its members may be called from any thread.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  int fd() const;
  bool raised() const;
};

}  // namespace hundred::loadtest
