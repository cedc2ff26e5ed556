"""The queue of an installation without Redis: messages as files in a folder, each appearing and leaving by one rename.

kombu's own filesystem transport writes into the file readers already see, and takes messages through the machine's shared
temporary folder; a reader that comes between gets half a message, and the worker stops.
"""

import os
import time
import uuid
from contextlib import suppress
from queue import Empty

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """A folder of messages that several processes write and read at once."""

    def _put(self, queue, payload, **kwargs):
        name = f"{int(time.time() * 1000)}_{uuid.uuid4()}.{queue}"
        draft = os.path.join(self.data_folder_out, f"{name}.draft")
        with open(draft, "wb") as file:
            file.write(str_to_bytes(dumps(payload)))
        os.rename(draft, os.path.join(self.data_folder_out, f"{name}.msg"))

    def _get(self, queue):
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] == f"{queue}.msg" and (payload := self._take(name)):
                return loads(bytes_to_str(payload))
        raise Empty

    def _take(self, name: str) -> bytes:
        """The message under a name of our own, so that only one reader gets it; empty when another was quicker."""
        path = os.path.join(self.data_folder_in, name)
        taken = f"{path}.taken-{os.getpid()}"
        try:
            os.rename(path, taken)
        except FileNotFoundError:
            return b""
        with open(taken, "rb") as file:
            payload = file.read()
        os.remove(taken)
        return payload


class Transport(filesystem.Transport):
    """Read from the worker's event loop, as the Redis transport is.

    The other way of reading gives the pool one pipe that all its processes share under a lock, and a process killed while it
    holds that lock stops the whole pool for good.
    """

    Channel = Channel
    implements = filesystem.Transport.implements.extend(asynchronous=True)

    def register_with_event_loop(self, connection, loop):
        loop.on_tick.add(self._look)
        loop.call_repeatedly(self.polling_interval, self._wake)

    def _look(self) -> None:
        """Hand on what lies in the folder, as far as the consumers will take it."""
        for channel in self.channels:
            with suppress(Empty):
                while True:
                    channel.drain_events(callback=self._deliver)

    def _wake(self) -> None:
        """Make the loop turn, and thereby look."""
