#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/run.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// What a terminal can show in a cell.
struct GridStyle {
  enum class Colours { none, eight, many };
  Colours colours = Colours::none;
  bool blocks = false;  ///< it shows UTF-8
};

/// As $TERM and $COLORTERM, $LC_ALL, $LC_CTYPE and $LANG say. @param coloured  false: without colours
GridStyle grid_style(bool coloured);

/// How long is quick, nanoseconds; 0: not known yet.
struct Quick {
  client::Time time = 0;
  std::string_view name;  ///< "alone"
};

/// A cell of two columns for each user, in rows of the same length, as near to a square as can be, and a legend. A user
/// who has an answer has the colour of one of ten steps (without colours: a digit): each as many times as long as the
/// one before, from the quick time to what the last user waits if the others are served one after another.
std::vector<std::string> grid_lines(const std::vector<client::UserOutcome>& users, Quick quick, GridStyle style);

/// A load while it runs.
struct RunningLoad {
  const client::Load& load;
  const client::Progress& progress;
  client::Time alone = 0;  ///< what one request takes on an idle server, nanoseconds; 0: not known
};

/// A burst as a grid, below the title and how many users have an answer. Nothing if the load's users cannot be seen
/// (client::Progress::sees_users_of), or there is too little room.
std::vector<std::string> burst_lines(const std::string& title, const RunningLoad& running, GridStyle style,
                                     WindowSize room);

}  // namespace hundred::loadtest
