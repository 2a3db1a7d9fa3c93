// A progress bar on a terminal. Elsewhere, one line at each tenth.

export interface ProgressBar {
  show(done: number): void;
  end(): void;
}

const width = 40;
const redrawMs = 200;

/** `expectedMs`: how long it should take, for the time left. */
export function progressBar(total: number, expectedMs: number): ProgressBar {
  const { stdout } = process;
  const began = performance.now();
  let drawnAt = -Infinity;
  let tenth = 0;
  const draw = (done: number): void => {
    const part = total === 0 ? 1 : done / total;
    const leftS = Math.max(0, Math.round((expectedMs - (performance.now() - began)) / 1000));
    const bar = '█'.repeat(Math.round(part * width)).padEnd(width, '░');
    stdout.write(`\r${bar} ${(part * 100).toFixed(0).padStart(3)} %, about ${leftS} s left  `);
  };
  return {
    show(done) {
      if (stdout.isTTY) {
        if (performance.now() - drawnAt < redrawMs) return;
        drawnAt = performance.now();
        draw(done);
      } else if (Math.floor((done / total) * 10) > tenth) {
        tenth = Math.floor((done / total) * 10);
        stdout.write(`${tenth * 10} %\n`);
      }
    },
    end() {
      if (stdout.isTTY) stdout.write(`\r${' '.repeat(width + 30)}\r`);
    },
  };
}
