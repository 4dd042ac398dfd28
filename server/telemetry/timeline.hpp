#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/telemetry/shared_array.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// The last exchanges, for GET /timeline: one ring of fixed slots, in memory that processes forked later share.
/// Thread safety: record() and to_json() may be called concurrently; neither blocks. A slot that is being overwritten
/// while it is read is left out.
class Timeline {
 public:
  static constexpr std::size_t capacity = 100'000;  ///< exchanges
  static constexpr std::size_t max_id_bytes = 40;   ///< a longer X-Request-Id is cut there

  /// Adds a finished exchange; `stamps` are complete, `id` may be empty.
  void record(const Stamps& stamps, unsigned status, std::string_view id);

  /// {"boot_id":…,"clock":"CLOCK_MONOTONIC","exchanges":[…]}, oldest first. @param last  at most that many, the newest
  std::string to_json(std::size_t last = capacity) const;

 private:
  static constexpr std::size_t header_words = 6, id_words = max_id_bytes / 8;
  static constexpr std::size_t words = header_words + id_words, stretch_words = 2 * Stamps::max_stretches;
  template <std::size_t size>
  using Words = std::array<std::atomic<std::uint64_t>, size>;
  /// Two cache lines, one behind the other, so that the processor fetches what comes next by itself.
  struct alignas(128) Slot {
    std::atomic<std::uint64_t> version;  ///< odd while written; 2 x (index of the exchange + 1) when whole
    Words<words> word;
  };
  struct Ring {
    std::array<Slot, capacity> slots;
    std::array<Words<stretch_words>, capacity> stretches;  ///< apart, for most exchanges have none
    std::atomic<std::uint64_t> next;
  };
  struct Payload {
    std::array<std::uint64_t, words> word;
    std::array<std::uint64_t, stretch_words> stretches;
  };

  std::optional<Payload> read(std::uint64_t index) const;

  SharedArray<Ring> ring_{1};
};

}  // namespace hundred::server
