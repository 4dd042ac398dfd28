#include <gmock/gmock.h>

#include <filesystem>

#include "tests/integration/command_line.hpp"

namespace hundred::test {
namespace {

/// What `cmake --install` copies to a folder of its own.
class Installation : public ::testing::Test {
 protected:
  void SetUp() override {
    const Finished install =
        run_to_end(HUNDRED_CMAKE, {"--install", HUNDRED_BUILD_DIR, "--prefix", prefix_}, {{"DESTDIR", ""}});
    ASSERT_EQ(install.exit_code, 0) << install.errors;
  }

  std::filesystem::path path(const std::string& folder, const std::string& name) const {
    return std::filesystem::path(prefix_) / folder / name;
  }
  Finished run(const std::string& program, const Arguments& arguments) const {
    return run_to_end(path(HUNDRED_BIN_DIR, program), arguments);
  }

 private:
  TemporaryFile beside_{""};
  std::string prefix_ = std::filesystem::path(beside_.path()).parent_path() / "prefix";
};

TEST_F(Installation, HasBothPrograms) {
  for (const char* program : {"hundred-server", "hundred-load"}) {
    const Finished version = run(program, {"--version"});
    EXPECT_EQ(version.exit_code, 0) << version.errors;
    EXPECT_THAT(version.output, ::testing::StartsWith(std::string(program) + ' '));
  }
}

TEST_F(Installation, TheLoadToolStartsTheServerBesideIt) {
  const Arguments burst = {"run", "--mode", "single-threaded", "/ping", "-c", "2", "--json"};
  const int exit_code = run("hundred-load", burst).exit_code;
  // 3: this machine was too busy to trust the figures.
  EXPECT_TRUE(exit_code == 0 || exit_code == 3) << exit_code;
  std::filesystem::remove(path(HUNDRED_BIN_DIR, "hundred-server"));
  EXPECT_EQ(run("hundred-load", burst).exit_code, 1);
}

TEST_F(Installation, HasTheDocumentedConfigurationAndTheDocuments) {
  const Finished check = run("hundred-server", {"--config", path(HUNDRED_DATA_DIR, "server.json"), "--test-config"});
  EXPECT_EQ(check.exit_code, 0) << check.errors;
  for (const char* document : {"README.md", "LICENSE"})
    EXPECT_TRUE(std::filesystem::exists(path(HUNDRED_DOC_DIR, document))) << document;
}

TEST_F(Installation, HasTheSchemasOfReports) {
  for (const char* schema :
       {"hundred.run-1.schema.json", "hundred.compare-1.schema.json", "hundred.experiment-1.schema.json",
        "hundred.diff-1.schema.json", "hundred.find-max-1.schema.json", "hundred.size-1.schema.json",
        "hundred.sweep-1.schema.json"})
    EXPECT_TRUE(std::filesystem::exists(path(HUNDRED_DATA_DIR, "schema") / schema)) << schema;
}

}  // namespace
}  // namespace hundred::test
