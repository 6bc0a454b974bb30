/* SPDX-License-Identifier: MIT */
/* x86-64: libc's points call nothing that would be better taken for an instruction. */
#include "../libc_object.h"

namespace safecancel {

void LibcObject::classify_call(Instruction *)
{
}

} // namespace safecancel
