import http.server
import unittest


class Server(unittest.TestCase):
    def test_can_serve(self):
        self.assertTrue(hasattr(http.server, "SimpleHTTPRequestHandler"))
