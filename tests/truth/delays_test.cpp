// The service times that the engine measures, against the delays that the server made for the same requests.
#include <cmath>
#include <ostream>
#include <random>

#include "tests/trials/scale.hpp"
#include "tests/truth/delay_server.hpp"
#include "tests/truth/loads.hpp"
#include "tests/truth/stall.hpp"

namespace hundred::test {
namespace {

constexpr Time stall_time = 2 * second;

struct Shape {
  const char* name;
  DelayServer::Plan (*plan)();
  Time least_duration;
};

/// What GoogleTest prints of it.
void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }  // NOLINT(readability-identifier-naming)

Time duration_of(const Shape& shape) { return scaled(shape.least_duration, 10 * second); }

template <int milliseconds>
DelayServer::Plan constant() {
  return [](std::uint64_t, Time) { return milliseconds * millisecond; };
}

DelayServer::Plan slow_few() {
  return [](std::uint64_t number, Time) { return (number % 100 % 33 == 17 ? 200 : 1) * millisecond; };
}

DelayServer::Plan exponential() {
  return [random = std::mt19937_64(7)](std::uint64_t, Time) mutable {
    const double below_1 = static_cast<double>(random() >> 11U) * 0x1p-53;
    return static_cast<Time>(-std::log1p(-below_1) * 5 * millisecond);
  };
}

constexpr Time least_with_stall = 3 * second;

DelayServer::Plan stall() { return Stall((scaled(least_with_stall, 10 * second) - stall_time) / 2, stall_time); }

/// Both kinds of load, against each shape of delays.
class Delays : public testing::TestWithParam<Shape> {
 protected:
  void expect_agreement(const std::function<client::Load(const std::string& url)>& load) {
    EXPECT_TRUE(in_some_round([&](Findings& findings) {
      DelayServer server(GetParam().plan());
      const client::Recording recording = run_load(load(server.url()));
      expect_same_times(findings, sorted(recording, &client::Sample::service_time), server.stop(), 100 * microsecond);
    }));
  }
};

TEST_P(Delays, AreMeasuredInAClosedLoop) {
  expect_agreement([](const std::string& url) { return closed_loop(url, 10, duration_of(GetParam())); });
}

TEST_P(Delays, AreMeasuredInAnOpenLoop) {
  // More users than requests in 2 s: none waits for a user, even in the stall.
  expect_agreement([](const std::string& url) {
    return open_loop(url, 600, 200, duration_of(GetParam()), client::Arrivals::poisson);
  });
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Delays,
    testing::Values(Shape{"Constant1Ms", constant<1>, second}, Shape{"Constant10Ms", constant<10>, second},
                    Shape{"Constant100Ms", constant<100>, 2 * second}, Shape{"ThreePercent200Ms", slow_few, 2 * second},
                    Shape{"Stall2S", stall, least_with_stall}, Shape{"Exponential5Ms", exponential, 2 * second}),
    [](const auto& shape) { return std::string(shape.param.name); });

}  // namespace
}  // namespace hundred::test
