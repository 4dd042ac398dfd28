#include "tests/contract/model_test.hpp"

#include <algorithm>

#include "server/models/registry.hpp"

namespace hundred::test {
namespace {

std::vector<std::string> models_that_are(const std::vector<std::string>& names, bool listed) {
  std::vector<std::string> result;
  for (const std::string& model : all_models())
    if ((std::find(names.begin(), names.end(), model) != names.end()) == listed) result.push_back(model);
  return result;
}

}  // namespace

void ModelTest::start(const Arguments& arguments, const Environment& environment) {
  Arguments all{"--mode", mode()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  server_ = std::make_unique<ServerProcess>(all, environment);
}

void ModelTest::start_narrow(const Arguments& more) {
  Arguments all{mode() == "thread-per-request" ? "--max-threads" : "--workers", "1"};
  all.insert(all.end(), more.begin(), more.end());
  start(all);
}

std::vector<RawConnection> ModelTest::connect(std::size_t count) const {
  std::vector<RawConnection> connections;
  connections.reserve(count);
  while (connections.size() < count) connections.emplace_back(port());
  return connections;
}

std::vector<RawConnection> ModelTest::connect_and_ask(std::size_t count) const {
  std::vector<RawConnection> connections = connect(count);
  for (RawConnection& connection : connections) {
    connection.send(get_request("/ping"));
    connection.read_response();
  }
  return connections;
}

void ModelTest::TearDown() {
  if (!server_) return;
  if (server_->running()) {
    EXPECT_EQ(server_->stop(), 0) << "stopping; stderr:\n" << server_->errors();
  }
  EXPECT_EQ(sanitizer_report(server_->errors()), "");
  if (HasFailure()) GTEST_LOG_(INFO) << "stderr of the server:\n" << server_->errors();
}

std::vector<std::string> all_models() {
  std::vector<std::string> names;
  for (const server::ModelRow& row : server::models()) names.emplace_back(row.name);
  return names;
}

std::vector<std::string> models_among(const std::vector<std::string>& names) { return models_that_are(names, true); }
std::vector<std::string> models_except(const std::vector<std::string>& names) { return models_that_are(names, false); }

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace hundred::test
