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

/// What all threads are made with. The default's the C library would copy for each.
class Attributes {
 public:
  Attributes() {
    std::size_t usual = 0;
    ::pthread_attr_init(&attributes_);
    ::pthread_attr_getstacksize(&attributes_, &usual);
    ::pthread_attr_setstacksize(&attributes_, std::min(usual, (256UL << 10) + thread_locals()));
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_attr_setsigmask_np(&attributes_, &all);
  }
  ~Attributes() { ::pthread_attr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  const pthread_attr_t* get() const { return &attributes_; }

 private:
  pthread_attr_t attributes_{};
};

void* run_in_thread(void* body) noexcept {
  (*static_cast<const std::function<void()>*>(body))();
  return nullptr;
}

}  // namespace

Thread::Thread(const std::function<void()>& body) {
  static const Attributes attributes;
  // pthread_create(3) knows no const: run_in_thread() puts it back.
  const int error = ::pthread_create(&id_, attributes.get(), run_in_thread, const_cast<std::function<void()>*>(&body));
  if (error != 0) throw std::system_error(error, std::generic_category(), "pthread_create");
}

void Thread::join() noexcept {
  if (id_ != none) ::pthread_join(id_, nullptr);
}

Threads::Threads(std::size_t count, const std::function<void(std::size_t)>& body, const std::function<void()>& stop) {
  try {
    while (threads_.size() < count)
      threads_.push_back(start_thread(bodies_.emplace_back([body, number = threads_.size()] { body(number); })));
  } catch (const std::system_error& error) {
    stop();
    throw std::system_error(error.code(),
                            fmt::format("of {} threads only {} could be started", count, threads_.size()));
  }
}

}  // namespace hundred::server
