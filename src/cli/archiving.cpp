#include "cli/archiving.hpp"

#include "cli/context.hpp"
#include "cli/selection.hpp"
#include "collab/render/views.hpp"

namespace collab {

Syntax archiving(ArchiveReport (*act)(Project&, const std::vector<std::string>&,
                                      const std::string&)) {
  struct Options {
    std::vector<std::string> experiments;
    std::string reason;
  };
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "the experiments", Argument::Count::some, &o->experiments}},
          .options = {{"-m,--message", "WHY", "the reason, kept with it", &o->reason}},
          .run = [o, act](Context& context) {
            std::vector<std::string> names;
            for (const std::string& text : o->experiments)
              names.push_back(experiment_named(context.project(), text));
            context.emit(view(act(context.project(), names, o->reason)));
            return ExitCode::ok;
          }};
}

}  // namespace collab
