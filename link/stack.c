/* The runtime asks for the bounds of the main thread's stack before anything
   else runs, and the C library reads /proc/self/maps to tell: 60 of 1100 us of a
   short run. Not told, all it can't do is give a stack overflow of that thread
   its name: it still ends the process. Other threads know theirs without a file. */
#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes) {
    if (syscall(SYS_gettid) == getpid()) return ENOSYS;
    return __real_pthread_getattr_np(thread, attributes);
}
