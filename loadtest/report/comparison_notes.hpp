#pragma once

#include <string>
#include <vector>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/style.hpp"

// What is to be said below a comparison's table of how far its figures go. Lines as wrapped() makes them.
namespace hundred::loadtest {

/// How the rounds differ (of fewer than five: their range), between which modes no difference is seen, and what is far
/// from theory.
std::string statistics_notes(const LoadFacts& load, const std::vector<Entries>& groups);

/// Rounds that are missing, requests without a good answer, and rows that cannot be believed, with the reason.
std::string doubts(const Contest& contest, const Comparison& comparison, const Style& style);

/// How much slower each mode is in the second contest than in the first, which differ in --keep-alive.
std::string policy_notes(const Contest& one, const Contest& other);

/// "all 12 rows: valid", "2 of 12 rows: suspect"; where rows are bad in several ways "9 of 12 rows: valid".
std::string validity_of_rows(const Comparison& comparison);
bool all_rows_are_valid(const Comparison& comparison);

}  // namespace hundred::loadtest
