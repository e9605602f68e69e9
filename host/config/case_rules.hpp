#pragma once
/// \file Rules for loading each kind of case, beyond those of its keys.

#include <string>
#include <string_view>

#include "host/case/case.hpp"
#include "host/case/cluster_case.hpp"
#include "host/config/key.hpp"
#include "host/config/materials.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

template <class Target>
struct CaseRules;

/// Rules for cases of films.
template <>
struct CaseRules<Case> {
  using Other = ClusterCase;                            ///< the other kind of case
  static constexpr const char* preset_table = "films";  ///< in presets.toml
  static constexpr const char *no_preset = "is not a preset",
                              *no_file = "is neither a preset nor a file";  ///< in messages

  /// All presets, for messages.
  static std::string preset_list();
  /// Message about a case of the other kind.
  static std::string refusal_of_other(std::string_view name);

  /// Drops the settings that do not hold beside a later layer. \throws InputError for a layer that contradicts itself
  static void drop_replaced(Settings& base, const Settings& layer);
  /// Fills in values that follow from settings. \throws InputError
  static void complete(Settings& settings, const Materials& materials);
  /// Whether a key must be given beside these settings.
  static bool is_needed(const Key& key, const Settings& settings);
  /// Remedy for missing keys, beside starting from a preset; empty if there is none.
  static std::string remedy(const Settings& settings);
  /// Checks that involve several keys. \throws InputError
  static void check(const Case& config, const Settings& settings);
};

/// Rules for cases of trapped clusters.
template <>
struct CaseRules<ClusterCase> {
  using Other = Case;
  static constexpr const char* preset_table = "clusters";
  static constexpr const char *no_preset = "is no preset of clusters",
                              *no_file = "is no preset of clusters, and no file";

  static std::string preset_list();
  static std::string refusal_of_other(std::string_view name);
  static void drop_replaced(Settings&, const Settings&) {}
  static void complete(Settings&, const Materials&) {}
  static bool is_needed(const KeyText& key, const Settings&) { return key.presence == Presence::required; }
  static std::string remedy(const Settings&) { return {}; }
  static void check(const ClusterCase& config, const Settings& settings);
};

}  // namespace slipburst::host
