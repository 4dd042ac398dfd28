#include "load_helpers.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <numeric>

#include "common/descriptor.hpp"

namespace hundred::client {

Load load_on(const std::string& url, std::uint32_t users, std::uint64_t requests) {
  Load load;
  load.urls = {parse_url(url)};
  load.users = users;
  load.requests = requests;
  return load;
}

Recording run_load(const Load& load) {
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  Progress progress;
  const Recording recording = run(load, stop.get(), progress);
  EXPECT_EQ(std::accumulate(recording.outcomes.begin(), recording.outcomes.end(), std::uint64_t{0}),
            recording.requests());
  EXPECT_EQ(recording.samples.size(), recording.requests());
  EXPECT_EQ(progress.done, recording.requests());
  return recording;
}

}  // namespace hundred::client
