// Above the reply: for how long free text may still be sent, and what may be sent after that.
import { ago, duration, Icon, t } from '../../ui/index.ts';
import type { WindowNow } from './use-reply-window.ts';
import './window.css';

/** From here on it is said with emphasis. */
const soonMs = 2 * 3600_000;

export function WindowBar({ afterwards, left }: WindowNow) {
  const isClosed = left === 0;
  const state = isClosed ? 'closed' : 'open';
  const tone = isClosed ? 'closed' : left < soonMs ? 'soon' : 'calm';
  return (
    <p className={`window-bar small ${tone}`}>
      <Icon name="clock" />
      <span className="medium">
        {t(`channels.window.${state}`, isClosed ? {} : { time: timeLeft(left) })}
      </span>
      <span className="window-after">{t(`channels.window.${state}.${afterwards}`)}</span>
    </p>
  );
}

/** Minutes once less than an hour is left, and seconds in the last one. */
function timeLeft(ms: number): string {
  return ms < 60_000 ? duration(ms) : ago(ms);
}
