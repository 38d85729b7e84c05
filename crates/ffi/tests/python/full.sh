#!/bin/sh
# The whole Python test suite with everything that it can use: builds the wheel, installs it and the libraries into a
# scratch environment, checks the types, runs the tests and skips none.
#
#     full.sh [FOLDER]      FOLDER keeps the environment between runs; target/python-full unless given
set -eu

here=$(cd "$(dirname "$0")" && pwd)
ffi=$here/../..
folder=${1:-$ffi/../../target/python-full}
mkdir -p "$folder"
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --upgrade pip
"$folder/bin/pip" install --quiet --requirement "$here/requirements.txt"

cd "$ffi"
"$folder/bin/mypy" --config-file pyproject.toml
"$folder/bin/pyright" --project pyproject.toml

# The tests make extractions panic, which only a build with that feature can.
cargo build --package dateline-ffi --features fault-injection
library=$(find "${CARGO_TARGET_DIR:-$ffi/../../target}/debug" -maxdepth 1 -name 'libdateline_ffi.*' ! -name '*.a' ! -name '*.d' ! -name '*.rlib')
cd "$here"
PYTHONPATH=$ffi/python DATELINE_LIBRARY=$library "$folder/bin/python" -W error::ResourceWarning -m unittest discover

# The wheel by itself: in an environment that has nothing else, and with no library named.
cd "$ffi"
"$folder/bin/pip" wheel --quiet --no-deps --wheel-dir "$folder/wheels" .
python3 -m venv --clear "$folder/alone"
"$folder/alone/bin/pip" install --quiet --no-index --no-deps "$folder"/wheels/dateline-*-py3-none-*.whl
"$folder/alone/bin/python" -c "
import dateline
article = dateline.extract('OSLO (AP) - The ferry line will close in May, the operator said on Friday.')
assert article.dateline.place == 'Oslo', article.dateline
print('the wheel works:', article)
"
