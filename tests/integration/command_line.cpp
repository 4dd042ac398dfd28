#include "tests/integration/command_line.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace hundred::test {

Finished run_server(const Arguments& arguments, const Environment& environment) {
  return run_to_end(HUNDRED_SERVER_PROGRAM, arguments, environment);
}

nlohmann::json printed_config(const Arguments& arguments, const Environment& environment) {
  Arguments all = arguments;
  all.emplace_back("--print-config");
  const Finished finished = run_server(all, environment);
  if (finished.exit_code != 0)
    throw std::runtime_error(fmt::format("--print-config exits {}: {}", finished.exit_code, finished.errors));
  return nlohmann::json::parse(finished.output);
}

void expect_error(const Finished& finished, int exit_code, const std::vector<std::string>& parts) {
  EXPECT_EQ(finished.exit_code, exit_code) << finished.errors;
  EXPECT_EQ(finished.output, "");
  EXPECT_EQ(lines_of(finished.errors).size(), 1U) << finished.errors;
  EXPECT_TRUE(finished.errors.ends_with('\n'));
  for (const std::string& part : parts) EXPECT_THAT(finished.errors, ::testing::HasSubstr(part));
}

TemporaryFile::TemporaryFile(const std::string& content) {
  std::string folder = std::filesystem::temp_directory_path() / "hundred-test-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = folder + "/server.json";
  std::ofstream(path_) << content;
}

TemporaryFile::~TemporaryFile() { std::filesystem::remove_all(std::filesystem::path(path_).parent_path()); }

}  // namespace hundred::test
