"""Code and comments of C++ sources, apart."""
import re

TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/"""
                   r"""|R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""", re.S)


def without_comments(text):
    """The same lines, with comments and the contents of string literals blanked."""

    def blank(match):
        token = match.group()
        if token.startswith("'"):
            return token
        return ('""' if token.endswith('"') and not token.startswith("/") else "") + "\n" * token.count("\n")

    return TOKEN.sub(blank, text)


def comments(text, aligned=False):
    """Comments as lists of (line number, words).

    A line with only a comment goes on with the line comment above it; with `aligned`, only if both begin in the same
    column. Block comments count where they begin a line: within a line they name arguments.
    """
    found = []
    number, at, above = 1, 0, (-1, 0)
    for match in TOKEN.finditer(text):
        number, at = number + text.count("\n", at, match.start()), match.start()
        token, column = match.group(), at - text.rfind("\n", 0, at) - 1
        alone = not text[at - column:at].strip()
        if token.startswith("/*") and alone:
            lines = token[:-2].splitlines()
            found.append([(number + i, line.strip().lstrip("/*!<").strip()) for i, line in enumerate(lines)])
        elif token.startswith("//"):
            line = (number, token.lstrip("/!<").strip())
            if alone and above[0] == number - 1 and (above[1] == column or not aligned):
                found[-1].append(line)
            else:
                found.append([line])
            above = (number, column)
    return found
