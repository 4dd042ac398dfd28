#include "server/telemetry/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

namespace hundred::server {
namespace {

/// Words of a slot. Times are nanoseconds on CLOCK_MONOTONIC; a stretch carries its activity in the top byte of its
/// start.
enum Word : std::size_t { arrival, start, end, sent, who, cpu };
constexpr unsigned activity_shift = 56;

std::uint64_t nanoseconds(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

std::uint64_t pack_who(WorkerName worker, unsigned status, std::uint32_t stretches, std::uint32_t excess) {
  return std::uint64_t{static_cast<unsigned char>(worker.kind)} | std::uint64_t{worker.index} << 8 |
         std::uint64_t{status & 0xffffU} << 40 | std::uint64_t{stretches} << 56 | std::uint64_t{excess != 0} << 63;
}

std::string boot_id() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  return id;
}

template <std::size_t N>
void append_exchange(std::string& out, const std::array<std::uint64_t, N>& word, std::size_t id_at,
                     std::size_t id_bytes) {
  const auto who = word[Word::who];
  std::string id(id_bytes, '\0');
  std::memcpy(id.data(), &word[id_at], id_bytes);
  id.resize(std::min(id.find('\0'), id_bytes));
  const WorkerName worker{static_cast<char>(who & 0xff), static_cast<std::uint32_t>(who >> 8)};
  out += fmt::format(R"({{"id":{},"worker":"{}","status":{},"cpu_ns":{},"truncated":{},"intervals":[)",
                     nlohmann::json(id).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), worker.text(),
                     who >> 40 & 0xffff, word[Word::cpu], (who >> 63) != 0);
  out += fmt::format(R"(["queue",{},{}],["handler",{},{}],)", word[arrival], word[start], word[start], word[end]);
  const std::size_t stretches = who >> 56 & 0x7f;
  for (std::size_t i = 0; i < stretches; ++i) {
    const std::uint64_t from = word[id_at + id_bytes / 8 + 2 * i];
    out += fmt::format(R"(["{}",{},{}],)", activity_name(static_cast<Activity>(from >> activity_shift)),
                       from & ((1ULL << activity_shift) - 1), word[id_at + id_bytes / 8 + 2 * i + 1]);
  }
  out += fmt::format(R"(["send",{},{}]]}})", word[end], word[sent]);
}

}  // namespace

void Timeline::record(const Stamps& stamps, unsigned status, std::string_view id) {
  const std::uint64_t index = ring_->next.fetch_add(1, std::memory_order_relaxed);
  Slot& slot = ring_->slots[index % capacity];
  slot.version.store(2 * index + 1, std::memory_order_relaxed);
  const auto put = [&slot](std::size_t word, std::uint64_t value) {
    slot.word[word].store(value, std::memory_order_release);  // release: never seen before the odd version
  };
  put(arrival, nanoseconds(stamps.arrival));
  put(start, nanoseconds(stamps.start));
  put(end, nanoseconds(stamps.end));
  put(sent, nanoseconds(stamps.sent));
  put(who, pack_who(stamps.worker, status, stamps.stretch_count, stamps.stretch_excess));
  put(cpu, static_cast<std::uint64_t>(stamps.cpu.count()));
  std::array<std::uint64_t, id_words> id_text{};
  if (!id.empty()) std::memcpy(id_text.data(), id.data(), std::min(id.size(), max_id_bytes));
  for (std::size_t i = 0; i < id_words; ++i) put(header_words + i, id_text[i]);
  for (std::size_t i = 0; i < stamps.stretch_count; ++i) {
    const Stretch& stretch = stamps.stretches[i];
    const std::size_t at = header_words + id_words + 2 * i;
    put(at, nanoseconds(stretch.start) | std::uint64_t{static_cast<std::uint8_t>(stretch.activity)} << activity_shift);
    put(at + 1, nanoseconds(stretch.end));
  }
  slot.version.store(2 * (index + 1), std::memory_order_release);
}

std::optional<Timeline::Payload> Timeline::read(std::uint64_t index) const {
  const Slot& slot = ring_->slots[index % capacity];
  const std::uint64_t whole = 2 * (index + 1);
  if (slot.version.load(std::memory_order_acquire) != whole) return std::nullopt;
  Payload payload;
  for (std::size_t i = 0; i < words; ++i) payload[i] = slot.word[i].load(std::memory_order_acquire);
  if (slot.version.load(std::memory_order_relaxed) != whole) return std::nullopt;
  return payload;
}

std::string Timeline::to_json(std::size_t last) const {
  const std::uint64_t next = ring_->next.load(std::memory_order_relaxed);
  std::string out = fmt::format(R"({{"boot_id":"{}","clock":"CLOCK_MONOTONIC","exchanges":[)", boot_id());
  bool first = true;
  for (std::uint64_t index = next - std::min<std::uint64_t>({next, last, capacity}); index < next; ++index) {
    const auto payload = read(index);
    if (!payload) continue;
    if (!first) out += ',';
    first = false;
    append_exchange(out, *payload, header_words, max_id_bytes);
  }
  return out + "]}";
}

}  // namespace hundred::server
