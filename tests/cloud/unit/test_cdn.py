"""The first path pattern that fits decides, as at CloudFront."""

import unittest

from xentri_cloud.cdn import api_behind

PATHS = [("/api/v1/brief*", "brief"), ("/api/v?/things", "things"), ("/api/*", "rest")]


class CdnTest(unittest.TestCase):
    def test_the_first_that_fits_decides(self):
        for path, api in (("/api/v1/brief", "brief"), ("/api/v1/brief/a/b", "brief"), ("/api/v2/things", "things"),
                          ("/api/v1/things/1", "rest"), ("/api/", "rest"), ("/api", ""), ("/", "")):
            self.assertEqual(api, api_behind(PATHS, path), path)


if __name__ == "__main__":
    unittest.main()
