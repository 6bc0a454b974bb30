/* SPDX-License-Identifier: MIT */
/* safecancel doctor: what this machine is. */
#include <gnu/libc-version.h>

#include <fmt/format.h>

#include "command.h"
#include "output.h"
#include "places.h"

namespace safecancel::tool {

int doctor_command(CLI::App &app, const Arguments &arguments)
{
    parse(app, arguments);
    print(fmt::format("libc  glibc {}\nshim  {}\n", gnu_get_libc_version(), shim_object()));
    return status_good;
}

} // namespace safecancel::tool
