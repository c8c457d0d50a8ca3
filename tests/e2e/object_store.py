#!/usr/bin/env python3
"""An object store that speaks the part of S3 that is used here, to be told which faults to show.

Signatures, versions, bucket policies and conditions are judged by AWS's published rules, written here a second time: what
our programs send is right if this and a real gateway (ceph.sh) both take it. Everything is kept in memory.

    object_store.py FAULTS [ACCESS:SECRET:USER ...]

The first user owns every bucket. FAULTS is a file, read at each request: lines `FAULT [N]`, of which the first with N > 0 is
shown and counted down (0 or no number: it is a setting):
    busy N (503, Retry-After 1)  cut N (half a body)  deaf N (takes a PUT, cuts before the answer)  slow N (a second)
    etag N (a wrong ETag)  page N (at most N in a list)  ahead S (its clock)  unconditional 1 (knows no If-Match)
"""
import calendar
import hashlib
import hmac
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse
import xml.sax.saxutils as sax

faults_path = sys.argv[1]
keys, names, owner = {}, {}, None
buckets = {}  # name -> {"objects": {key: [version, ...] newest last}, "policy": None or a dict}
lock = threading.RLock()


def user_add(line):
    global owner
    access, secret, user = line.split(":")
    keys[access], names[access] = secret, user
    owner = owner or user


for line in sys.argv[2:]:
    user_add(line)


def faults():
    try:
        lines = [line.split() for line in open(faults_path) if line.strip()]
    except OSError:
        return {}
    return {line[0]: int(line[1]) if len(line) > 1 else 0 for line in lines}


def fault(name):
    """Whether it is shown this time; counts it down."""
    with lock:
        now = faults()
        if now.get(name, 0) <= 0:
            return False
        now[name] -= 1
        with open(faults_path, "w") as file:
            file.writelines(f"{k} {v}\n" for k, v in now.items())
        return True


class Refused(Exception):
    def __init__(self, status, code):
        self.status, self.code = status, code


def matches(pattern, text):
    return re.fullmatch("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern), text, re.S) is not None


def as_list(value):
    return value if isinstance(value, list) else [value]


def allowed(bucket, user, action, resource, prefix=None):
    """An explicit Deny, then an Allow; the bucket's owner needs none."""
    said = set()
    for statement in (bucket["policy"] or {}).get("Statement", []):
        who = statement["Principal"]
        arns = ["*"] if who == "*" else as_list(who["AWS"])
        if not any(arn == "*" or (user and arn.endswith(":user/" + user)) for arn in arns):
            continue
        if not any(matches(a, action) for a in as_list(statement["Action"])):
            continue
        if not any(matches(r, resource) for r in as_list(statement["Resource"])):
            continue
        wanted = statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix")
        if wanted is not None and (prefix is None or not any(matches(w, prefix) for w in as_list(wanted))):
            continue
        said.add(statement["Effect"])
    return "Deny" not in said and ("Allow" in said or user == owner)


def hmac256(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def user_of(handler, body):
    """None for nobody; Refused for a signature that is wrong (AWS Signature Version 4)."""
    header = handler.headers.get("Authorization")
    if header is None:
        return None
    found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, "
                         r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})", header)
    if not found or found[1] not in keys:
        raise Refused(403, "InvalidAccessKeyId")
    access, day, region, signed, signature = found.groups()
    # curl 7.88 sends a date of ours twice; the last counts, as in Ceph.
    stamp = handler.headers.get_all("X-Amz-Date")[-1]
    if len(set(handler.headers.get_all("X-Amz-Date"))) != 1 or not stamp.startswith(day):
        raise Refused(403, "SignatureDoesNotMatch")
    moment = calendar.timegm(time.strptime(stamp, "%Y%m%dT%H%M%SZ"))
    if abs(moment - clock()) > 15 * 60:
        raise Refused(403, "RequestTimeTooSkewed")
    payload = handler.headers.get("x-amz-content-sha256", "")
    if payload != hashlib.sha256(body).hexdigest():
        raise Refused(400, "XAmzContentSHA256Mismatch")
    url = urllib.parse.urlsplit(handler.path)
    query = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
    quote = lambda text: urllib.parse.quote(text, safe="-_.~")
    canonical = "\n".join([
        handler.command, urllib.parse.quote(urllib.parse.unquote(url.path), safe="/-_.~"),
        "&".join(sorted(f"{quote(k)}={quote(v)}" for k, v in query)),
        *(f"{name}:{' '.join(handler.headers[name].split())}" for name in signed.split(";")), "", signed, payload])
    names_needed = {"host", "x-amz-content-sha256", "x-amz-date"} | {
        name.lower() for name in handler.headers if name.lower().startswith("x-amz-")}
    if not names_needed <= set(signed.split(";")):
        raise Refused(403, "AccessDenied")
    scope = f"{day}/{region}/s3/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + keys[access]).encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac256(key, part)
    if not hmac.compare_digest(hmac256(key, to_sign).hex(), signature):
        raise Refused(403, "SignatureDoesNotMatch")
    return names[access]


