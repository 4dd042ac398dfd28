#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hundred::client {

/// The phases that a Server-Timing header may name. Source: INTERFACE section 4; the syntax is the W3C's Server Timing.
enum class Phase : std::uint8_t { queue, gil, pool, cpu, wait, ready, handler };
inline constexpr std::array<std::string_view, 7> phase_names{"queue", "gil", "pool", "cpu", "wait", "ready", "handler"};

/// What a server said of one answer. All zero if it said nothing.
struct ServerTiming {
  std::array<std::uint32_t, phase_names.size()> microseconds{};
  bool present = false;  ///< at least one phase was named

  std::uint32_t operator[](Phase phase) const { return microseconds[static_cast<std::size_t>(phase)]; }
};

/// Reads one header value and adds what it says to `timing` and `worker` (the worker metric's desc). Metrics that are
/// not known, and durations that are not numbers, are skipped.
void parse_server_timing(std::string_view header, ServerTiming& timing, std::string& worker);

}  // namespace hundred::client
