#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "tests/support/patience.hpp"
#include "tests/support/response.hpp"

namespace hundred::test {

/// How the server ended a connection.
enum class Ending { still_open, closed, reset };
std::ostream& operator<<(std::ostream& out, Ending ending);

/// A client's connection whose every byte the test decides. Each call has `patience` to do its work and throws TimedOut
/// after that. Not for two threads at once.
class RawConnection {
 public:
  /// @param receive_buffer  SO_RCVBUF, for a client that takes in little before the server has to wait; 0: the system's
  /// @throws std::system_error if it is refused
  explicit RawConnection(std::uint16_t port, int receive_buffer = 0);
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&&) = delete;

  /// Sends all of it. @returns false if the server had ended the connection before everything was sent.
  bool send(std::string_view bytes);

  /// The next response, 1xx left out. @throws std::runtime_error if the connection ends before it is complete.
  /// @param to_head  it answers a HEAD request: no body follows
  Response read_response(bool to_head = false);
  /// The next response, or nothing if the connection ends (in whatever way) before its first byte.
  std::optional<Response> read_response_if_any();
  /// Status line and fields of the next response only, 1xx included; the body is then taken with skip() or read_some().
  Response read_head();
  /// Takes that many bytes of a body and forgets them.
  void skip(std::uint64_t bytes);
  /// Waits for at least a byte. @returns up to `most` bytes; empty if the connection has ended.
  std::string read_some(std::size_t most);

  /// Waits for the server to end the connection, forgetting what it still sends.
  Ending await_ending(Milliseconds within = patience);
  /// Whether there is something to read, or the end, without waiting.
  bool readable() const;

  /// Ends the connection with a reset: what the server sends now finds nobody.
  void reset();
  /// Says that no more requests come.
  void finish_sending();
  /// Waits until the server has read all that was sent, so that what is sent next comes apart from it. Where the system
  /// does not tell, it waits a fraction of a millisecond; after `patience` it gives up.
  void await_read() const;

 private:
  bool receive(Clock::time_point deadline);
  std::optional<std::string> take_until(std::string_view mark);
  std::string take(std::size_t bytes);
  std::string take_chunks();
  std::string take_body(const Response& head);

  int fd_ = -1;
  std::string received_;
  Ending ending_ = Ending::still_open;
};

/// One request on a connection of its own, which is closed afterwards.
Response get(std::uint16_t port, std::string_view target, std::string_view fields = "");
Response post(std::uint16_t port, std::string_view target, std::string_view body, std::string_view fields = "");

/// Whether connecting to that port is refused.
bool refuses_connections(std::uint16_t port);

}  // namespace hundred::test
