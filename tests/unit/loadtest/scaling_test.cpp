#include "loadtest/scaling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <utility>
#include <vector>

namespace hundred::loadtest {
namespace {

const std::vector<double> to_64{1, 2, 3, 4, 6, 10, 16, 25, 40, 64};

/// Points of a curve, each off by chance, by so much of it (a standard deviation).
std::vector<ScalingPoint> points_of(const std::function<double(double)>& curve, double noise = 0,
                                    const std::vector<double>& at = to_64) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> off(1, noise);
  std::vector<ScalingPoint> points;
  for (const double c : at) points.push_back({c, curve(c) * (noise > 0 ? off(random) : 1)});
  return points;
}

std::function<double(double)> limited(double each, double limit) {
  return [=](double c) { return HardLimit{each, limit, 0}.at(c); };
}

std::function<double(double)> law(double sigma, double kappa) {
  return [=](double c) { return ScalabilityLaw{50, sigma, kappa, 0}.at(c); };
}

TEST(HardLimitFit, RecoversTheLimitWhereverItIs) {
  for (const double limit : {2.0, 2.9, 8.0, 20.0, 40.0}) {
    const auto scaling = fit_scaling(points_of(limited(50, limit)), true);
    ASSERT_TRUE(scaling) << limit;
    EXPECT_NEAR(scaling->hard.each, 50, 1e-9);
    EXPECT_NEAR(scaling->hard.limit, limit, 1e-9);
    EXPECT_NEAR(scaling->hard.residual, 0, 1e-9);
    EXPECT_FALSE(scaling->law_is_better);
    ASSERT_TRUE(scaling->knee);
    EXPECT_NEAR(*scaling->knee, limit, 1e-9);
    EXPECT_NEAR(scaling->at(64), 50 * limit, 1e-6);
  }
}

TEST(HardLimitFit, BearsNoise) {
  const auto scaling = fit_scaling(points_of(limited(50, 8), 0.02), true);
  EXPECT_NEAR(scaling->hard.limit, 8, 0.4);
  EXPECT_NEAR(scaling->hard.residual, 0.02, 0.01);
  EXPECT_FALSE(scaling->law_is_better);
}

TEST(HardLimitFit, OfALineHasNoKnee) {
  const auto scaling = fit_scaling(points_of([](double c) { return 50 * c; }), true);
  EXPECT_DOUBLE_EQ(scaling->hard.limit, 64);
  EXPECT_FALSE(scaling->knee);
  EXPECT_FALSE(fit_scaling(points_of([](double c) { return c < 64 ? 50 * c : 3000.0; }), true)->knee)
      << "one point a little below the line is no knee";
}

TEST(HardLimitFit, OfALevelCurveHasItsKneeAtTheFirstPoint) {
  const auto scaling = fit_scaling(points_of([](double) { return 50.0; }), true);
  ASSERT_TRUE(scaling->knee);
  EXPECT_NEAR(*scaling->knee, 1, 1e-9);
}

TEST(ScalabilityLawFit, RecoversSigmaAndKappaOfDataMadeFromIt) {
  for (const auto& [sigma, kappa] :
       std::vector<std::pair<double, double>>{{0.05, 0.001}, {0.1, 0.0005}, {0.02, 0.0002}, {0.3, 0.01}}) {
    const auto scaling = fit_scaling(points_of(law(sigma, kappa)), true);
    ASSERT_TRUE(scaling && scaling->law);
    EXPECT_NEAR(scaling->law->each, 50, 1e-6);
    EXPECT_NEAR(scaling->law->sigma, sigma, 1e-6);
    EXPECT_NEAR(scaling->law->kappa, kappa, 1e-8);
    EXPECT_TRUE(scaling->law_is_better) << sigma;
  }
  const auto noisy = fit_scaling(points_of(law(0.05, 0.001), 0.005), true);
  EXPECT_NEAR(noisy->law->sigma, 0.05, 0.05 * 0.05);
  EXPECT_NEAR(noisy->law->kappa, 0.001, 0.05 * 0.001);
}

TEST(ScalabilityLawFit, HasNeitherParameterBelowNought) {
  const auto contention = fit_scaling(points_of(law(0.3, 0), 0.02), true);
  EXPECT_GE(contention->law->kappa, 0);
  EXPECT_NEAR(contention->law->sigma, 0.3, 0.03);
  const auto faster = fit_scaling(points_of([](double c) { return 50 * std::pow(c, 1.1); }), true);
  EXPECT_EQ(faster->law->sigma, 0);
  EXPECT_EQ(faster->law->kappa, 0);
}

TEST(ScalabilityLawFit, TellsWhereThroughputIsGreatest) {
  const auto scaling = fit_scaling(points_of(law(0.05, 0.001)), true);
  EXPECT_NEAR(*scaling->law->peak(), std::sqrt(0.95 / 0.001), 1e-3);
  EXPECT_FALSE((ScalabilityLaw{50, 0.3, 0, 0}.peak()));
  // The line of the first meets the greatest throughput.
  EXPECT_NEAR(*scaling->knee, law(0.05, 0.001)(*scaling->law->peak()) / 50, 1e-6);
}

TEST(ScalabilityLawFit, IsNotBetterWhereAHardLimitFits) {
  EXPECT_FALSE(fit_scaling(points_of(limited(50, 8), 0.05), true)->law_is_better);
  EXPECT_TRUE(fit_scaling(points_of(law(0.05, 0.001), 0.02), true)->law_is_better);
  EXPECT_FALSE(fit_scaling(points_of(law(0.05, 0.001), 0, {1, 4, 16, 64}), true)->law_is_better) << "of four points";
}

TEST(Fit, ThatIsFarOffHasNoKnee) {
  const auto scaling = fit_scaling(points_of([](double c) { return c < 5 || c > 20 ? 50.0 : 200.0; }), true);
  EXPECT_GT(scaling->residual(), 0.1);
  EXPECT_FALSE(scaling->knee);
}

TEST(Fit, NeedsPoints) {
  EXPECT_FALSE(fit_scaling(points_of(limited(50, 8), 0, {1, 2}), true));
  const auto three = fit_scaling(points_of(limited(50, 8), 0, {1, 10, 20}), true);
  ASSERT_TRUE(three);
  EXPECT_FALSE(three->law);
  EXPECT_FALSE(fit_scaling(points_of(law(0.05, 0.001)), false)->law) << "not wanted";
}

}  // namespace
}  // namespace hundred::loadtest
