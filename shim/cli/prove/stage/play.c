/* SPDX-License-Identifier: MIT */
/*
 * One run: a thread that calls the point, and the main thread, which does what
 * the prover orders.  Between orders both stand still where the prover sees
 * them, so the order of events is the prover's alone.
 */

#include "play.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static struct run run;
static const struct play *playing;
static int descriptors_before;

static void note_cleanup(void *unused)
{
    (void)unused;
    ++board->cleaned;
}

static void on_user_signal(int number)
{
    (void)number;
    ++board->entered;
    ++board->left;
}

/* A point on top of a point, which must not act: it is the handler's business to come to its end. */
static void on_user_signal_calling(int number)
{
    const int saved = errno;
    int state;
    (void)number;
    ++board->entered;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    read(-1, NULL, 0);
    pthread_setcancelstate(state, NULL);
    ++board->left;
    errno = saved;
}

/* Functions inside libc may change errno when they succeed: of theirs only EINTR is told on. */
static int error_told(long value)
{
    const int error = errno;
    if (playing->inside && value == run.scenario->expect && error != EINTR)
        return SENTINEL;
    return error;
}

/* ECANCELED, told as this function does. */
static int has_failed(void)
{
    if (run.scenario->flags & SC_ERROR_NUMBER)
        return labs(stage.value) == ECANCELED; /* sigwait's result is a signal, or this negated */
    if (strcmp(run.name, "thrd_sleep") == 0)
        return stage.value < -1; /* C11, 7.26.5.7 */
    return stage.error == ECANCELED;
}

static void *calls_point(void *unused)
{
    pthread_cleanup_push(note_cleanup, unused);
    prepare_thread_for_errors();
    board->point_tid = (int)syscall(SYS_gettid);
    atomic_store(&stage.tid, board->point_tid);
    tell_place(&board->point_place, PLACE_BEGIN);
    errno = SENTINEL;
    stage.value = call_guarded(stage.call, &run);
    stage.error = error_told(stage.value);
    atomic_store(&stage.returned, 1);
    board->returned = 1;
    wait_for(&stage.cancelled);
    if (board->request == REQUEST_CANCEL)
        pthread_testcancel();
    else
        make_calls_after(has_failed());
    board->over = 1;
    pthread_cleanup_pop(0);
    return unused;
}

/* Result and errno are those of a call that completed, or that failed as it should. */
static int as_expected(void)
{
    const struct scenario *scenario = run.scenario;
    if (board->call == CALL_FAIL && playing->failure)
        return stage.value == playing->failure->value &&
               (playing->failure->value != -1 || stage.error == playing->failure->error);
    if (board->call == CALL_FAIL)
        return scenario->flags & SC_ERROR_NUMBER ? stage.value == scenario->fail_errno
                                                 : stage.value == -1 && stage.error == scenario->fail_errno;
    if (board->call == CALL_PARTIAL)
        return stage.value > 0 && stage.value == board->facts.moved;
    if (stage.error != (scenario->flags & SC_EINTR ? EINTR : SENTINEL))
        return 0;
    return scenario->expect == ANY_RESULT ? stage.value >= 0 : stage.value == scenario->expect;
}

/* EINTR, told as this function does. */
static int is_interrupted(void)
{
    if (run.scenario->flags & SC_ERROR_NUMBER)
        return stage.value == EINTR;
    if (strcmp(run.name, "thrd_sleep") == 0)
        return stage.value == -1; /* C11, 7.26.5.7 */
    return stage.error == EINTR;
}

/* The least of some counts, or one that is `enough`: the object's own thread has one open now and then, for a moment. */
static int count_settled_descriptors(int enough, int times)
{
    int least = count_descriptors();
    while (board->request != REQUEST_CANCEL && playing->inside && least > enough && --times > 0) {
        usleep(500);
        const int count = count_descriptors();
        least = count < least ? count : least;
    }
    return least;
}

