#include "loadtest/kernel_watch.hpp"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "common/cpus.hpp"

namespace hundred::loadtest {
namespace {

std::optional<std::uint64_t> difference(std::optional<std::uint64_t> later, std::optional<std::uint64_t> earlier) {
  if (!later || !earlier || *later < *earlier) return std::nullopt;
  return *later - *earlier;
}

}  // namespace

std::optional<std::uint64_t> netstat_counter(std::string_view text, std::string_view table, std::string_view name) {
  std::istringstream lines{std::string(text)};
  for (std::string names, numbers; std::getline(lines, names) && std::getline(lines, numbers);) {
    std::istringstream name_words(names), number_words(numbers);
    std::string known, number;
    if (!(name_words >> known >> std::ws) || !(number_words >> number) || known != table) continue;
    while (name_words >> known && number_words >> number)
      if (known == name) return std::stoull(number);
  }
  return std::nullopt;
}

KernelEvents kernel_events(bool server_is_here) {
  if (!server_is_here) return {.listen_overflows = {}, .listen_drops = {}, .throttled = throttled_periods()};
  std::ifstream file("/proc/net/netstat");
  const std::string netstat(std::istreambuf_iterator<char>(file), {});
  return {netstat_counter(netstat, "TcpExt:", "ListenOverflows"), netstat_counter(netstat, "TcpExt:", "ListenDrops"),
          throttled_periods()};
}

KernelEvents operator-(const KernelEvents& later, const KernelEvents& earlier) {
  return {difference(later.listen_overflows, earlier.listen_overflows),
          difference(later.listen_drops, earlier.listen_drops), difference(later.throttled, earlier.throttled)};
}

}  // namespace hundred::loadtest
