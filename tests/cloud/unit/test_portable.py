"""The linter of scripts finds what macOS lacks: each line below is one such thing."""

import pathlib
import subprocess
import tempfile
import unittest

PORTABLE = pathlib.Path(__file__).resolve().parents[3] / ".ci" / "portable"
SCRIPT = r"""
mapfile -t lines < file
declare -A seen
echo "${name^^}"
echo "${list[-1]}"
command |& cat
command &>> log
place=$(readlink -f .)
place=$(realpath .)
echo a | xargs -0 -r rm
sed -i s/a/b/ file
sed -r 's/(a)/b/' file
grep -oP 'a' file
grep --color a file
find . -printf '%p'
yesterday=$(date -d yesterday)
size=$(stat -c %s file)
cp -a from to
cp --reflink from to
ln -sr from to
sort -z list
sort -V list
head -n -1 file
tac file
for i in $(seq 3); do :; done
jobs=$(nproc)
timeout 5 command
setsid command
md5sum file
pkill -f name
cat /proc/self/status
"""
FINE = r"""
# sed -i is GNU's: a comment may name it
cd "$(dirname "$0")/.." && pwd -P
sed -E 's/(a)/b/' file > file.new && mv file.new file
find . -name '*.java' -print | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum
date +%s
ps -o rss= -p 1
"""
MAKEFILE = """
.ONESHELL:
now != date
now ::= x
text := $(file < name)
a b &: c
\tsed -i s/a/b/ file
"""


def findings(name, text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / name
        file.write_text(text)
        done = subprocess.run([PORTABLE, str(file)], capture_output=True, text=True, check=False)
    return done.returncode, {int(line.split(":")[1]) for line in done.stderr.splitlines() if line.startswith(str(file))}


class PortableTest(unittest.TestCase):
    def check(self, name, head, text):
        code, found = findings(name, head + text)
        lines = {number for number, line in enumerate((head + text).splitlines(), 1) if line.strip() and number > head.count("\n")}
        self.assertEqual(1, code)
        self.assertEqual(lines, found)

    def test_every_line_that_macos_does_not_know_is_found_in_a_script(self):
        self.check("script", "#!/usr/bin/env bash\n", SCRIPT)

    def test_and_in_a_makefile(self):
        self.check("Makefile", "", MAKEFILE)

    def test_what_both_know_passes(self):
        self.assertEqual((0, set()), findings("script", "#!/bin/sh\n" + FINE))

    def test_it_looks_at_every_script_of_the_project(self):
        listed = subprocess.run([PORTABLE, "--list"], capture_output=True, text=True, check=True).stdout.split()
        for script in (".ci/run", ".ci/once", "tests/cloud/tool", "tests/contract/schemathesis"):
            self.assertIn(script, listed)
