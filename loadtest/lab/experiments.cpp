#include "loadtest/lab/experiments.hpp"

#include <array>

namespace hundred::loadtest {
namespace {

constexpr std::array<Experiment, 2> rows{{
    {"race", "a hundred users at one counter and one name: what is lost, what is registered twice", race_experiment},
    {"wrk", "wrk and hundred-load at the same load, in turn: what each measures, costs and cannot see", wrk_experiment},
}};

}  // namespace

std::span<const Experiment> experiments() { return rows; }

}  // namespace hundred::loadtest
