"""Runs in a pod and answers on port 9000, line by line: "ping", "down BYTES", "up BYTES" followed by as many bytes."""
import socket
import sys
import threading

BLOCK = bytes(1024 * 1024)


def download(connection, count):
    while count > 0:
        part = min(count, len(BLOCK))
        connection.sendall(memoryview(BLOCK)[:part])
        count -= part


def upload(connection, count, come):
    count -= len(come)
    place = bytearray(len(BLOCK))
    while count > 0:
        got = connection.recv_into(place)
        if got == 0:
            return
        count -= got
    connection.sendall(b"done\n")


def serve(connection):
    come = b""
    try:
        while True:
            while b"\n" not in come:
                more = connection.recv(4096)
                if not more:
                    return
                come += more
            line, come = come.split(b"\n", 1)
            words = line.split()
            if words[0] == b"ping":
                connection.sendall(b"pong " + socket.gethostname().encode() + b"\n")
            elif words[0] == b"down":
                download(connection, int(words[1]))
            elif words[0] == b"up":
                upload(connection, int(words[1]), come)
                come = b""
    except OSError:
        pass
    finally:
        connection.close()


server = socket.create_server(("", 9000), backlog=256)
sys.setswitchinterval(0.05)
while True:
    accepted, _ = server.accept()
    accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
