#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/run.hpp"
#include "loadtest/load_options.hpp"
#include "loadtest/server_process.hpp"

namespace hundred::loadtest {

/// Starts hundred-server in that mode, on a free port, with room for the users, and waits until it is ready.
/// @param arguments  more for the server; those of the options come after them, and win.
/// @param stop_fd  becomes readable to give up waiting. @throws as ServerProcess
std::unique_ptr<ServerProcess> start_server(const LoadOptions& options, const std::string& mode,
                                            const std::vector<std::string>& arguments, int stop_fd);

/// Starts what /io/fetch asks, an event loop, if one of the endpoints is that, and sets options.upstream to it: for
/// servers that are started by these options while it lives. The user's arguments for servers are not for this one.
/// @returns null if none is needed. @param stop_fd, @throws  as above
std::unique_ptr<ServerProcess> start_upstream(LoadOptions& options, const std::vector<std::string>& endpoints,
                                              int stop_fd);

/// The users, or a hundred of them, wait for 10 ms, all at once: threads, their stacks, processes and memory of a
/// server that was just started are there before it counts. @param stop_fd, @throws  as client::run()
void warm_up(const LoadOptions& options, const ServerProcess& server, int stop_fd);

/// Runs a load on a thread of its own, as client::run() does. @param tick  called on this thread: at once, meanwhile
/// five times a second, or 25 where each user can be seen (client::Progress::sees_users_of), and once more at the end.
/// @throws as client::run()
client::Recording run_load(const client::Load& load, int stop_fd, client::Progress& progress,
                           client::Bystander* bystander, const std::function<void()>& tick);

}  // namespace hundred::loadtest
