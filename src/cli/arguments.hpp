#pragma once
// The command line before it is parsed: which word is the verb, which words are flags.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace collab {

/// A word of the command line, or two where a flag and its value are two.
struct Word {
  enum class Kind { flag, positional, mark };  ///< mark: the first `--`
  Kind kind = Kind::positional;
  std::string name;  ///< of a flag: `--actor`, `-m`; `-nq` gives two words
  std::string text;  ///< a flag's value, or the positional
  bool has_value = false;
  bool attached = false;  ///< `--name=value` or `-mvalue`
  std::size_t index = 0;  ///< of the argument it begins at
};

/// Names of flags, and whether each takes a value.
using FlagNames = std::map<std::string, bool, std::less<>>;
void add_names(FlagNames& names, std::span<const Option> options);
/// The flags of every verb: what stands before the verb may be any of them.
FlagNames flags_of_all_verbs();

/// Words in order. Unknown flags take no value; `-5` and `-0.5` are positionals.
std::vector<Word> words_of(std::span<const std::string> arguments, const FlagNames& names);

/// Takes the verb out of `arguments`: the first word that is no flag. Empty when there is none.
std::string take_verb(std::vector<std::string>& arguments, const FlagNames& global);

/// throws Error(usage): a flag without its value, with one that it does not take, given twice
void check_words(std::span<const Word> words, std::span<const Option> options,
                 const FlagNames& names);

}  // namespace collab
