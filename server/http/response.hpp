#pragma once

#include <string>

#include "server/runtime/message.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

struct Framing {
  bool keep_alive;     ///< announce that the connection stays open
  bool http_1_0;       ///< the request's version: HTTP/1.0 must be told of keep-alive
  bool server_timing;  ///< the Server-Timing field, from the stamps
};

/// Whether a response of this status may have a body: not 1xx, 204 and 304 (RFC 9112, 6.3).
constexpr bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

/// Appends status line and header fields (RFC 9112) to `out`, with Server, Date (of when the handler ended) and, if it
/// may have a body, Content-Length.
void append_header(std::string& out, const Response& response, const Stamps& stamps, Framing framing);

}  // namespace hundred::server
