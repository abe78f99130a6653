#pragma once
// The shared cases on voices of consumers: tests/data/voc-cases.json.
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace collab::test {

/// One case by its id, from a file of cases.
inline nlohmann::json shared_case(const char* file, const std::string& id) {
  static std::map<std::string, nlohmann::json> files;
  nlohmann::json& all = files[file];
  if (all.is_null())
    all = nlohmann::json::parse(std::ifstream(std::string(COLLAB_TEST_DATA) + "/" + file));
  for (const nlohmann::json& one : all.at("cases"))
    if (one.at("id") == id) return one;
  throw std::runtime_error("no case " + id);
}

}  // namespace collab::test
