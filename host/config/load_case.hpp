#pragma once
/// \file From a preset, a TOML file and overrides to a validated case: of a film, Case, or of trapped clusters,
/// ClusterCase.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"
#include "host/case/cluster_case.hpp"
#include "host/config/case_files.hpp"
#include "host/config/materials.hpp"
#include "host/config/toml_reader.hpp"

namespace slipburst::host {

/// A preset or a case file, read and parsed once for several sets of overrides.
///
/// Later settings win: preset, file, overrides in their order. Values that follow from a material are filled in last,
/// for keys that are not given; a layer that names another material drops these keys, and the name of a custom
/// material, of earlier layers. A layer that gives detector.time_since_cooldown or detector.observation drops the other
/// from earlier layers.
template <class Target>
class CaseLoader {
 public:
  /// \param name_or_path A preset, else a TOML file; write "./cpd" for a file named like a preset.
  /// \param materials  that the case may name: those of the program, and the user's own
  /// \throws InputError naming file, line and key, and the remedy; for a case of the other kind, too
  explicit CaseLoader(std::string_view name_or_path, Materials materials = builtin_materials());

  /// \param file  content of a case file  \param name  for messages
  CaseLoader(CaseFile file, std::string_view name, Materials materials = builtin_materials());

  /// The case, with the contents of the data files that it names; each file is read once.
  /// \param overrides "key=value": "pinning.spacing=30 nm", "detector.observation=1 week,2 weeks", and
  /// "film.thickness=none" for an optional key, "history=none" to take all stages out.
  /// \throws InputError naming file, line and key, and the remedy.
  Target load(std::span<const std::string> overrides = {});

  /// The case, without the contents of data files.
  Target load_without_files(std::span<const std::string> overrides = {}) const;

 private:
  std::string name_;
  Settings settings_;  ///< of preset and file
  std::vector<StageSettings> history_;
  Materials materials_;
  CaseFiles files_;
};

/// Loads one case, see CaseLoader.
template <class Target = Case>
Target load_case(std::string_view name_or_path, std::span<const std::string> overrides = {},
                 const Materials& materials = builtin_materials());

/// Loads a case as load_case does, from TOML already read, such as the case text in an output file; other files are
/// left alone. \param name For messages.
template <class Target = Case>
Target case_from_text(std::string_view toml, std::string_view name, std::span<const std::string> overrides = {},
                      const Materials& materials = builtin_materials());

/// Reads a case as case_from_text does, with the contents of the data files that the case names.
Case case_with_files(std::string_view toml, std::string_view name, std::span<const std::string> overrides = {});

/// Whether a name is a preset of this kind, or a TOML file that starts from such a preset or has a section of this
/// kind. \throws InputError for a file that is not TOML
template <class Target>
bool is_case_of(const std::string& name_or_path);

}  // namespace slipburst::host
