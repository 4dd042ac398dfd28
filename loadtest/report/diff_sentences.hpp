#pragma once

#include <string>
#include <vector>

#include "loadtest/report/diff.hpp"
#include "loadtest/report/style.hpp"

// What is said below the tables of a difference. Lines as wrapped() makes them.
namespace hundred::loadtest {

using DiffRows = std::vector<const DiffRow*>;

/// Which of the rows, all on the same endpoint, became slower or faster, and by what; which did not; which nobody can
/// tell of.
std::string findings(const DiffRows& rows, const Diff& diff, const Style& style);

/// How the table is to be read, and how far it goes.
std::string reading_notes(const Diff& diff);

}  // namespace hundred::loadtest
