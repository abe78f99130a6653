#pragma once
// The walk's steps: a value, its keys and its items, each held against its schema.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "definition/schema.hpp"
#include "definition/tree.hpp"

namespace collab {

/// Where the walk stands: what it is called, and what stands for it when it lacks something.
struct Step {
  std::string path;   ///< evaluate.metrics[0]
  std::string label;  ///< metrics[0], or the last key
  Spot lacks;         ///< its key, or its first word
};

class Walker {
 public:
  /// findings  nullptr: only whether it is sound
  /// choices   as for walk(); must outlive the walker
  Walker(Findings* findings, const std::map<std::string, std::vector<std::string>>& choices)
      : findings_(findings), choices_(choices) {}

  /// False when something is wrong with the node or below it, reported or not.
  bool check(const Node& node, const Schema& schema, const Step& step);

 private:
  bool fault(const Node& node, const Schema& schema, std::string_view slug, const Step& step,
             std::string message, std::string hint, const Spot& at);
  bool fault(const Node& node, const Schema& schema, std::string_view slug, const Step& step,
             std::string message, std::string hint);
  bool wrong_type(const Node& node, const std::vector<std::string>& types, const Step& step);
  bool check_type(const Node& node, const Schema& schema, const Step& step);
  bool check_choices(const Node& node, const Schema& schema, const Step& step);
  bool check_scalar(const Node& node, const Schema& schema, const Step& step);
  /// The branch that the value's type, or a key it requires, points to.
  bool check_branches(const Node& node, const Schema& schema, const Step& step);
  bool check_one_key(const Node& node, const Schema& schema, const Step& step);
  bool suggested(const Node& node, const std::string& key) const;
  bool check_keys(const Node& node, const Schema& schema, const Step& step);
  bool check_key(const Node& node, std::size_t i, const Schema& schema, const Step& step);
  void unknown_key(const Node& node, std::size_t i, const Schema& schema, const Step& next);
  bool check_key_count(const Node& node, const Schema& schema, const Step& step);
  /// What the missing key means: its schema's description.
  std::string describe_key(const Node& node, const std::string& key) const;
  bool check_items(const Node& node, const Schema& schema, const Step& step);

  Findings* findings_;
  const std::map<std::string, std::vector<std::string>>& choices_;
  std::map<const Node*, std::set<std::string>> suggested_;  ///< keys that were meant, probably
  std::map<const Node*, const Schema*> known_;              ///< where a map's keys are described
};

}  // namespace collab
