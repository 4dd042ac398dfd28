#include "server/runtime/threads.hpp"

#include <fmt/format.h>

#include <system_error>

namespace hundred::server {

std::vector<std::jthread> start_threads(std::size_t count, const std::function<void(std::size_t)>& body,
                                        const std::function<void()>& stop) {
  std::vector<std::jthread> threads;
  try {
    while (threads.size() < count) threads.push_back(start_thread([body, number = threads.size()] { body(number); }));
  } catch (const std::system_error& error) {
    stop();
    throw std::system_error(error.code(), fmt::format("of {} threads only {} could be started", count, threads.size()));
  }
  return threads;
}

}  // namespace hundred::server
