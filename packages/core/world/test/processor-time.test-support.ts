// How much processor time work of this thread takes. Unlike a clock on the wall it does not count what
// else the machine does meanwhile.

export function processorMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
