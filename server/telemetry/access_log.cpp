#include "server/telemetry/access_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>

#include <ctime>
#include <iterator>

namespace hundred::server {
namespace {

/// What a client sent must neither end a field nor a line.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.empty() ? std::string_view("-") : text) {
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
  logger_ = std::make_shared<spdlog::logger>("access", std::make_shared<spdlog::sinks::basic_file_sink_mt>(file));
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
