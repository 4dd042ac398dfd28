#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/raw_connection.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {

/// A case that runs against the server in the mode that is its parameter. What is still running at the end is stopped
/// and must exit 0; a sanitizer's report fails the case.
class ModelTest : public ::testing::TestWithParam<std::string> {
 protected:
  const std::string& mode() const { return GetParam(); }
  /// Starts the server in this mode, with these arguments too.
  void start(const Arguments& arguments = {}, const Environment& environment = {});
  /// Starts it with one worker, whatever the mode has for one.
  void start_narrow(const Arguments& more = {});
  ServerProcess& server() const { return *server_; }
  std::uint16_t port() const { return server_->port(); }

  RawConnection connect() const { return RawConnection(port()); }
  std::vector<RawConnection> connect(std::size_t count) const;
  /// The same, and each has been served once: it is somebody's.
  std::vector<RawConnection> connect_and_ask(std::size_t count) const;
  Response get(std::string_view target, std::string_view fields = "") const {
    return test::get(port(), target, fields);
  }
  Response post(std::string_view target, std::string_view body, std::string_view fields = "") const {
    return test::post(port(), target, body, fields);
  }

  void TearDown() override;

 private:
  std::unique_ptr<ServerProcess> server_;
};

/// The names of all models, from the server's registry.
std::vector<std::string> all_models();
/// Those of `names` that the registry has.
std::vector<std::string> models_among(const std::vector<std::string>& names);
std::vector<std::string> models_except(const std::vector<std::string>& names);

/// "worker_pool": names of tests hold no hyphens.
std::string test_name(const ::testing::TestParamInfo<std::string>& info);

}  // namespace hundred::test

/// Runs the cases of a suite against every model.
#define HUNDRED_AGAINST_ALL_MODELS(suite) \
  INSTANTIATE_TEST_SUITE_P(AllModels, suite, ::testing::ValuesIn(all_models()), test_name)
/// Runs them against the models listed, as far as they exist.
#define HUNDRED_AGAINST_MODELS(suite, models)           \
  GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(suite); \
  INSTANTIATE_TEST_SUITE_P(SomeModels, suite, ::testing::ValuesIn(models), test_name)
