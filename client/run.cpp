#include "client/run.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cerrno>
#include <vector>

#include "client/address.hpp"
#include "client/errors.hpp"
#include "client/generator.hpp"
#include "client/short_slices.hpp"

namespace hundred::client {
namespace {

/// What the program has open besides its users' connections, with room to spare.
constexpr rlim_t own_descriptors = 32;

void ensure_descriptors(std::uint32_t users) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (users + own_descriptors > limit.rlim_max)
    throw RunError(
        fmt::format("{} users need {} descriptors, the limit is {} (ulimit -Hn): raise it or ask for fewer users",
                    users, users + own_descriptors, limit.rlim_max));
}

[[noreturn]] void fail_to_connect(const Load& load, int error) {
  const std::string place = fmt::format("http://{}", load.url.authority());
  if (error == ECONNREFUSED) throw ConnectError(fmt::format("nobody listens at '{}' (connection refused)", place));
  throw ConnectError(fmt::format("no connection to '{}': {}", place, error_text(error)));
}

}  // namespace

Recording run(const Load& load, int stop_fd, Progress& progress) {
  ensure_descriptors(load.users);
  const std::vector<Address> addresses = resolve(load.url);
  Recorder recorder(load.requests.value_or(0));
  Generator generator(load, stop_fd, recorder, progress);
  int error = 0;
  for (const Address& address : addresses) {
    error = generator.connect(address);
    if (error == 0) break;
  }
  if (error != 0) fail_to_connect(load, error);
  const ShortSlices prompt;
  generator.run();
  return std::move(recorder.recording());
}

}  // namespace hundred::client
