#include "loadtest/report/part_words.hpp"

#include <algorithm>
#include <array>

namespace hundred::loadtest {
namespace {

constexpr std::array<PartWords, 9> rows{{
    {"client", "due, but not sent yet by the load tool", "unsent", "before the load tool sent it"},
    {"network", "on the way, and whatever the server does not see", "on the way", "on the way"},
    {"unexplained", "what is left: stamps that do not fit together", "unexplained", "unexplained"},
    {"queue", "arrived, but its handler has not begun", "in queue", "in the queue"},
    {"gil", "waiting for the interpreter lock", "for the GIL", "waiting for the interpreter lock"},
    {"pool", "waiting for a computing or helper thread", "in pool's queue", "waiting for a thread of the pool"},
    {"cpu", "computing", "computing", "computing"},
    {"wait", "sleeping, or waiting for files, database, upstream", "waiting (I/O)", "sleeping or waiting for others"},
    {"ready", "able to run, but without a CPU", "without a CPU", "able to run, but without a CPU"},
}};

}  // namespace

std::span<const PartWords> part_words() { return rows; }

PartWords words_of(std::string_view part) {
  const auto* found = std::find_if(rows.begin(), rows.end(), [&](const PartWords& row) { return row.name == part; });
  return found == rows.end() ? PartWords{part, "", part, part} : *found;
}

std::pair<std::string, double> largest_part(const Breakdown& breakdown) {
  const auto most = std::max_element(breakdown.parts.begin(), breakdown.parts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return {most->first, breakdown.total_ms > 0 ? most->second / breakdown.total_ms : 0};
}

}  // namespace hundred::loadtest
