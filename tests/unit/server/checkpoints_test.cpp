#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <future>
#include <string>
#include <thread>

#include "server/endpoints/computing.hpp"
#include "server/endpoints/encryption.hpp"
#include "server/endpoints/mandelbrot.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

struct Computation {
  const char* name;
  std::function<void(const Checkpoint&)> run;  ///< for a tenth of a second or more
};

const Computation computations[] = {
    {"sum_of_squares", [](const Checkpoint& look) { sum_of_squares(200'000'000, look); }},
    {"factorial", [](const Checkpoint& look) { factorial(2000, 200, look); }},
    {"pi", [](const Checkpoint& look) { monte_carlo_pi(50'000'000, 1, look); }},
    {"burn", [](const Checkpoint& look) { burn_cpu(150ms, look); }},
    {"encryption_of_much", [](const Checkpoint& look) { encrypted_sha256(1 << 28, 1, look); }},
    {"encryption_often", [](const Checkpoint& look) { encrypted_sha256(1 << 20, 256, look); }},
    {"many_rows", [](const Checkpoint& look) { mandelbrot_png(1024, 1024, 100, look); }},
    {"one_point", [](const Checkpoint& look) { mandelbrot_png(1, 1, 50'000'000, look); }},
};

class Checkpoints : public testing::TestWithParam<Computation> {};
INSTANTIATE_TEST_SUITE_P(All, Checkpoints, testing::ValuesIn(computations),
                         [](const auto& computation) { return std::string(computation.param.name); });

TEST_P(Checkpoints, ComeSoonAndAgain) {
  GilFigures figures{};
  Interpreter interpreter(GilKind::process, 1ms, figures);
  Stamps stamps;
  BlockingContext context(stamps, &interpreter);
  std::atomic<bool> computed = false;
  constexpr int most = 5;
  int let_in = 0;
  auto other = std::async(std::launch::async, [&] {
    Stamps own;
    while (figures.taken == 0) std::this_thread::yield();
    for (; !computed && let_in < most; ++let_in) {
      interpreter.enter(own);
      interpreter.leave(own);
    }
  });
  boost::asio::io_context loop(1);
  boost::asio::co_spawn(loop,
                        context.compute(Computing::bytecode,
                                        [&](const Checkpoint& look) {
                                          GetParam().run(look);
                                          computed = true;
                                          return 0;
                                        }),
                        boost::asio::detached);
  interpreter.enter(stamps);
  loop.run();
  interpreter.leave(stamps);
  other.get();
  EXPECT_EQ(let_in, most);
}

}  // namespace
}  // namespace hundred::server
