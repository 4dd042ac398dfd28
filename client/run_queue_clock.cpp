#include "client/run_queue_clock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

namespace hundred::client {

RunQueueClock::RunQueueClock() : file_(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}

/// The file holds the time on a CPU, the time in run queues, and a count.
std::optional<Time> RunQueueClock::read() const {
  std::array<char, 128> buffer{};
  const ssize_t size = ::pread(file_.get(), buffer.data(), buffer.size(), 0);
  if (size <= 0) return std::nullopt;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  const std::size_t number = text.find(' ') + 1;
  Time waited = 0;
  const auto [end, error] = std::from_chars(text.data() + number, text.data() + text.size(), waited);
  return number > 0 && error == std::errc() ? std::optional(waited) : std::nullopt;
}

}  // namespace hundred::client
