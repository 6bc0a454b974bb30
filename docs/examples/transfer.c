/* SPDX-License-Identifier: MIT */
/*
 * Cancelling a program that was not written for it (docs/ecanceled.md).
 *
 *   transfer interrupt N    one thread transfers files over and over, another one
 *                           interrupts it N times: each is an error like any other
 *   transfer cancel N       the same, but N threads are ended by pthread_cancel()
 *
 * Prints interrupts=... failed=... retries=... leaked=... and exits with 0 if
 * nothing leaked, 1 if something did, and 77 without libsafecancel.so.
 *
 *   cc -pthread transfer.c -o transfer && safecancel ./transfer interrupt 1000
 */
#define _GNU_SOURCE
#include <safecancel/safecancel.h>

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BLOCK = 4096, BLOCKS = 8, DESCRIPTORS = 256 };

static char directory[] = "/tmp/transfer-XXXXXX";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_long bytes_held, failed, retries;

static void *get(size_t size)
{
    void *memory = malloc(size);
    if (memory)
        bytes_held += (long)size;
    return memory;
}

static void put(void *memory, size_t size)
{
    if (memory)
        bytes_held -= (long)size;
    free(memory);
}

/* ---- The code that is cancelled.  It knows errors, and that some may be tried again; nothing of threads. ---- */

static int read_all(int from, char *buffer, ssize_t size)
{
    for (ssize_t got; size > 0; buffer += got, size -= got)
        if ((got = read(from, buffer, (size_t)size)) <= 0)
            return -1;
    return 0;
}

static int write_all(int to, const char *buffer, ssize_t size)
{
    for (ssize_t put; size > 0; buffer += put, size -= put)
        if ((put = write(to, buffer, (size_t)size)) < 0)
            return -1;
    return 0;
}

/* One pass, through a socket of its own: nothing of a pass that failed is left in it. */
static int pass(int source, int target, char *buffer)
{
    int ends[2];
    ssize_t got = -1;
    if (lseek(source, 0, SEEK_SET) < 0 || lseek(target, 0, SEEK_SET) < 0 || ftruncate(target, 0) != 0)
        return -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    while ((got = read(source, buffer, BLOCK)) > 0)
        if (write_all(ends[0], buffer, got) != 0 || read_all(ends[1], buffer, got) != 0 ||
            write_all(target, buffer, got) != 0) {
            got = -1;
            break;
        }
    close(ends[0]);
    close(ends[1]);
    return (int)got;
}

/* Copies the file to a temporary one that then takes the target's name.  -1 and errno, and then nothing is left. */
static int transfer(const char *from, const char *to, const char *temporary, const char *journal)
{
    int result = -1, error, tries = 0, source, target, note;
    char *buffer;

    pthread_mutex_lock(&lock);
    if (!(buffer = get(BLOCK)))
        goto unlock;
    if ((source = open(from, O_RDONLY | O_CLOEXEC)) < 0)
        goto free_buffer;
    if ((target = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0)
        goto close_source;

    /* What was copied is given up, what was opened is kept. */
    while (pass(source, target, buffer) != 0) {
        if (errno != ECANCELED || ++tries > 2)
            goto remove_temporary;
        ++retries;
    }
    if (fsync(target) != 0 || rename(temporary, to) != 0)
        goto remove_temporary;
    result = 0;

remove_temporary:
    error = errno;
    if (result != 0)
        unlink(temporary);
    close(target);
    errno = error;
close_source:
    error = errno;
    close(source);
    /* The clean-up can fail too, and goes on; not for ever, for a deadline would make every attempt fail. */
    if (result != 0 && (note = open(journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) >= 0) {
        for (tries = 0; write(note, "failed\n", 7) < 0 && errno == ECANCELED && tries < 2; ++tries)
            ++retries;
        close(note);
    }
    errno = error;
free_buffer:
    put(buffer, BLOCK);
unlock:
    pthread_mutex_unlock(&lock);
    return result;
}

/* ---- What drives it, and counts what is left. ---- */

static atomic_int stop;
static char before[DESCRIPTORS];

static void fail(const char *what)
{
    perror(what);
    exit(2);
}

static void *transfers(void *unused)
{
    (void)unused;
    while (!stop)
        if (transfer("source", "target", "temporary", "journal") != 0) {
            if (errno != ECANCELED)
                fail("transfer");
            ++failed;
        }
    return NULL;
}

static void nap(void)
{
    const struct timespec time = {0, rand() % 400000};
    nanosleep(&time, NULL);
}

/* Counts descriptors that were not there before, the temporary file, buffers and the lock, and takes all of it back. */
static long sweep(void)
{
    long leaked = bytes_held / BLOCK;
    for (int descriptor = 0; descriptor < DESCRIPTORS; ++descriptor)
        leaked += !before[descriptor] && close(descriptor) == 0;
    leaked += unlink("temporary") == 0;
    leaked += pthread_mutex_trylock(&lock) != 0;
    pthread_mutex_init(&lock, NULL);
    bytes_held = 0;
    return leaked;
}

static void prepare(void)
{
    static char text[BLOCK * BLOCKS];
    int file = -1;
    memset(text, 'x', sizeof text);
    if (!mkdtemp(directory) || chdir(directory) != 0 || (file = open("source", O_WRONLY | O_CREAT, 0600)) < 0 ||
        write_all(file, text, sizeof text) != 0)
        fail(directory);
    close(file);
    for (int descriptor = 0; descriptor < DESCRIPTORS; ++descriptor)
        before[descriptor] = fcntl(descriptor, F_GETFD) >= 0;
}

static void start(pthread_t *thread)
{
    if ((errno = pthread_create(thread, NULL, transfers, NULL)) != 0)
        fail("pthread_create");
}

int main(int argc, char **argv)
{
    const long wanted = argc == 3 ? atol(argv[2]) : 0;
    const int cancel = argc == 3 && strcmp(argv[1], "cancel") == 0;
    long leaked = 0;
    pthread_t thread;
    if (wanted <= 0 || (!cancel && strcmp(argv[1], "interrupt") != 0))
        return fprintf(stderr, "usage: transfer interrupt|cancel N\n"), 2;
    if (safecancel_available() == 0)
        return fprintf(stderr, "transfer: libsafecancel.so is not preloaded, or stands aside\n"), 77;
    prepare();
    for (long i = 0; i < wanted; ++i) {
        if (cancel || i == 0)
            start(&thread);
        nap();
        if ((errno = cancel ? pthread_cancel(thread) : safecancel_interrupt(thread)) != 0)
            fail(argv[1]);
        stop = !cancel && i == wanted - 1;
        if (cancel || stop) {
            pthread_join(thread, NULL);
            leaked += sweep();
        }
    }
    printf("interrupts=%ld failed=%ld retries=%ld leaked=%ld\n", wanted, (long)failed, (long)retries, leaked);
    unlink("source");
    unlink("target");
    unlink("journal");
    if (chdir("/") != 0 || rmdir(directory) != 0)
        fail(directory);
    return leaked != 0;
}
