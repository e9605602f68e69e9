#pragma once
/// \file The lines of a text file of data, as editors and spreadsheets write them.

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>

namespace slipburst::host {

/// Reader of lines that end with LF or CR LF; the last line may have no end. A UTF-8 byte order mark before the first
/// line is skipped.
class TextLines {
 public:
  /// \param content  expected content of the file, for messages: "energy (keV), survival probability"
  /// \throws InputError for a file that is not there or cannot be read
  TextLines(std::string path, std::string_view content);

  /// Goes to the next line. \return whether there is one
  /// \throws InputError for a carriage return within the line, for a line longer than 64 KiB, and when reading fails
  bool next();

  std::string_view line() const { return line_; }  ///< the current line without its end; valid until next()
  std::size_t number() const { return number_; }   ///< number of the current line, from 1
  std::string where() const;                       ///< "events.txt:12"

 private:
  std::string path_;
  std::ifstream stream_;
  std::string buffer_;
  std::string_view line_;  ///< view into the buffer
  std::size_t number_ = 0;
};

/// Whether text is valid UTF-8 without zero bytes.
bool is_utf8(std::string_view text);

}  // namespace slipburst::host
