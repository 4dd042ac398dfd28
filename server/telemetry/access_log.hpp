#pragma once

#include <spdlog/fwd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// One finished exchange, as the access log tells it. Empty texts are written as "-", long ones to their first 16 KiB.
struct AccessLogLine {
  std::string_view client;   ///< address
  std::string_view request;  ///< "GET /ping HTTP/1.1"
  unsigned status;
  std::uint64_t body_bytes;  ///< of the answer
  bool delivered;            ///< if not, the bytes are written as "-"
  std::string_view referer, user_agent;
  const Stamps& stamps;
};

/// A file with a line for each finished exchange, in the Combined Log Format of Apache and nginx, with the worker and
/// its times behind it. Opened to append, each line written at once and by one write(2), so that several processes may
/// write to one file. Thread safety: write() may be called concurrently; it waits for the file.
class AccessLog {
 public:
  /// @param file  empty: there is no log. @throws spdlog::spdlog_ex if it cannot be opened
  explicit AccessLog(const std::string& file);

  /// Whether there is one; otherwise write() must not be called.
  explicit operator bool() const { return logger_ != nullptr; }
  void write(const AccessLogLine& line) const;

 private:
  std::unique_ptr<char[]> buffer_;  ///< of the file, for a line; outlives it
  std::shared_ptr<spdlog::logger> logger_;
};

/// The line as it is written, without the newline. @param now  seconds since 1970
std::string format(const AccessLogLine& line, std::int64_t now);

}  // namespace hundred::server
