#include "definition/metric_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace collab {
namespace {

using Names = std::vector<std::string>;

/// `events, exposure or n, mean, sd`
std::string join_forms(const std::vector<std::vector<std::string_view>>& forms) {
  Names texts;
  for (const auto& form : forms)
    texts.push_back(fmt::format("{{{}: …}}", fmt::join(form, ": …, ")));
  return fmt::format("{}", fmt::join(texts, " or "));
}

/// One metric's columns in one feed.
struct MetricColumnsCheck {
  Findings& findings;
  const Metric& metric;
  const KindShape& shape;
  const Node& key;
  const Node& use;
  std::string path;

  void fault(std::string_view slug, const Spot& at, const std::string& where, std::string message,
             std::string hint = {}) const {
    findings.add(slug, at, where, std::move(message), std::move(hint));
  }

  void check_unit() const {
    const auto& fields = shape.unit_fields;
    if (fields.empty()) {
      fault("wrong-rows", key.at, path,
            fmt::format("a metric of kind {} has no unit rows", metric.kind), "use summary rows");
      return;
    }
    const bool plain = fields.size() == 1;
    bool sound = plain ? use.is_scalar() : use.is_map() && use.keys.size() == fields.size();
    for (const Node& field : use.keys) sound = sound && holds(fields, field.text);
    if (sound) return;
    fault(
        "unit-form", use.at, path,
        fmt::format("unit rows of a metric of kind {} have {}", metric.kind,
                    plain ? "one column" : fmt::format("the columns {}", fmt::join(fields, ", "))),
        plain ? fmt::format("{}: COLUMN", key.text)
              : fmt::format("{}: {}", key.text, join_forms({fields})));
  }

  void check_summary() const {
    const auto& forms = shape.summary_forms;
    const bool by_level = std::any_of(forms.begin(), forms.end(),
                                      [](const auto& form) { return holds(form, "level"); });
    if (by_level && !metric.scale) return;
    if (forms.empty()) {
      fault("needs-unit-rows", key.at, path,
            fmt::format("a metric of kind {} cannot be had from summary rows", metric.kind),
            "send unit rows");
      return;
    }
    const auto fits = [&](const std::vector<std::string_view>& form) {
      if (use.is_scalar()) return form.size() == 1 && form.front() != "level";
      return std::all_of(form.begin(), form.end(), [&](std::string_view statistic) {
        return statistic == "level" || use.find(statistic) != nullptr;
      });
    };
    for (const Node& statistic : use.keys) {
      if (is_statistic(statistic.text)) continue;
      unknown_statistic(statistic);
      return;
    }
    if (std::any_of(forms.begin(), forms.end(), fits)) return;
    fault(
        "summary-form", use.at, path,
        fmt::format("summary rows of a metric of kind {} need {}", metric.kind, join_forms(forms)),
        fmt::format("{}: {}", key.text, join_forms({forms.front()})));
  }

  bool is_level(const std::string& text) const {
    int level = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), level);
    if (error != std::errc{} || end != text.data() + text.size()) return false;
    if (!metric.scale) return true;
    return metric.scale->nps ? level >= 0 && level <= 10
                             : level >= metric.scale->from && level <= metric.scale->to;
  }

  bool is_statistic(const std::string& name) const {
    if (holds(shape.optional_statistics, name)) return true;
    return std::any_of(shape.summary_forms.begin(), shape.summary_forms.end(),
                       [&](const auto& form) {
                         return holds(form, "level") ? is_level(name) : holds(form, name);
                       });
  }

  void unknown_statistic(const Node& statistic) const {
    Names known;
    for (const auto& form : shape.summary_forms) {
      for (const std::string_view name : form) {
        if (!holds(known, name))
          known.emplace_back(name == "level" ? "a level of the scale" : name);
      }
    }
    for (const std::string_view name : shape.optional_statistics) {
      if (!holds(known, name)) known.emplace_back(name);
    }
    fault("unknown-statistic", statistic.at, below(path, statistic.text),
          fmt::format("'{}' is no statistic of a metric of kind {}", statistic.text, metric.kind),
          suggestion(statistic.text, known, "statistics"));
  }
};

}  // namespace

void check_metric_columns(Draft& draft, const Feed& feed, const Metric& metric, const Node& key,
                          const Node& use, const std::string& path) {
  const KindShape* shape = draft.shape(metric.kind);
  if (shape == nullptr) return;
  const MetricColumnsCheck check{
      *draft.findings, metric, *shape, key, use, below(below(path, "columns"), key.text)};
  if (feed.rows == Grain::summary) check.check_summary();
  if (feed.rows == Grain::unit) check.check_unit();
}

}  // namespace collab
