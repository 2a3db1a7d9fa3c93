// Above the reply: that another app of the business has the conversation, and how to get it.
import { Button, Icon, t } from '../../ui/index.ts';
import type { ControlNow } from './use-control.ts';
import './window.css';

export function ControlBar({ busy, act }: ControlNow) {
  return (
    <div className="window-bar small soon" role="status">
      <Icon name="transfer" />
      <span className="medium">{t('channels.control.theirs')}</span>
      <span className="window-words">{t('channels.control.theirs.text')}</span>
      <span className="window-acts">
        <Button disabled={busy} onClick={() => act({ act: 'ask' })}>
          {t('channels.control.ask')}
        </Button>
        <Button disabled={busy} onClick={() => act({ act: 'take' })}>
          {t('channels.control.take')}
        </Button>
      </span>
    </div>
  );
}
