// The button that ends a wrap-up. If the account requires a disposition and none was given, it asks for it
// first.
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { LabelLists } from '@opportune/protocol/rest/conversation/labels.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { Button, Dialog, Segmented, t, submitting } from '../../ui/index.ts';
import { missingDisposition, useLabels } from '../customer/use-labels.ts';

interface PutAwayProps {
  readonly conversation: Conversation;
  readonly busy: boolean;
  readonly onDone: (ready: () => Promise<boolean>) => void;
}

/** `onDone` receives the condition that has to be met first. */
export function PutAway({ conversation, busy, onDone }: PutAwayProps) {
  const { change } = useLabels(conversation.id);
  const [choices, setChoices] = useState<LabelLists['dispositions']>([]);
  const [chosen, setChosen] = useState('');
  const choice = choices.find(({ id }) => id === chosen);
  const isComplete = async (): Promise<boolean> => {
    const missing = await missingDisposition(conversation.id);
    setChoices(missing);
    return missing.length === 0;
  };
  const give = async (): Promise<boolean> => {
    if (choice === undefined || !(await change({ disposition: choice.id }))) return false;
    setChoices([]);
    return true;
  };
  return (
    <>
      <Button
        {...asCommand('talk.end')}
        icon="check"
        disabled={busy}
        onClick={() => onDone(isComplete)}
      >
        {t('inbox.act.done')}
      </Button>
      <Dialog
        title={t('archive.done.title')}
        open={choices.length > 0}
        onClose={() => setChoices([])}
      >
        <form onSubmit={submitting(() => onDone(give))}>
          <p className="t2">{t('archive.done.text')}</p>
          <div className="put-away-choices">
            <Segmented
              label={t('archive.labels.disposition')}
              value={chosen}
              choices={choices.map(({ id, name }) => ({
                value: id as string,
                label: name,
              }))}
              onChange={setChosen}
            />
          </div>
          <div className="row dialog-acts">
            <Button
              type="submit"
              variant="primary"
              size="medium"
              disabled={busy || choice === undefined}
            >
              {t('archive.done.act')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
