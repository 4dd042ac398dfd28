#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hundred::server {

/// What the front end does not let a client exceed. Sizes in bytes. Header and body timeouts bound the whole of it, not
/// the gap between two bytes.
struct Limits {
  std::uint64_t header_bytes;  ///< all header fields of a request; beyond: 431
  std::uint64_t target_bytes;  ///< the request target; beyond: 414
  std::uint64_t body_bytes;    ///< beyond: 413
  std::chrono::nanoseconds keep_alive_timeout;
  std::chrono::nanoseconds header_timeout;
  std::chrono::nanoseconds body_timeout;
  std::chrono::nanoseconds write_timeout;  ///< without any progress
  std::uint64_t connections;               ///< open at once; beyond: accepting pauses
  std::uint64_t connections_per_loop;      ///< the same for each loop
};

/// The front end's other settings.
struct FrontEndOptions {
  Limits limits;
  bool close_after_response;  ///< --keep-alive close
  bool reject_overload;       ///< full queue: 503; otherwise reading stops
  bool server_timing;
  std::string data_dir;  ///< where large request bodies are spooled
};

}  // namespace hundred::server
