#include "loadtest/loading.hpp"

#include <algorithm>
#include <chrono>
#include <future>

namespace hundred::loadtest {
namespace {

/// What hundred-server allows unless told otherwise; some are left for bystanders and whoever else looks at the server.
constexpr std::uint64_t server_connections = 10'000;
constexpr std::uint64_t spare_connections = 128;
constexpr std::string_view fetching_endpoint = "/io/fetch";
constexpr const char* warm_up_endpoint = "/io/sleep?ms=10";
constexpr decltype(client::Load::users) warm_up_users = 100;
/// Between two looks at each user, and at a load's figures.
constexpr std::chrono::milliseconds grid_period{40}, line_period{200};

}  // namespace

std::unique_ptr<ServerProcess> start_server(const LoadOptions& options, const std::string& mode,
                                            const std::vector<std::string>& arguments, int stop_fd) {
  std::vector<std::string> all{"--mode", mode, "--port", "0"};
  if (options.users + spare_connections > server_connections)
    all.insert(all.end(), {"--max-connections", std::to_string(options.users + spare_connections)});
  if (!options.upstream.empty()) all.insert(all.end(), {"--upstream", options.upstream});
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.insert(all.end(), options.server_arguments.begin(), options.server_arguments.end());
  return std::make_unique<ServerProcess>(options.server.empty() ? server_beside_this_program() : options.server, all,
                                         stop_fd);
}

std::unique_ptr<ServerProcess> start_upstream(LoadOptions& options, const std::vector<std::string>& endpoints,
                                              int stop_fd) {
  const bool needed = std::any_of(endpoints.begin(), endpoints.end(),
                                  [](const std::string& endpoint) { return endpoint.starts_with(fetching_endpoint); });
  if (!needed) return nullptr;
  LoadOptions own = options;
  own.server_arguments.clear();
  auto upstream = start_server(own, "event-loop", {}, stop_fd);
  options.upstream = upstream->base_url();
  return upstream;
}

void warm_up(const LoadOptions& options, const ServerProcess& server, int stop_fd) {
  client::Load load = load_of(options, server.base_url() + warm_up_endpoint);
  load.users = std::min(load.users, warm_up_users);
  load.requests = load.users;
  load.duration.reset();
  load.timeout = client::Load{}.timeout;  // whoever gives up leaves work behind
  client::Progress progress;
  client::run(load, stop_fd, progress);
}

client::Recording run_load(const client::Load& load, int stop_fd, client::Progress& progress,
                           client::Bystander* bystander, const std::function<void()>& tick) {
  auto recording = std::async(std::launch::async, [&] { return client::run(load, stop_fd, progress, bystander); });
  const auto period = client::Progress::sees_users_of(load) ? grid_period : line_period;
  do tick();
  while (recording.wait_for(period) != std::future_status::ready);
  tick();
  return recording.get();
}

}  // namespace hundred::loadtest
