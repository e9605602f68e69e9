#pragma once
/// \file The commands of the program. Each has a file, command_NAME.cpp, with its options, their declaration and its
/// function, which throws on failure.

namespace CLI {
class App;
}

namespace slipburst::host {

/// Adds a command to the program: declares its options, and says what to call once they are read.
using AddCommand = void(CLI::App& app);

AddCommand add_cases;
AddCommand add_help;
AddCommand add_init;
AddCommand add_info;
AddCommand add_segment;
AddCommand add_burst;
AddCommand add_table;
AddCommand add_spectrum;
AddCommand add_rates;
AddCommand add_phonons;
AddCommand add_experiment;
AddCommand add_replay;
AddCommand add_compare;
AddCommand add_fit;
AddCommand add_fit_arrhenius;  ///< adds to the command `fit`
AddCommand add_fit_rates;      ///< adds to the command `fit`
AddCommand add_scan;
AddCommand add_detrap;
AddCommand add_merge;
AddCommand add_escape;
AddCommand add_beam;
AddCommand add_peierls;

/// All commands, in the order of `slipburst help`.
inline constexpr AddCommand* all_commands[] = {
    add_cases,    add_help,   add_init,    add_info,       add_segment, add_burst,   add_table,
    add_spectrum, add_rates,  add_phonons, add_experiment, add_replay,  add_compare, add_fit,
    add_scan,     add_detrap, add_merge,   add_escape,     add_beam,    add_peierls,
};

}  // namespace slipburst::host
