/* SPDX-License-Identifier: MIT */
/*
 * Cancellation as an error: a point of a thread that is interrupted fails with
 * ECANCELED instead of ending the thread, so that code which checks errors and
 * cleans up after them can be cancelled as it is.  C99 and C++11, and later.
 *
 * The functions are in libsafecancel.so, which is preloaded.  Nothing is linked:
 * what is here reaches it by weak references, and says ENOTSUP where it is not
 * there (or the program is linked statically).  A program built with this header
 * therefore runs with and without the object, and with any later version of it.
 *
 * A "point" is a cancellation point of the calling thread: those that the
 * object covers, and at level 2 of safecancel_available() those inside the C
 * library too.  docs/ecanceled.md is the guide, safecancel.h(3) the manual.
 */
#ifndef SAFECANCEL_SAFECANCEL_H
#define SAFECANCEL_SAFECANCEL_H

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#ifdef __cplusplus
#include <chrono>
#endif

/* The version of this header, which is the project's.  Of the object only names with _v1_ are used. */
#define SAFECANCEL_VERSION_MAJOR 0
#define SAFECANCEL_VERSION_MINOR 1

/*
 * A third state for pthread_setcancelstate(), after musl's PTHREAD_CANCEL_MASKED:
 * a request of pthread_cancel() makes the first point that sees it fail with
 * ECANCELED, and then the state is PTHREAD_CANCEL_DISABLE.  pthread_testcancel()
 * does nothing.  The old state comes back as this where it was this.  Without the
 * object, or where that stands aside, pthread_setcancelstate() answers EINVAL.
 */
#define SAFECANCEL_CANCEL_MASKED 2

/* A scope with a deadline: the caller's storage, the object's fields.  See safecancel_deadline_begin(). */
struct safecancel_deadline {
    struct safecancel_deadline *outer;
    uint64_t when;
    uint64_t reserved[2];
};

/*
 * What the object exports: called through the functions below only.  The object
 * itself defines SAFECANCEL_IMPLEMENTATION, which leaves strong declarations and
 * nothing that calls them.
 */
#ifdef SAFECANCEL_IMPLEMENTATION
#define SAFECANCEL_EXPORTED
#else
#define SAFECANCEL_EXPORTED __attribute__((weak, visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

SAFECANCEL_EXPORTED int safecancel_v1_available(void);
SAFECANCEL_EXPORTED int safecancel_v1_interrupt(pthread_t thread);
SAFECANCEL_EXPORTED int safecancel_v1_break_from_handler(void *ucontext);
SAFECANCEL_EXPORTED int safecancel_v1_pending(void);
SAFECANCEL_EXPORTED int safecancel_v1_clear(void);
SAFECANCEL_EXPORTED int safecancel_v1_deadline_begin(struct safecancel_deadline *scope, const struct timespec *when);
SAFECANCEL_EXPORTED int safecancel_v1_deadline_end(struct safecancel_deadline *scope);

#ifndef SAFECANCEL_IMPLEMENTATION

/*
 * Sets the function pointer to the address of the name, or null.
 *
 * Always by the global offset table.  Code that is not position-independent
 * takes an address as a number in the instruction or in data, and linkers settle
 * such a reference to an undefined weak symbol as 0 when they link: nothing that
 * is preloaded later could be reached.  A slot in the table is filled in by the
 * loader, in every kind of binary.  Where the compiler would use the slot anyway
 * it only has to be kept from undoing that.
 */
#if defined(__x86_64__) && !defined(__ILP32__)
#define SAFECANCEL_REACH(function, name)                                                         \
    __asm__(".weak " #name "\n\t"                                                                \
            "mov{q\t" #name "@GOTPCREL(%%rip), %0|\t%0, QWORD PTR " #name "@GOTPCREL[rip]}"      \
            : "=r"(function))
#elif defined(__aarch64__) && !defined(__ILP32__)
#define SAFECANCEL_REACH(function, name)            \
    __asm__(".weak " #name "\n\t"                   \
            "adrp\t%0, :got:" #name "\n\t"          \
            "ldr\t%0, [%0, :got_lo12:" #name "]"    \
            : "=r"(function))
