/* SPDX-License-Identifier: MIT */
/*
 * Layer: thread state.  With SAFECANCEL_STATS the statistics page is that of a
 * file, so that it is there when the process is not any more.
 *
 * The file is the process's own: made anew, 0600, never by a link, and never where
 * another user has put one.  Its space is taken before it is mapped: a full
 * file system is no SIGBUS later.  If it cannot be made, one line says why, and
 * the page stays what it was, private memory.
 */
#ifndef SAFECANCEL_SHIM_STATISTICS_FILE_H
#define SAFECANCEL_SHIM_STATISTICS_FILE_H

namespace safecancel {

/* Makes the file and maps it over the page, if that is wanted. */
void share_statistics();

/* In a forked child that is about to have threads: a page of its own, and a file if its parent has one. */
void share_statistics_again();

/* While arming: has the C library tell of forks, so that share_statistics_again need not ask. */
void tell_statistics_of_forks();

/* The page is mapped from a file.  Async-signal-safe. */
bool statistics_are_shared();

/* Gives the page private memory again, empty if it was a file's.  Async-signal-safe. */
void unshare_statistics();

/* At the end of the process, in good order: nobody needs the file any more. */
void remove_statistics_file();

} // namespace safecancel

#endif
