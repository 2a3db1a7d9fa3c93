// A worker that ticks four times a second. Browsers slow the timers of hidden pages down to one a
// minute, but not those of workers.
setInterval(() => postMessage(null), 250);
