import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CopyButton } from './copy.tsx';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';

/** A token, the one time that it can be shown. */
export function MadeTokenCard({
  naam,
  token,
  onDone,
}: {
  naam: string;
  token: string;
  onDone: () => void;
}): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [token]);
  return (
    <section class="card stack" aria-label="Nieuw token">
      <Message kind="warning">
        U ziet dit token één keer. Kopieer het nu en geef het veilig door aan {naam}; mail het niet.
      </Message>
      <label class="chooser">
        Token van {naam}
        <textarea ref={field} readOnly rows={2} value={token} />
      </label>
      <CopyButton text={token} label="Kopieer token" done="Gekopieerd." />
      <div class="actions">
        <Button onClick={onDone}>Klaar, token verbergen</Button>
      </div>
    </section>
  );
}
