#include "server/telemetry/access_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>

#include <cstdio>
#include <ctime>
#include <iterator>

namespace hundred::server {
namespace {

constexpr std::size_t longest_text = 16 * 1024, escaped = sizeof "\\xFF" - 1;
constexpr std::size_t longest_line = 3 * longest_text * escaped + 1024;  // three texts, and numbers

/// What a client sent must neither end a field nor a line.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.empty() ? std::string_view("-") : text.substr(0, longest_text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || byte < ' ' || byte > '~')
      fmt::format_to(std::back_inserter(out), "\\x{:02X}", byte);
    else
      out += c;
  }
  return out += '"';
}

double milliseconds(Nanoseconds duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

}  // namespace

AccessLog::AccessLog(const std::string& file) {
  if (file.empty()) return;
  buffer_ = std::make_unique<char[]>(longest_line);
  spdlog::file_event_handlers handlers;
  handlers.after_open = [buffer = buffer_.get()](const spdlog::filename_t&, std::FILE* stream) {
    std::setvbuf(stream, buffer, _IOFBF, longest_line);
  };
  logger_ = std::make_shared<spdlog::logger>(
      "access", std::make_shared<spdlog::sinks::basic_file_sink_mt>(file, false, handlers));
  logger_->set_pattern("%v");
  logger_->flush_on(spdlog::level::info);
}

void AccessLog::write(const AccessLogLine& line) const { logger_->info(format(line, std::time(nullptr))); }

std::string format(const AccessLogLine& line, std::int64_t now) {
  return fmt::format(
      "{} - - [{:%d/%b/%Y:%H:%M:%S +0000}] {} {} {} {} {} worker={} queue_ms={:.3f} handler_ms={:.3f} total_ms={:.3f}",
      line.client.empty() ? "-" : line.client, fmt::gmtime(static_cast<std::time_t>(now)), quoted(line.request),
      line.status, line.delivered ? fmt::to_string(line.body_bytes) : "-", quoted(line.referer),
      quoted(line.user_agent), line.stamps.worker.text(), milliseconds(line.stamps.queue()),
      milliseconds(line.stamps.handler()), milliseconds(line.stamps.sent - line.stamps.arrival));
}

}  // namespace hundred::server
