/* SPDX-License-Identifier: MIT */
/*
 *   safecancel-stage --list                one line a row and what it has
 *   safecancel-stage BOARD                 plays for the prover, see board.h
 *
 * The program whose points `safecancel prove` cancels: the scenarios of
 * tests/points and tests/inside, played by orders.  Plain C but for guard.cpp;
 * nothing of the shim in it.  BOARD is the number of the descriptor of the
 * page shared with the prover.
 *
 * The first process is started once and stays: it has loaded the unwinder and
 * made its first pthread_cancel, which are not what is looked at.  For each run it
 * forks a child, which plays and ends; then it removes whatever that child left.
 */
#include "play.h"

#include <netdb.h>
#include <nss.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

struct board *board;

void tell_place(int32_t *slot, int place)
{
    *slot = place;
    syscall(SYS_tgkill, getpid(), (int)syscall(SYS_gettid), SIGTRAP);
}

/* Not in a point that blocks: that would be the thunk's to get right. */
static void *waits_to_be_cancelled(void *unused)
{
    for (;;) {
        pthread_testcancel();
        syscall(SYS_sched_yield);
    }
    return unused;
}

/*
 * What is done once in a process is done here, and not at the points: loading the
 * unwinder, readying the canceller, the time zone, how names are looked up.
 */
static void do_all_first_things(void)
{
    const time_t now = time(NULL);
    struct tm broken_down;
    struct addrinfo *found = NULL;
    pthread_t thread;
    void *result;
    localtime_r(&now, &broken_down);
    __nss_configure_lookup("hosts", "files dns");
    if (getaddrinfo("localhost", NULL, NULL, &found) == 0)
        freeaddrinfo(found);
    if (pthread_create(&thread, NULL, waits_to_be_cancelled, NULL) != 0 || pthread_cancel(thread) != 0 ||
        pthread_join(thread, &result) != 0 || result != PTHREAD_CANCELED)
        broken("a first cancel");
}

/* Everything that the child started and that outlives it comes to us, a subreaper. */
static void end_leftovers(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (;;) {
        FILE *list = fopen(path, "re");
        int pid = 0;
        if (!list)
            return;
        const int found = fscanf(list, "%d", &pid) == 1;
        fclose(list);
        if (!found)
            return;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
}

static void play_one(pid_t first)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != first)
        _exit(2);
    if (chdir(board->directory) != 0)
        broken(board->directory);
    const struct play *play = find_play(board->row);
    if (!play)
        broken(board->row);
    play_by_orders(play);
}

static void play_for_ever(void)
{
    const pid_t first = getpid();
    for (;;) {
        tell_place(&board->main_place, PLACE_IDLE);
        const pid_t child = fork();
        if (child == 0)
            play_one(first);
        if (child < 0)
            broken("fork");
        __atomic_store_n(&board->child, child, __ATOMIC_RELEASE);
        waitpid(child, &board->status, 0);
        end_leftovers();
    }
}

int main(int argc, char **argv)
{
    const struct rlimit no_core = {0, 0};
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list_plays();
    if (argc != 2) {
        fprintf(stderr, "safecancel-stage: started by safecancel prove only: run that, or --list\n");
        return 2;
    }
    const int page = atoi(argv[1]);
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, page, 0);
    if (board == MAP_FAILED)
        broken("the shared page");
    close(page);
    do_all_first_things();
    play_for_ever();
}
