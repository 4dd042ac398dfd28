#include "server/endpoints/computing.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <random>

#include "server/runtime/cpu_time.hpp"

namespace hundred::server {
namespace {

__extension__ using Uint128 = unsigned __int128;

/// Of a short loop, between two looks: some ten nanoseconds, as between two of CPython's.
constexpr std::uint64_t loop_steps = 32;

/// Hides a value from the optimiser, which would otherwise replace the loop by a formula.
template <class T>
void keep_in_register(T& value) {
  asm volatile("" : "+r"(value));
}

std::string decimal(Uint128 value) {
  std::string digits;
  do digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  while ((value /= 10) != 0);
  return digits;
}

}  // namespace

std::string sum_of_squares(std::uint64_t n, const Checkpoint& look) {
  Uint128 sum = 0;
  for (std::uint64_t i = 0; i < n;) {
    for (const std::uint64_t end = std::min(n, i + loop_steps); i < end; ++i) {
      keep_in_register(i);
      sum += i * i;
    }
    look();
  }
  return decimal(sum);
}

std::string factorial(std::uint64_t n, std::uint64_t repeat, const Checkpoint& look) {
  boost::multiprecision::cpp_int product;
  for (std::uint64_t round = 0; round < repeat; ++round) {
    product = 1;
    for (std::uint64_t i = 2; i <= n; ++i) {
      product *= i;
      look();
    }
  }
  return product.str();
}

double monte_carlo_pi(std::uint64_t samples, std::uint64_t seed, const Checkpoint& look) {
  constexpr double scale = 1.0 / 4294967296.0;  // 2^-32: each draw gives both coordinates
  std::mt19937_64 draw(seed);
  std::uint64_t inside = 0;
  for (std::uint64_t i = 0; i < samples;) {
    for (const std::uint64_t end = std::min(samples, i + loop_steps); i < end; ++i) {
      const std::uint64_t bits = draw();
      const double x = static_cast<double>(bits >> 32) * scale, y = static_cast<double>(bits & 0xffffffff) * scale;
      inside += x * x + y * y < 1.0;
    }
    look();
  }
  return 4.0 * static_cast<double>(inside) / static_cast<double>(samples);
}

std::uint64_t burn_cpu(Nanoseconds cpu_time, const Checkpoint& look) {
  const Nanoseconds enough = thread_cpu_time() + cpu_time;
  std::uint64_t state = 88172645463325252ULL;
  while (thread_cpu_time() < enough)
    for (int between_clocks = 0; between_clocks < 256; ++between_clocks, look())
      for (std::uint64_t i = 0; i < loop_steps; ++i) {  // Marsaglia's xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
      }
  return state;
}

}  // namespace hundred::server
