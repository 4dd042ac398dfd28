#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/support/response.hpp"

namespace hundred::test {

/// A request, and what its answer must be.
struct Question {
  std::string line;  ///< what it is known by: "GET /io/db?rows=10"
  std::string request;
  std::function<bool(const Response&)> right;  ///< may throw if it is not; called by many threads
  bool of_database = false;                    ///< it needs the database
  std::string name = {};                       ///< that it registers; empty: none
};

/// One question, or several, for each endpoint but POST /state/register. All take some milliseconds at most.
/// @param mode  the server's. @param list  what it says at GET /
std::vector<Question> mix(const std::string& mode, const std::string& list);

/// Registers a name that must be registered once.
Question registering(const std::string& name);

}  // namespace hundred::test
