"""Servers that are programs of their own, with ports on loopback, and folders
for their configurations that do not outlive them."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Where Debian keeps servers, which is not on everybody's path.
os.environ["PATH"] += ":/usr/sbin"
running = []
folders = []


def folder():
    made = Path(tempfile.mkdtemp(prefix="live-oracle-"))
    folders.append(made)
    return made


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command, ports):
    """Starts a server that stays in the foreground, and waits for its ports."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    running.append(process)
    for port in ports:
        wait_for(port, process, command[0])


def wait_for(port, process, name):
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    sys.exit(f"{name} does not start")


def stop():
    """Asks first, for Apache ends its children only where it is asked."""
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for made in folders:
        shutil.rmtree(made, ignore_errors=True)
