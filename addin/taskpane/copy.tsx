import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from './fluent.tsx';

interface CopyButtonProps {
  text: string;
  /** On the button. */
  label: string;
  /** What is told when it was copied. */
  done: string;
}

/** Copies a text to the clipboard; where that is refused, shows it selected, so that Ctrl+C copies it. */
export function CopyButton({ text, label, done }: CopyButtonProps): VNode {
  const [state, setState] = useState({ copied: false, refusals: 0 });
  useEffect(() => setState({ copied: false, refusals: 0 }), [text]);
  const copy = () =>
    writeClipboard(text).then(
      () => setState({ copied: true, refusals: 0 }),
      () => setState(({ refusals }) => ({ copied: false, refusals: refusals + 1 })),
    );
  return (
    <>
      <div class="actions">
        <Button onClick={() => void copy()}>{label}</Button>
        <span class="quiet" role="status">
          {state.copied ? done : ''}
        </span>
      </div>
      {state.refusals > 0 && <CopyByHand key={state.refusals} text={text} />}
    </>
  );
}

function CopyByHand({ text }: { text: string }): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, []);
  return (
    <label class="chooser">
      Kopieer deze tekst met Ctrl+C
      <textarea ref={area} readOnly rows={6} value={text} />
    </label>
  );
}

/** Rejects where the browser has no clipboard for this page, or refuses it. */
const writeClipboard = async (text: string): Promise<void> => navigator.clipboard.writeText(text);
