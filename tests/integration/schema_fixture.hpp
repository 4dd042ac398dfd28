#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/command_line.hpp"

namespace hundred::test {

using Json = nlohmann::ordered_json;

/// Holds what hundred-load writes against docs/schema.
class Schema : public ::testing::Test {
 protected:
  std::filesystem::path folder() const { return std::filesystem::path(file_.path()).parent_path(); }

  /// The document that hundred-load prints.
  static Json printed(Arguments arguments, const std::vector<int>& exit_codes = {0, 3});
  Json compared(Arguments more, const std::vector<int>& exit_codes) const;

  /// What is wrong with the documents, which are named 0, 1 ...
  Finished validate(const std::vector<Json>& documents) const;
  void expect_valid(const Json& document) const;

  struct Refusal {
    Json document;
    std::string problem;
  };
  void expect_refused(const std::vector<Refusal>& refusals) const;

 private:
  TemporaryFile file_{""};
};

}  // namespace hundred::test
