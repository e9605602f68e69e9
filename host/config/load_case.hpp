#pragma once
/// \file From a preset, a TOML file and overrides to a validated case.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "host/config/case_files.hpp"
#include "host/config/materials.hpp"
#include "host/config/toml_reader.hpp"

namespace slipburst::host {

/// Loads a case, with the contents of the data files that it names.
///
/// Later settings win: preset, file, overrides in their order. Values that follow from a material are filled in last,
/// for keys that are not given; a layer that names another material drops these keys, and the name of a custom
/// material, of earlier layers. A layer that gives detector.time_since_cooldown or detector.observation drops the other
/// from earlier layers.
/// \param name_or_path A preset, else a TOML file; write "./cpd" for a file named like a preset.
/// \param overrides "key=value": "pinning.spacing=30 nm", "detector.observation=1 week,2 weeks", and
/// "film.thickness=none" for an optional key, "history=none" to take all stages out.
/// \param materials  that the case may name: those of the program, and the user's own
/// \throws InputError naming file, line and key, and the remedy.
Case load_case(std::string_view name_or_path, std::span<const std::string> overrides = {},
               const Materials& materials = builtin_materials());

/// A preset or a case file, read and parsed once for several sets of overrides.
class CaseReader {
 public:
  /// \param name_or_path, materials  as of load_case
  explicit CaseReader(std::string_view name_or_path, Materials materials = builtin_materials());
  Case read(std::span<const std::string> overrides);

 private:
  std::string name_;
  std::optional<CaseFile> file_;  ///< std::nullopt for a preset
  Materials materials_;
  CaseFiles files_;
};

/// Loads a case as load_case does, from TOML already read, such as the case text in an output file; other files are
/// left alone. \param name For messages.
Case case_from_text(std::string_view toml, std::string_view name, std::span<const std::string> overrides = {},
                    const Materials& materials = builtin_materials());

/// Reads a case as case_from_text does, with the contents of the data files that the case names.
Case case_with_files(std::string_view toml, std::string_view name, std::span<const std::string> overrides = {});

}  // namespace slipburst::host
