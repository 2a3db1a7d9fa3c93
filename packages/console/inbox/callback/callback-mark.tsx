// When somebody is called back, beside the row of their message.
import type { Callback } from '@opportune/protocol/conversation/callback.ts';
import { Icon } from '../../ui/index.ts';
import { whenOf } from './use-promised.ts';
import './callback.css';

export function CallbackMark({ promise }: { promise: Callback }) {
  return (
    <span className="small callback-mark num">
      <Icon name="voice" size={12} />
      {whenOf(promise)}
    </span>
  );
}
