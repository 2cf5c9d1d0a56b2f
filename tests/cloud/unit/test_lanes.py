"""What runs side by side is said in one piece, and no failure is lost."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]

MAKEFILE = """
first:
	@echo first begins; while [ ! -e gate ]; do sleep 0.1; done; echo first ends
broken:
	@echo broken; false
after:
	@echo after
opens:
	@echo opens; touch gate
"""


class Lanes(unittest.TestCase):
    def setUp(self):
        self._folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self._folder)
        (self._folder / ".ci").mkdir()
        shutil.copy(PROJECT / ".ci" / "lanes", self._folder / ".ci" / "lanes")
        (self._folder / "Makefile").write_text(MAKEFILE, encoding="utf-8")

    def _lanes(self, *lanes):
        failed = self._folder / "failed"
        done = subprocess.run([self._folder / ".ci" / "lanes", "--failed", failed, *lanes], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, failed.read_text(encoding="utf-8").split()

    def test_lanes_run_at_once_and_each_target_prints_in_one_piece(self):
        # The first target ends only when the other lane is under way.
        code, printed, failed = self._lanes("first", "opens after")
        self.assertEqual((0, []), (code, failed))
        self.assertIn("== make first\nfirst begins\nfirst ends\n== make first: passed, ", printed)
        self.assertIn("== make opens\nopens\n== make opens: passed, ", printed)
        self.assertLess(printed.index("== make opens"), printed.index("== make after"))

    def test_a_failure_is_named_and_stops_neither_its_lane_nor_another(self):
        code, printed, failed = self._lanes("broken after", "opens")
        self.assertEqual((1, ["broken"]), (code, failed))
        self.assertIn("== make broken: FAILED, ", printed)
        self.assertIn("== make after: passed, ", printed)
        self.assertIn("== make opens: passed, ", printed)

    def test_a_target_that_is_not_there_fails(self):
        code, printed, failed = self._lanes("nowhere")
        self.assertEqual((1, ["nowhere"]), (code, failed))
        self.assertIn("No rule to make target", printed)


if __name__ == "__main__":
    unittest.main()
