#include "common/nearest.hpp"

#include <gtest/gtest.h>

namespace hundred {
namespace {

const std::vector<std::string> modes = {"single-threaded", "thread-per-request", "worker-pool", "event-loop"};

TEST(Nearest, FindsWhatWasMeant) {
  EXPECT_EQ(nearest("worker-poll", modes), "worker-pool");
  EXPECT_EQ(nearest("workerpool", modes), "worker-pool");
  EXPECT_EQ(nearest("event-lop", modes), "event-loop");
  EXPECT_EQ(nearest("single-thraeded", modes), "single-threaded");
}

TEST(Nearest, ExactNameIsNearestToItself) {
  for (const std::string& mode : modes) EXPECT_EQ(nearest(mode, modes), mode);
}

TEST(Nearest, TwoSwappedLettersAreOneMistake) { EXPECT_EQ(nearest("prot", {"root", "port"}), "port"); }

TEST(Nearest, TakesTheClosestOfSeveral) { EXPECT_EQ(nearest("host", {"most-of", "post", "hosts"}), "post"); }

TEST(Nearest, ProposesNothingThatIsTooFar) {
  EXPECT_EQ(nearest("banana", modes), std::nullopt);
  EXPECT_EQ(nearest("", modes), std::nullopt);
  EXPECT_EQ(nearest("worker-pool", {}), std::nullopt);
}

TEST(Nearest, ProposesNoNameOfWhichNoLetterIsLeft) { EXPECT_EQ(nearest("ab", {"x", "yz"}), std::nullopt); }

TEST(DidYouMean, CompletesAnErrorMessage) {
  EXPECT_EQ(did_you_mean("worker-poll", modes), "; did you mean 'worker-pool'?");
  EXPECT_EQ(did_you_mean("prot", {"port"}, "--"), "; did you mean '--port'?");
  EXPECT_EQ(did_you_mean("banana", modes), "");
}

}  // namespace
}  // namespace hundred
