"""Mini-batches made ready in a thread of their own, while the network trains on earlier ones.

for X, Y in background(batches):
    ...
"""

import queue
import threading

from course_utils.nn.validation import check_count

END = object()


def background(batches, ahead=2):
    """Yield what the iterable `batches` yields, made in another thread, up to `ahead` in advance.

    The order is kept, so results are those of a plain loop. NumPy and Pillow release Python's lock
    in their long operations: only then do both threads really work at once. An exception in
    `batches` is raised here, behind what came before it. When the loop is left early, the thread
    stops after the item that it is making.
    """
    check_count("ahead", ahead)
    ready, stopped = queue.Queue(ahead), threading.Event()

    def put(item):
        while not stopped.is_set():
            try:
                return ready.put(item, timeout=0.1)
            except queue.Full:
                continue

    def work():
        try:
            for item in batches:
                put((item, None))
                if stopped.is_set():
                    return
            put((END, None))
        except BaseException as error:
            put((END, error))

    thread = threading.Thread(target=work, name="loader", daemon=True)

    def items():
        thread.start()
        try:
            while True:
                item, error = ready.get()
                if error is not None:
                    raise error
                if item is END:
                    return
                yield item
        finally:
            stopped.set()
            thread.join()

    return items()
