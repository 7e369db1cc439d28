import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from './fluent.tsx';

/** Puts a text on the clipboard; `done` is said when it is there. Where that is refused, it stands selected for Ctrl+C. */
export function CopyButton({ text, label, done }: { text: string; label: string; done: string }): VNode {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = () =>
    writeClipboard(text).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <>
      <div class="actions">
        <Button onClick={() => void copy()}>{label}</Button>
        <span class="quiet" role="status">
          {copied === 'yes' ? done : ''}
        </span>
      </div>
      {copied === 'refused' && <CopyByHand text={text} />}
    </>
  );
}

/** A text that the clipboard refused, selected, so that Ctrl+C copies it. */
function CopyByHand({ text }: { text: string }): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, [text]);
  return (
    <label class="chooser">
      Kopieer deze tekst met Ctrl+C
      <textarea ref={area} readOnly rows={6} value={text} />
    </label>
  );
}

/** Rejects where the browser has no clipboard for this page, or refuses it. */
const writeClipboard = async (text: string): Promise<void> => navigator.clipboard.writeText(text);
