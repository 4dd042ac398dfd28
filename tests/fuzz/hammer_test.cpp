#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/contract/model_test.hpp"
#include "tests/fuzz/barrage.hpp"
#include "tests/fuzz/mutation.hpp"

namespace hundred::test {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::stoull(text);
}

/// Requests made of the fuzz target's corpus, changed by chance, by many clients at once: HAMMER_REQUESTS of them
/// (those that were answered, whether served or refused), from the seed HAMMER_SEED.
class Hammer : public ModelTest {
 protected:
  void SetUp() override {
    start({"--header-timeout", "5s", "--body-timeout", "5s", "--max-body-bytes", "4k", "--max-header-bytes", "2k"});
  }
};
HUNDRED_AGAINST_ALL_MODELS(Hammer);

/// The bytes of a connection: several inputs, one behind the other.
std::string pipelined(Mutator& mutator) {
  constexpr std::size_t most = 16;
  std::string bytes;
  for (std::size_t left = 1 + mutator.up_to(most); left > 0; --left) bytes += mutator.next();
  return bytes;
}

TEST_P(Hammer, ServesOnAfterWhateverWasAsked) {
  constexpr std::uint64_t few = 5'000, batch = 1'000;
  constexpr std::size_t clients = 32;
  const std::uint64_t wanted = number_from("HAMMER_REQUESTS", few);
  const std::uint64_t seed = number_from("HAMMER_SEED", std::random_device()());
  SCOPED_TRACE(fmt::format("HAMMER_SEED={}", seed));
  const std::string folder = HUNDRED_SOURCE_DIR "/tests/fuzz/";
  Mutator mutator(folder + "corpus/request", folder + "request.dict", static_cast<std::uint32_t>(seed));
  Barrage barrage(port(), clients, [&] { return pipelined(mutator); });
  const auto begin = Clock::now();
  std::uint64_t connections = 0;
  for (; barrage.answers() < wanted; connections += batch) {
    const std::uint64_t before = barrage.answers();
    barrage.run(batch);
    ASSERT_GT(barrage.answers(), before) << "nothing is answered any more";
  }
  fmt::print("{} requests on {} connections in {:.1f} s, HAMMER_SEED={}\n", barrage.answers(), connections,
             milliseconds_since(begin) / 1000, seed);
  EXPECT_EQ(get("/ping").status, 200);
  EXPECT_TRUE(eventually([this] { return get("/stats").json().at("connections").at("open") == 1; }))
      << get("/stats").body;
  EXPECT_EQ(server().stop(), 0);
  EXPECT_EQ(server().errors(), "");
}

}  // namespace
}  // namespace hundred::test
