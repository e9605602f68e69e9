#pragma once
/// \file A compiled peer's side of the conversation with run.py; see protocol.py.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace peer {

using Json = nlohmann::ordered_json;

[[noreturn]] inline void fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

/// Ends a peer that cannot run here.
[[noreturn]] inline void skip(const std::string& reason) {
  std::printf("%s\n", Json{{"ready", false}, {"reason", reason}}.dump().c_str());
  std::exit(0);
}

struct Options {
  std::string work, answer;
  std::size_t every = 1;     ///< do every so many-th segment of the work
  std::uint64_t events = 0;  ///< draw so many events a repeat
  bool host = false;         ///< of a GPU's peer: run its functions on the host, to check them where there is no GPU
};

inline Options read_options(int count, char** arguments, Options options = {}) {
  for (int i = 1; i < count; ++i) {
    const std::string name = arguments[i];
    if (name == "--host") {
      options.host = true;
    } else if (name.rfind("--", 0) != 0) {
      options.work = name;
    } else if (i + 1 == count) {
      fail(name + ": a value is missing");
    } else if (name == "--every") {
      options.every = std::strtoull(arguments[++i], nullptr, 10);
    } else if (name == "--events") {
      options.events = std::strtoull(arguments[++i], nullptr, 10);
    } else if (name == "--answer") {
      options.answer = arguments[++i];
    } else {
      fail(name + ": unknown option; there are --every, --events, --answer and --host");
    }
  }
  if (options.work.empty() || options.every == 0) fail("usage: PEER WORK [--every K | --events N] [--answer FILE]");
  return options;
}

inline Json read_work(const Options& options, const std::string& kind) {
  std::ifstream file(options.work);
  if (!file) fail(options.work + ": cannot be read");
  Json work = Json::parse(file, nullptr, false);
  if (work.is_discarded() || work.value("format", 0) != 1 || work.value("kind", "") != kind) {
    fail(options.work + ": not work of format 1 and kind " + kind);
  }
  return work;
}

/// A segment's start and stress, and above-gap energies into crystal and film.
struct Segment {
  double start, stress;
};
struct Energies {
  double crystal = 0, film = 0;
};

struct SegmentWork {
  double image, gap_distance, tolerance;
  std::vector<Segment> segments;
};

inline SegmentWork read_segments(const Options& options) {
  const Json work = read_work(options, "segments");
  if (work.at("extent") != "full" || work.at("sound_square") != 0 || work.at("gap_distance").is_null()) {
    fail(options.work + ": peers know full ring-downs by Newton's law with a gap, and nothing else");
  }
  SegmentWork result{work.at("image"), work.at("gap_distance"), work.at("relative_tolerance"), {}};
  const Json& all = work.at("segments");
  for (std::size_t i = 0; i < all.size(); i += options.every) result.segments.push_back({all[i][0], all[i][1]});
  return result;
}

inline Json answer(const Options& options, const std::vector<Energies>& found) {
  Json energies = Json::array();
  for (const Energies& e : found) energies.push_back({e.crystal, e.film});
  return {{"every", options.every}, {"above_gap", energies}};
}

inline void write(const std::string& path, const Json& json) {
  std::ofstream file(path);
  file << json.dump();
  file.close();
  if (!file) fail(path + ": cannot be written");
}

/// Answers run.py. \param about  the line that says what is ready  \param repeat  does the work once, to its end
template <class Repeat>
void serve(const Json& about, std::uint64_t amount, Repeat repeat) {
  std::printf("%s\n", about.dump().c_str());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    const auto begin = std::chrono::steady_clock::now();
    repeat();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("%s\n", Json{{"seconds", seconds}, {"amount", amount}}.dump().c_str());
    std::fflush(stdout);
  }
}

}  // namespace peer
