// The number itself. Counts what leaves: without the marks of its author, and cut into pieces.
import { plainText } from '@opportune/content/message/message-text.ts';
import { segmentsOfAll } from '@opportune/core/channel/lay/segments-of-all.ts';
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { t } from '../../ui/index.ts';

interface SegmentsCountProps {
  readonly text: string;
  readonly capabilities: Capabilities;
}

export function SegmentsCount({ text, capabilities }: SegmentsCountProps) {
  const n = segmentsOfAll(plainText(text), capabilities);
  return (
    <span className="small t3 num" title={t('channels.segments.hint')}>
      {t('channels.segments', { n })}
    </span>
  );
}
