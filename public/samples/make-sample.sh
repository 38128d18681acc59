#!/bin/sh
# Makes the sample kernel: the BTF of Debian's cloud kernel and of a dozen of its modules, in one tar.
#
#   ./make-sample.sh                 downloads the package (Debian 12 with its security archive), needs apt-get
#   ./make-sample.sh PACKAGE.deb     takes the BTF from this linux-image package
#   ./make-sample.sh DIRECTORY       takes raw BTF files: DIRECTORY/vmlinux or vmlinux.btf, DIRECTORY/[modules/]NAME
#
# Out: linux-6.12.117-debian-cloud-amd64.tar.gz beside this script, with the entries `vmlinux` and one a module, each
# the bytes of its .BTF section. All three ways give the same archive. Needs llvm-objcopy, xz, zstd, GNU tar, and
# zopfli (without it gzip -9 is used: the same tar, 5 % more bytes).
set -eu

release=6.12.117+deb12-cloud-amd64
package=linux-image-$release=6.12.117-1~deb12u1
modules='bridge kvm nf_conntrack nf_nat nf_tables openvswitch overlay tun veth vhost virtio_net wireguard'

here=$(cd "$(dirname "$0")" && pwd)
archive=$here/linux-6.12.117-debian-cloud-amd64.tar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/btf"

# little-endian integer: FILE OFFSET SIZE
number() { od -An -v -t "u$3" --endian=little -j "$2" -N "$3" "$1" | tr -d ' '; }

# The compressed vmlinux inside a bzImage: the setup header says where it lies (setup_sects at 0x1f1, payload_offset
# at 0x248, payload_length at 0x24c; the kernel's Documentation/arch/x86/boot.rst). The build appends the unpacked
# size, 4 bytes, after xz and zstd.
unpack_vmlinuz() {
  start=$((($(number "$1" 497 1) + 1) * 512 + $(number "$1" 584 4)))
  length=$(number "$1" 588 4)
  tail -c "+$((start + 1))" "$1" | head -c $((length - 4)) > "$work/payload"
  case $(od -An -t x1 -N 4 "$work/payload" | tr -d ' ') in
    28b52ffd) zstd -dcq "$work/payload" > "$2" ;;
    fd377a58) xz -dc "$work/payload" > "$2" ;;
    *) echo "make-sample: unknown compression of $1" >&2; return 1 ;;
  esac
}

take_btf() { llvm-objcopy --dump-section ".BTF=$2" "$1" "$work/scrap"; }

from_package() {
  dpkg-deb -x "$1" "$work/root"
  unpack_vmlinuz "$work/root/boot/vmlinuz-$release" "$work/vmlinux.elf"
  take_btf "$work/vmlinux.elf" "$work/btf/vmlinux"
  for name in $modules; do
    # file names have '-' where the kernel's module name has '_'
    path=$(find "$work/root" -name "$(echo "$name" | sed 's/_/[-_]/g').ko.xz")
    xz -dc "$path" > "$work/module.ko"
    take_btf "$work/module.ko" "$work/btf/$name"
  done
}

from_directory() {
  for name in vmlinux $modules; do
    for path in "$1/$name" "$1/$name.btf" "$1/modules/$name"; do
      if [ -f "$path" ]; then cp "$path" "$work/btf/$name"; fi
    done
  done
}

if [ $# -eq 0 ]; then
  (cd "$work" && apt-get download "$package")
  from_package "$work"/linux-image-*.deb
elif [ -d "$1" ]; then
  from_directory "$1"
else
  from_package "$1"
fi

# vmlinux first: the base is there before the modules that need it
(cd "$work/btf" && tar --create --file "$archive" --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner \
  --mode=0644 vmlinux $modules)
sha256sum "$archive" | cut -d ' ' -f 1
if command -v zopfli > /dev/null; then zopfli --i50 "$archive"; else gzip -9 -n -k -f "$archive"; fi
rm "$archive"
ls -l "$archive.gz"
