#include "counted_allocations.h"

#include <stdatomic.h>
#include <stdlib.h>

#ifdef __GLIBC__
  // A program's own malloc takes the place of the library's, which stays in reach under these names.
  #include <errno.h>
  #include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long count;
static void counted(void) { atomic_fetch_add_explicit(&count, 1, memory_order_relaxed); }

void *malloc(size_t size) { return counted(), __libc_malloc(size); }
void *calloc(size_t items, size_t size) { return counted(), __libc_calloc(items, size); }
void *realloc(void *old, size_t size) { return counted(), __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { return counted(), __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return counted(), __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
  counted();
  void *memory = __libc_memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

long counted_allocations(void) { return atomic_load(&count); }
#else
long counted_allocations(void) { return -1; }
#endif
