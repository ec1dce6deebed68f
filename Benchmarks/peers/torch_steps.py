"""Steps of the official CAME and of PyTorch's AdamW for the benchmark to time, line by line:

    shapes 4096x4096,768    prepares tensors                        ok
    came 2 10               ten steps by two threads                nanoseconds a step: wall cpu
    adamw 1 cold            one step after the caches were emptied  the same
"""

import sys
import time

import came_pytorch
import torch


class Model:
    """The tensors of a model and the optimizers that step them."""

    def __init__(self, shapes):
        torch.manual_seed(1)
        self.parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
        for parameter in self.parameters:
            parameter.grad = torch.randn(parameter.shape)
        self.spoiler = torch.ones(32 << 20)
        self.optimizers = {}

    def optimizer(self, name):
        if name not in self.optimizers:
            self.optimizers[name] = (
                came_pytorch.CAME(self.parameters, lr=2e-4, weight_decay=0.01, betas=(0.9, 0.999, 0.9999))
                if name == "came"
                else torch.optim.AdamW(self.parameters, lr=2e-4, weight_decay=0.01, fused=True)
            )
        return self.optimizers[name]

    def time(self, name, threads, count):
        torch.set_num_threads(threads)
        optimizer = self.optimizer(name)
        steps = 1 if count == "cold" else int(count)
        for _ in range(steps):
            optimizer.step()
        if count == "cold":
            self.spoiler += 1
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        for _ in range(steps):
            optimizer.step()
        return (time.perf_counter_ns() - wall) / steps, (time.process_time_ns() - cpu) / steps


def main():
    model = None
    print(f"PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "shapes":
            model = None
            model = Model([tuple(int(n) for n in shape.split("x")) for shape in words[1].split(",")])
            print("ok", flush=True)
        else:
            print(*model.time(words[0], int(words[1]), words[2]), flush=True)


if __name__ == "__main__":
    main()
