#pragma once

#include <string>
#include <vector>

#include "loadtest/report/comparison.hpp"

// The tables of a comparison, 80 columns wide, with two heading lines. Rows are as rows_of() has them.
namespace hundred::loadtest {

/// What the users of each mode saw, theory, what their time went to, and what a bystander saw of those that compute.
std::string answer_table(const Contest& contest, const LoadFacts& load, const Entries& rows);

/// What they saw on one endpoint where connections are kept alive in several ways: columns for each.
/// @param contests  on the same endpoint and modes. @param rows  of the first
std::string policy_table(const std::vector<const Contest*>& contests, const LoadFacts& load, const Entries& rows);

/// What it cost the server.
std::string cost_table(const Entries& rows);

}  // namespace hundred::loadtest
