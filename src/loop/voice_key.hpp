#pragma once
// What makes two voices the same one, and what of a stored voice differs from a row.
#include <string>
#include <vector>

#include "collab/model/voice.hpp"
#include "collab/units/pseudonym.hpp"

namespace collab {

/// By the source's own id and touch point; without one by consumer, time, touch point and kind, and
/// where nobody is known by the words as well. Keyed, so that neither can be read from it.
Token voice_key(const Key& key, const Voice& voice);

/// Names of the fields in which they differ; the text is named, never shown.
std::vector<std::string> differences(const Voice& stored, const Voice& voice);

}  // namespace collab
