#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/database/database.hpp"
#include "server/endpoints/registry.hpp"
#include "server/endpoints/state.hpp"
#include "server/http/front_end.hpp"
#include "server/models/model.hpp"
#include "server/resources.hpp"
#include "server/runtime/threads.hpp"
#include "server/stopping.hpp"
#include "server/upstream/upstream.hpp"

namespace hundred::server {

/// One process that serves: its loops, its model, the endpoints.
class Server {
 public:
  /// @param resources  must outlive it. @param process  its number among those that share them.
  /// @throws std::system_error
  Server(Resources& resources, std::size_t process);
  ~Server();

  /// Serves until a signal asks to stop and all is drained. The calling thread runs the first loop.
  /// @param ready  called once, on one of the loops' threads, as soon as all loops accept
  void run(const std::function<void()>& ready);

 private:
  Threads start_other_loops();
  void drain();

  Resources& resources_;
  StopSignals signals_;
  std::unique_ptr<Database> database_;
  SharedState state_;
  std::optional<Upstream> upstream_;
  Endpoints endpoints_;
  std::optional<Interpreter> interpreter_;
  FrontEndShared shared_;
  std::vector<std::unique_ptr<FrontEnd>> front_ends_;
  std::atomic<std::size_t> starting_loops_{0};
  std::unique_ptr<Model> model_;
};

}  // namespace hundred::server
