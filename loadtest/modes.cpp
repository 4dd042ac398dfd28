#include "loadtest/modes.hpp"

#include <fmt/format.h>

#include <array>

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t unlimited = Servers::unlimited;

/// hundred-server's defaults of --max-threads and --queue-capacity.
constexpr std::uint64_t most_threads = 1024, queue_capacity = 1024;

constexpr Servers one(std::uint64_t) { return {1, 1}; }
constexpr Servers each_its_own(std::uint64_t) { return {most_threads, most_threads, queue_capacity}; }
constexpr Servers workers_queue(std::uint64_t workers) { return {workers, workers, queue_capacity}; }
constexpr Servers workers_hold(std::uint64_t workers) { return {workers, workers}; }
constexpr Servers workers_compute(std::uint64_t workers) { return {workers, unlimited}; }

constexpr std::array<ModeRow, 6> rows{{
    {"single-threaded", "single", "", " thread", " threads", false, false, false, false, one},
    {"thread-per-request", "threads", "", " thread", " threads", false, false, false, false, each_its_own},
    {"worker-pool", "pool", "", " thread", " threads", true, true, false, false, workers_queue},
    {"event-loop", "async", "", " loop", " loops", true, false, false, true, workers_compute},
    {"hybrid", "", "1 loop + ", "", "", true, false, false, false, workers_compute},
    {"prefork", "processes", "", " process", " processes", true, true, true, true, workers_hold},
}};

}  // namespace

std::span<const ModeRow> modes() { return rows; }

const ModeRow* find_mode(std::string_view name) {
  for (const ModeRow& row : rows)
    if (row.name == name || (!name.empty() && row.alias == name)) return &row;
  return nullptr;
}

std::string run_by(std::string_view mode, std::optional<std::uint64_t> workers, std::uint64_t seen) {
  const ModeRow* row = find_mode(mode);
  if (row == nullptr) return {};
  const std::uint64_t count = row->counts_workers ? workers.value_or(seen) : seen;
  if (count == 0) return {};
  return fmt::format("{}{}{}", row->before, count, count == 1 ? row->one : row->many);
}

}  // namespace hundred::loadtest
