/* SPDX-License-Identifier: MIT */
/*
 * Keeps Capstone's decoders for all processors but one out of the audit object:
 * <processor>/other_processors.c includes this and names the rest.
 *
 * A static Capstone refers to every processor it was built for from one table,
 * so all of them would be linked in: 75,000 relocations, and 0.7 ms of every
 * arming.  The linker takes a member of an archive only for a name that nobody
 * has defined, so defining the two entries of each decoder here leaves it out.
 * Which names there are depends on Capstone's version: one too many is never
 * called, one too few costs time only.
 *
 * Capstone asks them to set up a session; each answers CS_ERR_ARCH.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_OTHER_PROCESSORS_H
#define SAFECANCEL_SHIM_AUDIT_OTHER_PROCESSORS_H

#include <capstone/capstone.h>

struct cs_struct;

#define SC_NO_PROCESSOR(name)                                                                       \
    cs_err name##_global_init(struct cs_struct *session);                                          \
    cs_err name##_option(struct cs_struct *session, cs_opt_type type, size_t value);               \
    cs_err name##_global_init(struct cs_struct *session)                                           \
    {                                                                                              \
        (void)session;                                                                             \
        return CS_ERR_ARCH;                                                                        \
    }                                                                                              \
    cs_err name##_option(struct cs_struct *session, cs_opt_type type, size_t value)                \
    {                                                                                              \
        (void)session;                                                                             \
        (void)type;                                                                                \
        (void)value;                                                                               \
        return CS_ERR_ARCH;                                                                        \
    }

SC_NO_PROCESSOR(ARM)
SC_NO_PROCESSOR(BPF)
SC_NO_PROCESSOR(EVM)
SC_NO_PROCESSOR(M680X)
SC_NO_PROCESSOR(M68K)
SC_NO_PROCESSOR(MOS65XX)
SC_NO_PROCESSOR(Mips)
SC_NO_PROCESSOR(PPC)
SC_NO_PROCESSOR(RISCV)
SC_NO_PROCESSOR(SH)
SC_NO_PROCESSOR(Sparc)
SC_NO_PROCESSOR(SystemZ)
SC_NO_PROCESSOR(TMS320C64x)
SC_NO_PROCESSOR(TRICORE)
SC_NO_PROCESSOR(WASM)
SC_NO_PROCESSOR(XCore)

#endif
