#include <fmt/format.h>

#include "loadtest/report/columns.hpp"
#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/comparison_table.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

/// The median of what `figure` finds in each round's usage.
template <class Figure>
std::optional<double> of_usage(const Entry& entry, Figure figure) {
  return median(entry, [figure](const Report& r) -> std::optional<double> {
    if (!r.usage) return std::nullopt;
    const auto found = std::optional(figure(*r.usage));
    return found ? std::optional(static_cast<double>(*found)) : std::nullopt;
  });
}

std::string count_text(const std::optional<double>& count) { return count ? fmt::format("{:.0f}", *count) : "-"; }

std::string cpu_cell(const Entry& e) {
  return duration_text(of_usage(e, [](const Usage& u) { return u.cpu_ms; }));
}
std::string memory_cell(const Entry& e) {
  const auto bytes = of_usage(e, [](const Usage& u) { return u.peak_pss_bytes; });
  return bytes ? fmt::format("{:.1f} MiB", *bytes / (1024 * 1024)) : "-";
}
std::string threads_cell(const Entry& e) {
  return count_text(of_usage(e, [](const Usage& u) { return u.peak_threads; }));
}
std::string processes_cell(const Entry& e) {
  return count_text(of_usage(e, [](const Usage& u) { return u.peak_processes; }));
}
std::string voluntary_cell(const Entry& e) {
  return count_text(of_usage(e, [](const Usage& u) { return u.voluntary_switches; }));
}
std::string involuntary_cell(const Entry& e) {
  return count_text(of_usage(e, [](const Usage& u) { return u.involuntary_switches; }));
}

}  // namespace

std::string cost_table(const Entries& rows) {
  const std::vector<Column<Entry>> columns{{"what it cost", "the server", -19, [](const Entry& e) { return e.mode; }},
                                           {"CPU", "time", 9, cpu_cell},
                                           {"memory", "(PSS)", 10, memory_cell},
                                           {"threads", "at most", 8, threads_cell},
                                           {"processes", "at most", 10, processes_cell},
                                           {"context", "voluntary", 11, voluntary_cell},
                                           {"switches", "involuntary", 13, involuntary_cell}};
  return table_of(columns, rows);
}

}  // namespace hundred::loadtest
