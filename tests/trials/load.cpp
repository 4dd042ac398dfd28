#include "tests/trials/load.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "common/descriptor.hpp"

namespace hundred::test {

client::Recording closed_loop(std::uint16_t port, const std::string& target, std::uint32_t users,
                              Milliseconds duration) {
  client::Load load;
  load.urls = {client::parse_url(fmt::format("127.0.0.1:{}{}", port, target))};
  load.users = users;
  load.duration = std::chrono::nanoseconds(duration).count();
  std::array<int, 2> never{};
  if (::pipe(never.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const Descriptor read_end(never[0]), write_end(never[1]);
  client::Progress progress;
  return client::run(load, read_end.get(), progress);
}

double p99(const client::Recording& recording) { return static_cast<double>(recording.response.quantile(0.99)) * 1e-6; }

std::uint64_t without_good_answer(const client::Recording& recording) {
  return recording.requests() - recording[client::Outcome::ok];
}

}  // namespace hundred::test
