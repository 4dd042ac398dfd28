#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

struct ReadResult {
  std::size_t bytes = 0;
  bool ended = false;                  ///< the peer sends nothing more, or has gone
  std::optional<TimePoint> arrival{};  ///< when the last of the bytes reached this host, if that is known
};

/// One non-blocking read from a socket. Neither bytes nor end: there was nothing to read.
ReadResult receive_plain(int fd, std::span<char> buffer);
/// The same with the arrival, by the kernel's stamp of the last segment read (SO_TIMESTAMPNS, wall-clock time: see
/// socket(7)).
ReadResult receive_stamped(int fd, std::span<char> buffer);

}  // namespace hundred::server
