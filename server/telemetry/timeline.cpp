#include "server/telemetry/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>

namespace hundred::server {
namespace {

/// Words of a slot. Times are nanoseconds on CLOCK_MONOTONIC; a stretch carries its activity in the top byte of its
/// start.
enum Word : std::size_t { arrival, start, end, sent, who, cpu };
constexpr unsigned activity_shift = 56;

std::uint64_t nanoseconds(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

std::uint64_t pack_who(const Stamps& stamps, unsigned status) {
  return std::uint64_t{static_cast<unsigned char>(stamps.worker.kind)} | std::uint64_t{stamps.worker.index} << 8 |
         std::uint64_t{status & 0xffffU} << 40 | std::uint64_t{stamps.stretches.size()} << 56 |
         std::uint64_t{stamps.truncated} << 63;
}

std::string boot_id() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  return id;
}

std::string id_of(std::span<const std::uint64_t> words) {
  std::string id(words.size_bytes(), '\0');
  std::memcpy(id.data(), words.data(), words.size_bytes());
  id.resize(std::min(id.find('\0'), id.size()));
  return id;
}

void append_exchange(std::string& out, std::span<const std::uint64_t> word, const std::string& id,
                     std::span<const std::uint64_t> stretches) {
  const auto who = word[Word::who];
  const WorkerName worker{static_cast<char>(who & 0xff), static_cast<std::uint32_t>(who >> 8)};
  out += fmt::format(R"({{"id":{},"worker":"{}","status":{},"cpu_ns":{},"truncated":{},"intervals":[)",
                     nlohmann::json(id).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), worker.text(),
                     who >> 40 & 0xffff, word[Word::cpu], (who >> 63) != 0);
  out += fmt::format(R"(["queue",{},{}],["handler",{},{}],)", word[arrival], word[start], word[start], word[end]);
  const std::size_t count = who >> 56 & 0x7f;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t from = stretches[2 * i];
    out += fmt::format(R"(["{}",{},{}],)", activity_name(static_cast<Activity>(from >> activity_shift)),
                       from & ((1ULL << activity_shift) - 1), stretches[2 * i + 1]);
  }
  out += fmt::format(R"(["send",{},{}]]}})", word[end], word[sent]);
}

}  // namespace

void Timeline::record(const Stamps& stamps, unsigned status, std::string_view id) {
  const std::uint64_t index = ring_->next.fetch_add(1, std::memory_order_relaxed);
  Slot& slot = ring_->slots[index % capacity];
  slot.version.store(2 * index + 1, std::memory_order_relaxed);
  const auto put = [](std::atomic<std::uint64_t>& word, std::uint64_t value) {
    word.store(value, std::memory_order_release);  // release: never seen before the odd version
  };
  put(slot.word[arrival], nanoseconds(stamps.arrival));
  put(slot.word[start], nanoseconds(stamps.start));
  put(slot.word[end], nanoseconds(stamps.end));
  put(slot.word[sent], nanoseconds(stamps.sent));
  put(slot.word[who], pack_who(stamps, status));
  put(slot.word[cpu], static_cast<std::uint64_t>(stamps.cpu.count()));
  std::array<std::uint64_t, id_words> id_text{};
  if (!id.empty()) std::memcpy(id_text.data(), id.data(), std::min(id.size(), max_id_bytes));
  for (std::size_t i = 0; i < id_words; ++i) put(slot.word[header_words + i], id_text[i]);
  for (std::size_t i = 0; i < stamps.stretches.size(); ++i) {
    const Stretch& stretch = stamps.stretches[i];
    auto& word = ring_->stretches[index % capacity];
    put(word[2 * i],
        nanoseconds(stretch.start) | std::uint64_t{static_cast<std::uint8_t>(stretch.activity)} << activity_shift);
    put(word[2 * i + 1], nanoseconds(stretch.end));
  }
  slot.version.store(2 * (index + 1), std::memory_order_release);
}

std::optional<Timeline::Payload> Timeline::read(std::uint64_t index) const {
  const Slot& slot = ring_->slots[index % capacity];
  const std::uint64_t whole = 2 * (index + 1);
  if (slot.version.load(std::memory_order_acquire) != whole) return std::nullopt;
  Payload payload;
  const auto copy = [](const auto& from, auto& to) {
    std::transform(from.begin(), from.end(), to.begin(),
                   [](const auto& word) { return word.load(std::memory_order_acquire); });
  };
  copy(slot.word, payload.word);
  copy(ring_->stretches[index % capacity], payload.stretches);
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
    const std::span word(payload->word);
    append_exchange(out, word, id_of(word.subspan(header_words)), payload->stretches);
  }
  return out + "]}";
}

}  // namespace hundred::server
