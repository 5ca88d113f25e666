"""Files are the old one or the complete new one, whatever happens in between."""

import os
import resource
import stat

import pytest

from pytmva_keras import ConfigurationError, load_model, save_model
from pytmva_keras.models.atomic import check_writable, replacing


@pytest.fixture
def small_disk():
    """A file size limit, which writes meet as they meet a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(n_bytes):
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))

    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def test_replaces_and_leaves_nothing_else(tmp_path):
    (tmp_path / "a.yml").write_text("old")
    with replacing(tmp_path / "a.yml") as temporary:
        assert os.path.dirname(temporary) == str(tmp_path) and temporary.endswith(".yml")
        with open(temporary, "w") as file:
            file.write("new")
        assert (tmp_path / "a.yml").read_text() == "old"
    assert (tmp_path / "a.yml").read_text() == "new" and names(tmp_path) == ["a.yml"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_exception_leaves_the_old_file(tmp_path, error):
    (tmp_path / "a.yml").write_text("old")
    with pytest.raises(error):
        with replacing(tmp_path / "a.yml") as temporary:
            with open(temporary, "w") as file:
                file.write("ne")
            raise error
    assert (tmp_path / "a.yml").read_text() == "old" and names(tmp_path) == ["a.yml"]


def test_kill_leaves_the_old_file(tmp_path, run_python):
    (tmp_path / "a.yml").write_text("old")
    run_python(f"""
import os
from pytmva_keras.models.atomic import replacing
with replacing({str(tmp_path / "a.yml")!r}) as temporary:
    open(temporary, "w").write("ne")
    os.kill(os.getpid(), 9)
""")
    assert (tmp_path / "a.yml").read_text() == "old" and len(names(tmp_path)) == 2, "it was killed in between"


def test_missing_directory_is_made_and_the_umask_holds(tmp_path):
    with replacing(tmp_path / "new" / "deep" / "a.yml"):
        pass
    mask = os.umask(0o022)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new" / "deep" / "a.yml").stat().st_mode) == 0o666 & ~mask


def test_check_writable_leaves_no_file(tmp_path):
    check_writable(tmp_path / "new" / "a.h5")
    assert names(tmp_path / "new") == []


def test_directory_that_is_a_file(tmp_path, make_model):
    (tmp_path / "weights").write_text("")
    for function in (check_writable, lambda path: save_model(make_model(), path)):
        with pytest.raises(ConfigurationError, match="weights/m.h5 cannot be written: .*Make room in the directory"):
            function(str(tmp_path / "weights" / "m.h5"))


def test_directory_without_permission(tmp_path, run_python):
    tmp_path.chmod(0o555)
    done = run_python(f"""
import os
from pytmva_keras.models.atomic import check_writable
if os.getuid() == 0:
    os.setuid(65534)
check_writable({str(tmp_path / "m.h5")!r})
""")
    tmp_path.chmod(0o755)
    assert "m.h5 cannot be written: Permission denied" in done.stderr, done.stderr


@pytest.mark.parametrize("suffix", [".yml", ".json", ".h5", ".keras"])
def test_full_disk_leaves_the_old_file(tmp_path, make_model, small_disk, suffix):
    path = tmp_path / f"m{suffix}"
    save_model(make_model(), path)
    before = path.read_bytes()
    small_disk(100)
    with pytest.raises(ConfigurationError, match=f"m{suffix} cannot be written: File too large. Make room in the directory"):
        save_model(make_model(), path)
    small_disk(resource.RLIM_INFINITY)
    assert path.read_bytes() == before and names(tmp_path) == [path.name]
    load_model(path)
