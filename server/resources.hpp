#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "server/http/connection_board.hpp"
#include "server/http/limits.hpp"
#include "server/http/listener.hpp"
#include "server/http/loop_board.hpp"
#include "server/options.hpp"
#include "server/stopping.hpp"
#include "server/telemetry/context_switches.hpp"
#include "server/telemetry/database_figures.hpp"
#include "server/telemetry/shared_array.hpp"
#include "server/telemetry/telemetry.hpp"
#include "server/upstream/upstream_server.hpp"

namespace hundred::server {

/// A folder that exists as long as this object: the user's, which is left alone, or a fresh temporary one.
class DataFolder {
 public:
  /// @param chosen  the user's; empty: a fresh one. @throws StartError if there is no such folder or it is not
  /// writable.
  explicit DataFolder(std::string chosen);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  const std::string& path() const { return path_; }
  /// The path if it is to be removed, with what is in it, else empty.
  const std::string& temporary() const { return temporary_; }

 private:
  std::string path_, temporary_;
};

/// What a server has once, however many processes serve: made before the first of them is forked, and shared by all.
struct Resources {
  /// Listens from here on. @param options  must outlive it. @throws StartError, UsageError, std::system_error
  explicit Resources(const ServerOptions& options);

  const std::size_t descriptors;        ///< that a process may have: the soft limit, which is raised to the hard one
  const std::size_t workers;            ///< as the mode counts them; 1 where it does not
  const std::size_t processes;          ///< that serve
  const std::size_t loops_per_process;  ///< the loops of all processes are numbered through
  DataFolder folder;
  const std::string database;              ///< URL
  std::optional<UpstreamServer> upstream;  ///< none without --upstream
  FrontEndOptions front_end;
  Listener listener;
  LoopBoard loops;
  ConnectionBoard connections;
  Telemetry telemetry;
  ContextSwitches context_switches;
  SharedArray<GilFigures> gil{1};
  SharedArray<DatabaseFigures> database_figures;  ///< of each process

  struct Counts {
    std::atomic<std::uint64_t> processes;  ///< that serve now
    CutOff cut_off;                        ///< what processes dropped when a stop cut them off
  };
  SharedArray<Counts> counts{1};

  /// "hundred-server listening on http://127.0.0.1:8080 mode=worker-pool workers=8 pid=4711", with " keep-alive=pin"
  /// behind it where connections are pinned.
  std::string ready_line() const;

  /// How many requests were dropped, once all processes have ended: what they counted themselves, and what those had
  /// that could not and were not forgotten.
  std::size_t dropped() const { return counts->cut_off.count() + connections.count().in_flight; }

  /// That process has ended, and its connections with it; the calling one, its parent, has waited for it.
  void forget(std::size_t process);

  const ServerOptions& options;
};

}  // namespace hundred::server