#elif defined(__i386__) && !defined(__PIC__)
/* Two words of data: from the first to the table, from there to the slot.  (Not every linker takes name@GOT alone.) */
#define SAFECANCEL_REACH(function, name)                                     \
    __asm__(".weak " #name "\n\t"                                            \
            ".pushsection .rodata\n\t"                                       \
            ".balign 4\n"                                                    \
            "2:\t.long _GLOBAL_OFFSET_TABLE_ - ., " #name "@GOT\n\t"         \
            ".popsection\n\t"                                                \
            "mov{l\t$2b, %0|\t%0, OFFSET 2b}\n\t"                            \
            "add{l\t(%0), %0|\t%0, DWORD PTR [%0]}\n\t"                      \
            "add{l\t2b + 4, %0|\t%0, DWORD PTR 2b + 4}\n\t"                  \
            "mov{l\t(%0), %0|\t%0, DWORD PTR [%0]}"                          \
            : "=&r"(function)                                                \
            :                                                                \
            : "cc")
#else
#define SAFECANCEL_REACH(function, name) \
    do {                                 \
        (function) = name;               \
        __asm__("" : "+r"(function));    \
    } while (0)
#endif

/*
 * How much the object does in this process.
 *
 * Returns 0: there is none, or it stands aside, and every other function answers
 * ENOTSUP; 1: points that the program calls; 2: points inside the C library too.
 * Arms the object if it was not yet, and makes its watching thread.
 * The first call in a process may allocate: not async-signal-safe.  Later ones
 * are.  Once it has returned non-zero in a process, so are interrupt,
 * break_from_handler, pending and clear.
 */
static __inline__ int safecancel_available(void)
{
    int (*function)(void);
    SAFECANCEL_REACH(function, safecancel_v1_available);
    return function ? function() : 0;
}

/*
 * Makes the thread's current point, or if it is in none its next one, fail with
 * ECANCELED, once.  A call that the kernel has completed keeps its result, and
 * the next one fails.  Interrupting again before a point has seen the first is
 * the same request.  Whatever the thread's cancellation state; the thread does
 * not end.  close() never fails so: the request stays for the next point.
 *
 *   thread  not joined and not detached-and-gone: as for pthread_kill()
 *
 * Returns 0; ESRCH: the thread has exited; ENOTSUP: no object, or it stands
 * aside; EAGAIN: the watching thread cannot be made, as when the program has
 * installed a seccomp filter, or watches 16,384 threads already.
 * Async-signal-safe once safecancel_available() has returned non-zero.
 */
static __inline__ int safecancel_interrupt(pthread_t thread)
{
    int (*function)(pthread_t);
    SAFECANCEL_REACH(function, safecancel_v1_interrupt);
    return function ? function(thread) : ENOTSUP;
}

/*
 * In a signal handler: makes the point that the handler interrupted fail with
 * ECANCELED, once, if the kernel had not done anything yet or the point is about
 * to return EINTR; or else the thread's next point.  SA_RESTART does not matter.
 *
 *   ucontext  the third argument of the handler, which was installed with SA_SIGINFO
 *
 * Returns 0; EINVAL: null; EAGAIN: as safecancel_interrupt(); ENOTSUP: no object,
 * or it stands aside.
 * Async-signal-safe once safecancel_available() has returned non-zero.
 */
static __inline__ int safecancel_break_from_handler(void *ucontext)
{
    int (*function)(void *);
    SAFECANCEL_REACH(function, safecancel_v1_break_from_handler);
    return function ? function(ucontext) : ENOTSUP;
}

/*
 * Whether the calling thread's next point will fail with ECANCELED.
 *
 * Returns 1: it will; 0: it will not; ENOTSUP: no object, or it stands
 * aside.  Compare with 1.
 * Async-signal-safe once safecancel_available() has returned non-zero.
 */
static __inline__ int safecancel_pending(void)
{
    int (*function)(void);
    SAFECANCEL_REACH(function, safecancel_v1_pending);
    return function ? function() : ENOTSUP;
}

/*
 * Takes back a request that no point of the calling thread has seen yet.  Neither
 * a deadline that has passed nor a request of pthread_cancel() is taken back.
 *
 * Returns 1: there was one; 0: there was none; ENOTSUP: no object, or it
 * stands aside.  Compare with 1.
 * Async-signal-safe once safecancel_available() has returned non-zero.
 */
static __inline__ int safecancel_clear(void)
{
    int (*function)(void);
    SAFECANCEL_REACH(function, safecancel_v1_clear);
    return function ? function() : ENOTSUP;
}

