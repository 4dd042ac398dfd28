#include "tests/unit/loadtest/golden.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

void expect_golden_data(const std::string& text, const std::string& name) {
  const std::string path = std::string(GOLDEN_DIR) + "/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>(file), {})) << path;
}

void expect_golden(const std::string& text, const std::string& name) {
  expect_golden_data(text, name);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), text_width) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

}  // namespace hundred::loadtest
