#ifndef COUNTED_ALLOCATIONS_H
#define COUNTED_ALLOCATIONS_H

// How often memory was asked for by any thread since the program began; −1 where it can't be counted.
long counted_allocations(void);

#endif
