#pragma once

#include <string>

#include "loadtest/report/comparison.hpp"

namespace hundred::loadtest {

/// Why a burst's figures are as they are: each sentence only if its modes are in the table and its figures, all
/// measured, are as theory has them within 10 %. Lines as wrapped() makes them; empty if there is nothing to say.
std::string why(const Contest& contest, const Comparison& comparison);

}  // namespace hundred::loadtest
