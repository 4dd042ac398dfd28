#pragma once

#include <cstddef>
#include <string>

#include "server/runtime/context.hpp"
#include "server/upstream/idle_connections.hpp"
#include "server/upstream/upstream_server.hpp"

namespace hundred::server {

/// Asks one server, and no other, over connections that are kept alive for the next who asks. One per process.
/// Thread safety: all members.
class Upstream {
 public:
  /// The most bytes of a body, and of its header, that are read.
  static constexpr std::size_t most_body_bytes = 64 * 1024, most_header_bytes = 16 * 1024;

  /// @param server  must outlive it
  explicit Upstream(const UpstreamServer& server);

  struct Answer {
    unsigned status;  ///< 200 to 299
    std::size_t body_bytes;
  };

  /// Sends GET for `target` below the server's path, and waits for the whole answer: through the context, on the
  /// calling coroutine's executor. A kept connection that has ended meanwhile is replaced, once, by a new one.
  /// @param target  path and query, as they are sent. @param within  how long all of it may take
  /// @throws HttpError 504 if that is over; 502 if the server cannot be reached, answers with another status, with more
  /// than may be read, or with what is not HTTP.
  Awaitable<Answer> get(Context& context, std::string target, Nanoseconds within);

  /// Closes what is idle; from now on no connection is kept.
  void close() { idle_.close(); }

 private:
  const UpstreamServer& server_;
  IdleConnections idle_;
};

}  // namespace hundred::server
