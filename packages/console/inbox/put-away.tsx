// The button that puts a wrap-up away. Where the account asks for a disposition and none was given, it
// asks for it first.
import { useEffect, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { Button, Dialog, Segmented } from '../ui/index.ts';
import { a } from './archive-words.ts';
import { i } from './inbox-words.ts';
import { useLabels } from './use-labels.ts';

export function PutAway(props: { conversation: Conversation; busy: boolean; onDone: () => void }) {
  const { conversation, busy, onDone } = props;
  const { lists, labels, settled, change } = useLabels(conversation.id);
  const [pressed, setPressed] = useState(false);
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState('');
  const wanted =
    lists?.dispositionRequired === true &&
    lists.dispositions.length > 0 &&
    labels?.disposition === null;
  useEffect(() => {
    // Whether to ask is known a moment after the conversation came up.
    if (!pressed || !settled) return;
    setPressed(false);
    if (wanted) setAsked(true);
    else onDone();
  }, [pressed, settled, wanted, onDone]);
  const choice = lists?.dispositions.find(({ id }) => id === chosen);
  const putAway = async (): Promise<void> => {
    if (choice === undefined || !(await change({ disposition: choice.id }))) return;
    setAsked(false);
    onDone();
  };
  return (
    <>
      <Button icon="check" disabled={busy || pressed} onClick={() => setPressed(true)}>
        {i('act.done')}
      </Button>
      <Dialog title={a('done.title')} open={asked} onClose={() => setAsked(false)}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void putAway();
          }}
        >
          <p className="t2">{a('done.text')}</p>
          <div className="put-away-choices">
            <Segmented
              label={a('labels.disposition')}
              value={chosen}
              choices={(lists?.dispositions ?? []).map(({ id, name }) => ({
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
              {a('done.act')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
