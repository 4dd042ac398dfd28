#pragma once

#include <chrono>
#include <cstddef>
#include <ctime>
#include <span>

#include "common/clock.hpp"

namespace hundred {

/// Reads sockets without waiting, and says when what it read had arrived, whenever it comes to reading it. The kernel
/// stamps what arrives (SO_TIMESTAMPNS, see socket(7)); asking for the stamp makes a read dearer. A thread that keeps
/// up reads bytes when they arrive: then the time of reading is as good. Sockets become readable in the order of
/// arrival, so one fresh read says that the thread has caught up, and for a while after it no stamp is asked for.
/// Thread safety: none; one per thread.
class Receiver {
 public:
  struct Result {
    std::size_t bytes = 0;
    bool ended = false;           ///< the peer sends nothing more, or has gone
    int error = 0;                ///< by which it has gone (errno), 0 if it just sends nothing more
    Clock::time_point arrival{};  ///< of the last of the bytes at this host
  };

  /// @param good_enough  how late an arrival may be told.
  explicit Receiver(std::chrono::nanoseconds good_enough) : good_enough_(good_enough) {}

  /// Have the kernel stamp what arrives on a socket; connections inherit it from the listening socket. Without it, or
  /// where the kernel cannot, bytes arrive when they are read.
  static void stamp_arrivals(int fd);

  /// Neither bytes nor end: there was nothing to read.
  Result read(int fd, std::span<char> buffer);

  /// What is read next may have been there for long: the thread did not look.
  void fall_behind() { fresh_ = {}; }

  /// Whether to ask for stamps at all; without them bytes arrive when they are read.
  void use_stamps(bool use) { use_stamps_ = use; }

 private:
  Clock::time_point on_steady_clock(const timespec& wall_time, Clock::time_point now);

  const std::chrono::nanoseconds good_enough_;
  bool use_stamps_ = true;
  Clock::time_point fresh_;                ///< when a read last showed that the thread keeps up with what arrives
  Clock::time_point compared_;             ///< when this was read:
  std::chrono::nanoseconds wall_ahead_{};  ///< what the wall clock shows more than the steady one
};

}  // namespace hundred
