/*
 * A slow disk: a library to be preloaded (LD_PRELOAD) that delays each fsync and fdatasync before it
 * calls the real one. The delays are random, with these quantiles, and lie on straight lines between
 * them in logarithms: at least 0.3 ms, p50 1 ms, p90 10 ms, p99 30 ms, at most 60 ms. Common cloud
 * volumes are like that. With SLOW_FSYNC_MILLIS in the environment each delay is that long.
 *
 *   cc -shared -fPIC -O2 -o slow_fsync.so slow_fsync.c -ldl -lm
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const double PART[] = {0, 0.5, 0.9, 0.99, 1};
static const double MILLIS[] = {0.3, 1, 10, 30, 60};

/* Marsaglia's xorshift64*, one state for each thread. */
static double uniform(void) {
  static __thread uint64_t state;
  if (state == 0) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    state = ((uint64_t)now.tv_nsec << 20) ^ (uint64_t)(uintptr_t)&state ^ 0x9e3779b97f4a7c15u;
  }
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (double)((state * 0x2545f4914f6cdd1du) >> 11) / (double)(1ull << 53);
}

static void delay(void) {
  const char *constant = getenv("SLOW_FSYNC_MILLIS");
  if (constant != NULL) {
    struct timespec same = {0, (long)(atof(constant) * 1e6)};
    nanosleep(&same, NULL);
    return;
  }
  double part = uniform();
  int i = 0;
  while (part > PART[i + 1]) {
    i++;
  }
  double way = (part - PART[i]) / (PART[i + 1] - PART[i]);
  double millis = exp(log(MILLIS[i]) + way * (log(MILLIS[i + 1]) - log(MILLIS[i])));
  struct timespec time = {0, (long)(millis * 1e6)};
  nanosleep(&time, NULL);
}

int fsync(int file) {
  delay();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
  delay();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}
