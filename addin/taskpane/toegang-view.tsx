import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MadeToken, Toegang } from '../../shared/api.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { MadeTokenCard } from './made-token.tsx';
import { Message } from './message.tsx';
import { NewPerson } from './new-person.tsx';
import { PersonAccess } from './person-access.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { count } from './words.ts';

/** Who may do something with the contract, and what. */
export function ToegangView(props: BeheerProps): VNode {
  const { client, contract, onExpired, onChanged } = props;
  const { contractnummer } = contract.contract;
  const [list, setList] = useState<Toegang[] | null>(null);
  const [made, setMade] = useState<{ naam: string; token: string } | null>(null);
  const [done, setDone] = useState('');
  const task = useTask(onExpired);
  const load = async () => setList(await client.read<Toegang[]>(contractnummer, 'toegang'));
  useEffect(() => task.run('Toegang ophalen', load), [client, contractnummer]);

  const onMade = async (naam: string, { token }: MadeToken) => {
    setDone('');
    // Before anything else can fail: it cannot be had again.
    setMade({ naam, token });
    await load();
  };
  const onList = (next: Toegang[], sentence: string) => {
    setList(next);
    setDone(sentence);
    onChanged();
  };
  return (
    <div class="stack">
      {made && <MadeTokenCard {...made} onDone={() => setMade(null)} />}
      {done !== '' && <Message kind="done">{done}</Message>}
      <TaskStatus task={task} />
      {list && (
        <>
          <h2>{count(list.length, 'persoon heeft', 'personen hebben')} toegang</h2>
          {list.map((line) => (
            <PersonAccess
              key={`${line.personId} ${String(line.rechten)}`}
              {...props}
              line={line}
              onList={onList}
              onMade={onMade}
            />
          ))}
          <NewPerson {...props} onMade={onMade} />
        </>
      )}
    </div>
  );
}
