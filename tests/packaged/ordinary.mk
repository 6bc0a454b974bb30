# SPDX-License-Identifier: MIT
# Something for make -j to do: a checksum of each source file of the shim, in parallel.
files := $(sort $(wildcard shim/*.cpp shim/*.h))
sums := $(addprefix sum-,$(files))

.PHONY: all $(sums)
all: $(sums)
	@echo "$(words $(sums)) files"
$(sums): sum-%: %
	@sha256sum $< >/dev/null
