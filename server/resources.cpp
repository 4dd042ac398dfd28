#include "server/resources.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>

#include "server/database/open.hpp"

namespace hundred::server {
namespace {

/// Raises the soft limit of descriptors to the hard one, within reason. @returns how many there may be.
std::size_t raise_descriptor_limit() {
  constexpr rlim_t within_reason = 1U << 20;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, within_reason));
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<int>::max());
}

FrontEndOptions front_end_options(const ServerOptions& o, const std::string& folder) {
  const bool one_each = o.keep_alive == KeepAlive::pin && o.mode->process_per_worker;
  return {.limits = {.header_bytes = o.max_header_bytes,
                     .target_bytes = o.max_target_bytes,
                     .body_bytes = o.max_body_bytes,
                     .keep_alive_timeout = o.keep_alive_timeout,
                     .header_timeout = o.header_timeout,
                     .body_timeout = o.body_timeout,
                     .write_timeout = o.write_timeout,
                     .connections = o.max_connections,
                     .connections_per_loop = one_each ? 1 : o.max_connections},
          .close_after_response = o.keep_alive == KeepAlive::close,
          .reject_overload = o.reject_overload,
          .server_timing = o.server_timing,
          .data_dir = folder};
}

/// The most workers that ever have a name: a mode that is capped keeps one slot in reserve.
std::size_t named_workers(const ModelRow& mode, std::size_t workers) { return workers + (mode.capped ? 1 : 0); }

/// The file of the access log; empty: there is none. @throws StartError if it cannot be written to.
std::string access_log_file(const std::string& chosen) {
  if (chosen.empty() || chosen == "off") return {};
  const Descriptor file(::open(chosen.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644));
  if (!file) throw StartError(fmt::format("--access-log '{}': cannot be written to: {}", chosen, std::strerror(errno)));
  return chosen;
}

/// @throws StartError if the user chose a file that cannot be written to.
std::string database_url(const std::string& chosen, const DataFolder& folder) {
  if (chosen.empty()) return "sqlite:" + folder.path() + "/hundred.sqlite";
  const std::string path = database_file(chosen);
  if (!path.empty() && !Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)))
    throw StartError(fmt::format("--database '{}': cannot be written to: {}", chosen, std::strerror(errno)));
  return chosen;
}

}  // namespace

DataFolder::DataFolder(std::string chosen) : path_(std::move(chosen)) {
  if (path_.empty()) {
    path_ = (std::filesystem::temp_directory_path() / "hundred-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr)
      throw StartError(fmt::format("--data-dir: no temporary folder can be made as {}", path_));
    temporary_ = path_;
  } else if (::access(path_.c_str(), W_OK | X_OK) != 0 || !std::filesystem::is_directory(path_)) {
    throw StartError(fmt::format("--data-dir '{}': must be a folder that exists and can be written to", path_));
  }
}

DataFolder::~DataFolder() {
  std::error_code ignored;
  if (!temporary_.empty()) std::filesystem::remove_all(temporary_, ignored);
}

Resources::Resources(const ServerOptions& o)
    : descriptors(raise_descriptor_limit()),
      workers(o.effective_workers()),
      processes(o.mode->process_per_worker ? workers : 1),
      loops_per_process(o.mode->loop_per_worker ? workers : 1),
      folder(o.data_dir),
      database(database_url(o.database, folder)),
      upstream(o.upstream.empty() ? std::nullopt : std::optional(find_upstream(o.upstream))),
      front_end(front_end_options(o, folder.path())),
      listener(o.host, static_cast<std::uint16_t>(o.port), static_cast<int>(o.backlog)),
      loops(processes * loops_per_process),
      connections(descriptors, processes),
      telemetry(o.mode->worker_kind, named_workers(*o.mode, workers), !o.mode->queues, access_log_file(o.access_log)),
      context_switches(processes),
      database_figures(processes),
      options(o) {}

std::string Resources::ready_line() const {
  return fmt::format("hundred-server listening on http://{}:{} mode={} workers={} pid={}{}\n", listener.address(),
                     listener.port(), options.mode->name, workers, ::getpid(),
                     options.keep_alive == KeepAlive::pin ? " keep-alive=pin" : "");
}

void Resources::forget(std::size_t process) {
  connections.forget(process);
  context_switches.ended(process);
  database_figures[process].process_ended();
  for (std::size_t i = 0; i < loops_per_process; ++i) loops.forget(process * loops_per_process + i);
}

}  // namespace hundred::server
