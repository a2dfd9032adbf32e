"""What Mozilla's HTTP Observatory says of the headers and cookies of a site that is served over https.

Makes a site with the example collection in a folder that goes away, serves it at https://localhost with a certificate
of its own, and runs the scanner against some pages. Needs npm, which fetches the scanner, and openssl:

    PYTHONPATH=. .venv/bin/python benchmarks/observatory.py
"""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from dev.machine import ROOT, open_port

SCANNER = "@mdn/mdn-http-observatory@1.4.8"
PAGES = ("/", "/search/?q=harbor", "/reports/", "/admin/login/", "/robots.txt")
PATIENCE = 60  # seconds until the site answers


def main():
    with tempfile.TemporaryDirectory(prefix="reportsite-observatory-") as folder:
        folder = Path(folder)
        scanner = get_scanner(folder)
        certificate = make_certificate(folder)
        port = open_port()
        server = serve(folder, certificate, port)
        try:
            wait(port, certificate)
            print("| page | grade | score | tests passed | not passed |\n| --- | --- | --- | --- | --- |")
            for page in PAGES:
                print(row(page, scan(scanner, f"localhost:{port}{page}", certificate)), flush=True)
        finally:
            server.terminate()
            server.wait()


def get_scanner(folder):
    install = [
        "npm",
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--silent",
        "--prefix",
        folder,
    ]
    subprocess.run([*install, SCANNER], check=True)
    scanner = folder / "node_modules" / SCANNER.rpartition("@")[0]
    # The list of names that browsers know as https would be fetched; localhost is not on it.
    (scanner / "conf/hsts-preload.json").write_text("{}")
    return scanner / "src/scan.js"


def make_certificate(folder):
    """One file with key and certificate, which vouches for itself."""
    file = folder / "localhost.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    make += ["-addext", "subjectAltName=DNS:localhost", "-keyout", file, "-out", folder / "certificate.pem"]
    subprocess.run(make, check=True, capture_output=True)
    file.write_text(file.read_text() + (folder / "certificate.pem").read_text())
    return file


def serve(folder, certificate, port):
    told = {"SITE_URL": f"https://localhost:{port}", "HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"}
    told |= {
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "COLLECTION": "example",
        "REQUEST_LOG": "off",
    }
    environment = os.environ | told
    prepare = [sys.executable, "manage.py", "prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config=python:reportsite.gunicorn",
        f"--certfile={certificate}",
    ]
    return subprocess.Popen(
        [*command, "reportsite.wsgi"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # the scanner also asks without TLS, which gunicorn remarks on
    )


def wait(port, certificate):
    context = ssl.create_default_context(cafile=certificate)
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"https://localhost:{port}/", context=context, timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("The site did not answer.")


def scan(scanner, address, certificate):
    environment = os.environ | {"NODE_EXTRA_CA_CERTS": str(certificate)}
    done = subprocess.run(["node", scanner, address], env=environment, capture_output=True, text=True)
    return json.loads(done.stdout or "{}")


def row(page, result):
    if "scan" not in result:
        return f"| `{page}` | not scanned: {result.get('error', 'the scanner said nothing')} | | | |"
    told, tests = result["scan"], result["tests"]
    failed = ", ".join(name for name, test in tests.items() if not test["pass"]) or "none"
    passed = f"{told['testsPassed']} of {told['testsQuantity']}"
    return f"| `{page}` | {told['grade']} | {told['score']} | {passed} | {failed} |"


if __name__ == "__main__":
    main()
