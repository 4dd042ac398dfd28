#include "server/http/date.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <mutex>

namespace hundred::server {
namespace {

constexpr std::size_t date_size = sizeof "Sun, 22 Nov 2026 03:33:14 GMT" - 1;
using Words = std::array<std::uint64_t, (date_size + 7) / 8>;

/// The latest date, under a sequence lock (Boehm: Can Seqlocks Get Along With Programming Language Memory Models?,
/// 2012). Readers do not wait: what they read is one date if its number is the same before and after.
class LatestDate {
 public:
  /// @returns false if there is none for this moment, or another comes: then what is at `at` means nothing.
  bool get(TimePoint now, char* at) const {
    const std::uint64_t number = number_.load(std::memory_order_acquire);
    if (now >= TimePoint(Nanoseconds(ends_.load(std::memory_order_acquire)))) return false;
    for (const auto& word : words_) {
      const std::uint64_t characters = word.load(std::memory_order_acquire);
      std::memcpy(at, &characters, sizeof characters);
      at += sizeof characters;
    }
    return number_.load(std::memory_order_relaxed) == number;
  }

  /// By one thread at a time. @param ends  when the next second begins
  void set(const Words& date, TimePoint ends) {
    ends_.store(0, std::memory_order_relaxed);  // there is none
    number_.fetch_add(1, std::memory_order_release);
    for (std::size_t i = 0; i < date.size(); ++i) words_[i].store(date[i], std::memory_order_release);
    ends_.store(ends.time_since_epoch().count(), std::memory_order_release);
  }

 private:
  std::atomic<std::uint64_t> number_{0};
  std::atomic<Nanoseconds::rep> ends_{0};
  std::array<std::atomic<std::uint64_t>, std::tuple_size_v<Words>> words_{};
};

alignas(64) constinit LatestDate latest;

void make_latest() {
  const TimePoint now = Clock::now();  // before the other clock: rather too early an end than too late
  timespec wall{};
  tm parts{};
  ::clock_gettime(CLOCK_REALTIME, &wall);
  ::gmtime_r(&wall.tv_sec, &parts);
  std::array<char, sizeof(Words)> text{};
  ::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  Words words;
  std::memcpy(words.data(), text.data(), sizeof words);
  latest.set(words, now + std::chrono::seconds(1) - Nanoseconds(wall.tv_nsec));
}

/// A function of its own, so that the usual way need not save registers for it.
[[gnu::noinline]] void get_made_anew(TimePoint now, char* at) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  while (!latest.get(now, at)) make_latest();
}

}  // namespace

char* put_date(char* at, TimePoint now) {
  if (!latest.get(now, at)) [[unlikely]]
    get_made_anew(now, at);
  return at + date_size;
}

}  // namespace hundred::server
