"""A line that loses answers: a proxy before the live site, on this machine alone."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

NOT_PASSED_ON = {"connection", "transfer-encoding", "keep-alive"}


class BadLine:
    """Passes requests on and loses some, half of those before the site handled them, half after.

    `loss` is the share that is lost, 0 until it is set. `lost_after` holds the addresses whose
    answers nobody got; the next form sent to `lose_answer_to` is surely handled, and its answer
    surely one of them.
    """

    def __init__(self, target, seed=1):
        self.host, self.port = target.removeprefix("http://").split(":")
        self.loss, self.chance, self.lost_after = 0, Random(seed), []
        self.lose_answer_to = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.made_handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://localhost:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def lost(self):
        return self.chance.random() < self.loss / 2

    def made_handler(line):  # noqa: N805 - the inner class has a self of its own
        class Passing(BaseHTTPRequestHandler):
            def do_GET(self):
                line.pass_on(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args):
                pass

        return Passing

    def pass_on(self, asked):
        asked.close_connection = True
        if not self.is_chosen(asked) and self.lost():
            return
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        site = http.client.HTTPConnection(self.host, int(self.port), timeout=30)
        headers = {k: v for k, v in asked.headers.items() if k.lower() not in NOT_PASSED_ON}
        site.request(asked.command, asked.path, body, headers)
        answer = site.getresponse()
        content = answer.read()
        site.close()
        if self.swallows(asked):
            self.lost_after.append(asked.path)
            return
        asked.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_PASSED_ON:
                asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(content)

    def is_chosen(self, asked):
        return asked.command == "POST" and asked.path == self.lose_answer_to

    def swallows(self, asked):
        if self.is_chosen(asked):
            self.lose_answer_to = None
            return True
        return self.lost()
