#pragma once

#include <span>
#include <string>
#include <string_view>

#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// How to speak of a part of a response time.
struct PartWords {
  std::string_view name;
  std::string_view meaning;  ///< "arrived, but its handler has not begun"
  std::string_view spent;    ///< short, in tables: "in queue"
  std::string_view waited;   ///< after "99 % of it": "in the queue"
};

/// All parts there are, in their order.
std::span<const PartWords> part_words();
/// @returns a row with the name alone if the part is not known.
PartWords words_of(std::string_view part);

/// A breakdown's largest part and its share of the whole, 0 to 1. @param breakdown  with at least one part
std::pair<std::string, double> largest_part(const Breakdown& breakdown);

}  // namespace hundred::loadtest