static void prepare(void)
{
    const struct scenario *scenario = run.scenario;
    const struct failure *failure = playing->failure;
    const char *reason = board->request == REQUEST_CANCEL ? NULL : prepare_errors();
    stage.run = &run;
    stage.call = scenario->call;
    if (board->short_nap)
        run.nap = NAP_NONE;
    if (reason)
        ; /* as it is */
    else if (board->call == CALL_FAIL && failure && failure->prepare)
        reason = failure->prepare(&run);
    else
        reason = scenario->prepare(&run);
    if (reason) {
        strncpy(board->reason, reason, sizeof board->reason - 1);
        _exit(77);
    }
    descriptors_before = count_settled_descriptors(0, 3);
    if (board->call == CALL_FAIL) {
        if (scenario->prepare_fail && !failure)
            scenario->prepare_fail(&run);
        stage.enabled = 1;
        stage.call = failure ? failure->call : scenario->fail;
    } else if (board->call == CALL_PARTIAL) {
        scenario->prepare_partial(&run);
        stage.enabled = 1;
        stage.call = scenario->partial;
    } else if (board->early) {
        enable_point();
    }
}

static void prepare_handler(void)
{
    void (*const handler)(int) = board->handler_calls ? on_user_signal_calling : on_user_signal;
    struct sigaction action = {.sa_handler = handler, .sa_flags = board->restart ? SA_RESTART : 0};
    if (sigaction(SIGUSR1, &action, NULL) != 0)
        broken("sigaction");
}

static void tell_facts(void *result)
{
    const struct scenario *scenario = run.scenario;
    struct board_facts *facts = &board->facts;
    const int whole = board->call == CALL_POINT;
    facts->moved = board->call == CALL_PARTIAL && scenario->moved ? scenario->moved(&run) : -1;
    if (!(scenario->flags & SC_LATE) && whole)
        enable_point();
    facts->effect = whole && scenario->effect ? scenario->effect(&run) : -1;
    /* The number that was closed is the next one, also for the object's own thread. */
    for (int i = 0; i < 50 && facts->effect == 0 && board->request != REQUEST_CANCEL && scenario->flags & SC_GONE; ++i) {
        usleep(1000);
        facts->effect = scenario->effect(&run);
    }
    facts->right = stage.returned && as_expected();
    facts->interrupted = stage.returned && is_interrupted();
    facts->failed = stage.returned && has_failed();
    facts->value = stage.value;
    facts->error = stage.error;
    facts->acted = result == PTHREAD_CANCELED;
    facts->harm = whole && playing->inside && playing->inside->harm ? playing->inside->harm(&run) : 0;
    facts->descriptors = count_settled_descriptors(descriptors_before, 30) - descriptors_before;
    facts->children = count_children();
    facts->told = 1;
}

static void finish(void)
{
    void *result;
    atomic_store(&stage.cancelled, 1);
    if (pthread_join(run.thread, &result) != 0)
        broken("pthread_join");
    tell_facts(result);
    _exit(0);
}

static void obey(char order)
{
    switch (order) {
    case ORDER_ENABLE:
        enable_point();
        break;
    case ORDER_CANCEL:
        make_request(run.thread);
        ++board->cancels;
        break;
    case ORDER_SIGNAL:
        pthread_kill(run.thread, SIGUSR1);
        break;
    case ORDER_STRAY:
        syscall(SYS_tgkill, getpid(), board->point_tid, 32);
        break;
    case ORDER_FINISH:
        finish();
        break;
    default:
        broken("an order");
    }
}

void play_by_orders(const struct play *play)
{
    playing = play;
    run.scenario = play->scenario;
    run.name = play->name;
    run.function = dlsym(RTLD_DEFAULT, play->name);
    run.large = calloc(1, LARGE);
    board->function = (uint64_t)(uintptr_t)run.function;
    board->cancel = requesting_function();
    board->testcancel = (uint64_t)(uintptr_t)dlsym(RTLD_DEFAULT, "pthread_testcancel");
    board->body = (uint64_t)(uintptr_t)calls_point;
    board->main_body = (uint64_t)(uintptr_t)play_by_orders;
    prepare();
    prepare_handler();
    if (pthread_create(&run.thread, NULL, calls_point, NULL) != 0)
        broken("pthread_create");
    for (;;) {
        tell_place(&board->main_place, PLACE_READY);
        for (const char *order = board->orders; *order; ++order)
            obey(*order);
    }
}
