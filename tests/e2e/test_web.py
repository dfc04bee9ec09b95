"""Requests of web actions, as the platform hands them on to /run."""

import base64
import csv
import io
import json
import tempfile
import unittest
from urllib.parse import urlencode

from bundles import write_bundle
from server import Server, frame, model, row_objects

ROWS = row_objects(frame())
PRICES = [{"price_prediction": row["price_prediction"]}
          for row in row_objects(frame(file="expected.json"))]
SELECT = {"select": "price_prediction"}
INDEXER = {"op": "string_indexer", "attributes": {
    "labels": {"type": "list", "string": ["a", "b", "c"]}, "handle_invalid": {"string": "error"}}}


def b64(text):
    return base64.b64encode(text.encode()).decode()


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def table(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows({k: json.dumps(v) if isinstance(v, bool) else v for k, v in row.items()}
                     for row in rows)
    return text.getvalue()


def request(content_type=None, method="post", **more):
    headers = {"accept": "*/*", "host": "x"}
    if content_type is not None:
        headers["content-type"] = content_type
    return {"__ow_method": method, "__ow_headers": headers, "__ow_path": "", **more}


class WebTest(unittest.TestCase):
    def ask(self, value):
        status, answer = self.server.ask_json("POST", "/run", {"value": value})
        self.assertEqual(status, 200)
        return answer

    def fault(self, value):
        """The response that the platform makes of an error."""
        answer = self.ask(value)
        self.assertEqual(list(answer), ["error"])
        self.assertEqual(answer["error"]["headers"], {"Content-Type": "application/json"})
        return answer["error"]["statusCode"], answer["error"]["body"]["error"]


class Web(WebTest):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("action", "--model", model(), "--threads", "2")

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_query_parameters_are_cast(self):
        query = {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in ROWS[0].items()}
        query["host_is_superhost"] = str(int(ROWS[0]["host_is_superhost"]))
        self.assertEqual(self.ask(request(method="get", **query, **SELECT)), PRICES[0])

    def test_an_object_is_a_row(self):
        self.assertEqual(self.ask(request("application/json", **ROWS[1], **SELECT)), PRICES[1])

    def test_an_array_is_answered_in_an_object(self):
        self.assertEqual(self.ask(request("application/json", __ow_body=ROWS, **SELECT)),
                         {"rows": PRICES})

    def test_csv(self):
        for content_type, body in (("text/csv", table(ROWS)),
                                   ("TEXT/CSV; charset=utf-8", "\ufeff" + table(ROWS)),
                                   ("application/csv", b64(table(ROWS))),
                                   ("text/plain", table(ROWS)), (None, b64(table(ROWS)))):
            self.assertEqual(self.ask(request(content_type, __ow_body=body, **SELECT)),
                             {"rows": PRICES}, content_type)

    def test_other_columns_of_csv_ride_along(self):
        rows = [dict(row, id=f"n {i}, {i}") for i, row in enumerate(ROWS)]
        answer = self.ask(request("text/csv", __ow_body=table(rows), select="id,price_prediction"))
        self.assertEqual(answer["rows"], [{"id": f"n {i}, {i}", **row}
                                          for i, row in enumerate(PRICES)])
        whole = self.ask(request("text/csv", __ow_body=table(rows)))["rows"]
        self.assertEqual((whole[1]["id"], whole[1]["price_prediction"]),
                         ("n 1, 1", PRICES[1]["price_prediction"]))

    def test_json_lines(self):
        for content_type, body in (("application/x-ndjson", b64(lines(ROWS))),
                                   ("text/plain", "\n" + lines(ROWS) + "\n\n"),
                                   (None, b64(lines(ROWS)))):
            self.assertEqual(self.ask(request(content_type, __ow_body=body, **SELECT)),
                             {"rows": PRICES}, content_type)

    def test_json_in_base64_as_raw_actions_get_it(self):
        for value in (ROWS, {"rows": ROWS}, dict(frame(), select="price_prediction")):
            answer = self.ask(request("application/json", __ow_body=b64(json.dumps(value)),
                                      __ow_query="a=1", **SELECT))
            rows = answer["rows"]
            self.assertEqual([row if isinstance(row, dict) else {"price_prediction": row[0]}
                              for row in rows], PRICES)

    def test_a_text_in_json_is_taken_as_text(self):
        self.assertEqual(self.ask(request("application/json", __ow_body=table(ROWS), **SELECT)),
                         {"rows": PRICES})

    def test_forms_and_raw_queries(self):
        row = {k: int(v) if isinstance(v, bool) else v for k, v in ROWS[2].items()}
        form = urlencode({**row, "note": "a&b=\u2603 +", **SELECT, "select": "note,price_prediction"})
        wanted = {"note": "a&b=\u2603 +", **PRICES[2]}
        self.assertEqual(self.ask(request("application/x-www-form-urlencoded", __ow_body=form)),
                         wanted)
        self.assertEqual(self.ask(request(method="get", __ow_body="", __ow_query=form)), wanted)
        self.assertEqual(self.fault(request(__ow_query="a=%ff"))[0], 400)

    def test_what_the_platform_adds_does_not_come_back(self):
        answer = self.ask(request("application/json", **ROWS[0]))
        self.assertFalse([key for key in answer if key.startswith("__ow_")])

    def test_errors_are_responses(self):
        code, text = self.fault(request(method="get", reviews="many"))
        self.assertEqual((code, '"many"' in text), (422, True), text)
        cases = [("text/csv", table(ROWS) + "1,2\n", 400, f"line {len(ROWS) + 2}"),
                 ("text/csv", "", 422, "missing"), ("text/csv", "\n", 400, "header"),
                 ("text/csv", 'a,"b', 400, "line 1"),
                 ("application/x-ndjson", b64(lines(ROWS[:2]) + "{}\n"), 422, "line 3"),
                 ("application/x-ndjson", b64('{"a": tru}'), 400, "line 1"),
                 ("application/x-ndjson", "no base64!", 400, "base64"),
                 ("application/json", [5], 400, "row 0"),
                 ("application/json", b64("[{]"), 400, "")]
        for content_type, body, wanted, words in cases:
            code, text = self.fault(request(content_type, __ow_body=body))
            self.assertIn(words, text)
            self.assertEqual(code, wanted, text)

    def test_a_body_without_a_web_action_is_no_body(self):
        self.assertEqual(self.ask(dict(ROWS[0], **SELECT, __ow_body="x")), PRICES[0])

    def test_the_cursor_goes_on_behind_a_body(self):
        body = {"value": request("text/csv", __ow_body=table(ROWS), **SELECT), "x": [1, {"a": 2}]}
        for _ in range(3):
            self.assertEqual(self.server.ask_json("POST", "/run", body), (200, {"rows": PRICES}))
        status, _ = self.server.ask("POST", "/run", json.dumps(body)[:-1] + ",}")
        self.assertEqual(status, 400)


class RowsThatFail(WebTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        write_bundle(cls.folder.name, INDEXER, inputs={"input": "s"}, outputs={"output": "i"})
        cls.server = Server("action", "--model", cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.folder.cleanup()

    def assert_each(self, answer):
        self.assertEqual([row.get("row", row.get("i")) for row in answer["rows"]], [0, 1, 2, 3, 1])
        self.assertEqual(["error" in row for row in answer["rows"]],
                         [False, True, False, True, False])

    def test_they_are_told_of_in_their_places(self):
        text = '{"s":"a"}\n\n{"s":[]}\n{"s":"c"}\n{"s":"d"}\n{"s":"b"}'
        self.assert_each(self.ask(request("application/x-ndjson", __ow_body=b64(text),
                                          onError="row")))
        text = "k,s\n1,a\n\n1\n1,c\n1,d\n1,b\n"
        self.assert_each(self.ask(request("text/csv", __ow_body=text, onError="row")))
        self.assertIn("line 4", self.fault(request("text/csv", __ow_body=text))[1])


if __name__ == "__main__":
    unittest.main()
