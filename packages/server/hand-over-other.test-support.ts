// The other end of a channel in tests. It reports what it receives and closes the handles that
// arrive.
process.on('message', (message: unknown, handle: unknown) => {
  if (typeof handle === 'object' && handle !== null && 'close' in handle)
    if (typeof handle.close === 'function') handle.close();
  process.send?.(message);
});
