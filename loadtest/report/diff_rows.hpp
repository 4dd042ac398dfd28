#pragma once

#include <vector>

#include "loadtest/report/diff.hpp"

// What a Diff is made of, row by row.
namespace hundred::loadtest {

/// All but what it is of and its verdict; `p` is not corrected yet. @param burst  what the loads were
DiffRow compared(const Entry& before, const Entry& after, bool burst);

/// Corrects `p` of all rows for their number, and sets the verdicts.
void judge(std::vector<DiffRow>& rows);

}  // namespace hundred::loadtest
