/* SPDX-License-Identifier: MIT */
/*
 * mosquitto_client PORT COUNT: connects to the broker COUNT times, publishes messages and
 * takes them back, and stops the network thread by force, which libmosquitto does by pthread_cancel.  Tells how
 * many connections were made, and how many descriptors are left over.
 */
#include <dirent.h>
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int open_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    int count = 0;
    while (directory != NULL && readdir(directory) != NULL)
        ++count;
    if (directory != NULL)
        closedir(directory);
    return count;
}

enum { messages = 20 };
static int received;

static void take(struct mosquitto *client, void *unused, const struct mosquitto_message *message)
{
    (void)client, (void)unused, (void)message;
    __atomic_fetch_add(&received, 1, __ATOMIC_RELAXED);
}

/* The network thread has taken them all from the broker. */
static int take_all(void)
{
    for (int i = 0; i < 5000 && __atomic_load_n(&received, __ATOMIC_RELAXED) < messages; ++i)
        usleep(1000);
    return __atomic_load_n(&received, __ATOMIC_RELAXED) == messages;
}

/* One connection; 1 if everything was done that was to be. */
static int connect_once(int port, int number)
{
    char message[64];
    struct mosquitto *client = mosquitto_new(NULL, 1, NULL);
    received = 0;
    if (client != NULL)
        mosquitto_message_callback_set(client, take);
    int good = client != NULL && mosquitto_connect(client, "127.0.0.1", port, 60) == MOSQ_ERR_SUCCESS &&
               mosquitto_loop_start(client) == MOSQ_ERR_SUCCESS &&
               mosquitto_subscribe(client, NULL, "safecancel", 0) == MOSQ_ERR_SUCCESS;
    for (int i = 0; good && i < messages; ++i) {
        const int size = snprintf(message, sizeof message, "message %d of client %d", i, number);
        good = mosquitto_publish(client, NULL, "safecancel", size, message, 0, 0) == MOSQ_ERR_SUCCESS;
    }
    good = good && take_all() && mosquitto_loop_stop(client, 1) == MOSQ_ERR_SUCCESS;
    mosquitto_destroy(client);
    return good;
}

int main(int argc, char **argv)
{
    if (argc != 3 || mosquitto_lib_init() != MOSQ_ERR_SUCCESS)
        return 2;
    const int port = atoi(argv[1]), count = atoi(argv[2]);
    int good = connect_once(port, 0), before = open_descriptors();
    for (int i = 1; i < count; ++i)
        good += connect_once(port, i);
    printf("connections %d\nleaked %d\n", good, open_descriptors() - before);
    mosquitto_lib_cleanup();
    return good == count ? 0 : 1;
}
