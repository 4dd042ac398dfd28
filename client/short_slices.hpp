#pragma once

namespace hundred::client {

/// While in scope, the scheduler runs this thread soon after it has something to do, for short slices: a generator that
/// shares its CPUs with the server under test then sends and reads in time. It gets no larger share of the CPU, and
/// needs no privilege. Linux 6.12 and later; elsewhere it changes nothing. Processes that the thread forks meanwhile
/// would inherit it.
class ShortSlices {
 public:
  ShortSlices();
  ~ShortSlices();
  ShortSlices(const ShortSlices&) = delete;
  ShortSlices& operator=(const ShortSlices&) = delete;
};

}  // namespace hundred::client
