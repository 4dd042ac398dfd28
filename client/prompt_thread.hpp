#pragma once

namespace hundred::client {

/// While in scope, this thread is woken at the moment it asked for, without the usual slack, and scheduled soon after
/// it has something to do, for short slices (Linux 6.12 and later): a generator that shares its CPUs with the server
/// under test then sends and reads in time. It gets no larger share of the CPU, and needs no privilege. Processes that
/// the thread forks meanwhile would inherit it.
class PromptThread {
 public:
  PromptThread();
  ~PromptThread();
  PromptThread(const PromptThread&) = delete;
  PromptThread& operator=(const PromptThread&) = delete;
};

}  // namespace hundred::client
