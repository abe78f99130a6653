#include "feeds/estimate_request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "collab/model/error.hpp"

namespace collab {
namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

[[noreturn]] void refuse(const char* slug, std::string message, std::string hint = {}) {
  throw Error(ExitCode::invalid, slug, std::move(message), std::move(hint));
}

double number(Element value, std::string_view path) {
  double real = 0;
  if (value.get(real) == simdjson::SUCCESS) return real;  // whole numbers, too
  refuse("bad-type", fmt::format("{} must be a number", path),
         value.is_string() ? "numbers stand without quotes" : "");
}

std::string_view text(Element value, std::string_view path) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    refuse("bad-type", fmt::format("{} must be a string", path));
  }
  return text;
}

Object object_at(Element value, std::string_view path) {
  Object object;
  if (value.get(object) != simdjson::SUCCESS) {
    refuse("bad-type", fmt::format("{} must be an object", path));
  }
  return object;
}

[[noreturn]] void unknown_key(std::string_view key, const std::vector<std::string>& known) {
  const std::string near = nearest(key, known);
  refuse("unknown-key", fmt::format("there is no key '{}'", key),
         near.empty() ? fmt::format("{}", fmt::join(known, ", "))
                      : fmt::format("did you mean '{}'?", near));
}

/// The place of a choice among its names.
template <std::size_t N>
std::size_t choice(Element value, std::string_view path,
                   const std::array<std::string_view, N>& names) {
  const std::string_view chosen = text(value, path);
  const auto found = std::find(names.begin(), names.end(), chosen);
  if (found == names.end()) {
    refuse("bad-choice", fmt::format("{} is {}, not '{}'", path, fmt::join(names, ", "), chosen));
  }
  return static_cast<std::size_t>(found - names.begin());
}

/// Statistics by name, counts of a score by level; null is not given.
Statistics statistics(Element value, std::string_view path) {
  Statistics statistics;
  for (const auto field : object_at(value, path)) {
    if (field.value.is_null()) continue;
    if (field.key == "counts") {
      for (const auto level : object_at(field.value, fmt::format("{}.counts", path))) {
        if (level.value.is_null()) continue;
        statistics.emplace_back(level.key,
                                number(level.value, fmt::format("{}.counts.{}", path, level.key)));
      }
    } else {
      statistics.emplace_back(field.key,
                              number(field.value, fmt::format("{}.{}", path, field.key)));
    }
  }
  std::sort(statistics.begin(), statistics.end());
  const auto twice =
      std::adjacent_find(statistics.begin(), statistics.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != statistics.end()) {
    refuse("given-twice", fmt::format("{}.{} stands twice", path, twice->first));
  }
  return statistics;
}

Prior prior(Element value) {
  Prior prior;
  bool stddev = false, proper = true;
  for (const auto field : object_at(value, "prior")) {
    if (field.value.is_null()) continue;
    if (field.key == "mean") {
      prior.mean = number(field.value, "prior.mean");
    } else if (field.key == "stddev") {
      prior.stddev = number(field.value, "prior.stddev");
      stddev = true;
    } else if (field.key == "proper") {
      if (field.value.get(proper) != simdjson::SUCCESS) {
        refuse("bad-type", "prior.proper must be true or false");
      }
    } else if (field.key == "type") {
      prior.relative = choice<2>(field.value, "prior.type", {"relative", "absolute"}) == 0;
    } else {
      unknown_key(field.key, {"mean", "stddev", "proper", "type"});
    }
  }
  prior.proper = proper;
  if (proper && !stddev) refuse("missing-key", "a proper prior needs prior.stddev");
  return prior;
}

Scale scale(Element value) {
  if (value.is_string()) {
    if (text(value, "scale") != "nps") refuse("bad-choice", "scale is nps, or {from, to, top}");
    return {.nps = true};
  }
  Scale scale;
  for (const auto field : object_at(value, "scale")) {
    std::int64_t whole = 0;
    if (field.value.get(whole) != simdjson::SUCCESS || whole < -1000 || whole > 1000) {
      refuse("bad-type", fmt::format("scale.{} must be a whole number", field.key));
    }
    if (field.key == "from") {
      scale.from = static_cast<int>(whole);
    } else if (field.key == "to") {
      scale.to = static_cast<int>(whole);
    } else if (field.key == "top") {
      scale.top = static_cast<int>(whole);
    } else {
      unknown_key(field.key, {"from", "to", "top"});
    }
  }
  if (scale.from >= scale.to || scale.top < 1 || scale.top > scale.to - scale.from) {
    refuse("bad-scale", "scale needs from below to, and top levels fewer than there are");
  }
  return scale;
}

