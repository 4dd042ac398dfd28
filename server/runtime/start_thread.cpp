#include "server/runtime/threads.hpp"

namespace hundred::server {

Thread start_thread(std::function<void()> body) { return Thread(std::move(body)); }

}  // namespace hundred::server
