#pragma once

#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace hundred::loadtest {

/// A column of a table for people, a Row each line.
template <class Row>
struct Column {
  std::string top, bottom;  ///< the heading's two lines
  int width;                ///< in columns; negative: text, to the left; positive: figures, to the right
  std::function<std::string(const Row&)> cell;
};

/// One line of a table. @param text  what stands in a column
template <class Row>
std::string table_line(const std::vector<Column<Row>>& columns,
                       const std::function<std::string(const Column<Row>&)>& text) {
  std::string line;
  for (const Column<Row>& column : columns) {
    const auto width = static_cast<std::size_t>(std::abs(column.width));
    std::string cell = text(column);
    if (column.width < 0 && cell.size() > width) cell.resize(width);
    line += column.width < 0 ? fmt::format("{:<{}}", cell, width) : fmt::format("{:>{}}", cell, width);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

/// The heading's two lines, then a line for each row.
template <class Row>
std::string table_of(const std::vector<Column<Row>>& columns, const std::vector<const Row*>& rows) {
  std::string text = table_line<Row>(columns, [](const Column<Row>& c) { return c.top; });
  text += table_line<Row>(columns, [](const Column<Row>& c) { return c.bottom; });
  for (const Row* row : rows) text += table_line<Row>(columns, [row](const Column<Row>& c) { return c.cell(*row); });
  return text;
}

}  // namespace hundred::loadtest
