#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// Lines on terminal.err that are written again and again at the same place; erased when destroyed.
class LiveText {
 public:
  /// Shows nothing unless `wanted` and terminal.err is a terminal.
  LiveText(Terminal& terminal, bool wanted);
  ~LiveText();
  LiveText(const LiveText&) = delete;
  LiveText& operator=(const LiveText&) = delete;

  bool is_shown() const { return shown_; }
  /// How many lines of how many columns there may be, never more than `text_width` columns.
  WindowSize room() const;
  /// Replaces what is shown. Lines that are too long are cut; escape sequences for colours take no room.
  void show(const std::vector<std::string>& lines);
  void erase();

 private:
  Terminal& terminal_;
  const bool shown_;
  std::size_t lines_ = 0;  ///< the cursor is at the end of the last
};

}  // namespace hundred::loadtest
