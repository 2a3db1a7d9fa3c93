// The frames that a test's client received. Waits for a frame without sleeping.
/** Ends a test whose frame never comes. A busy machine may need many seconds for one that does. */
const waitMs = 60_000;

/** Frames in the order of their arrival, and a way to wait for one. */
export class Inbox<Frame extends { readonly type: string }> {
  readonly frames: Frame[] = [];
  #waiting: { readonly wants: (frame: Frame) => boolean; readonly done: (frame: Frame) => void }[] =
    [];

  push(frame: Frame): void {
    this.frames.push(frame);
    const ready = this.#waiting.filter(({ wants }) => wants(frame));
    this.#waiting = this.#waiting.filter((each) => !ready.includes(each));
    for (const { done } of ready) done(frame);
  }

  /** The first frame of this type that fits, whether it has arrived or will. */
  async next<Type extends Frame['type']>(
    type: Type,
    fits: (frame: Extract<Frame, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<Frame, { type: Type }>> {
    const wants = (frame: Frame): frame is Extract<Frame, { type: Type }> =>
      frame.type === type && fits(frame as Extract<Frame, { type: Type }>);
    const here = this.frames.find(wants);
    if (here !== undefined) return here;
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no ${type}; came: ${JSON.stringify(this.frames.slice(-8))}`)),
        waitMs,
      );
      // Nobody may wait for it any more when the tests have ended.
      late.unref();
      this.#waiting.push({
        wants,
        done: (frame) => {
          clearTimeout(late);
          if (wants(frame)) resolve(frame);
        },
      });
    });
  }
}
