#pragma once
// Texts from the command line as values, with messages that say what was expected.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/verb.hpp"

namespace collab {

/// Stores the texts given for an option. throws Error(usage, "bad-value").
void assign(const Option& option, const std::vector<std::string>& texts);

/// `did you mean 'x'? formats: a, b`.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         std::string_view what);

/// `name=value` as a pair, at the first `=`. throws Error(usage, "bad-pair") naming `where`.
std::pair<std::string, std::string> split_pair(const std::string& text, std::string_view where);
std::vector<std::pair<std::string, std::string>> split_pairs(const std::vector<std::string>& texts,
                                                             std::string_view where);
/// `a,b` and `c` as {a, b, c}; empty parts are dropped.
std::vector<std::string> split_commas(const std::vector<std::string>& texts);

/// 512M, 2G, 64k or plain bytes, at least 1M; throws Error(usage, "bad-value") naming `where`.
std::uint64_t size_value(const std::string& text, std::string_view where);

/// 2026-11-21, or throws Error(usage, "bad-value") naming `where`.
Day day_value(const std::string& text, std::string_view where);

}  // namespace collab
