"""The bar that a training shows in a terminal."""

import contextlib

from .models.framework import import_keras


@contextlib.contextmanager
def training_bar(title: str, n_epochs: int, n_events: int, batch_size: int):
    """Yield a Keras callback that shows one line on stdout, rewritten: epoch, losses, elapsed and remaining time.

    n_events: an epoch. callback.show(events) moves the bar within an epoch; model.fit does so by itself.
    """
    from rich import progress, table  # Keras's own bar knows one epoch only

    columns = progress.TextColumn("{task.description}"), progress.BarColumn(20), progress.TaskProgressColumn()
    whole = table.Column(no_wrap=True, min_width=7)  # a narrow terminal cuts the description, not the times
    times = progress.TimeElapsedColumn(whole), progress.TextColumn("left"), progress.TimeRemainingColumn(table_column=whole)
    with progress.Progress(*columns, *times, auto_refresh=False) as bar:
        yield _callback(bar, title, n_epochs, n_events, batch_size)


def _callback(bar, title: str, n_epochs: int, n_events: int, batch_size: int):
    task = bar.add_task(title, total=n_epochs * n_events)

    class TrainingBar(import_keras().callbacks.Callback):
        """Shows where the training is."""

        def __init__(self):
            super().__init__()
            self._done, self._losses = 0, ""

        def show(self, events: int) -> None:
            """`events` of the running epoch are done."""
            bar.update(task, completed=self._done + min(events, n_events), refresh=True)

        def on_epoch_begin(self, epoch, logs=None):
            self._done = epoch * n_events
            bar.update(task, description=f"{title} epoch {epoch + 1}/{n_epochs}{self._losses}")

        def on_train_batch_end(self, batch, logs=None):
            self.show((batch + 1) * batch_size)

        def on_epoch_end(self, epoch, logs=None):
            shown = ((name, (logs or {}).get(name)) for name in ("loss", "val_loss"))
            self._losses = "".join(f" {name} {float(value):.4g}" for name, value in shown if value is not None)
            self.show(n_events)

    return TrainingBar()
