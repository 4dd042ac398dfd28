#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/runtime/message.hpp"

namespace hundred::server {

/// What of a response the kernel has not taken yet: bytes, then what a generator makes. Used by one thread at a time.
class Outgoing {
 public:
  enum class Result { done, blocked, gone, failed };

  /// @param bytes  copied. @param generator  of what follows them, if there is one
  Outgoing(std::string_view bytes, std::optional<Generator>&& generator);
  // `unsent_` may show `memory_`.
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;

  /// Sends what can be sent at once, up to about a megabyte, so that no response holds its sender for long.
  /// @returns done; blocked, to be continued by another resume(); gone, if the client has gone; failed, if the
  /// generator threw, or made less than it had promised, which is logged: the connection must end.
  Result resume(int fd);

 private:
  bool refill();

  std::string memory_;       ///< for what `unsent_` shows, unless that lies elsewhere
  std::string_view unsent_;  ///< of the header, or of what the generator made last
  std::optional<Generator> generator_;
  std::uint64_t made_ = 0;
};

/// Sends the header of a response in `bytes`, and the body, which is in there too unless there is a generator.
/// @returns as Outgoing::resume() does; only if there is more than the kernel takes at once, an Outgoing is made
Outgoing::Result send_response(int fd, std::string_view bytes, std::optional<Generator>&& generator,
                               std::unique_ptr<Outgoing>& rest);

}  // namespace hundred::server
