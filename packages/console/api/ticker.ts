// A worker that says every quarter of a second that time goes on. Browsers slow the timers of a page
// that nobody looks at down to one a minute, and those of a worker not.
setInterval(() => postMessage(null), 250);
