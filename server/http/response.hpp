#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include "server/runtime/message.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

struct Framing {
  bool keep_alive = false;     ///< announce that the connection stays open
  bool http_1_0 = false;       ///< the request's version: HTTP/1.0 must be told of keep-alive
  bool server_timing = false;  ///< the Server-Timing field, from the stamps
  bool with_body = false;      ///< not for a HEAD request, nor where none may be
};

/// Whether a response of this status may have a body: not 1xx, 204 and 304 (RFC 9112, 6.3).
constexpr bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

/// A response as it is sent (RFC 9112): status line, header fields with Server, Date and, if it may have a body,
/// Content-Length, and the body, unless it is made while it is sent. Up to 2 KiB it is within this object, so that a
/// thread that lives for one request need not ask for memory.
class WrittenResponse {
 public:
  /// @param stamps  If the handler has no end yet, it gets one as late as Server-Timing can still tell it. Where many
  ///                threads share few CPUs, all that comes before, such as asking for memory, may take milliseconds.
  WrittenResponse(const Response& response, Stamps& stamps, Framing framing);
  WrittenResponse(const WrittenResponse&) = delete;
  WrittenResponse& operator=(const WrittenResponse&) = delete;

  /// Valid as long as this object.
  std::string_view bytes() const { return bytes_; }

 private:
  char* room_for(std::size_t bytes);

  std::array<char, 2048> usual_;
  std::unique_ptr<char[]> larger_;
  std::string_view bytes_;
};

}  // namespace hundred::server
