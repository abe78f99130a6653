#pragma once
// A document's tree from yaml-cpp's events, which unlike its nodes show duplicate keys.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "definition/tree.hpp"

namespace collab {

/// Ends the reading of a document that cannot be read on.
struct YamlStop {
  std::string_view slug;
  Spot at;
  std::string message, hint;
};

class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(const SourceText& source, Findings& findings)
      : source_(source), findings_(findings) {}

  /// The tree, once the document was read.
  std::optional<Node> take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override;
  void OnMapEnd() override;

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Node> key{};  ///< of a map, when its value is to come
    bool dropped = false;       ///< the coming value's key is faulty
  };

  static Spot spot(const YAML::Mark& mark);
  Spot word_at(Spot at) const;
  /// How much of the line a scalar takes: as written where that can be seen, else to the end.
  std::size_t scalar_length(const Spot& at, const std::string& value, bool plain) const;
  bool awaits_key() const;
  std::string path() const;
  void check_number(Node& node);
  void check_tag(Node& node, const std::string& tag, std::string_view allowed);
  void check_limits(const Spot& at, std::size_t further_depth) const;
  void open(Node node, const std::string& tag, std::string_view allowed, YAML::anchor_t anchor);
  void close();
  void complete(Node node, YAML::anchor_t anchor);
  void take_key(Frame& frame, Node key);

  const SourceText& source_;
  Findings& findings_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::optional<Node> root_;
  std::size_t values_ = 0;
};

}  // namespace collab
