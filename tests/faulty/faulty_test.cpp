#include "tests/faulty/faulty_test.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/process_facts.hpp"

namespace hundred::test {

Switch::Switch() : folder_((std::filesystem::temp_directory_path() / "faults-XXXXXX").string()) {
  if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  file_ = folder_ + "/on";
}

Switch::~Switch() { std::filesystem::remove_all(folder_); }

void Switch::on() const { std::ofstream{file_}; }
void Switch::off() const { std::filesystem::remove(file_); }

void FaultyTest::expect_counted(const nlohmann::json::json_pointer& counter, std::uint64_t count) const {
  const auto counted = [&] { return get("/stats").json().value(counter, std::uint64_t{0}) == count; };
  EXPECT_TRUE(eventually(counted)) << counter.to_string() << " should be " << count << ": " << get("/stats").body;
}

void FaultyTest::expect_rest() const {
  const auto begun = Clock::now();
  const auto cpu_before = cpu_time(server().pid());
  const auto waits_before = static_cast<double>(waits(server().pid()));
  std::this_thread::sleep_for(1s);
  const double waited = static_cast<double>(waits(server().pid())) - waits_before;
  EXPECT_LT(cpu_time(server().pid()) - cpu_before, (Clock::now() - begun) / 2) << "it spins";
  EXPECT_LT(waited, 0.2 * milliseconds_since(begun)) << "it tries again every other moment";
}

std::size_t FaultyTest::times_said(std::string_view text) const {
  const std::string errors = server().errors();
  std::size_t times = 0;
  for (std::size_t at = errors.find(text); at != std::string::npos; at = errors.find(text, at + 1)) ++times;
  return times;
}

}  // namespace hundred::test