def clock():
    return time.time() + faults().get("ahead", 0)


class Store(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def date_time_string(self, timestamp=None):
        return super().date_time_string(clock() if timestamp is None else timestamp)

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body and self.command != "HEAD" and fault("cut"):
            self.wfile.write(body[:len(body) // 2])
            self.close_connection = True
        elif self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def refuse(self, status, code, **headers):
        self.answer(status, f"<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>".encode(), **headers)

    def serve(self):
        body = b""
        if "100-continue" in self.headers.get("Expect", ""):
            self.send_response_only(100)
            self.end_headers()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/-/user":  # for the test: one more user
            user_add(body.decode())
            return self.answer(200)
        if fault("slow"):
            time.sleep(1)
        if fault("busy"):
            return self.refuse(503, "SlowDown", Retry_After=1)
        try:
            with lock:
                self.route(body)
        except Refused as why:
            self.refuse(why.status, why.code)

    do_GET = do_PUT = do_DELETE = do_HEAD = serve

    def route(self, body):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        name, _, key = urllib.parse.unquote(url.path)[1:].partition("/")
        user = user_of(self, body)
        if not key and self.command == "PUT" and not query:
            if user != owner:
                raise Refused(403, "AccessDenied")
            buckets[name] = {"objects": {}, "policy": None}
            return self.answer(200)
        if name not in buckets:
            raise Refused(404, "NoSuchBucket")
        if key:
            return self.object(buckets[name], f"arn:aws:s3:::{name}/{key}", user, key, query, body)
        return self.bucket(buckets[name], f"arn:aws:s3:::{name}", user, query, body)

    def bucket(self, bucket, arn, user, query, body):
        if self.command == "PUT" and user == owner and "policy" in query:
            bucket["policy"] = json.loads(body)
            return self.answer(204)
        if self.command == "PUT" and user == owner and "versioning" in query and b"Enabled" in body:
            return self.answer(200)
        if self.command == "GET" and "versions" in query and \
                allowed(bucket, user, "s3:ListBucketVersions", arn, query.get("prefix", "")):
            return self.list(bucket, query)
        raise Refused(403, "AccessDenied")

    def list(self, bucket, query):
        found = [(key, version, version is versions[-1]) for key, versions in sorted(bucket["objects"].items())
                 if key.startswith(query.get("prefix", "")) for version in reversed(versions)]
        if "key-marker" in query:
            at = next((i for i, (key, version, _) in enumerate(found) if key == query["key-marker"] and
                       version["id"] == query.get("version-id-marker")), None)
            found = found[at + 1:] if at is not None else [f for f in found if f[0] > query["key-marker"]]
        limit = min(int(query.get("max-keys", 1000)), faults().get("page", 0) or 1000)
        page, more = found[:limit], len(found) > limit
        xml = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
               "<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
               f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>"]
        if more:
            xml.append(f"<NextKeyMarker>{sax.escape(page[-1][0])}</NextKeyMarker>"
                       f"<NextVersionIdMarker>{page[-1][1]['id']}</NextVersionIdMarker>")
        for key, version, newest in page:
            kind = "DeleteMarker" if version["body"] is None else "Version"
            size = "" if version["body"] is None else f"<Size>{len(version['body'])}</Size>"
            xml.append(f"<{kind}><Key>{sax.escape(key)}</Key><VersionId>{version['id']}</VersionId>"
                       f"<IsLatest>{'true' if newest else 'false'}</IsLatest>{size}"
                       f"<Owner><ID>{version['owner']}</ID></Owner></{kind}>")
        self.answer(200, "".join(xml + ["</ListVersionsResult>"]).encode(), Content_Type="application/xml")

    def object(self, bucket, arn, user, key, query, body):
        versions = bucket["objects"].get(key, [])
        if self.command in ("GET", "HEAD"):
            wanted = query.get("versionId")
            action = "s3:GetObjectVersion" if wanted else "s3:GetObject"
            found = [v for v in versions if v["id"] == wanted] if wanted else versions[-1:]
            may = allowed(bucket, user, action, arn) or (found and found[-1]["owner"] == user and user and
                                                         not denied(bucket, user, action, arn))
            if not may or ((not found or found[-1]["body"] is None) and user != owner):
                raise Refused(403, "AccessDenied")  # as to whoever may not list
            if not found or found[-1]["body"] is None:
                raise Refused(404, "NoSuchKey")
            return self.give(found[-1])
        if self.command == "PUT":
            if not allowed(bucket, user, "s3:PutObject", arn):
                raise Refused(403, "AccessDenied")
            if self.headers.get("x-amz-acl") != "bucket-owner-full-control":
                raise Refused(403, "AccessDenied")  # of ours: the owner could not read it
            return self.put(bucket, key, versions, user, body)
        wanted = query.get("versionId")
        if not allowed(bucket, user, "s3:DeleteObjectVersion" if wanted else "s3:DeleteObject", arn):
            raise Refused(403, "AccessDenied")
        if wanted:
            bucket["objects"][key] = [v for v in versions if v["id"] != wanted]
        elif versions:
            versions.append({"id": version_id(), "body": None, "owner": user})
        if not bucket["objects"].get(key):
            bucket["objects"].pop(key, None)
        self.answer(204)

    def give(self, version):
        body, tag = version["body"], version["etag"]
        control = {"Cache_Control": version["control"]} if version["control"] else {}
        if self.headers.get("If-None-Match") == tag:
            return self.answer(304, ETag=tag, **control)
        begin = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if begin:
            at = int(begin[1])
            if at >= len(body):
                raise Refused(416, "InvalidRange")
            return self.answer(206, body[at:], ETag=tag, Content_Range=f"bytes {at}-{len(body) - 1}/{len(body)}", **control)
        self.answer(200, body, ETag=tag, **control)

    def put(self, bucket, key, versions, user, body):
        there = versions[-1] if versions and versions[-1]["body"] is not None else None
        if not faults().get("unconditional"):
            if self.headers.get("If-None-Match") == "*" and there:
                raise Refused(412, "PreconditionFailed")
            wanted = self.headers.get("If-Match")
            if wanted and (not there or there["etag"] != wanted):
                raise Refused(412, "PreconditionFailed")
        tag = f"\"{hashlib.md5(body).hexdigest()}\""
        if fault("etag"):
            tag = "\"" + "0" * 32 + "\""
        bucket["objects"].setdefault(key, []).append({"id": version_id(), "body": body, "owner": user, "etag": tag,
                                                      "control": self.headers.get("Cache-Control")})
        if fault("deaf"):
            self.close_connection = True
            self.connection.close()
            return
        self.answer(200, ETag=tag)


count = 0


def version_id():
    global count
    count += 1
    return f"v.{count:06d}-{hashlib.md5(str(count).encode()).hexdigest()[:8]}"


def denied(bucket, user, action, arn):
    return any(s["Effect"] == "Deny" and any(a.endswith(":user/" + user) for a in as_list(s["Principal"]["AWS"])) and
               any(matches(a, action) for a in as_list(s["Action"])) and any(matches(r, arn) for r in as_list(s["Resource"]))
               for s in (bucket["policy"] or {}).get("Statement", []) if s["Principal"] != "*")


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError)):  # a killed client; a socket we closed
            super().handle_error(request, address)


server = Server(("127.0.0.1", 0), Store)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
