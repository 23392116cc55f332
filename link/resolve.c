/* A C library that is part of the program would load the plugins of the system's
   name service at run time, out of whatever version of itself is there. Names of
   hosts are looked up in /etc/hosts and by DNS instead, which it has built in. */
#include <features.h>
#include <netdb.h>
#include <nss.h>
#include <pthread.h>

#if !__GLIBC_PREREQ(2, 34)
#error "before 2.34, files and DNS were plugins too"
#endif

typedef struct addrinfo Addresses;

int __real_getaddrinfo(const char *node, const char *service, const Addresses *hints,
                       Addresses **found);
int __wrap_getaddrinfo(const char *node, const char *service, const Addresses *hints,
                       Addresses **found);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int refused = 0;

static void configure(void) { refused = __nss_configure_lookup("hosts", "files dns"); }

int __wrap_getaddrinfo(const char *node, const char *service, const Addresses *hints,
                       Addresses **found) {
    if (pthread_once(&once, configure) != 0 || refused != 0) return EAI_FAIL;
    return __real_getaddrinfo(node, service, hints, found);
}
