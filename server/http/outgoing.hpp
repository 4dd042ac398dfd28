#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/runtime/message.hpp"

namespace hundred::server {

/// What of a response the kernel has not taken yet: bytes, then what a generator makes. Used by one thread at a time.
class Outgoing {
 public:
  enum class Result { done, blocked, gone, failed };

  /// @param bytes  header, and the body if it is a string. @param generator  the body, if it is one
  /// Sends what can be sent at once, up to about a megabyte, so that no response holds its sender for long.
  /// @returns done; blocked, to be continued by resume(); gone, if the client has gone; failed, if the generator threw,
  /// or made less than it had promised, which is logged: the connection must end.
  Result start(int fd, std::string_view bytes, std::optional<Generator>&& generator);
  Result resume(int fd);
  /// Forgets everything and gives up its memory.
  void clear();

 private:
  Result pump(int fd);
  bool refill();

  std::string memory_;       ///< for what `unsent_` shows, unless that lies elsewhere
  std::string_view unsent_;  ///< of the header, or of what the generator made last
  std::optional<Generator> generator_;
  std::uint64_t made_ = 0;
};

}  // namespace hundred::server
