"""Code and comments of C++ sources, apart."""
import re

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def without_comments(text):
    """The same lines, with comments and the contents of string literals blanked."""

    def blank(match):
        token = match.group()
        if token.startswith('"'):
            return '""'
        return "\n" * token.count("\n")

    return TOKEN.sub(blank, text)


def comments(text):
    """Line comments as lists of (line number, words): lines of nothing else go on with the comment before them."""
    found = []
    number, at = 1, 0
    for match in TOKEN.finditer(text):
        number, at = number + text.count("\n", at, match.start()), match.start()
        if not match.group().startswith("//"):
            continue
        line = (number, match.group().lstrip("/!<").strip())
        alone = not text[text.rfind("\n", 0, at) + 1:at].strip()
        if alone and found and found[-1][-1][0] == number - 1:
            found[-1].append(line)
        else:
            found.append([line])
    return found