std::vector<EstimateRequest::Stratum> strata(Element value) {
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) refuse("bad-type", "strata must be a list");
  std::vector<EstimateRequest::Stratum> strata;
  for (const Element one : list) {
    const std::string path = fmt::format("strata[{}]", strata.size());
    EstimateRequest::Stratum stratum;
    for (const auto field : object_at(one, path)) {
      if (field.key == "control") {
        stratum.control = statistics(field.value, path + ".control");
      } else if (field.key == "treatment") {
        stratum.treatment = statistics(field.value, path + ".treatment");
      } else {
        unknown_key(field.key, {"control", "treatment"});
      }
    }
    strata.push_back(std::move(stratum));
  }
  if (strata.empty()) refuse("missing-key", "strata must have one stratum at least");
  return strata;
}

using Setter = void (*)(EstimateRequest&, Element);
constexpr std::array<std::pair<std::string_view, Setter>, 14> keys{{
    {"id", [](EstimateRequest&, Element) {}},  // by estimate_id()
    {"kind", [](EstimateRequest& r, Element v) { r.kind = text(v, "kind"); }},
    {"control", [](EstimateRequest& r, Element v) { r.control = statistics(v, "control"); }},
    {"treatment", [](EstimateRequest& r, Element v) { r.treatment = statistics(v, "treatment"); }},
    {"alpha", [](EstimateRequest& r, Element v) { r.alpha = number(v, "alpha"); }},
    {"effect",
     [](EstimateRequest& r, Element v) {
       r.relative = choice<2>(v, "effect", {"absolute", "relative"}) == 1;
     }},
    {"inference",
     [](EstimateRequest& r, Element v) {
       r.inference = std::array{
           Inference::fixed, Inference::anytime,
           Inference::bayesian}[choice<3>(v, "inference", {"fixed", "anytime", "bayesian"})];
     }},
    {"alternative",
     [](EstimateRequest& r, Element v) {
       r.alternative = std::array{
           Alternative::two_sided, Alternative::greater,
           Alternative::less}[choice<3>(v, "alternative", {"two_sided", "greater", "less"})];
     }},
    {"interval",
     [](EstimateRequest& r, Element v) {
       r.delta = choice<2>(v, "interval", {"default", "delta"}) == 1;
     }},
    {"tuning", [](EstimateRequest& r, Element v) { r.tuning = number(v, "tuning"); }},
    {"prior", [](EstimateRequest& r, Element v) { r.prior = prior(v); }},
    {"theta", [](EstimateRequest& r, Element v) { r.theta = number(v, "theta"); }},
    {"margin", [](EstimateRequest& r, Element v) { r.margin = number(v, "margin"); }},
    {"strata", [](EstimateRequest& r, Element v) { r.strata = strata(v); }},
}};

}  // namespace

std::string estimate_id(Object object) {
  for (const auto field : object) {
    if (field.key == "id") return simdjson::minify(field.value);
  }
  return "null";
}

EstimateRequest estimate_request(Object object) {
  EstimateRequest request;
  std::vector<std::string_view> seen;
  for (const auto field : object) {
    if (std::find(seen.begin(), seen.end(), field.key) != seen.end()) {
      refuse("given-twice", fmt::format("{} stands twice", field.key));
    }
    seen.push_back(field.key);
    if (field.value.is_null()) continue;
    if (field.key == "scale") {
      request.scale = scale(field.value);
      continue;
    }
    const auto known = std::find_if(keys.begin(), keys.end(),
                                    [&](const auto& key) { return key.first == field.key; });
    if (known == keys.end()) {
      std::vector<std::string> names{"scale"};
      for (const auto& [name, setter] : keys) names.emplace_back(name);
      unknown_key(field.key, names);
    }
    known->second(request, field.value);
  }
  const auto has = [&](std::string_view key) {
    return std::find(seen.begin(), seen.end(), key) != seen.end();
  };
  if (request.kind.empty()) refuse("missing-key", "kind is missing");
  if (!has("strata") && !(has("control") && has("treatment"))) {
    refuse("missing-key", "control and treatment are needed, or strata");
  }
  request.id = estimate_id(object);
  return request;
}

}  // namespace collab
