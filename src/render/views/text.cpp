// `help`, `version`, `schema`: text as it is.
#include "collab/render/views.hpp"
#include "render/data.hpp"

namespace collab {

Document text_document(const std::string& command, const std::string& key,
                       const std::string& text) {
  Json data = Json::object();
  data[key] = text;
  Document answer = document(command, std::move(data));
  answer.page.push_back(Verbatim{text});
  return answer;
}

}  // namespace collab
