#include "tests/faulty/faults.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <list>
#include <string>
#include <string_view>

namespace hundred::faulty {
namespace {

constexpr int is_short = 0;

struct Fault {
  Call call{};
  int error = is_short;
  std::uint64_t spared = 0, period = 1;
  std::string file;  ///< empty: always
  std::string text;
  std::atomic<std::uint64_t> calls = 0;
  std::atomic<bool> said = false;
};

template <class Value, std::size_t size>
Value named(const std::array<std::pair<std::string_view, Value>, size>& table, std::string_view name) {
  for (const auto& [known, value] : table)
    if (known == name) return value;
  fmt::print(stderr, "FAULTS: '{}' is unknown\n", name);
  std::_Exit(2);
}

constexpr std::array<std::pair<std::string_view, Call>, 9> calls{{{"send", Call::send},
                                                                  {"recv", Call::recv},
                                                                  {"accept4", Call::accept4},
                                                                  {"open", Call::open},
                                                                  {"mkostemp", Call::mkostemp},
                                                                  {"pread", Call::pread},
                                                                  {"write", Call::write},
                                                                  {"fsync", Call::fsync},
                                                                  {"thread", Call::thread}}};
constexpr std::array<std::pair<std::string_view, int>, 10> outcomes{{{"short", is_short},
                                                                     {"EAGAIN", EAGAIN},
                                                                     {"EINTR", EINTR},
                                                                     {"EPIPE", EPIPE},
                                                                     {"ECONNRESET", ECONNRESET},
                                                                     {"ECONNABORTED", ECONNABORTED},
                                                                     {"EMFILE", EMFILE},
                                                                     {"ENOSPC", ENOSPC},
                                                                     {"EIO", EIO},
                                                                     {"EOPNOTSUPP", EOPNOTSUPP}}};

/// Takes what comes before `mark` off the text, and the mark; all of it if there is none.
std::string_view take_until(std::string_view& text, char mark) {
  const std::string_view part = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

std::uint64_t number(std::string_view text, std::uint64_t fallback) {
  std::from_chars(text.data(), text.data() + text.size(), fallback);
  return fallback;
}

/// CALL=OUTCOME[/PERIOD][+SPARED][@FILE]
void add_fault(std::list<Fault>& faults, std::string_view text) {
  Fault& fault = faults.emplace_back();
  fault.text = text.substr(0, text.find_first_of("/+@"));
  std::string_view rest = take_until(text, '@');
  fault.file = text;
  fault.call = named(calls, take_until(rest, '='));
  std::string_view calls_left = take_until(rest, '+');
  fault.spared = number(rest, fault.spared);
  fault.error = named(outcomes, take_until(calls_left, '/'));
  fault.period = number(calls_left, fault.period);
}

std::list<Fault> wanted() {
  std::list<Fault> faults;
  const char* variable = std::getenv("FAULTS");
  std::string_view text = variable == nullptr ? "" : variable;
  while (!text.empty()) add_fault(faults, take_until(text, ','));
  return faults;
}

/// Read before main(), as a signal handler may be the first to ask.
std::list<Fault> faults = wanted();

bool happens(Fault& fault) {
  if (!fault.file.empty() && ::access(fault.file.c_str(), F_OK) != 0) return false;
  const std::uint64_t before = fault.calls.fetch_add(1, std::memory_order_relaxed);
  if (before < fault.spared || before % fault.period != fault.period - 1) return false;
  if (!fault.said.exchange(true)) spdlog::info("fault: {}", fault.text);
  return true;
}

}  // namespace

int failure(Call call) {
  for (Fault& fault : faults)
    if (fault.call == call && fault.error != is_short && happens(fault)) return fault.error;
  return 0;
}

std::size_t shortened(Call call, std::size_t bytes) {
  static constexpr std::array<std::size_t, 11> sizes{1, 7, 100, 2, 1460, 3, 20'000, 11, 61, 5000, 300};
  for (Fault& fault : faults)
    if (fault.call == call && fault.error == is_short && happens(fault))
      return std::min(bytes, sizes[fault.calls.load(std::memory_order_relaxed) % sizes.size()]);
  return bytes;
}

}  // namespace hundred::faulty