/*
 * Begins a scope: once that time has come, every point of the calling thread
 * fails with ECANCELED until the scope ends.  Scopes nest, and the earliest time
 * counts; they end in the reverse order, before their storage goes.
 *
 *   scope  storage of the caller, that stays where it is until the scope has ended
 *   when   on CLOCK_MONOTONIC, absolute; one that is past makes the next point fail
 *
 * Returns 0; EINVAL: null, or nanoseconds out of 0..999999999; EAGAIN: the
 * watching thread cannot be made; ENOTSUP: no object, or it stands aside.  After
 * an error no scope has begun.  Not async-signal-safe.
 */
#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#endif
static __inline__ int safecancel_deadline_begin(struct safecancel_deadline *scope, const struct timespec *when)
{
    struct {
        long seconds, nanoseconds;
    } narrow;
    int (*function)(struct safecancel_deadline *, const struct timespec *);
    SAFECANCEL_REACH(function, safecancel_v1_deadline_begin);
    if (!function)
        return ENOTSUP;
    if (sizeof when->tv_sec == sizeof narrow.seconds || !when)
        return function(scope, when);
    /* With _TIME_BITS=64 on 32-bit x86 the program's timespec is not the object's. */
    narrow.seconds = when->tv_sec > __LONG_MAX__ ? __LONG_MAX__ : when->tv_sec < 0 ? -1L : (long)when->tv_sec;
    narrow.nanoseconds = when->tv_nsec;
    return function(scope, (const struct timespec *)(const void *)&narrow);
}
#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif

/*
 * Ends the calling thread's innermost scope, which has to be this one.
 *
 * Returns 0; EINVAL: it is not the innermost of this thread; ENOTSUP: no object,
 * or it stands aside.  Not async-signal-safe.
 */
static __inline__ int safecancel_deadline_end(struct safecancel_deadline *scope)
{
    int (*function)(struct safecancel_deadline *);
    SAFECANCEL_REACH(function, safecancel_v1_deadline_end);
    return function ? function(scope) : ENOTSUP;
}

#undef SAFECANCEL_REACH

#endif /* SAFECANCEL_IMPLEMENTATION */

#ifdef __cplusplus
} /* extern "C" */
#endif

#undef SAFECANCEL_EXPORTED

#if defined(__cplusplus) && !defined(SAFECANCEL_IMPLEMENTATION)
namespace safecancel {

/* A scope with a deadline that ends with its block.  Does not throw: look at error(). */
class deadline {
public:
    /* Until that time; one before the clock began has passed. */
    explicit deadline(std::chrono::steady_clock::time_point when) : error_(begin(when.time_since_epoch())) {}

    /* From now on for so long; one that the clock cannot count never comes. */
    template <class Rep, class Period>
    explicit deadline(std::chrono::duration<Rep, Period> time) : error_(begin(since_epoch(time)))
    {
    }

    ~deadline()
    {
        if (error_ == 0)
            safecancel_deadline_end(&scope_);
    }

    deadline(const deadline &) = delete;
    deadline &operator=(const deadline &) = delete;

    /* 0, or what safecancel_deadline_begin() answered: then nothing is limited. */
    int error() const { return error_; }

private:
    typedef std::chrono::steady_clock::duration Time;

    template <class Rep, class Period>
    static Time since_epoch(std::chrono::duration<Rep, Period> time)
    {
        const Time now = std::chrono::steady_clock::now().time_since_epoch();
        /* Compared as floating-point numbers: those of hours::max() would overflow. */
        typedef std::chrono::duration<double> Seconds;
        if (Seconds(time) >= Seconds((Time::max)() - now))
            return (Time::max)();
        if (Seconds(time) <= -Seconds(now))
            return Time::zero();
        return now + std::chrono::duration_cast<Time>(time);
    }

    int begin(Time since_epoch)
    {
        if (since_epoch < Time::zero())
            since_epoch = Time::zero();
        const std::chrono::seconds whole = std::chrono::duration_cast<std::chrono::seconds>(since_epoch);
        struct timespec when = timespec();
        when.tv_sec = static_cast<time_t>(whole.count());
        when.tv_nsec = static_cast<long>(std::chrono::nanoseconds(since_epoch - whole).count());
        return safecancel_deadline_begin(&scope_, &when);
    }

    /* The object keeps its address. */
    struct safecancel_deadline scope_;
    int error_;
};

} /* namespace safecancel */
#endif

#endif
