#include "server/runtime/threads.hpp"

#include <fmt/format.h>
#include <link.h>
#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <span>
#include <system_error>

namespace hundred::server {
namespace {

/// What a thread's own variables take, in the program and in all its libraries: the C library keeps them on its stack.
std::size_t thread_locals() {
  std::size_t size = 0;
  const auto add = [](dl_phdr_info* object, std::size_t, void* sum) {
    for (const ElfW(Phdr) & part : std::span(object->dlpi_phdr, object->dlpi_phnum))
      if (part.p_type == PT_TLS) *static_cast<std::size_t*>(sum) += part.p_memsz + part.p_align;
    return 0;
  };
  dl_iterate_phdr(add, &size);
  return size;
}

}  // namespace

void prepare_threads() {
  const std::size_t small = (256UL << 10) + thread_locals();
  pthread_attr_t attributes;
  if (pthread_getattr_default_np(&attributes) != 0) return;
  std::size_t usual = 0;
  pthread_attr_getstacksize(&attributes, &usual);
  pthread_attr_setstacksize(&attributes, std::min(usual, small));
  sigset_t all;
  sigfillset(&all);
  pthread_attr_setsigmask_np(&attributes, &all);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
}

std::vector<Thread> start_threads(std::size_t count, const std::function<void(std::size_t)>& body,
                                  const std::function<void()>& stop) {
  std::vector<Thread> threads;
  try {
    while (threads.size() < count) threads.push_back(start_thread([body, number = threads.size()] { body(number); }));
  } catch (const std::system_error& error) {
    stop();
    throw std::system_error(error.code(), fmt::format("of {} threads only {} could be started", count, threads.size()));
  }
  return threads;
}

}  // namespace hundred::server
