#pragma once

#include <poll.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/patience.hpp"

namespace hundred::test {

/// Clients that send what they are given and ask for nothing: each connects, sends its bytes, says that no more come,
/// takes whatever the server answers until it ends the connection, and connects again. Not for two threads at once.
class Barrage {
 public:
  /// @param next  the bytes for the next connection
  Barrage(std::uint16_t port, std::size_t clients, std::function<std::string()> next);
  ~Barrage();
  Barrage(const Barrage&) = delete;
  Barrage& operator=(const Barrage&) = delete;

  /// Makes that many connections and waits for the end of each. @throws TimedOut, with what was sent, if the server
  /// leaves one without a sign for `patience`. @throws std::system_error if it cannot be connected to.
  void run(std::uint64_t connections);

  /// How many responses have come, 1xx left out.
  std::uint64_t answers() const { return answers_; }

 private:
  struct Client {
    int fd = -1;
    std::string bytes;
    std::size_t sent = 0;
    std::string received;
    Clock::time_point since;  ///< the last sign of the server
  };

  void connect(std::size_t index);
  void advance(std::size_t index);
  void end(std::size_t index);
  static bool send(Client& client);
  bool drain(Client& client);
  void expect_signs() const;

  std::uint16_t port_;
  std::function<std::string()> next_;
  std::vector<Client> clients_;
  std::vector<pollfd> polled_;  ///< of the same index
  std::array<char, 65536> scratch_;
  std::uint64_t answers_ = 0;
};

}  // namespace hundred::test
