import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Key } from '../../shared/api.ts';
import { Button } from './fluent.tsx';
import { count, showKey } from './words.ts';

const FIRST = 3;

/** Things to look at that hold nothing up; the first few, the rest on request. */
export function WarningList({
  warnings,
}: {
  warnings: readonly { key: Key; message: string }[];
}): VNode | null {
  const [all, setAll] = useState(false);
  if (warnings.length === 0) return null;
  const shown = all ? warnings : warnings.slice(0, FIRST);
  return (
    <section class="stack" aria-label="Aandachtspunten">
      <h2>{count(warnings.length, 'aandachtspunt', 'aandachtspunten')}</h2>
      <ul class="lines">
        {shown.map(({ key, message }, i) => (
          <li key={i}>
            {key.length > 0 && !message.includes(key[0] ?? '') && <strong>{showKey(key)} </strong>}
            {message}
          </li>
        ))}
      </ul>
      {shown.length < warnings.length && (
        <div class="actions">
          <Button onClick={() => setAll(true)}>Alle {warnings.length} tonen</Button>
        </div>
      )}
    </section>
  );
}
