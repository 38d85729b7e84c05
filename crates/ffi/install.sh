#!/bin/sh
# Builds the C library and installs it: header, shared and static library, pkg-config file.
#
#     install.sh [--prefix PREFIX] [--from FOLDER]
#
# PREFIX is /usr/local unless given; DESTDIR is put before it. FOLDER has libraries that are built already.
set -eu

prefix=/usr/local
from=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) prefix=$2; shift 2 ;;
        --from) from=$2; shift 2 ;;
        *) echo "usage: install.sh [--prefix PREFIX] [--from FOLDER]" >&2; exit 2 ;;
    esac
done

here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
if [ -z "$from" ]; then
    cargo build --release --package dateline-ffi --manifest-path "$root/Cargo.toml"
    from=${CARGO_TARGET_DIR:-$root/target}/release
fi
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1)
abi=$(sed -n 's/^#define DATELINE_ABI_VERSION \([0-9]*\)$/\1/p' "$here/include/dateline.h")
into=${DESTDIR:-}$prefix

mkdir -p "$into/include" "$into/lib/pkgconfig"
cp "$here/include/dateline.h" "$into/include/"
cp "$from/libdateline_ffi.a" "$into/lib/libdateline.a"
if [ -e "$from/libdateline_ffi.dylib" ]; then
    cp "$from/libdateline_ffi.dylib" "$into/lib/libdateline.dylib"
    install_name_tool -id "$prefix/lib/libdateline.dylib" "$into/lib/libdateline.dylib"
else
    # The build names the library libdateline.so.ABI: that is what programs look for when they start.
    cp "$from/libdateline_ffi.so" "$into/lib/libdateline.so.$abi"
    ln -sf "libdateline.so.$abi" "$into/lib/libdateline.so"
fi
sed -e "s|@prefix@|$prefix|" -e "s|@version@|$version|" "$here/dateline.pc.in" > "$into/lib/pkgconfig/dateline.pc"
echo "installed dateline $version in $into"
