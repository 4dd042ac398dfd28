#include "server/runtime/threads.hpp"

namespace hundred::server {

std::jthread start_thread(std::function<void()> body) { return std::jthread(std::move(body)); }

}  // namespace hundred::server
