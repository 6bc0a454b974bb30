/* SPDX-License-Identifier: MIT */
/* Rows of the table: streams, children, the resolver and syslog, which wait in libc's own windows. */
#include "table.h"

#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <syslog.h>

#include "../support/name_server.h"

static void fill_pipe(void)
{
    static const char page[4096];
    EXPECT(pipe(ends) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 0);
    EXPECT(write(ends[1], page, sizeof page) == (ssize_t)sizeof page);
    stream = fdopen(ends[1], "w");
}

static void data_for_full_pipe(void)
{
    fill_pipe();
    EXPECT(fputs("data", stream) >= 0);
}

static void unbuffered_for_full_pipe(void)
{
    fill_pipe();
    setvbuf(stream, NULL, _IONBF, 0);
}

static void input_is_silent(void)
{
    EXPECT(pipe(ends) == 0 && dup2(ends[0], 0) == 0);
}

static void a_fifo(void) { EXPECT(mkfifo("fifo", 0600) == 0); }

static struct sockaddr_in server;

static void a_silent_server(void)
{
    if (open_name_server(&server) < 0)
        skip("no loopback sockets");
}

static void a_full_standard_error(void)
{
    fill_pipe();
    EXPECT(dup2(ends[1], 2) == 2);
    openlog("table", LOG_PERROR, LOG_USER);
}

static void call_fgets(void) { TELL_POINTER(fgets(buffer, sizeof buffer, stream)); }
static void call_fgetc(void) { TELL("%s", fgetc(stream) == EOF ? "`EOF`" : "a byte"); }
static void call_fread(void) { TELL_NUMBER(fread(buffer, 1, 8, stream)); }
static void call_scanf(void) { TELL("%s", scanf("%s", buffer) == EOF ? "`EOF`" : "a number"); }

static void call_getline(void)
{
    char *line = NULL;
    size_t size = 0;
    TELL_NUMBER(getline(&line, &size, stream));
}

static void call_fopen(void) { TELL_POINTER(fopen("fifo", "r")); }
static void call_fflush(void) { TELL("%s", fflush(stream) == EOF ? "`EOF`" : "0"); }
static void call_fclose(void)
{
    FILE *const closed = stream;
    stream = NULL;
    TELL("%s", fclose(closed) == EOF ? "`EOF`" : "0");
}
static void call_fputs(void) { TELL("%s", fputs("data", stream) == EOF ? "`EOF`" : "0"); }
static void call_fwrite(void) { TELL_NUMBER(fwrite("data", 1, 4, stream)); }
static void call_fprintf(void) { TELL_NUMBER(fprintf(stream, "%s", "data")); }
static void call_system(void) { TELL_NUMBER(system("read x")); }

static void call_pclose(void)
{
    FILE *const child = popen("read x", "r");
    EXPECT(child != NULL);
    errno = UNTOUCHED;
    TELL_NUMBER(pclose(child));
}

static void call_popen_read(void)
{
    own_child = 1;
    stream = popen("read x", "r");
    errno = UNTOUCHED;
    TELL_POINTER(fgets(buffer, sizeof buffer, stream));
}

static void call_getaddrinfo(void)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    ask_only(&server);
    const int error = getaddrinfo("no-such-host.invalid.", NULL, &hints, &found);
    TELL("%s", error == EAI_AGAIN ? "`EAI_AGAIN`" : error == EAI_SYSTEM ? "`EAI_SYSTEM`" : gai_strerror(error));
    saved_errno = 0;
}

static void call_syslog(void)
{
    syslog(LOG_DEBUG, "message");
    TELL("nothing");
    saved_errno = 0;
}

const struct row rows_of_streams[] = {
    {"fgets", "an empty pipe", empty_pipe, call_fgets, cannot_end},
    {"fgetc", "an empty pipe", empty_pipe, call_fgetc, cannot_end},
    {"fread", "an empty pipe", empty_pipe, call_fread, cannot_end},
    {"getline", "an empty pipe", empty_pipe, call_getline, cannot_end},
    {"scanf", "an empty pipe", input_is_silent, call_scanf, cannot_end},
    {"fopen", "a FIFO without a writer", a_fifo, call_fopen, cannot_end},
    {"fflush", "a full pipe", data_for_full_pipe, call_fflush, cannot_end},
    {"fclose", "a full pipe, with data to write", data_for_full_pipe, call_fclose, cannot_end},
    {"fputs", "a full pipe, unbuffered", unbuffered_for_full_pipe, call_fputs, cannot_end},
    {"fwrite", "a full pipe, unbuffered", unbuffered_for_full_pipe, call_fwrite, cannot_end},
    {"fprintf", "a full pipe, unbuffered", unbuffered_for_full_pipe, call_fprintf, cannot_end},
    {"system", "its child", input_is_silent, call_system, put_line},
    {"popen", "its child's output, by `fgets`", input_is_silent, call_popen_read, cannot_end},
    {"pclose", "its child", input_is_silent, call_pclose, put_line},
    {"getaddrinfo", "a silent name server", a_silent_server, call_getaddrinfo, cannot_end},
    {"syslog", "a full standard error", a_full_standard_error, call_syslog, cannot_end},
    {0},
};
